"""A poll: see it by itself, choose, and what a form asks."""

from typing import Final

from markupsafe import Markup
from starlette.responses import Response

from fedcop.community import polls
from fedcop.community.drafts import PollDraft
from fedcop.errors import Invalid
from fedcop.tongues import N_, refusal
from fedcop.web.ask import Ask
from fedcop.web.asked import shown_of
from fedcop.web.forms import Form, Problems
from fedcop.web.pages.threads import find_standing, lead_to

# How long one can choose, in the words of the form.
LASTS: Final = {
    "1": N_("1 hour"),
    "6": N_("6 hours"),
    "24": N_("1 day"),
    "72": N_("3 days"),
    "168": N_("1 week"),
    "720": N_("30 days"),
}
_USUAL: Final = "72"
_HOUR_MS: Final = 3_600_000
_WRONG: Final = "Validation failed: "


async def show(ask: Ask) -> Response:
    """Show a poll by itself."""
    return await _page(ask, "")


async def choose(ask: Ask) -> Response:
    """Choose."""
    line = await find_standing(ask)
    chosen = _chosen(ask.form)
    if not chosen:
        return await _page(ask, "Choose something first.")
    try:
        await ask.do(polls.vote, ask.me, line.post.id, chosen)
    except Invalid as error:
        return await _page(ask, refusal(f"{error.safe.removeprefix(_WRONG)}."))
    return await lead_to(ask, line.post)


def draft_of(form: Form, problems: Problems) -> PollDraft | None:
    """Read what a post shall ask; None when no choice is written."""
    written = [form.line(f"option-{number}") for number in range(1, polls.MOST_OPTIONS + 1)]
    if not any(written):
        return None
    hours = form.line("lasts")
    lasts = int(hours if hours in LASTS else _USUAL) * _HOUR_MS
    draft = PollDraft(tuple(written), form.ticked("several"), lasts=lasts)
    try:
        return polls.check(draft)
    except Invalid as error:
        problems.add("option-1", refusal(f"{error.safe.removeprefix(_WRONG)}."))
        return None


def previewed(draft: PollDraft | None) -> Markup:
    """Show what will be asked."""
    if draft is None:
        return Markup()
    items = Markup().join(Markup("<li>{}</li>").format(title) for title in draft.options)
    return Markup("<ul>{}</ul>").format(items)


async def _page(ask: Ask, problem: str) -> Response:
    line = await find_standing(ask)
    poll = await shown_of(ask, line.post, problem)
    if poll is None:
        return await lead_to(ask, line.post)
    return await ask.page("poll_page.html", 422 if problem else 200, line=line, asked=poll)


def _chosen(form: Form) -> list[int]:
    """Read which are chosen: a box each, or one of several."""
    boxes = [at for at in range(polls.MOST_ANYWHERE) if form.ticked(f"choice-{at}")]
    return boxes or ([form.number("choice")] if form.line("choice") else [])

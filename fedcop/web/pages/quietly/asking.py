"""Ask a community without a name: who sees what, the honest limits, and a last look."""

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup
from starlette.responses import Response

from fedcop.community import policy, quiet
from fedcop.community.practice.questions import compose
from fedcop.community.quiet import Wish
from fedcop.errors import Invalid, Refused
from fedcop.markup.particular import Particular, find_particulars
from fedcop.store.rows import GroupRow
from fedcop.tongues import N_, refusal
from fedcop.values import is_language
from fedcop.web.ask import Ask
from fedcop.web.composing import describe
from fedcop.web.forms import Form, Problems
from fedcop.web.pages.communities import find

_FIELDS = {"title": "title", "body": "body"}


# What may tell who asks, as `markup.particular` names it.
PARTICULARS: Final = (
    N_("a mail address"),
    N_("a handle"),
    N_("a web address"),
    N_("a date"),
    N_("a time of day"),
    N_("a phone number"),
    N_("a long number"),
    N_("perhaps a name"),
    N_("a title or role"),
    N_("a name of yours, or of your place"),
)


@dataclass(frozen=True, slots=True)
class Look:
    """A question read back to whoever asks: how it will look, and what may tell too much."""

    content: Markup
    particulars: tuple[Particular, ...]


async def show(ask: Ask) -> Response:
    """Show the form, or why one cannot ask so here."""
    group, _ = await find(ask)
    answer = await quiet.may_ask(ask.store, ask.me, group)
    if not answer:
        return await ask.page("quiet_ask_no.html", group=group, reason=refusal(answer.reason))
    return await _show(ask, group, Form(), Problems())


async def post(ask: Ask) -> Response:
    """Read a question back, then take it."""
    group = await _open(ask)
    form, problems = ask.form, Problems()
    language = form.line("language")
    wish = Wish(
        title=form.line("title"),
        body=form.text("body"),
        tried=form.text("tried"),
        language=language if is_language(language) else "",
    )
    if not wish.title:
        problems.add("title", "Say in one line what you would like to know.")
    if not wish.body.strip():
        problems.add("body", "Say a little more, so that others can help.")
    if problems:
        return await _show(ask, group, form, problems)
    if not form.ticked("read") or form.ticked("again"):
        return await _show(ask, group, form, problems, _look(ask, wish))
    try:
        await ask.do(quiet.ask, ask.site.seal, ask.me, group, wish)
    except (Refused, Invalid) as error:
        problems.take(error, _FIELDS)
        return await _show(ask, group, form, problems)
    return ask.go("/quietly")


async def _open(ask: Ask) -> GroupRow:
    """Find the community in the address for one who may ask there. Raises Refused."""
    group, _ = await find(ask)
    policy.require(await quiet.may_ask(ask.store, ask.me, group))
    return group


def _look(ask: Ask, wish: Wish) -> Look:
    """Read a question as others will; what is found never leaves this page."""
    me, whole = ask.me, f"{wish.title}\n{wish.body}\n{wish.tried}"
    own = [me.name, me.display, *me.display.split(), ask.site.settings.organization]
    content = describe(ask, compose(wish.body, wish.tried))
    said = Markup(content)  # noqa: S704 - sanitised by `render`
    return Look(said, tuple(find_particulars(whole, own)))


async def _show(
    ask: Ask, group: GroupRow, form: Form, problems: Problems, look: Look | None = None
) -> Response:
    local = bool(group.actor.local)
    return await ask.page(
        "quiet_ask.html",
        422 if problems else 200,
        group=group,
        form=form,
        problems=problems,
        look=look,
        small=local and group.practice.members < quiet.CAREFUL,
        crowd=local and await quiet.is_crowd(ask.store, group.actor.id),
        checked=local and await quiet.mode_of(ask.store, group.actor.id) == quiet.CHECKED,
    )

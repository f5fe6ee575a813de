"""Report a post or a person to those who look after things."""

from typing import Final

from starlette.responses import Response

from fedcop.community import moderation
from fedcop.community.moderation import Complaint
from fedcop.community.timelines import Line
from fedcop.store.rows import ActorCard, ActorRow
from fedcop.tongues import _
from fedcop.web import paths
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems
from fedcop.web.pages import profiles
from fedcop.web.pages.moderating.cases import rules_about
from fedcop.web.pages.moderating.words import CATEGORIES
from fedcop.web.pages.threads import find_standing

_LONGEST: Final = 5_000


async def post(ask: Ask) -> Response:
    """Show the form to report a post."""
    line = await find_standing(ask)
    return await _show(ask, line, line.author, Problems())


async def report_post(ask: Ask) -> Response:
    """Report a post."""
    line = await find_standing(ask)
    problems = _check(ask)
    if problems:
        return await _show(ask, line, line.author, problems)
    complaint = await _complaint(ask, line.post.author_id, line.post.community_id, (line.post.uri,))
    await ask.do(moderation.report, ask.me, complaint)
    return ask.go(f"/reported?next={paths.of_post(line.post).partition('#')[0]}")


async def person(ask: Ask) -> Response:
    """Show the form to report somebody."""
    return await _show(ask, None, await profiles.find(ask), Problems())


async def report_person(ask: Ask) -> Response:
    """Report somebody."""
    actor = await profiles.find(ask)
    problems = _check(ask)
    if problems:
        return await _show(ask, None, actor, problems)
    await ask.do(moderation.report, ask.me, await _complaint(ask, actor.id))
    return ask.go(f"/reported?next={paths.of_actor(actor)}")


async def thanks(ask: Ask) -> Response:
    """Say what becomes of a report."""
    there = paths.own_path(ask.request.query_params.get("next", ""))
    return await ask.page("reported.html", there=there)


async def _complaint(
    ask: Ask, subject: int, community: int = 0, posts: tuple[str, ...] = ()
) -> Complaint:
    broken = await _broken(ask, community)
    category = ask.form.line("category")
    usual = "violation" if broken else "other"
    return Complaint(
        subject_id=subject,
        community_id=community,
        post_uris=posts,
        text=ask.form.text("text"),
        category=category if category in CATEGORIES else usual,
        rules=broken,
        forward=ask.form.ticked("forward"),
    )


async def _broken(ask: Ask, community: int) -> tuple[int, ...]:
    rules = await rules_about(ask, community)
    return tuple(rule.id for rule in rules if ask.form.ticked(f"rule-{rule.id}"))


async def _show(
    ask: Ask, line: Line | None, actor: ActorRow | ActorCard, problems: Problems
) -> Response:
    community = line.post.community_id if line else 0
    return await ask.page(
        "report.html",
        422 if problems else 200,
        line=line,
        actor=actor,
        categories=[(code, _(text)) for code, text in CATEGORIES.items()],
        chosen=ask.form.line("category") or "other",
        rules=await rules_about(ask, community),
        broken=await _broken(ask, community),
        text=ask.form.text("text"),
        forward=ask.form.ticked("forward"),
        problems=problems,
    )


def _check(ask: Ask) -> Problems:
    problems = Problems()
    text = ask.form.text("text")
    if not text:
        problems.add("text", _("Say in a sentence what is wrong."))
    elif len(text) > _LONGEST:
        problems.add("text", _("Write 5,000 characters at most."))
    return problems

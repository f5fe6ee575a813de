"""Report a post or a person to those who look after things."""

from starlette.responses import Response

from fedcop.community import moderation
from fedcop.community.moderation import Complaint
from fedcop.web import paths
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems
from fedcop.web.pages import profiles
from fedcop.web.pages.threads import find_standing

_LONGEST = 5_000


async def post(ask: Ask) -> Response:
    """Show the form to report a post."""
    line = await find_standing(ask)
    return await ask.page("report.html", line=line, actor=line.author)


async def report_post(ask: Ask) -> Response:
    """Report a post."""
    line = await find_standing(ask)
    problems = _check(ask)
    if problems:
        facts = {"line": line, "actor": line.author, "problems": problems}
        return await ask.page("report.html", 422, **facts)
    complaint = Complaint(
        subject_id=line.post.author_id,
        community_id=line.post.community_id,
        post_uris=(line.post.uri,),
        text=ask.form.text("text"),
    )
    await ask.do(moderation.report, ask.me, complaint)
    return ask.go(f"/reported?next={paths.of_post(line.post).partition('#')[0]}")


async def person(ask: Ask) -> Response:
    """Show the form to report somebody."""
    return await ask.page("report.html", line=None, actor=await profiles.find(ask))


async def report_person(ask: Ask) -> Response:
    """Report somebody."""
    actor = await profiles.find(ask)
    problems = _check(ask)
    if problems:
        return await ask.page("report.html", 422, line=None, actor=actor, problems=problems)
    await ask.do(moderation.report, ask.me, Complaint(actor.id, text=ask.form.text("text")))
    return ask.go(f"/reported?next={paths.of_actor(actor)}")


async def thanks(ask: Ask) -> Response:
    """Say what becomes of a report."""
    there = paths.own_path(ask.request.query_params.get("next", ""))
    return await ask.page("reported.html", there=there)


def _check(ask: Ask) -> Problems:
    problems = Problems()
    text = ask.form.text("text")
    if not text:
        problems.add("text", "Say in a sentence what is wrong.")
    elif len(text) > _LONGEST:
        problems.add("text", f"Write {_LONGEST:,} characters at most.")
    return problems

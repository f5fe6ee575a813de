"""Whom a question is sent to, and what one may be asked about oneself."""

from typing import Final

from starlette.responses import Response

from fedcop.community import policy, policy_posts, routing
from fedcop.community.practice import questions
from fedcop.community.timelines import Line
from fedcop.errors import Invalid, NotFound
from fedcop.markup.names import topics_in
from fedcop.store.rows import AskMeRow
from fedcop.web import paths
from fedcop.web.ask import Ask
from fedcop.web.forms import Form, Problems
from fedcop.web.pages.threads import community_of, find_standing, is_steward

_FIELDS: Final = {"most": "most", "quiet": "quiet_from", "timezone": "timezone"}


async def choose(ask: Ask) -> Response:
    """Show who could know, for whoever asked to choose whom to ask."""
    line = await _question(ask)
    suggested = await routing.suggest(ask.store, line.post)
    if not suggested:
        return ask.go(paths.of_post(line.post))
    group = await community_of(ask, line.post)
    return await ask.page("route.html", line=line, group=group, suggested=suggested)


async def send(ask: Ask) -> Response:
    """Ask those who were chosen."""
    line = await _question(ask)
    chosen = [name.removeprefix("person-") for name in ask.form.fields if "person-" in name]
    people = tuple(int(one) for one in chosen if one.isascii() and one.isdigit())
    await ask.do(routing.route, ask.me, line.post.id, people)
    return ask.go(paths.of_post(line.post))


async def limits(ask: Ask) -> Response:
    """Show what one may be asked about."""
    row = await routing.find_limits(ask.store, ask.me)
    known = row or AskMeRow(ask.me.id, 0)
    fields = {
        "topics": known.topics,
        "most": str(known.most),
        "quiet_from": str(known.quiet_from),
        "quiet_to": str(known.quiet_to),
        "timezone": known.timezone,
    }
    return await _show(ask, Form(fields), Problems())


async def set_limits(ask: Ask) -> Response:
    """Say what one may be asked about."""
    form, problems = ask.form, Problems()
    topics = " ".join(topics_in(form.line("topics")))
    wish = AskMeRow(
        id=ask.me.id,
        changed=0,
        topics=topics,
        most=min(form.number("most"), 1000),
        quiet_from=min(form.number("quiet_from"), 1000),
        quiet_to=min(form.number("quiet_to"), 1000),
        timezone=form.line("timezone"),
    )
    try:
        await ask.do(routing.set_limits, ask.me, wish)
    except Invalid as error:
        problems.take(error, _FIELDS)
        return await _show(ask, form, problems)
    return await _show(ask, form, problems, saved=True)


async def _question(ask: Ask) -> Line:
    """Find the question in the address for one who may send it to others."""
    line = await find_standing(ask)
    if line.post.practice != questions.KIND:
        raise NotFound("There is no such question.")
    steward = await is_steward(ask, line.post)
    policy.require(policy_posts.may_accept(ask.me, line.post, steward=steward))
    return line


async def _show(ask: Ask, form: Form, problems: Problems, *, saved: bool = False) -> Response:
    status = 422 if problems else 200
    most = routing.MOST_A_WEEK
    facts = {"form": form, "problems": problems, "saved": saved, "most": most}
    return await ask.page("settings_asking.html", status, **facts)

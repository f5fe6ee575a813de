"""Reports about what stands in a community, for its stewards; and its log, for everybody."""

from typing import Final

from starlette.responses import Response

from fedcop.community import house_rules, modlog, policy
from fedcop.community.moderating import casework
from fedcop.community.moderating.casework import Which
from fedcop.community.moderating.judges import Judge
from fedcop.errors import NotFound
from fedcop.store.rows import GroupRow
from fedcop.tongues import _
from fedcop.values import Handle
from fedcop.web import paths
from fedcop.web.ask import Ask
from fedcop.web.forms import Form, Problems
from fedcop.web.pages.communities import Seat as Place
from fedcop.web.pages.communities import find
from fedcop.web.pages.moderating import cases, words
from fedcop.web.pages.moderating.cases import Seat

_PAGE: Final = 50


async def index(ask: Ask) -> Response:
    """Show the reports about what stands in a community."""
    group, place, seat = await _seat(ask)
    view = "resolved" if ask.request.query_params.get("view") == "resolved" else "open"
    which = Which(state=view, community=group.actor.id, but=ask.me.id)
    rows = await casework.list_cases(ask.store, which, ask.before() or 2**62, _PAGE + 1)
    return await ask.page(
        "steward_reports.html",
        group=group,
        seat=place,
        base=seat.base,
        view=view,
        lines=await cases.lines_of(ask, rows[:_PAGE]),
        more=rows[_PAGE - 1].id if len(rows) > _PAGE else 0,
        outcomes={act: _(text) for act, text in words.OUTCOMES.items()},
    )


async def show_case(ask: Ask) -> Response:
    """Show one report."""
    return await _show(ask, Problems())


async def take(ask: Ask) -> Response:
    """Take a report on."""
    _group, _place, seat = await _seat(ask)
    return await cases.take_on(ask, seat, ask.number("id"))


async def note(ask: Ask) -> Response:
    """Note something for those who look after the community and the node."""
    _group, _place, seat = await _seat(ask)
    problems = await cases.annotate(ask, seat, ask.number("id"))
    return await _show(ask, problems) if problems else ask.go(f"{seat.base}/{ask.number('id')}")


async def settle(ask: Ask) -> Response:
    """Settle a report."""
    _group, _place, seat = await _seat(ask)
    problems = await cases.settle(ask, seat, ask.number("id"))
    return await _show(ask, problems) if problems else ask.go(f"{seat.base}/{ask.number('id')}")


async def log(ask: Ask) -> Response:
    """Show everybody what was removed from a community, and why; never who reported it."""
    group, place = await find(ask)
    if not group.actor.local:
        raise NotFound("The log of this community is with its own node.")
    before = ask.before() or 2**62
    rows = await modlog.read_community_log(ask.store, group.actor.id, before, _PAGE + 1)
    lines = []
    for row in rows[:_PAGE]:
        subject = await cases.find_actor(ask, row.subject_id)
        name = str(Handle(subject.name, subject.host)) if subject else ""
        lines.append((row, _(words.EVERYBODYS[row.act]), name))
    return await ask.page(
        "community_log.html",
        group=group,
        seat=place,
        lines=lines,
        more=rows[_PAGE - 1].id if len(rows) > _PAGE else 0,
        rules=await house_rules.name_rules(ask.store, group.actor.id),
    )


async def _seat(ask: Ask) -> tuple[GroupRow, Place, Seat]:
    group, place = await find(ask)
    policy.require(policy.may_steward(ask.me, group.actor, steward=place.steward))
    judge = Judge(ask.me.id, ask.signed.account.role, group.actor.id)
    return group, place, Seat(judge, f"{paths.of_actor(group.actor)}/reports")


async def _show(ask: Ask, problems: Problems) -> Response:
    group, place, seat = await _seat(ask)
    case = await casework.open_case(ask.store, seat.judge, ask.number("id"))
    facts = await cases.facts_of(ask, seat, case)
    return await ask.page(
        "steward_report.html",
        422 if problems else 200,
        **facts,
        group=group,
        seat=place,
        form=ask.form if problems else Form(),
        problems=problems,
    )

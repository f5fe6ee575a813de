"""Who is told of reports, answers, decisions and appeals: always in the name of the node."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Final

from fedcop import clock
from fedcop.community import notice_rules, offices
from fedcop.community.events import Event, ReportFiled
from fedcop.community.moderation_events import (
    AppealAnswered,
    AppealFiled,
    CommunityArchived,
    DecisionMade,
    ReportAnswered,
)
from fedcop.community.offices import Right
from fedcop.store.batch import Unit
from fedcop.store.queries import actors, communities, decisions, reports, stewards
from fedcop.store.queries.notifications import About

_STEWARDS: Final = 50
_MEMBERS: Final = 2_000


async def follow(unit: Unit, event: Event) -> None:
    """Tell those whom an event concerns."""
    step = _STEPS.get(type(event))
    if step is not None:
        await step(unit, event)


async def _tell_filed(unit: Unit, event: ReportFiled) -> None:
    row = await reports.find_report(unit, event.report)
    if row is None:
        return
    but = {row.subject_id, row.reporter_id}
    await _tell(unit, "reported", row.id, await _lookers(unit, but), 0)
    await _tell(
        unit, "reported", row.id, await _stewards(unit, row.community_id, but), row.community_id
    )


async def _tell_answered(unit: Unit, event: ReportAnswered) -> None:
    row = await reports.find_report(unit, event.report)
    reporter = await actors.find_actor(unit, row.reporter_id) if row else None
    if reporter is not None and reporter.local:
        await _tell(unit, "report_answered", event.step or event.report, [reporter.id], 0)


async def _tell_decided(unit: Unit, event: DecisionMade) -> None:
    row = await decisions.find_decision(unit, event.decision)
    if row is not None:
        await _tell(unit, "moderated", row.id, [row.subject_id], row.id)


async def _tell_appealed(unit: Unit, event: AppealFiled) -> None:
    row = await decisions.find_decision(unit, event.decision)
    if row is None:
        return
    but = {row.subject_id, row.by_id}
    found = await _lookers(unit, but)
    await _tell(unit, "appealed", row.id, found or [row.by_id], 0)


async def _tell_looked_again(unit: Unit, event: AppealAnswered) -> None:
    row = await decisions.find_decision(unit, event.decision)
    if row is not None:
        await _tell(unit, "appeal_answered", row.id, [row.subject_id], row.id)


async def _tell_archived(unit: Unit, event: CommunityArchived) -> None:
    """Tell the members here, in the name of their community."""
    kind = "archived" if event.archived else "opened_again"
    about = About(kind, event.community, of=event.archived or clock.now_ms(), group=event.community)
    for number in await communities.list_members_here(unit, event.community, _MEMBERS):
        await notice_rules.tell(unit, number, about)


async def _lookers(unit: Unit, but: set[int]) -> list[int]:
    found = await reports.list_lookers(unit)
    return [
        number
        for number, role in found
        if offices.may(role, Right.WORK_ON_REPORTS) and number not in but
    ]


async def _stewards(unit: Unit, community: int, but: set[int]) -> list[int]:
    if not community:
        return []
    found = await stewards.list_stewards(unit, community, _STEWARDS)
    return [row.id for row in found if row.local and row.id not in but]


async def _tell(unit: Unit, kind: str, of: int, whom: Iterable[int], group: int) -> None:
    house = await actors.find_actor_by_uri(unit, unit.uris.organization())
    if house is None:
        return
    for number in whom:
        about = About(kind, house.id, of=of, group=group)
        await notice_rules.tell(unit, number, about)


_STEPS: Final[dict[type[Event], Callable[..., Awaitable[None]]]] = {
    ReportFiled: _tell_filed,
    ReportAnswered: _tell_answered,
    DecisionMade: _tell_decided,
    AppealFiled: _tell_appealed,
    AppealAnswered: _tell_looked_again,
    CommunityArchived: _tell_archived,
}

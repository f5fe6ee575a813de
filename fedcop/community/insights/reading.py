"""Read and count, once a day for each community; only what may be shown is held."""

import json
from collections import OrderedDict, defaultdict
from typing import Final

from fedcop import clock
from fedcop.community.insights import pulse
from fedcop.community.insights.facts import (
    BEATS,
    DAY,
    MONDAY,
    WEEK,
    Applied,
    Asked,
    Doing,
    Endorsed,
    Facts,
    Joined,
    Mentored,
    Period,
    Reviewed,
    Tie,
    period_at,
)
from fedcop.community.insights.making import report
from fedcop.community.insights.report import Report
from fedcop.community.practice.cycles import WEEKLY
from fedcop.store.backend import Row
from fedcop.store.batch import Reader, Store
from fedcop.store.queries import insights, node_values

_KEPT: Final = 500
_SURE: Final = frozenset({"medium", "high"})


class Reports:
    """The reports of today, of one process."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: OrderedDict[int, tuple[int, Report]] = OrderedDict()

    async def of(self, community: int) -> Report:
        """Return what a community may know of itself. Raises Unavailable."""
        now = clock.now_ms()
        day, kept = self._kept.get(community, (0, None))
        if kept is None or day != now // DAY:
            kept = await read(self._store, community, now)
            self._kept[community] = (now // DAY, kept)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return kept


async def read(store: Store, community: int, now: int) -> Report:
    """Count a community over the last twelve whole weeks, and those before."""
    period = period_at(now)
    facts = await facts_of(store, community, period)
    return report(facts, await facts_of(store, community, period.before))


async def is_demo(reader: Reader) -> bool:
    """Whether what is counted here is that of a demo."""
    return bool(await node_values.find_value(reader, node_values.DEMO))


async def facts_of(store: Store, community: int, period: Period) -> Facts:
    """Read what happened in a period; every query runs on a thread of readers."""
    span, long = (period.first, period.last), (period.last - BEATS * WEEK, period.last)
    doings = await insights.list_doings(store, community, long, (MONDAY, WEEK))
    asked = await insights.list_asked(store, community, long)
    adapted, back = await insights.count_adapted(store, community, span)
    made, tried = await insights.count_made(store, community, span)
    held, kept = await insights.count_meetings(store, community, span)
    return Facts(
        period,
        members=await insights.count_members(store, community),
        doings=tuple(Doing(*row) for row in doings),
        asked=tuple(_asked(row) for row in asked),
        ties=tuple(Tie(*row) for row in await insights.list_ties(store, community, span)),
        endorsed=tuple(
            Endorsed(*row) for row in await insights.list_endorsed(store, community, period.last)
        ),
        applied=tuple(
            _applied(row) for row in await insights.list_applied(store, community, period.last)
        ),
        reviewed=tuple(
            Reviewed(row[0], row[1], row[2], row[3], bool(row[4]))
            for row in await insights.list_reviewed(store, community, span)
        ),
        joined=await _joined(store, community, period.before),
        mentored=tuple(
            Mentored(*row) for row in await insights.list_mentored(store, community, period.last)
        ),
        thanked=tuple(await insights.list_thanked(store, community, span)),
        saved=await insights.count_saved(store, community),
        adapted=adapted,
        back_ports=back,
        new_artifacts=made,
        experiments=tried,
        meetings=held,
        meetings_kept=kept,
        pulse=await pulse.last_before(store, community, period.last),
    )


def _asked(row: Row) -> Asked:
    person, at, answered, accepted, state, first = row
    return Asked(person, at, answered, accepted, open=state == "open", first=bool(first))


def _applied(row: Row) -> Applied:
    uri, host, owner_host, began, due, result, finished, outcome = row
    return Applied(uri, host, owner_host, began, due, result, finished, _weekly(outcome))


def _weekly(outcome: str) -> str:
    """Read which span of hours somebody says to save each week, where they are fairly sure."""
    for one in json.loads(outcome or "[]"):
        saves = one.get("dimension") == "time" and one.get("direction") == "better"
        if saves and one.get("confidence") in _SURE and one.get("weekly") in WEEKLY:
            return str(one["weekly"])
    return ""


async def _joined(store: Store, community: int, period: Period) -> tuple[Joined, ...]:
    span = (period.first, period.last)
    wrote: dict[int, list[int]] = defaultdict(list)
    for person, at in await insights.list_wrote(store, community, span):
        wrote[person].append(at)
    return tuple(
        Joined(row[0], row[1], tuple(sorted(wrote[row[0]])), bool(row[2]), bool(row[3]))
        for row in await insights.list_joined(store, community, span)
    )

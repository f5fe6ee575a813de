"""`fedcop federation queue` and `verdicts`: what is still to go, and what became of what came."""

import click

from fedcop import clock
from fedcop.cli.desk import Desk, Verb, command
from fedcop.cli.node import opened_store
from fedcop.store.batch import Store
from fedcop.store.queries import inbox, outgoing
from fedcop.store.queries.inbox import State, Verdict
from fedcop.store.queries.outgoing import LaneState
from fedcop.values import host_of, normalise_host

_NEWEST = 2**62
_LANE_HEADS = (
    "host",
    "inbox",
    "behind",
    "waiting",
    "given_up",
    "failing_since",
    "next_try",
    "error",
)
_VERDICT_HEADS = ("received", "host", "kind", "verdict", "reason", "activity", "signer", "tries")


@click.command("queue", cls=Verb)
@click.option("--all", "everything", is_flag=True, help="Lanes that lack nothing too.")
@command
async def queue(desk: Desk, *, everything: bool) -> None:
    """Show what is still to be processed and delivered, and whom it does not reach."""
    async with opened_store(desk) as store:
        arrived = await inbox.count_waiting(store)
        untold = await outgoing.count_events(store)
        lanes = [lane for lane in await _lanes(store) if everything or lane.stuck]
    if lanes or desk.output.json:
        desk.output.table(_LANE_HEADS, [_lane_row(lane) for lane in lanes])
    else:
        desk.output.note("every inbox has what it should have")
    text = f"to be processed: {_waiting(*arrived)}; to be told: {_waiting(*untold)}"
    facts = {"arrived": arrived[0], "arrived_since": moment(arrived[1])}
    facts |= {"untold": untold[0], "untold_since": moment(untold[1]), "lanes": len(lanes)}
    desk.output.item(text, **facts)


@click.command("verdicts", cls=Verb)
@click.option("--host", default="", help="Of one server alone.")
@click.option("--refused", is_flag=True, help="Only what was refused.")
@click.option("--activity", default="", help="Of one activity, by its id.")
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many."
)
@command
async def verdicts(desk: Desk, host: str, activity: str, limit: int, *, refused: bool) -> None:
    """Look up what became of what peers sent, the latest first, with the reason."""
    async with opened_store(desk) as store:
        if activity:
            found = await inbox.find_verdicts(store, host or host_of(activity), activity)
        elif refused and not host:
            found = await inbox.list_refused(store, _NEWEST, limit)
        else:
            named = normalise_host(host) if host else ""
            found = await inbox.list_verdicts(store, _NEWEST, limit, host=named)
    chosen = [one for one in found if not refused or one.state == State.REFUSED]
    desk.output.table(_VERDICT_HEADS, [_verdict_row(one) for one in chosen])


def moment(ms: int) -> str:
    """Write a time for people and programs alike; nothing for none."""
    return f"{clock.utc(ms):%Y-%m-%d %H:%M:%S}Z" if ms else ""


async def _lanes(store: Store) -> list[LaneState]:
    lanes = page = await outgoing.list_all_lanes(store, 0)
    while page:
        page = await outgoing.list_all_lanes(store, page[-1].id)
        lanes = [*lanes, *page]
    return lanes


def _lane_row(lane: LaneState) -> tuple[object, ...]:
    error = f"{lane.last_status or ''} {lane.last_error}".strip() if lane.failing_since else ""
    times = (moment(lane.failing_since), moment(lane.next_try))
    return (lane.host, lane.inbox, lane.behind, lane.waiting, lane.given_up, *times, error)


def _verdict_row(one: Verdict) -> tuple[object, ...]:
    state = State(one.state).name.lower()
    return (
        moment(one.received),
        one.host,
        one.kind,
        state,
        one.reason,
        one.activity_id,
        one.signer,
        one.tries,
    )


def _waiting(count: int, since: int) -> str:
    if not count:
        return "nothing"
    seconds = max(0, clock.now_ms() - since) // 1000
    return f"{count}, the oldest for {seconds} s"

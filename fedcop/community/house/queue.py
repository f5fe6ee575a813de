"""What is still to go out, and what came and was refused, as those who run the node see it."""

from dataclasses import dataclass
from typing import Final

from fedcop import clock
from fedcop.store.batch import Store
from fedcop.store.queries import inbox, outgoing, samples
from fedcop.store.queries.inbox import Verdict
from fedcop.store.queries.outgoing import AtWork, LaneState, StuckItem

_NEWEST: Final = 2**62
_PEERS: Final = 100
_REFUSED: Final = 25


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits, is under way, rests, or was given up; times are milliseconds, 0 for none."""

    arrived: int
    arrived_since: int
    untold: int
    untold_since: int
    at_work: AtWork
    lanes: list[LaneState]  # of a hundred peers at most
    refused: list[Verdict]


async def look(store: Store) -> Queue:
    """Look at the queue."""
    ailing = await samples.list_ailing(store, _PEERS)
    lanes = await outgoing.list_lanes_of(store, ailing)
    return Queue(
        *await inbox.count_waiting(store),
        *await outgoing.count_events(store),
        await outgoing.count_at_work(store, clock.now_ms()),
        [lane for lane in lanes if lane.stuck],
        await inbox.list_refused(store, _NEWEST, _REFUSED),
    )


async def list_items(store: Store, before: int, limit: int) -> list[StuckItem]:
    """Read a page of what waits beside lanes or was given up; `before` is the last id."""
    return await outgoing.list_latest_items(store, before or _NEWEST, limit)

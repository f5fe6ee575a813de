"""How a store stands, in whole numbers that name nobody: for whoever watches a node."""

from typing import Final, NamedTuple

from fedcop.store.batch import Store
from fedcop.store.queries.side_queue import ItemState

_LAG: Final = (
    "SELECT count(DISTINCT ls.lane_id),"
    " COALESCE(max(s.head - GREATEST(l.place, ls.after, ls.done)), 0)"
    " FROM stream s JOIN lane_stream ls ON ls.stream_id = s.id JOIN lane l ON l.id = ls.lane_id"
    " WHERE ls.until = 0 AND GREATEST(l.place, ls.after, ls.done) < s.head"
)
_BESIDE: Final = (
    f"SELECT COALESCE(sum(CASE WHEN state = {ItemState.WAITS.value} THEN 1 ELSE 0 END), 0),"
    f" COALESCE(sum(CASE WHEN state = {ItemState.GIVEN_UP.value} THEN 1 ELSE 0 END), 0)"
    " FROM lane_item"
)
_PEERS: Final = (
    "SELECT count(*), COALESCE(sum(CASE WHEN failing_since > 0 THEN 1 ELSE 0 END), 0) FROM peer"
)
_MEDIA: Final = (
    "SELECT COALESCE(sum(CASE WHEN used = 0 THEN size ELSE 0 END), 0),"
    " COALESCE(sum(CASE WHEN used > 0 THEN size ELSE 0 END), 0) FROM media"
)
_SIZE: Final = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}


class Lag(NamedTuple):
    """How many lanes have not come to the head of what they read, and the furthest of them."""

    lanes: int
    positions: int


class Beside(NamedTuple):
    """Entries beside their lanes."""

    waiting: int
    given_up: int


class Peers(NamedTuple):
    """The servers we know, and how many of them do not answer just now."""

    known: int
    failing: int


class MediaBytes(NamedTuple):
    """What people here put up, and the copies of what stands elsewhere."""

    own: int
    copies: int


async def measure_lag(store: Store) -> Lag:
    """Say how far the lanes are behind; it reads them all, so it is asked off the event loop."""
    return Lag(*map(int, (await store.search(_LAG))[0]))


async def count_beside(store: Store) -> Beside:
    """Count what waits beside the lanes."""
    return Beside(*map(int, (await store.search(_BESIDE))[0]))


async def count_peers(store: Store) -> Peers:
    """Count the servers we know."""
    return Peers(*map(int, (await store.search(_PEERS))[0]))


async def measure_media(store: Store) -> MediaBytes:
    """Add up the sizes of all files; it reads them all, so it is asked seldom."""
    return MediaBytes(*map(int, (await store.search(_MEDIA))[0]))


async def measure_database(store: Store) -> int:
    """Say how many bytes the database has."""
    return int((await store.search(_SIZE[store.backend.dialect]))[0][0])

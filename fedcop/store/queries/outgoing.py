"""What admins are shown of what goes out: lanes that are behind, and what waits beside them."""

from typing import Final, NamedTuple

from fedcop.store.batch import Reader, Store
from fedcop.store.queries.side_queue import ItemState
from fedcop.store.statements import Statement

_MOST: Final = 1000
_STUCK: Final = f"({ItemState.WAITS.value}, {ItemState.GIVEN_UP.value})"

# How far a lane is behind is counted in positions of the log; not all of them concern it. It is
# behind only when something waits in the form its peer reads: nobody is woken for the rest.
_BEHIND = (
    "CASE WHEN EXISTS (SELECT 1 FROM lane_stream ls JOIN stream s ON s.id = ls.stream_id"
    " JOIN log_address g ON g.stream_id = s.id AND g.stream_id <> 0"
    " AND g.position > GREATEST(l.place, ls.after, ls.done) AND g.form <> 3 - p.dialect"
    " JOIN log_entry e ON e.position = g.position AND (e.forms & p.dialect) <> 0"
    " WHERE ls.lane_id = l.id AND ls.until = 0 AND GREATEST(l.place, ls.after, ls.done) < s.head)"
    " OR EXISTS (SELECT 1 FROM log_address g WHERE g.lane_id = l.id AND g.lane_id <> 0"
    " AND g.settled = 0)"
    " THEN (SELECT head FROM log_head WHERE id = 1) - l.place ELSE 0 END"
)
_COUNTED = "(SELECT count(*) FROM lane_item i WHERE i.lane_id = l.id AND i.state = {})"
_LANES = (
    f"SELECT l.id, l.inbox, p.host, l.place, {_BEHIND},"
    f" {_COUNTED.format(ItemState.WAITS.value)}, {_COUNTED.format(ItemState.REFUSED.value)},"
    f" {_COUNTED.format(ItemState.GIVEN_UP.value)},"
    " p.failing_since, p.next_try, p.last_status, p.last_error"
    " FROM lane l JOIN peer p ON p.id = l.peer_id"
)
_OF_PEER = f"{_LANES} WHERE l.peer_id = ? ORDER BY l.id LIMIT {_MOST}"
_SOME = f"{_LANES} WHERE l.id > ? ORDER BY l.id LIMIT {_MOST}"
_OF_PEERS = f"{_LANES} WHERE l.peer_id = ANY_ID(?) ORDER BY l.peer_id, l.id LIMIT {_MOST}"
_LATEST_ITEMS = (
    "SELECT i.position, i.state, i.tries, i.next_try, i.status, i.error, l.inbox,"
    " COALESCE(e.kind, ''), COALESCE(e.object_uri, ''), i.id, p.host"
    " FROM lane_item i JOIN lane l ON l.id = i.lane_id JOIN peer p ON p.id = l.peer_id"
    " LEFT JOIN log_entry e ON e.position = i.position"
    f" WHERE i.id < ? AND i.state IN {_STUCK} ORDER BY i.id DESC LIMIT ?"
)
_HELD = (
    "SELECT (SELECT count(*) FROM lane WHERE holder <> 0),"
    " (SELECT count(*) FROM peer WHERE next_try > ?)"
)
_ITEMS = (
    "SELECT i.position, i.state, i.tries, i.next_try, i.status, i.error, l.inbox,"
    " COALESCE(e.kind, ''), COALESCE(e.object_uri, '')"
    " FROM lane_item i JOIN lane l ON l.id = i.lane_id"
    " LEFT JOIN log_entry e ON e.position = i.position"
    f" WHERE l.peer_id = ? AND i.state IN {_STUCK} ORDER BY i.position DESC LIMIT ?"
)
_PEER_NOW = "UPDATE peer SET next_try = CAST(? AS BIGINT) WHERE id = ? AND next_try > 0"
_ITEMS_NOW = (
    f"UPDATE lane_item SET state = {ItemState.WAITS.value}, tries = 0, next_try = ?"
    f" WHERE state IN {_STUCK} AND lane_id IN (SELECT l.id FROM lane l WHERE l.peer_id = ?)"
)
_ONE: Final = " AND position = ?"
_DROP = (
    f"UPDATE lane_item SET state = {ItemState.CANCELLED.value}, next_try = 0"
    f" WHERE state IN {_STUCK} AND lane_id IN (SELECT l.id FROM lane l WHERE l.peer_id = ?)"
)
_EVENTS = "SELECT count(*), COALESCE(min(created), 0) FROM event WHERE done < 1"
_SOMEBODY = "SELECT uri FROM actor WHERE host = ? AND deleted = 0 ORDER BY id LIMIT 1"


class LaneState(NamedTuple):
    """How one remote inbox stands to our log."""

    id: int
    inbox: str
    host: str
    place: int
    behind: int
    waiting: int
    refused: int
    given_up: int
    failing_since: int
    next_try: int
    last_status: int
    last_error: str

    @property
    def stuck(self) -> bool:
        """Whether anything is left that it should have."""
        return bool(self.behind or self.waiting or self.given_up)


class StuckItem(NamedTuple):
    """An activity that one inbox would not take."""

    position: int
    state: int
    tries: int
    next_try: int
    status: int
    error: str
    inbox: str
    kind: str
    object_uri: str
    id: int = 0
    host: str = ""


class AtWork(NamedTuple):
    """Lanes that a worker holds, and peers that rest until their next try."""

    held: int
    resting: int


async def list_lanes(reader: Reader, peer: int) -> list[LaneState]:
    """Read the lanes to one peer."""
    return [LaneState(*row) for row in await reader.read(_OF_PEER, peer)]


async def list_all_lanes(store: Store, after: int) -> list[LaneState]:
    """Read a page of all lanes, by id."""
    return [LaneState(*row) for row in await store.search(_SOME, after)]


async def list_items(reader: Reader, peer: int, limit: int) -> list[StuckItem]:
    """Read what waits beside the lanes to a peer or was given up, the latest first."""
    return [StuckItem(*row) for row in await reader.read(_ITEMS, peer, limit)]


async def list_lanes_of(store: Store, some: list[int]) -> list[LaneState]:
    """Read the lanes to some peers."""
    return [LaneState(*row) for row in await store.search(_OF_PEERS, some)]


async def list_latest_items(store: Store, before: int, limit: int) -> list[StuckItem]:
    """Read what waits beside lanes or was given up, wherever; `before` is the last id."""
    return [StuckItem(*row) for row in await store.search(_LATEST_ITEMS, before, limit)]


async def count_at_work(store: Store, now: int) -> AtWork:
    """Count what is in flight, and who rests."""
    return AtWork(*map(int, (await store.search(_HELD, now))[0]))


async def count_events(reader: Reader) -> tuple[int, int]:
    """Count the acts that are not told yet, and say since when; 0 when there are none."""
    count, since = (await reader.read(_EVENTS))[0]
    return int(count), int(since)


async def find_somebody(reader: Reader, host: str) -> str:
    """Find the address of anybody of a server; nothing when we know nobody there."""
    rows = await reader.read(_SOMEBODY, host)
    return str(rows[0][0]) if rows else ""


def try_peer_now(peer: int, now: int) -> Statement:
    """Let a peer rest no longer."""
    return Statement(_PEER_NOW, (now, peer))


def try_items_now(peer: int, now: int) -> Statement:
    """Try again what waits beside the lanes of a peer, and what was given up."""
    return Statement(_ITEMS_NOW, (now, peer))


def try_item_now(peer: int, position: int, now: int) -> Statement:
    """Try one entry again that waits beside the lanes of a peer, or was given up."""
    return Statement(_ITEMS_NOW + _ONE, (now, peer, position))


def drop_items(peer: int, position: int = 0) -> Statement:
    """Let a peer do without what waits beside its lanes: all of it, or one entry."""
    if position:
        return Statement(_DROP + _ONE, (peer, position))
    return Statement(_DROP, (peer,))

"""Who reads what: the map that workers hold in memory, and what there is to look at."""

from typing import NamedTuple

from fedcop.store.batch import Reader, Store
from fedcop.store.statements import Statement

_HEAD = "SELECT head FROM log_head WHERE id = 1"
_READERS = (
    "SELECT ls.id, ls.lane_id, ls.stream_id, CASE WHEN ls.until = 0 THEN 0 ELSE 1 + ls.cut END,"
    " l.peer_id"
    " FROM lane_stream ls JOIN lane l ON l.id = ls.lane_id"
)
_ALL = _READERS + " WHERE ls.id > ? ORDER BY ls.id LIMIT 5000"
_CHANGED = _READERS + " WHERE ls.changed > ? ORDER BY ls.changed LIMIT 5000"
_PEER_FIELDS = "p.id, p.host, p.dialect, p.failures, p.failing_since, p.next_try"
_PEERS = (
    f"SELECT {_PEER_FIELDS} FROM peer p WHERE p.id > ?"
    " AND EXISTS (SELECT 1 FROM lane l WHERE l.peer_id = p.id) ORDER BY p.id LIMIT 5000"
)
_SOME_PEERS = f"SELECT {_PEER_FIELDS} FROM peer p WHERE p.id = ANY_ID(?)"
_TOLD = (
    "SELECT DISTINCT g.stream_id, g.lane_id,"
    " CASE g.form WHEN 0 THEN e.forms ELSE e.forms & g.form END,"
    " CASE WHEN e.born > 0 THEN 1 ELSE 0 END"
    " FROM log_address g JOIN log_entry e ON e.position = g.position"
    " WHERE g.position > ? AND g.position <= ?"
)
_PEERS_OF_LANES = "SELECT id, peer_id FROM lane WHERE id = ANY_ID(?)"
# A lane lags when it has not come to the head of what it reads or to the last Delete of what it has
# read, when an address of its own is not settled, or when something waits beside it.
_LAGS = (
    " AND (EXISTS (SELECT 1 FROM lane_stream ls JOIN stream s ON s.id = ls.stream_id"
    " WHERE ls.lane_id = l.id AND ((ls.until = 0"
    " AND GREATEST(l.place, ls.after, ls.done) < s.head)"
    " OR (ls.until > 0 AND (GREATEST(l.place, ls.after, ls.done) < LEAST(s.head, ls.until)"
    " OR GREATEST(l.place, ls.done) < s.last_delete))))"
    " OR EXISTS (SELECT 1 FROM log_address g WHERE g.lane_id = l.id AND g.lane_id <> 0"
    " AND g.settled = 0)"
    " OR EXISTS (SELECT 1 FROM lane_item i WHERE i.lane_id = l.id AND i.state = 0"
    " AND i.next_try <= ?))"
)
_LAGGING = (
    "SELECT l.id, l.peer_id FROM lane l JOIN peer p ON p.id = l.peer_id"
    " WHERE l.id > ? AND p.next_try <= ?" + _LAGS + " ORDER BY l.id LIMIT 5000"
)
_LAGGING_OF_PEER = "SELECT l.id, l.peer_id FROM lane l WHERE l.peer_id = ?" + _LAGS
_SIDE_TIMES = (
    "SELECT i.lane_id, MIN(i.next_try) FROM lane_item i WHERE i.state = 0 GROUP BY i.lane_id"
)
_HEALTH = (
    "UPDATE peer SET failures = ?, failing_since = ?, next_try = ?, last_status = ?,"
    " last_error = ? WHERE id = ?"
)
_WELL = (
    "UPDATE peer SET failures = 0, failing_since = 0, next_try = 0, last_ok = ?, last_status = ?,"
    " last_error = '' WHERE id = ?"
)


class Reading(NamedTuple):
    """A lane reads a stream, or has read it."""

    id: int
    lane_id: int
    stream_id: int
    ended: int  # 0 reads on, 1 has an end, 2 was cut at once
    peer_id: int


class PeerState(NamedTuple):
    """What lanes must know of a peer."""

    id: int
    host: str
    dialect: int
    failures: int
    failing_since: int
    next_try: int


class Told(NamedTuple):
    """Something was told to the readers of a stream or to a lane, in some forms."""

    stream_id: int
    lane_id: int
    forms: int  # 1 plain, 2 wrapped, 3 both
    takes_back: int


class LaneOf(NamedTuple):
    """A lane and its peer."""

    lane_id: int
    peer_id: int


async def find_head(reader: Reader) -> int:
    """Read the last position given out."""
    return int((await reader.read(_HEAD))[0][0])


async def list_readings(store: Store, after: int) -> list[Reading]:
    """Read a page of who reads what."""
    return [Reading(*row) for row in await store.search(_ALL, after)]


async def list_changed(reader: Reader, after: int) -> list[Reading]:
    """Read who reads what, as far as it changed after a position."""
    return [Reading(*row) for row in await reader.read(_CHANGED, after)]


async def list_peers(store: Store, after: int) -> list[PeerState]:
    """Read a page of the peers that have lanes."""
    return [PeerState(*row) for row in await store.search(_PEERS, after)]


async def list_some_peers(reader: Reader, numbers: list[int]) -> list[PeerState]:
    """Read some peers."""
    return [PeerState(*row) for row in await reader.read(_SOME_PEERS, numbers)]


async def list_told(reader: Reader, after: int, until: int) -> list[Told]:
    """Read to whom something was told between two positions."""
    return [Told(*row) for row in await reader.read(_TOLD, after, until)]


async def list_lanes(reader: Reader, numbers: list[int]) -> list[LaneOf]:
    """Read the peers of some lanes."""
    return [LaneOf(*row) for row in await reader.read(_PEERS_OF_LANES, numbers)]


async def list_lagging(store: Store, after: int, now: int) -> list[LaneOf]:
    """Read a page of the lanes that have something to read and whose peers may be tried."""
    return [LaneOf(*row) for row in await store.search(_LAGGING, after, now, now)]


async def list_lagging_of(store: Store, peer: int, now: int) -> list[LaneOf]:
    """Read the lanes of one peer that have something to read."""
    return [LaneOf(*row) for row in await store.search(_LAGGING_OF_PEER, peer, now)]


async def list_side_times(store: Store) -> list[tuple[int, int]]:
    """Read when something beside each lane is to be tried next."""
    return [(int(row[0]), int(row[1])) for row in await store.search(_SIDE_TIMES)]


def fails(peer: PeerState, status: int, error: str) -> Statement:
    """Keep how a peer fails, and when it is tried again."""
    values = (peer.failures, peer.failing_since, peer.next_try, status, error, peer.id)
    return Statement(_HEALTH, values)


def is_well(peer: int, now: int, status: int) -> Statement:
    """Keep that a peer answers."""
    return Statement(_WELL, (now, status, peer))

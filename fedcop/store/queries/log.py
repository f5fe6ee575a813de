"""The log: what we tell, at which position, and who is owed it.

Everything an entry needs is found by natural keys (owner and audience, inbox, host) at the
commit, so that units of one group and other processes may create the same rows at once. What
touches streams, lanes and addresses carries a position: it runs under the lock of the head.
"""

from enum import IntEnum

from fedcop import clock, ids
from fedcop.store.batch import Reader
from fedcop.store.statements import Position, Statement


class Form(IntEnum):
    """The form of a body, and the dialect of a peer; the number is what the store keeps."""

    BOTH = 0
    PLAIN = 1
    WRAPPED = 2


_ENTRY = (
    "INSERT INTO log_entry (position, actor_id, kind, object_uri, key, born, forms, wrapped, plain,"
    " event_id, part, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_TELL_STREAM = (
    "INSERT INTO stream (id, owner_id, audience, head, last_delete) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (owner_id, audience) DO UPDATE SET head = excluded.head,"
    " last_delete = GREATEST(stream.last_delete, excluded.last_delete)"
)
_OPEN_STREAM = (
    "INSERT INTO stream (id, owner_id, audience)"
    " SELECT CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS SMALLINT)"
    " WHERE CAST(? AS BIGINT) > 0 ON CONFLICT (owner_id, audience) DO NOTHING"
)
_ADDRESS_STREAM = (
    "INSERT INTO log_address (position, stream_id, form)"
    " SELECT CAST(? AS BIGINT), s.id, CAST(? AS SMALLINT)"
    " FROM stream s WHERE s.owner_id = ? AND s.audience = ?"
)
_PEER = "INSERT INTO peer (id, host, created) VALUES (?, ?, ?) ON CONFLICT (host) DO NOTHING"
_LANE = (
    "INSERT INTO lane (id, inbox, peer_id, shared, place)"
    " SELECT CAST(? AS BIGINT), CAST(? AS TEXT), p.id, CAST(? AS SMALLINT), CAST(? AS BIGINT)"
    " FROM peer p WHERE p.host = ? ON CONFLICT (inbox) DO NOTHING"
)
_ADDRESS_LANE = (
    "INSERT INTO log_address (position, lane_id, form)"
    " SELECT CAST(? AS BIGINT), l.id, CAST(? AS SMALLINT) FROM lane l WHERE l.inbox = ?"
    " ON CONFLICT (position, stream_id, lane_id) DO NOTHING"
)
# Whoever has an inbox for all of its people needs no other.
_ADDRESS_ALL = (
    "INSERT INTO log_address (position, lane_id, form)"
    " SELECT CAST(? AS BIGINT), COALESCE(MIN(CASE WHEN l.shared = 1 THEN l.id END), MIN(l.id)),"
    " CAST(? AS SMALLINT) FROM lane l GROUP BY l.peer_id"
    " ON CONFLICT (position, stream_id, lane_id) DO NOTHING"
)
# A Delete goes to every lane that was told of the object by this actor, an Undo to those of what
# it takes back.
_REPEAT_OBJECT = (
    "INSERT INTO log_address (position, lane_id, form)"
    " SELECT DISTINCT CAST(? AS BIGINT), a.lane_id, 0"
    " FROM log_entry e JOIN log_address a ON a.position = e.position"
    " WHERE e.object_uri = ? AND e.actor_id = ? AND a.lane_id <> 0"
    " ON CONFLICT (position, stream_id, lane_id) DO NOTHING"
)
_REPEAT_BORN = (
    "INSERT INTO log_address (position, lane_id, form)"
    " SELECT CAST(? AS BIGINT), a.lane_id, 0 FROM log_address a"
    " WHERE a.position = ? AND a.lane_id <> 0"
    " ON CONFLICT (position, stream_id, lane_id) DO NOTHING"
)
# Sorted as an expression: the primary key would be walked to its end for what was never told.
_BORN = (
    "SELECT e.position FROM log_entry e WHERE e.object_uri = ? AND e.actor_id = ? AND e.kind = ?"
    " ORDER BY 0 + e.position DESC LIMIT 1"
)


def write_entry(row: tuple[object, ...]) -> Statement:
    """Write one entry; the row is in the order of the columns, its creation comes last."""
    return Statement(_ENTRY, (*row, clock.now_ms()))


def tell_stream(owner: int, audience: int, at: Position, *, takes_back: bool) -> Statement:
    """Move the head of a stream, which is there from its first entry on."""
    last_delete = at if takes_back else 0
    return Statement(_TELL_STREAM, (ids.new_id(), owner, audience, at, last_delete))


def open_stream(owner: int, audience: int, at: Position) -> Statement:
    """Have a stream before its first entry, so that it can be read from then on."""
    return Statement(_OPEN_STREAM, (ids.new_id(), owner, audience, at))


def address_stream(owner: int, audience: int, at: Position, form: int) -> Statement:
    """Owe an entry to the readers of a stream."""
    return Statement(_ADDRESS_STREAM, (at, form, owner, audience))


def know_peer(host: str) -> Statement:
    """Have the row of a peer."""
    return Statement(_PEER, (ids.new_id(), host, clock.now_ms()))


def know_lane(inbox: str, host: str, shared: int, at: Position) -> Statement:
    """Have a lane; a new one has nothing to read before this position."""
    return Statement(_LANE, (ids.new_id(), inbox, shared, at, host))


def address_lane(inbox: str, at: Position, form: int) -> Statement:
    """Owe an entry to one lane."""
    return Statement(_ADDRESS_LANE, (at, form, inbox))


def address_every_peer(at: Position, form: int) -> Statement:
    """Owe an entry to one lane of each peer."""
    return Statement(_ADDRESS_ALL, (at, form))


def repeat_lanes_of_object(object_uri: str, actor: int, at: Position) -> Statement:
    """Owe an entry to every lane this actor addressed about an object."""
    return Statement(_REPEAT_OBJECT, (at, object_uri, actor))


def repeat_lanes_of(born: int, at: Position) -> Statement:
    """Owe an entry to every lane that another entry addressed."""
    return Statement(_REPEAT_BORN, (at, born))


async def find_born(reader: Reader, actor: int, kind: str, object_uri: str) -> int:
    """Find the position at which an actor last told this of an object; 0 when never."""
    rows = await reader.read(_BORN, object_uri, actor, kind)
    return int(rows[0][0]) if rows else 0

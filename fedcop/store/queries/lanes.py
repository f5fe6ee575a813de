"""Lanes at work: who leases them, what they are owed, how far they have come."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from fedcop.store.batch import Reader
from fedcop.store.statements import Keyed, Statement

# What is rung when lanes have something to look at.
LOG: Final = "log"  # there are new entries, or lanes read other streams
LANE: Final = "lane"  # one lane has something to do
PEER: Final = "peer"  # a peer is alive again, or reads another dialect
LET_GO: Final = "let-go"  # some lanes are wanted by somebody else
FREE: Final = "lane-free"  # some lanes were let go

_CLAIM = (
    "UPDATE lane SET holder = ?, token = token + 1, lease_until = ? WHERE id IN"
    " (SELECT l.id FROM lane l WHERE l.id = ANY_ID(?)"
    " AND (l.holder = 0 OR l.holder = ? OR l.lease_until < ?) AND l.wanted < ?"
    " ORDER BY l.id FOR UPDATE SKIP LOCKED)"
)
_CLAIMED = (
    "SELECT l.id, l.inbox, l.shared, l.place, l.token, l.peer_id FROM lane l"
    " WHERE l.id = ANY_ID(?) AND l.holder = ? AND l.lease_until >= ?"
)
_RENEW = (
    "UPDATE lane SET lease_until = ? WHERE id = ANY_ID(?) AND holder = ? AND lease_until >= ?"
    " AND wanted < ?"
)
_HELD = (
    "SELECT id, token FROM lane WHERE id = ANY_ID(?) AND holder = ? AND lease_until >= ?"
    " AND wanted < ?"
)
_WANTED = "SELECT id FROM lane WHERE id = ANY_ID(?) AND wanted >= ?"
_ORPHANS = "SELECT id FROM lane WHERE holder <> 0 AND lease_until < ? LIMIT 1000"
_FREE_ALL = "UPDATE lane SET holder = 0, lease_until = 0 WHERE holder <> 0"

# An entry is owed when it lies beyond what is done, within what the lane reads, in a form its peer
# reads. A Delete or Undo is owed too where what it takes back lies within what the lane has read.
_OWED = (
    "SELECT k.a, g.position, ls.after, 0, e.actor_id, e.kind, e.key, e.born, p.dialect"
    " FROM PAIRS(?) CROSS JOIN lane l CROSS JOIN peer p CROSS JOIN lane_stream ls"
    " CROSS JOIN stream s CROSS JOIN log_address g CROSS JOIN log_entry e"
    " WHERE l.id = k.a AND p.id = l.peer_id AND ls.lane_id = k.a AND s.id = ls.stream_id"
    " AND (ls.until = 0 OR ls.until > k.b OR s.last_delete > k.b)"
    " AND g.stream_id = ls.stream_id AND g.stream_id <> 0"
    " AND g.position > GREATEST(k.b, ls.done, ls.after) AND g.position <= k.b + ?"
    " AND g.form <> 3 - p.dialect"
    " AND e.position = g.position AND (e.forms & p.dialect) <> 0"
    " AND ((ls.cut = 0 AND (ls.until = 0 OR g.position <= ls.until))"
    " OR (ls.until > 0 AND e.born > ls.after AND e.born <= ls.until))"
    " AND NOT EXISTS (SELECT 1 FROM lane_item i WHERE i.lane_id = k.a"
    " AND i.position = g.position)"
    " UNION ALL"
    " SELECT k.a, g.position, 0, 1, e.actor_id, e.kind, e.key, e.born, p.dialect"
    " FROM PAIRS(?) CROSS JOIN lane l CROSS JOIN peer p CROSS JOIN log_address g"
    " CROSS JOIN log_entry e"
    " WHERE l.id = k.a AND p.id = l.peer_id"
    " AND g.lane_id = k.a AND g.lane_id <> 0 AND g.settled = 0 AND g.position <= k.b + ?"
    " AND g.form <> 3 - p.dialect"
    " AND e.position = g.position AND (e.forms & p.dialect) <> 0"
    " AND NOT EXISTS (SELECT 1 FROM lane_item i WHERE i.lane_id = k.a"
    " AND i.position = g.position)"
    " ORDER BY 1, 2"
)
_BODY = Keyed("SELECT position, plain, wrapped FROM log_entry WHERE position = ANY_ID(?)")

_KEEP_PLACE = "UPDATE lane SET place = ? WHERE id = ? AND token = ?"
_LET_GO = "UPDATE lane SET place = ?, holder = 0, lease_until = 0 WHERE id = ? AND token = ?"
_SETTLE = (
    "UPDATE log_address SET settled = 1 WHERE position = ? AND stream_id = 0 AND lane_id = ?"
    " AND EXISTS (SELECT 1 FROM lane l WHERE l.id = ? AND l.token = ?)"
)


class Claimed(NamedTuple):
    """A lane we lease."""

    id: int
    inbox: str
    shared: int
    place: int
    token: int
    peer_id: int


class Owed(NamedTuple):
    """One reason why a lane is owed an entry; there may be several for one entry."""

    lane_id: int
    position: int
    opener: int  # where the stream was opened: a barrier as long as that is not settled
    by_lane: int  # an address of the lane itself, to be settled
    actor_id: int
    kind: str
    key: str
    born: int
    form: int  # the dialect it goes out in


def claim(lanes: list[int], holder: int, now: int, until: int) -> Statement:
    """Lease those of the lanes that nobody else has; their tokens rise."""
    return Statement(_CLAIM, (holder, until, lanes, holder, now, now))


async def list_claimed(reader: Reader, lanes: list[int], holder: int, now: int) -> list[Claimed]:
    """Read which of these lanes we lease."""
    return [Claimed(*row) for row in await reader.read(_CLAIMED, lanes, holder, now)]


def renew(lanes: list[int], holder: int, now: int, until: int) -> Statement:
    """Lease lanes for longer, unless somebody else has or wants them."""
    return Statement(_RENEW, (until, lanes, holder, now, now))


async def list_held(reader: Reader, lanes: list[int], holder: int, now: int) -> dict[int, int]:
    """Read which of these lanes are still ours to work on, with their tokens."""
    rows = await reader.read(_HELD, lanes, holder, now, now)
    return {int(row[0]): int(row[1]) for row in rows}


async def list_wanted(reader: Reader, lanes: list[int], now: int) -> list[int]:
    """Read which of these lanes somebody else wants."""
    return [int(row[0]) for row in await reader.read(_WANTED, lanes, now)]


async def list_orphans(reader: Reader, now: int) -> list[int]:
    """Read which lanes a worker left behind without letting go."""
    return [int(row[0]) for row in await reader.read(_ORPHANS, now)]


def free_all() -> Statement:
    """Take every lease back: where one process works, what it finds held was held by the dead."""
    return Statement(_FREE_ALL)


async def list_owed(reader: Reader, asks: Sequence[tuple[int, int]], span: int) -> list[Owed]:
    """Read what lanes are owed, each within so many positions after how far it has read.

    Of addresses of the lane itself those before that are there too, for what came by a move.
    """
    pairs = "[" + ",".join(f"[{lane},{after}]" for lane, after in asks) + "]"
    return [Owed(*row) for row in await reader.read(_OWED, pairs, span, pairs, span)]


async def find_body(reader: Reader, position: int) -> tuple[bytes | None, bytes | None]:
    """Read the plain and the wrapped body of an entry; nothing when the log has let it go."""
    rows = await reader.many(_BODY, position)
    return (rows[0][0], rows[0][1]) if rows else (None, None)


def keep_place(lane: int, token: int, place: int) -> Statement:
    """Note how far a lane has come, if the lease is still the one of this token."""
    return Statement(_KEEP_PLACE, (place, lane, token))


def let_go(lane: int, token: int, place: int) -> Statement:
    """Note how far a lane has come, and leave it to others."""
    return Statement(_LET_GO, (place, lane, token))


def settle(lane: int, token: int, position: int) -> Statement:
    """Settle an address of the lane itself."""
    return Statement(_SETTLE, (position, lane, lane, token))

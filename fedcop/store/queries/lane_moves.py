"""An inbox that moves: what one lane was owed, another is from now on.

All of it is one transaction while nobody holds a lease on either lane.
"""

from dataclasses import dataclass

from fedcop.store.batch import Reader
from fedcop.store.statements import Position, Statement

# A guard: the lane is there and nobody is at work on it.
FREE = "FROM lane WHERE id = ? AND (holder = 0 OR lease_until < ?)"

_ENDS = (
    "SELECT l.id, l.inbox, l.peer_id, CASE WHEN l.holder <> 0 AND l.lease_until >= ? THEN 1 ELSE 0"
    " END FROM lane l WHERE l.inbox = ANY_TEXT(?)"
)
_OTHERS = (
    "SELECT 1 FROM follow f WHERE f.lane_id = ? AND f.lane_id <> 0 AND f.follower_id <> ?"
    " AND f.state = 'accepted' LIMIT 1"
)
_WANT = "UPDATE lane SET wanted = ? WHERE inbox = ANY_TEXT(?)"

# ?1 and ?2 of each are the lanes, in the order of its words; the last is the position.
_AND_LAST = " AND CAST(? AS BIGINT) > 0"
_DONE = (
    "UPDATE lane_stream SET"
    " done = GREATEST(done, after, (SELECT l.place FROM lane l WHERE l.id = lane_stream.lane_id)),"
    " changed = ? WHERE lane_id = ?"
)
_JOIN_ROWS = (
    "UPDATE lane_stream SET"
    " after = LEAST(after, (SELECT o.after FROM lane_stream o WHERE o.lane_id = ? AND o.until = 0"
    " AND o.stream_id = lane_stream.stream_id)),"
    " done = LEAST(done, (SELECT o.done FROM lane_stream o WHERE o.lane_id = ? AND o.until = 0"
    " AND o.stream_id = lane_stream.stream_id))"
    " WHERE lane_id = ? AND until = 0 AND stream_id IN"
    " (SELECT o.stream_id FROM lane_stream o WHERE o.lane_id = ? AND o.until = 0)" + _AND_LAST
)
_DROP_JOINED = (
    "DELETE FROM lane_stream WHERE lane_id = ? AND until = 0 AND stream_id IN"
    " (SELECT n.stream_id FROM lane_stream n WHERE n.lane_id = ? AND n.until = 0)" + _AND_LAST
)
_CARRY_ROWS = "UPDATE lane_stream SET lane_id = ? WHERE lane_id = ?" + _AND_LAST
_PLACE = (
    "UPDATE lane SET place = LEAST(place, (SELECT o.place FROM lane o WHERE o.id = ?)),"
    " token = token + 1, wanted = 0, holder = 0, lease_until = 0 WHERE id = ?" + _AND_LAST
)
_OWE_AGAIN = (
    "UPDATE log_address SET settled = 0 WHERE lane_id = ? AND lane_id <> 0 AND settled = 1"
    " AND position IN (SELECT o.position FROM log_address o WHERE o.lane_id = ?"
    " AND o.lane_id <> 0 AND o.settled = 0)" + _AND_LAST
)
_DROP_ADDRESSES = (
    "DELETE FROM log_address WHERE lane_id = ? AND lane_id <> 0 AND position IN"
    " (SELECT n.position FROM log_address n WHERE n.lane_id = ? AND n.lane_id <> 0)" + _AND_LAST
)
_CARRY_ADDRESSES = (
    "UPDATE log_address SET lane_id = ? WHERE lane_id = ? AND lane_id <> 0" + _AND_LAST
)
# What the old inbox took or refused, a new one that reads by itself may still be owed.
_DROP_SETTLED = (
    "DELETE FROM lane_item WHERE lane_id = ? AND state <> 0"
    " AND (EXISTS (SELECT 1 FROM lane_stream n WHERE n.lane_id = ?)"
    " OR EXISTS (SELECT 1 FROM log_address n WHERE n.lane_id = ? AND n.lane_id <> 0))" + _AND_LAST
)
_DROP_ITEMS = (
    "DELETE FROM lane_item WHERE lane_id = ? AND position IN"
    " (SELECT n.position FROM lane_item n WHERE n.lane_id = ?)" + _AND_LAST
)
_CARRY_ITEMS = "UPDATE lane_item SET lane_id = ? WHERE lane_id = ?" + _AND_LAST
_CARRY_FOLLOWS = "UPDATE follow SET lane_id = ? WHERE lane_id = ? AND lane_id <> 0" + _AND_LAST
_DROP_LANE = "DELETE FROM lane WHERE id = ?" + _AND_LAST

# One of several actors behind a lane goes elsewhere: only what it follows goes with it.
_TAKE_FOLLOWS = (
    "UPDATE follow SET lane_id = ? WHERE follower_id = ? AND lane_id = ? AND lane_id <> 0"
    + _AND_LAST
)
_OPEN_TAKEN = (
    "INSERT INTO lane_stream (lane_id, stream_id, after, changed)"
    " SELECT CAST(? AS BIGINT), r.stream_id, CAST(? AS BIGINT), CAST(? AS BIGINT)"
    " FROM lane_stream r JOIN stream s ON s.id = r.stream_id"
    " WHERE r.lane_id = ? AND r.until = 0 AND EXISTS (SELECT 1 FROM follow f"
    " WHERE f.target_id = s.owner_id AND f.follower_id = ? AND f.state = 'accepted')"
    " ON CONFLICT (lane_id, stream_id) WHERE until = 0 DO NOTHING"
)
_CLOSE_LEFT = (
    "UPDATE lane_stream SET until = ?, changed = ?, cut = (SELECT CASE s.audience WHEN 3 THEN 1"
    " ELSE 0 END FROM stream s WHERE s.id = lane_stream.stream_id)"
    " WHERE lane_id = ? AND until = 0 AND NOT EXISTS (SELECT 1 FROM follow f JOIN stream s"
    " ON s.owner_id = f.target_id WHERE s.id = lane_stream.stream_id"
    " AND f.lane_id = lane_stream.lane_id AND f.state = 'accepted')"
)


@dataclass(frozen=True, slots=True)
class End:
    """One of the two lanes of a move."""

    id: int
    peer_id: int
    at_work: bool


async def find_ends(reader: Reader, inboxes: list[str], now: int) -> dict[str, End]:
    """Find the lanes of some inboxes, and whether somebody is at work on them."""
    rows = await reader.read(_ENDS, now, inboxes)
    return {str(row[1]): End(row[0], row[2], row[3] == 1) for row in rows}


async def has_others(reader: Reader, lane: int, actor: int) -> bool:
    """Whether accepted followers besides this actor are behind a lane."""
    return bool(await reader.read(_OTHERS, lane, actor))


def want(inboxes: list[str], until: int) -> Statement:
    """Ask whoever is at work on these lanes to let them go, and others to leave them."""
    return Statement(_WANT, (until, inboxes))


def move_lane(old: int, new: int, at: Position) -> tuple[Statement, ...]:
    """Carry everything one lane is owed over to another; the old lane goes.

    What several lanes were told stays told: each row keeps how far its own lane had come.
    """
    return (
        Statement(_DROP_SETTLED, (old, new, new, at)),
        Statement(_DONE, (at, new)),
        Statement(_DONE, (at, old)),
        Statement(_JOIN_ROWS, (old, old, new, old, at)),
        Statement(_DROP_JOINED, (old, new, at)),
        Statement(_CARRY_ROWS, (new, old, at)),
        Statement(_PLACE, (old, new, at)),
        Statement(_OWE_AGAIN, (new, old, at)),
        Statement(_DROP_ADDRESSES, (old, new, at)),
        Statement(_CARRY_ADDRESSES, (new, old, at)),
        Statement(_DROP_ITEMS, (old, new, at)),
        Statement(_CARRY_ITEMS, (new, old, at)),
        Statement(_CARRY_FOLLOWS, (new, old, at)),
        Statement(_DROP_LANE, (old, at)),
    )


def split_lane(actor: int, old: int, new: int, at: Position) -> tuple[Statement, ...]:
    """Let one follower stand behind another lane from here on; the others stay where they are."""
    return (
        Statement(_TAKE_FOLLOWS, (new, actor, old, at)),
        Statement(_OPEN_TAKEN, (new, at, at, old, actor)),
        Statement(_CLOSE_LEFT, (at, at, old)),
    )

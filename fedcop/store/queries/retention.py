"""How long the log remembers: until every living lane has passed, and not for ever.

A forgotten entry loses its bodies and the addresses of streams. What can still be taken back keeps
the rest, so that a Delete finds the lanes that were told.
"""

from typing import Final

from fedcop.store.batch import Reader, Store
from fedcop.store.statements import Statement

# Nobody takes these back: once told, nothing of them is needed.
_PASSING: Final = "('Update', 'Accept', 'Reject', 'Add', 'Remove', 'Flag', 'Move')"
# These are kept longer: a peer that returns after weeks must still take back what it holds.
_LASTING: Final = "('Delete', 'Undo', 'Block')"

_LIVING = "(p.failing_since = 0 OR p.failing_since > ?)"
_FLOOR = (
    "SELECT MIN(x) FROM ("
    " SELECT MIN(GREATEST(l.place, ls.after, ls.done)) AS x"
    " FROM lane l JOIN peer p ON p.id = l.peer_id JOIN lane_stream ls ON ls.lane_id = l.id"
    f" JOIN stream s ON s.id = ls.stream_id WHERE {_LIVING} AND ((ls.until = 0"
    " AND GREATEST(l.place, ls.after, ls.done) < s.head) OR (ls.until > 0"
    " AND GREATEST(l.place, ls.after, ls.done) < LEAST(s.head, ls.until)))"
    " UNION ALL SELECT MIN(l.place) FROM lane l JOIN peer p ON p.id = l.peer_id"
    " JOIN lane_stream ls ON ls.lane_id = l.id JOIN stream s ON s.id = ls.stream_id"
    f" WHERE {_LIVING} AND ls.until > 0 AND GREATEST(l.place, ls.done) < s.last_delete"
    " UNION ALL SELECT MIN(g.position) - 1 FROM log_address g JOIN lane l ON l.id = g.lane_id"
    f" JOIN peer p ON p.id = l.peer_id WHERE {_LIVING} AND g.lane_id <> 0 AND g.settled = 0"
    " UNION ALL SELECT MIN(i.position) - 1 FROM lane_item i JOIN lane l ON l.id = i.lane_id"
    f" JOIN peer p ON p.id = l.peer_id WHERE {_LIVING} AND i.state = 0"
    ") f"
)
_FORGETTABLE = (
    "SELECT e.position FROM log_entry e WHERE e.forms <> 0 AND e.created < ?"
    f" AND ((e.position <= ? AND e.kind NOT IN {_LASTING})"
    f" OR (e.created < ? AND e.kind NOT IN {_LASTING}) OR e.created < ?)"
    " ORDER BY e.position LIMIT ?"
)
_DROP_STREAMS = "DELETE FROM log_address WHERE position = ANY_ID(?) AND lane_id = 0"
_SETTLE = "UPDATE log_address SET settled = 1 WHERE position = ANY_ID(?) AND settled = 0"
_LAST_OF_OBJECT = (
    "DELETE FROM log_address WHERE position IN (SELECT o.position FROM log_entry o"
    " JOIN log_entry d ON d.object_uri = o.object_uri AND d.actor_id = o.actor_id"
    " WHERE d.position = ANY_ID(?) AND d.kind = 'Delete' AND o.position <= d.position)"
)
_LAST_ENTRIES = (
    "DELETE FROM log_entry WHERE position IN (SELECT o.position FROM log_entry o"
    " JOIN log_entry d ON d.object_uri = o.object_uri AND d.actor_id = o.actor_id"
    " WHERE d.position = ANY_ID(?) AND d.kind = 'Delete' AND o.position < d.position)"
)
_DROP_PASSING_ADDRESSES = (
    "DELETE FROM log_address WHERE position IN (SELECT e.position FROM log_entry e"
    f" WHERE e.position = ANY_ID(?) AND e.kind IN {_LASTING})"
)
_DROP_PASSING = (
    "DELETE FROM log_entry WHERE position = ANY_ID(?)"
    f" AND (kind IN {_LASTING} OR (kind IN {_PASSING} AND NOT EXISTS"
    " (SELECT 1 FROM log_address g WHERE g.position = log_entry.position)))"
)
_EMPTY = "UPDATE log_entry SET forms = 0, plain = NULL, wrapped = NULL WHERE position = ANY_ID(?)"
_BEHIND = (
    "UPDATE lane SET resync = ? WHERE resync < ? AND place < ?"
    " AND (EXISTS (SELECT 1 FROM lane_stream ls JOIN stream s ON s.id = ls.stream_id"
    " WHERE ls.lane_id = lane.id AND GREATEST(lane.place, ls.after, ls.done) < ?"
    " AND GREATEST(lane.place, ls.after, ls.done) < s.head"
    " AND (ls.until = 0 OR GREATEST(lane.place, ls.after, ls.done) < ls.until))"
    " OR EXISTS (SELECT 1 FROM log_address g WHERE g.lane_id = lane.id AND g.lane_id <> 0"
    " AND g.settled = 0 AND g.position <= ?))"
)
_OLD_ITEMS = "DELETE FROM lane_item WHERE state <> 0 AND created < ? AND position <= ?"


async def find_floor(store: Store, dead_since: int, head: int) -> int:
    """Find how far everybody has come whose peer has answered since a time."""
    rows = await store.search(_FLOOR, *([dead_since] * 4))
    floor = rows[0][0]
    return head if floor is None else int(floor)


async def list_forgettable(
    reader: Reader, floor: int, ages: tuple[int, int, int], limit: int
) -> list[int]:
    """List the oldest entries to forget.

    The ages are times of creation: later than the first, nothing is forgotten; earlier than the
    second, what is behind too; earlier than the third, also what takes back.
    """
    young, old, oldest = ages
    rows = await reader.read(_FORGETTABLE, young, floor, old, oldest, limit)
    return [int(row[0]) for row in rows]


def forget(positions: list[int]) -> tuple[Statement, ...]:
    """Forget entries, and mark the lanes that are still behind them for a resync."""
    last = max(positions)
    return (
        Statement(_BEHIND, (last, last, last, last, last)),
        Statement(_DROP_STREAMS, (positions,)),
        Statement(_SETTLE, (positions,)),
        Statement(_LAST_OF_OBJECT, (positions,)),
        Statement(_LAST_ENTRIES, (positions,)),
        Statement(_DROP_PASSING_ADDRESSES, (positions,)),
        Statement(_DROP_PASSING, (positions,)),
        Statement(_EMPTY, (positions,)),
    )


def forget_items(before: int, floor: int) -> Statement:
    """Forget what became of entries beside their lanes, once the lanes are past them."""
    return Statement(_OLD_ITEMS, (before, floor))

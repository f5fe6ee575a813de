"""Beside the lanes: entries that one inbox would not take, with retries of their own."""

from enum import IntEnum
from typing import Final, NamedTuple

from fedcop.store.batch import Reader
from fedcop.store.statements import Statement


class ItemState(IntEnum):
    """What became of an entry beside its lane; the number is what the store keeps."""

    WAITS = 0
    DONE = 1
    REFUSED = 2
    CANCELLED = 3
    GIVEN_UP = 4


# What a lane set aside is still owed when an address of its own or a stream it reads says so, in
# the form its peer reads now; what was for members is not, once that was cut.
_STILL_OWED = (
    "EXISTS (SELECT 1 FROM log_address g WHERE g.position = e.position"
    " AND g.form <> 3 - p.dialect AND (e.forms & p.dialect) <> 0"
    " AND (g.lane_id = i.lane_id OR EXISTS (SELECT 1 FROM lane_stream ls"
    " WHERE ls.lane_id = i.lane_id AND ls.stream_id = g.stream_id AND e.position > ls.after"
    " AND ((ls.cut = 0 AND (ls.until = 0 OR e.position <= ls.until))"
    " OR (ls.until > 0 AND e.born > ls.after AND e.born <= ls.until)))))"
)
_OPEN = (
    "SELECT i.lane_id, i.position, i.key, i.tries, i.next_try, e.actor_id, e.kind, e.born,"
    f" p.dialect, CASE WHEN {_STILL_OWED} THEN 1 ELSE 0 END"
    " FROM lane_item i JOIN lane l ON l.id = i.lane_id JOIN peer p ON p.id = l.peer_id"
    " LEFT JOIN log_entry e ON e.position = i.position"
    " WHERE i.lane_id = ANY_ID(?) AND i.state = 0 ORDER BY i.lane_id, i.position"
)
_FENCE: Final = " AND EXISTS (SELECT 1 FROM lane l WHERE l.id = ? AND l.token = ?)"
_SET_ASIDE = (
    "INSERT INTO lane_item"
    " (lane_id, position, key, state, tries, next_try, status, error, created)"
    " SELECT l.id, CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS SMALLINT), CAST(? AS SMALLINT),"
    " CAST(? AS BIGINT), CAST(? AS SMALLINT), CAST(? AS TEXT), CAST(? AS BIGINT)"
    " FROM lane l WHERE l.id = ? AND l.token = ?"
    " ON CONFLICT (lane_id, position) DO NOTHING"
)
_CHANGE = (
    "UPDATE lane_item SET state = ?, tries = ?, next_try = ?, status = ?, error = ?"
    " WHERE lane_id = ? AND position = ? AND state = 0" + _FENCE
)


class Waiting(NamedTuple):
    """An entry beside its lane."""

    lane_id: int
    position: int
    key: str
    tries: int
    next_try: int
    actor_id: int | None  # None: the log has let the entry go
    kind: str | None
    born: int | None
    form: int
    owed: int


class ItemChange(NamedTuple):
    """What is kept of an entry beside its lane."""

    position: int
    key: str
    state: ItemState
    tries: int
    next_try: int
    status: int
    error: str


async def list_waiting(reader: Reader, lanes: list[int]) -> list[Waiting]:
    """Read what waits beside some lanes, in order."""
    return [Waiting(*row) for row in await reader.read(_OPEN, lanes)]


def set_aside(lane: int, token: int, item: ItemChange, now: int) -> Statement:
    """Put an entry beside its lane, in the unit that moves the place past it."""
    return Statement(_SET_ASIDE, (*_kept(item), now, lane, token))


def change(lane: int, token: int, item: ItemChange) -> Statement:
    """Keep what became of an entry beside its lane."""
    values = (int(item.state), item.tries, item.next_try, item.status, item.error)
    return Statement(_CHANGE, (*values, lane, item.position, lane, token))


def _kept(item: ItemChange) -> tuple[int | str, ...]:
    return (
        item.position,
        item.key,
        int(item.state),
        item.tries,
        item.next_try,
        item.status,
        item.error,
    )

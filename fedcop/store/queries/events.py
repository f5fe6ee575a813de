"""What happened and is not yet told: claimed in order, each with a mark for each telling.

Only one worker claims at a time; it holds the lease for it.
"""

from collections.abc import Sequence

from fedcop.store.batch import Reader
from fedcop.store.rows import EventRow
from fedcop.store.statements import Statement

_COLUMNS = EventRow.columns("e.")
# Oldest first, so that an older event of a key is in the answer too, unless it waits. The first
# column stands in the order so that only the index of the open ones gives it.
_CLAIM = (
    f"SELECT {_COLUMNS} FROM event e WHERE e.done < 1 AND (e.done, e.id) > (-1, 0)"
    " AND e.next_try <= ? AND (SELECT min(w.next_try) FROM event w WHERE w.done < 1"
    " AND w.next_try > 0 AND w.key = e.key AND w.next_try > ?) IS NULL"
    " ORDER BY e.done, e.id LIMIT ?"
)
_BY_ID = f"SELECT {_COLUMNS} FROM event e WHERE e.id = ?"
_STUCK = (
    f"SELECT {_COLUMNS} FROM event e WHERE e.done < 1 AND e.next_try > 0 AND e.tries >= ?"
    " ORDER BY e.done, e.id LIMIT ?"
)
_SPREAD = "UPDATE event SET spread = ? WHERE id = ?"
_CURSOR = "UPDATE event SET cursor = ? WHERE id = ?"
_TOLD = "UPDATE event SET told = ? WHERE id = ?"
_DONE = (
    "UPDATE event SET done = ?, error = '' WHERE id = ?"
    " AND published > 0 AND spread > 0 AND told > 0"
)
_FAILED = "UPDATE event SET tries = tries + 1, error = ? WHERE id = ?"
# Those behind it wait with it, so that claiming does not look at them again and again.
_WAIT = "UPDATE event SET next_try = ? WHERE key = ? AND done < 1 AND id >= ?"
_FORGET = "DELETE FROM event WHERE done > 0 AND done < ? AND id <= ?"
_OLDEST_KEPT = "SELECT id FROM event ORDER BY id LIMIT 1"

# A guard: nobody else has told the whole of it meanwhile.
OPEN = "FROM event WHERE id = ? AND done = 0"

_FIRST_PAUSE = 2_000
_LONGEST_PAUSE = 3_600_000
_ERROR = 500


async def claim(reader: Reader, now: int, limit: int) -> list[tuple[EventRow, ...]]:
    """Read what is to be told now, the oldest first: runs of events of one key, in order.

    No run has an older open event of its key before it. Different runs may be told side by side;
    of one run each event only when the one before is done.
    """
    runs: dict[str, list[EventRow]] = {}
    for row in EventRow.all(await reader.read(_CLAIM, now, now, limit)):
        runs.setdefault(row.key, []).append(row)
    return [tuple(run) for run in runs.values()]


async def find_event(reader: Reader, number: int) -> EventRow | None:
    """Find an event as it is now, with its marks and its cursor."""
    return EventRow.first(await reader.read(_BY_ID, number))


async def list_stuck(reader: Reader, tries: int, limit: int) -> Sequence[EventRow]:
    """Read the events that have failed so often, for the admin."""
    return EventRow.all(await reader.read(_STUCK, tries, limit))


def mark_spread(event: int, now: int) -> Statement:
    """Note that an event has reached the home timelines."""
    return Statement(_SPREAD, (now, event))


def move_cursor(event: int, cursor: int) -> Statement:
    """Note how far a large spread has come."""
    return Statement(_CURSOR, (cursor, event))


def mark_told(event: int, now: int) -> Statement:
    """Note that those whom an event concerns know of it."""
    return Statement(_TOLD, (now, event))


def finish(event: int, now: int) -> Statement:
    """Note that an event is done, once it has all three marks; to be added after them."""
    return Statement(_DONE, (now, event))


def fail(event: EventRow, error: str, now: int) -> tuple[Statement, ...]:
    """Note that telling failed: it waits, longer each time, and what is behind it waits too."""
    return (
        Statement(_FAILED, (error[:_ERROR], event.id)),
        Statement(_WAIT, (now + pause_after(event.tries), event.key, event.id)),
    )


def pause_after(tries: int) -> int:
    """Say how long an event waits that has failed once more than `tries` times."""
    return min(_LONGEST_PAUSE, _FIRST_PAUSE << min(tries, 20))


def forget_done(before: int, up_to: int) -> Statement:
    """Forget events that were done before a time, those up to an id."""
    return Statement(_FORGET, (before, up_to))


async def find_oldest(reader: Reader) -> int:
    """Say which is the oldest event still kept; 0 when there is none."""
    rows = await reader.read(_OLDEST_KEPT)
    return int(rows[0][0]) if rows else 0

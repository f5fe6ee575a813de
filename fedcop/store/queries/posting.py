"""Posts that wait for their time, and the keys under which requests to post came."""

from typing import Final

from fedcop.store.batch import Reader
from fedcop.store.queries.spans import Span, Stretch
from fedcop.store.queries.windows import Source
from fedcop.store.rows import KeyedRow, ScheduledRow, insert_of
from fedcop.store.statements import Statement

NEVER: Final = 2**62  # when to try again what waits for its author alone
_SCHEDULED = ScheduledRow.columns()
_BY_ID = f"SELECT {_SCHEDULED} FROM scheduled_post WHERE id = ?"
_WAITING = Source("scheduled_post", "actor_id", "id")
_DUE = f"SELECT {_SCHEDULED} FROM scheduled_post WHERE next_try <= ? ORDER BY next_try LIMIT %d"
_STUCK = (
    f"SELECT {_SCHEDULED} FROM scheduled_post WHERE actor_id = ? AND next_try >= {NEVER}"
    " ORDER BY id DESC LIMIT %d"
)
_COUNT = "SELECT count(*) FROM scheduled_post WHERE actor_id = ?"
_MOVE = "UPDATE scheduled_post SET due = ?, next_try = ?, tries = 0, error = '' WHERE id = ?"
_FAIL = "UPDATE scheduled_post SET tries = tries + 1, next_try = ?, error = ? WHERE id = ?"
_DELETE = "DELETE FROM scheduled_post WHERE id = ?"
_KEYED = f"SELECT {KeyedRow.columns()} FROM idempotency_key WHERE actor_id = ? AND key = ?"
_FORGET = "DELETE FROM idempotency_key WHERE id = ?"
_SWEEP = "DELETE FROM idempotency_key WHERE created < ?"
_BECAME = (
    "UPDATE idempotency_key SET thing_id = ?, scheduled = 0"
    " WHERE actor_id = ? AND thing_id = ? AND scheduled = 1"
)

# Guards: a post still waits, and for the time that was read; a key is still the one that was read.
WAITS = "FROM scheduled_post WHERE id = ? AND due = ?"
SAME_KEY = "FROM idempotency_key WHERE id = ?"


async def find_scheduled(reader: Reader, number: int) -> ScheduledRow | None:
    """Find a post that waits for its time."""
    return ScheduledRow.first(await reader.read(_BY_ID, number))


async def list_scheduled(reader: Reader, actor: int, span: Span, size: int) -> list[ScheduledRow]:
    """Read a window of what somebody has yet to say."""
    walk = Stretch(_WAITING, actor, _SCHEDULED)
    return ScheduledRow.all(await reader.read(walk.text(size, up=span.up), *walk.params(span)))


async def list_stuck(reader: Reader, actor: int, limit: int) -> list[ScheduledRow]:
    """Read the posts of somebody that could not be written when their time had come."""
    return ScheduledRow.all(await reader.read(_STUCK % limit, actor))


async def count_scheduled(reader: Reader, actor: int) -> int:
    """Count what somebody has yet to say."""
    return int((await reader.read(_COUNT, actor))[0][0])


async def list_due(reader: Reader, now: int, limit: int) -> list[ScheduledRow]:
    """Read the posts whose time has come."""
    return ScheduledRow.all(await reader.read(_DUE % limit, now))


async def find_keyed(reader: Reader, actor: int, key: str) -> KeyedRow | None:
    """Find what came of a request under this key."""
    return KeyedRow.first(await reader.read(_KEYED, actor, key))


def insert_scheduled(row: ScheduledRow) -> Statement:
    """Let a post wait for its time."""
    return Statement(insert_of(ScheduledRow), row.values())


def move_scheduled(number: int, due: int) -> Statement:
    """Let a post wait for another time."""
    return Statement(_MOVE, (due, due, number))


def fail_scheduled(number: int, next_try: int, error: str) -> Statement:
    """Note why a post could not be written."""
    return Statement(_FAIL, (next_try, error, number))


def delete_scheduled(number: int) -> Statement:
    """Let a post wait no longer."""
    return Statement(_DELETE, (number,))


def insert_keyed(row: KeyedRow) -> Statement:
    """Keep what came of a request; two under one key are a conflict."""
    return Statement(insert_of(KeyedRow), row.values())


def forget_keyed(number: int) -> Statement:
    """Forget a key."""
    return Statement(_FORGET, (number,))


def sweep_keyed(before: int) -> Statement:
    """Forget the keys that are no longer asked for."""
    return Statement(_SWEEP, (before,))


def became(actor: int, scheduled: int, post: int) -> Statement:
    """Note that a scheduled post is a post now, for whoever repeats the request."""
    return Statement(_BECAME, (post, actor, scheduled))

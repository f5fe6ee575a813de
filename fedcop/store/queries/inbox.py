"""What peers sent us: kept, claimed in the order that matters, settled with a verdict."""

import itertools
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from fedcop import clock, ids
from fedcop.store.backend import Row
from fedcop.store.batch import Reader
from fedcop.store.rows import InboxRow, RefusalRow, insert_of
from fedcop.store.statements import Keyed, Statement

RING: Final = 10_000  # how many refusals at the door are kept
_LONGEST_REASON: Final = 500
_LOOKED_AT: Final = 512  # waiting messages that one claim chooses from

_COLUMNS = InboxRow.columns()
_KEEP = f"{insert_of(InboxRow)} ON CONFLICT DO NOTHING"
_WAITING = (
    "SELECT id, key, kind, host FROM inbox_message WHERE state = 0 AND next_try <= ?"
    " ORDER BY next_try, id LIMIT ?"
)
_RESTING = (
    "SELECT key, min(id) FROM inbox_message"
    " WHERE state = 0 AND next_try > 0 AND key = ANY_TEXT(?) GROUP BY key"
)
_OLDEST = Keyed(
    "SELECT key, min(id) FROM inbox_message WHERE state = 0 AND key = ANY_TEXT(?) GROUP BY key"
)
_UNSETTLED = "SELECT 1 FROM inbox_message WHERE host = ? AND activity_id = ? AND state = 0"
_BODIES = f"SELECT {_COLUMNS} FROM inbox_message WHERE id = ANY_ID(?) AND state = 0 ORDER BY id"
_NEXT = "SELECT min(next_try) FROM inbox_message WHERE state = 0"
_MESSAGE = f"SELECT {_COLUMNS} FROM inbox_message WHERE id = ?"
_SETTLE = "UPDATE inbox_message SET state = ?, reason = ?, settled = ? WHERE id = ? AND state = 0"
_POSTPONE = (
    "UPDATE inbox_message SET tries = ?, next_try = ?, reason = ? WHERE id = ? AND state = 0"
)
_REFUSE = (
    f"INSERT INTO refusal ({RefusalRow.columns()}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (slot) DO UPDATE SET id = excluded.id, at = excluded.at, host = excluded.host,"
    " signer = excluded.signer, activity_id = excluded.activity_id, kind = excluded.kind,"
    " status = excluded.status, reason = excluded.reason"
)
_VERDICT = "id, received, host, signer, activity_id, kind, state, reason, tries, next_try"
_DOOR = "id, at, host, signer, activity_id, kind, 3, reason, 0, 0"
_LATEST = (
    f"SELECT {_VERDICT} FROM inbox_message WHERE id < ?{{}}"
    f" UNION ALL SELECT {_DOOR} FROM refusal WHERE id < ?{{}}"
    " ORDER BY id DESC LIMIT ?"
)
_ALL = _LATEST.format("", "")
_OF_HOST = _LATEST.format(" AND host = ?", " AND host = ?")
_REFUSED = _LATEST.format(" AND state = 3", "")
_OF_ACTIVITY = (
    f"SELECT {_VERDICT} FROM inbox_message WHERE host = ? AND activity_id = ?"
    f" UNION ALL SELECT {_DOOR} FROM refusal WHERE activity_id = ? ORDER BY id DESC LIMIT 20"
)
_COUNT = "SELECT count(*), min(received) FROM inbox_message WHERE state = 0"
_TRIM = (
    "DELETE FROM inbox_message WHERE id IN (SELECT id FROM inbox_message"
    " WHERE state > 0 AND settled < ? ORDER BY settled LIMIT ?)"
)

# A guard: nobody has settled the message meanwhile.
STILL_WAITS = "FROM inbox_message WHERE id = ? AND state = 0"

_slots = itertools.count(clock.now_ms())


class State(IntEnum):
    """What became of a message."""

    WAITS = 0
    APPLIED = 1
    IGNORED = 2
    REFUSED = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an admin is shown of a message; those refused at the door are as they claimed to be."""

    id: int
    received: int
    host: str
    signer: str
    activity_id: str
    kind: str
    state: int
    reason: str
    tries: int
    next_try: int


@dataclass(frozen=True, slots=True)
class Busy:
    """What is being processed already, and hosts that have enough in process."""

    keys: AbstractSet[str] = frozenset()
    hosts: AbstractSet[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Turned:
    """Somebody turned away at the door."""

    host: str = ""
    signer: str = ""
    activity_id: str = ""
    kind: str = ""
    status: int = 0
    reason: str = ""


def keep(row: InboxRow) -> Statement:
    """Keep a message; one that is there already stays as it is."""
    return Statement(_KEEP, row.values())


def refuse(turned: Turned) -> Statement:
    """Remember whom we turned away, in place of the oldest of them."""
    row = (
        turned.host[:260],
        turned.signer[:2048],
        turned.activity_id[:2048],
        turned.kind[:40],
        turned.status,
        _fit(turned.reason),
    )
    return Statement(_REFUSE, (next(_slots) % RING, ids.new_id(), clock.now_ms(), *row))


async def claim(reader: Reader, now: int, limit: int, busy: Busy) -> list[InboxRow]:
    """Read what is to be processed now: the oldest of each key, at most `limit`.

    Behind a message that rests until its next try the others of its key rest too. Only a Delete
    goes ahead: it leaves a tombstone, and what it passes finds that.
    """
    first: dict[str, int] = {}
    deletes: dict[str, int] = {}
    for number, key, kind, host in await reader.read(_WAITING, now, _LOOKED_AT):
        if key in busy.keys or host in busy.hosts:
            continue
        first[key] = min(number, first.get(key, number))
        if kind == "Delete":
            deletes[key] = min(number, deletes.get(key, number))
    if not first:
        return []
    resting = {row[0]: row[1] for row in await reader.read(_RESTING, list(first))}
    free = (
        number if resting.get(key, number) >= number else deletes.get(key)
        for key, number in first.items()
    )
    chosen = [number for number in free if number is not None]
    return InboxRow.all(await reader.read(_BODIES, chosen[:limit])) if chosen else []


async def next_due(reader: Reader) -> int | None:
    """Say when the next message is due; None when nothing waits."""
    found: int | None = (await reader.read(_NEXT))[0][0]
    return found


async def waits_before(reader: Reader, number: int, key: str) -> bool:
    """Whether a message about a thing waits that came before another."""
    rows = await reader.many(_OLDEST, key)
    return bool(rows) and int(rows[0][0]) < number


async def waits(reader: Reader, host: str, activity_id: str) -> bool:
    """Whether an activity of a peer is here, and not settled yet."""
    return bool(await reader.read(_UNSETTLED, host, activity_id))


async def find_message(reader: Reader, number: int) -> InboxRow | None:
    """Find a message with the bytes as they came: the cause of an event."""
    return InboxRow.first(await reader.read(_MESSAGE, number))


def settle(number: int, state: State, reason: str) -> Statement:
    """Write a verdict."""
    return Statement(_SETTLE, (int(state), _fit(reason), clock.now_ms(), number))


def postpone(number: int, tries: int, next_try: int, reason: str) -> Statement:
    """Let a message rest until its next try."""
    return Statement(_POSTPONE, (tries, next_try, _fit(reason), number))


async def list_verdicts(
    reader: Reader, before: int, limit: int, *, host: str = ""
) -> list[Verdict]:
    """Read what became of the latest messages, those refused at the door among them."""
    if host:
        return _verdicts(await reader.read(_OF_HOST, before, host, before, host, limit))
    return _verdicts(await reader.read(_ALL, before, before, limit))


async def list_refused(reader: Reader, before: int, limit: int) -> list[Verdict]:
    """Read the latest that were refused, at the door or afterwards."""
    return _verdicts(await reader.read(_REFUSED, before, before, limit))


async def find_verdicts(reader: Reader, host: str, activity_id: str) -> list[Verdict]:
    """Read what became of one activity, the latest word first."""
    return _verdicts(await reader.read(_OF_ACTIVITY, host, activity_id, activity_id))


async def count_waiting(reader: Reader) -> tuple[int, int]:
    """Count what waits, and say since when; 0 when nothing does."""
    count, since = (await reader.read(_COUNT))[0]
    return int(count), int(since or 0)


def trim(before: int, limit: int) -> Statement:
    """Forget messages that were settled long ago."""
    return Statement(_TRIM, (before, limit))


def _verdicts(rows: Sequence[Row]) -> list[Verdict]:
    return [Verdict(*row) for row in rows]


def _fit(reason: str) -> str:
    """Cut a reason that a peer may have had a hand in."""
    return reason[:_LONGEST_REASON].replace("\0", "")

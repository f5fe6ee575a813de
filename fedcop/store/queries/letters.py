"""Mail that is owed, sent, or given up."""

from typing import Final

from fedcop.store.batch import Reader
from fedcop.store.rows import LetterRow
from fedcop.store.statements import Statement

OWED: Final = 0
SENT: Final = 1
GIVEN_UP: Final = 2

_COLUMNS: Final = LetterRow.columns()
_OWE: Final = (
    f"INSERT INTO mail_letter ({_COLUMNS}) VALUES ({', '.join('?' * LetterRow.width())})"
    " ON CONFLICT (mark) DO NOTHING"
)
# What somebody waits for goes before what is made for many at the same hour.
_DUE: Final = (
    f"SELECT {_COLUMNS} FROM mail_letter WHERE state = 0 AND due <= ?"
    " ORDER BY CASE WHEN kind = 'digest' THEN 1 ELSE 0 END, due, id LIMIT ?"
)
# Facts may hold what opens something: they go with the letter.
_SENT: Final = (
    "UPDATE mail_letter SET state = 1, sent = ?, tries = ?, error = '', facts = '{}' WHERE id = ?"
)
_PUT_OFF: Final = "UPDATE mail_letter SET state = ?, due = ?, tries = ?, error = ? WHERE id = ?"
_FIND: Final = f"SELECT {_COLUMNS} FROM mail_letter WHERE id = ?"
_STATE: Final = f"SELECT {_COLUMNS} FROM mail_letter WHERE state = ? ORDER BY id DESC LIMIT ?"
_RETRY: Final = (
    "UPDATE mail_letter SET state = 0, due = ?, created = ?, tries = 0 WHERE state = 2 AND id = ?"
)
_BOUNCED: Final = "UPDATE mail_letter SET state = 2, error = ? WHERE state = 1 AND id = ?"
STILL_SENT: Final = "FROM mail_letter WHERE id = ? AND state = 1"  # a guard
_DUE_NOW: Final = "UPDATE mail_letter SET due = ? WHERE state = 0 AND due > ?"
_EXPIRE: Final = (
    "UPDATE mail_letter SET state = 2, facts = '{}',"
    " error = CASE WHEN error = '' THEN ? ELSE error END WHERE state = 0 AND created < ?"
)
_SWEEP: Final = "DELETE FROM mail_letter WHERE state <> 0 AND created < ?"
_DAYS: Final = (
    "SELECT state, (CASE WHEN sent > 0 THEN sent ELSE created END) / 86400000, COUNT(*)"
    " FROM mail_letter WHERE created >= ? GROUP BY 1, 2"
)
_COUNT: Final = "SELECT state, COUNT(*), MIN(created) FROM mail_letter GROUP BY state"


def owe(row: LetterRow) -> Statement:
    """Owe somebody a letter, once for each mark."""
    return Statement(_OWE, row.values())


def note_sent(row: LetterRow, now: int) -> Statement:
    """Write down that a letter was taken, and forget what it said."""
    return Statement(_SENT, (now, row.tries + 1, row.id))


def put_off(row: LetterRow) -> Statement:
    """Write down that a letter was not taken: when it is tried again, or that it is given up."""
    return Statement(_PUT_OFF, (row.state, row.due, row.tries, row.error, row.id))


def retry_letter(number: int, now: int) -> Statement:
    """Try a letter again that was given up."""
    return Statement(_RETRY, (now, now, number))


def note_bounce(number: int, said: str) -> Statement:
    """Write down that a letter came back after all."""
    return Statement(_BOUNCED, (said, number))


def hurry_letters(now: int) -> Statement:
    """Try everything that is owed now."""
    return Statement(_DUE_NOW, (now, now))


def expire_letters(before: int, why: str) -> Statement:
    """Give up what has waited too long to be of use."""
    return Statement(_EXPIRE, (why, before))


def sweep_letters(before: int) -> Statement:
    """Forget what was sent or given up."""
    return Statement(_SWEEP, (before,))


async def find_letter(reader: Reader, number: int) -> LetterRow | None:
    """Read one letter."""
    return LetterRow.first(await reader.read(_FIND, number))


async def list_letters(reader: Reader, state: int, limit: int) -> list[LetterRow]:
    """Read the latest letters of a state."""
    return LetterRow.all(await reader.read(_STATE, state, limit))


async def count_days(reader: Reader, since: int) -> dict[tuple[int, int], int]:
    """Count letters by state and day (since 1970)."""
    rows = await reader.read(_DAYS, since)
    return {(int(row[0]), int(row[1])): int(row[2]) for row in rows}


async def list_due_letters(reader: Reader, now: int, limit: int) -> list[LetterRow]:
    """Read the letters that may be sent now, those that wait the longest first."""
    return LetterRow.all(await reader.read(_DUE, now, limit))


async def count_letters(reader: Reader) -> dict[int, tuple[int, int]]:
    """Count letters by state, each with the time of the oldest."""
    return {int(row[0]): (int(row[1]), int(row[2] or 0)) for row in await reader.read(_COUNT)}

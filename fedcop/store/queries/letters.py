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
_DUE: Final = (
    f"SELECT {_COLUMNS} FROM mail_letter WHERE state = 0 AND due <= ? ORDER BY due, id LIMIT ?"
)
_SETTLE: Final = (
    "UPDATE mail_letter SET state = ?, due = ?, tries = ?, sent = ?, error = ? WHERE id = ?"
)
_COUNT: Final = "SELECT state, COUNT(*), MIN(created) FROM mail_letter GROUP BY state"


def owe(row: LetterRow) -> Statement:
    """Owe somebody a letter, once for each mark."""
    return Statement(_OWE, row.values())


def settle_letter(row: LetterRow) -> Statement:
    """Write down how a letter stands after it was tried."""
    return Statement(_SETTLE, (row.state, row.due, row.tries, row.sent, row.error, row.id))


async def list_due_letters(reader: Reader, now: int, limit: int) -> list[LetterRow]:
    """Read the letters that may be sent now, those that wait the longest first."""
    return LetterRow.all(await reader.read(_DUE, now, limit))


async def count_letters(reader: Reader) -> dict[int, tuple[int, int]]:
    """Count letters by state, each with the time of the oldest."""
    return {int(row[0]): (int(row[1]), int(row[2] or 0)) for row in await reader.read(_COUNT)}

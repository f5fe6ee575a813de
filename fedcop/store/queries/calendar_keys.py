"""The secrets in the addresses of people's own calendars, as hashes."""

from fedcop.store.batch import Reader
from fedcop.store.rows import CalendarKeyRow, insert_of
from fedcop.store.statements import Statement

_OF = f"SELECT {CalendarKeyRow.columns()} FROM calendar_key WHERE actor_id = ?"
_BY_HASH = f"SELECT {CalendarKeyRow.columns()} FROM calendar_key WHERE hash = ?"
_INSERT = insert_of(CalendarKeyRow)
_DELETE = "DELETE FROM calendar_key WHERE actor_id = ?"


async def find_key(reader: Reader, actor: int) -> CalendarKeyRow | None:
    """Find the key of somebody."""
    return CalendarKeyRow.first(await reader.read(_OF, actor))


async def find_by_hash(reader: Reader, known: str) -> CalendarKeyRow | None:
    """Find the key with this hash."""
    return CalendarKeyRow.first(await reader.read(_BY_HASH, known))


def insert_key(row: CalendarKeyRow) -> Statement:
    """Add a key."""
    return Statement(_INSERT, row.values())


def delete_key(actor: int) -> Statement:
    """Let the key of somebody go."""
    return Statement(_DELETE, (actor,))

"""Links that do one thing once."""

from typing import Final

from fedcop.store.batch import Reader
from fedcop.store.rows import OneTimeLinkRow, insert_of
from fedcop.store.statements import Statement

_COLUMNS: Final = OneTimeLinkRow.columns()
_FIND: Final = f"SELECT {_COLUMNS} FROM one_time_link WHERE token_hash = ? AND kind = ?"
_INSERT: Final = insert_of(OneTimeLinkRow)
_END: Final = "UPDATE one_time_link SET ended = ? WHERE token_hash = ?"
_END_ALL: Final = (
    "UPDATE one_time_link SET ended = ? WHERE kind = ? AND subject_id = ? AND ended = 0"
)
_SWEEP: Final = (
    "DELETE FROM one_time_link WHERE token_hash IN"
    " (SELECT token_hash FROM one_time_link WHERE expires <= ? ORDER BY expires LIMIT ?)"
)
# A guard: nobody used it meanwhile.
UNUSED: Final = "FROM one_time_link WHERE token_hash = ? AND ended = 0"


async def find_one_time(reader: Reader, token_hash: str, kind: str) -> OneTimeLinkRow | None:
    """Find a link of a kind."""
    return OneTimeLinkRow.first(await reader.read(_FIND, token_hash, kind))


def insert_one_time(row: OneTimeLinkRow) -> Statement:
    """Add a link."""
    return Statement(_INSERT, row.values())


def end_one_time(token_hash: str, at: int) -> Statement:
    """Let a link do nothing any more."""
    return Statement(_END, (at, token_hash))


def end_one_time_of(kind: str, subject: int, at: int) -> Statement:
    """Let no link of a kind about somebody do anything any more."""
    return Statement(_END_ALL, (at, kind, subject))


def sweep_one_time(until: int, limit: int) -> Statement:
    """Forget links that expired before a time."""
    return Statement(_SWEEP, (until, limit))

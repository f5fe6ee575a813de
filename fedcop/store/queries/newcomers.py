"""Those who asked for an account."""

from typing import Final

from fedcop.store.batch import Reader
from fedcop.store.rows import NewcomerRow, insert_of
from fedcop.store.statements import Statement

_COLUMNS: Final = NewcomerRow.columns()
_BY_ID: Final = f"SELECT {_COLUMNS} FROM newcomer WHERE id = ?"
_BY_HELD: Final = f"SELECT {_COLUMNS} FROM newcomer WHERE held_name = ?"
_BY_NAME: Final = (
    f"SELECT {_COLUMNS} FROM newcomer WHERE name = ? AND state <> 2 AND taken = 0"
    " ORDER BY id DESC LIMIT 1"
)
_BY_EMAIL: Final = (
    f"SELECT {_COLUMNS} FROM newcomer WHERE email = ? AND state <> 2 AND taken = 0"
    " ORDER BY id DESC LIMIT 1"
)
_LIST: Final = f"SELECT {_COLUMNS} FROM newcomer WHERE state = ? AND id > ? ORDER BY id LIMIT ?"
_LATEST: Final = (
    f"SELECT {_COLUMNS} FROM newcomer WHERE state = ? AND id < ? ORDER BY id DESC LIMIT ?"
)
_COUNT: Final = "SELECT COUNT(*) FROM newcomer WHERE state = ?"
_COUNT_EMAIL: Final = "SELECT COUNT(*) FROM newcomer WHERE email = ? AND state = 0"
_INVITED: Final = (
    f"SELECT {_COLUMNS} FROM newcomer WHERE invite_id = ? AND state = 2 ORDER BY id LIMIT ?"
)
_INSERT: Final = insert_of(NewcomerRow)
_SETTLE: Final = (
    "UPDATE newcomer SET held_name = ?, email = ?, password = ?, state = ?, taken = ?,"
    " confirmed = ?, decided = ?, decided_by = ?, words = ? WHERE id = ?"
)
_SWEEP: Final = (
    "DELETE FROM newcomer WHERE id IN"
    " (SELECT id FROM newcomer WHERE state = ? AND {} <= ? ORDER BY id LIMIT ?)"
)
_SWEEPS: Final = {"created": _SWEEP.format("created"), "decided": _SWEEP.format("decided")}
_FORGET: Final = "DELETE FROM newcomer WHERE id = ?"
# A guard: nobody decided meanwhile.
AS_IT_WAS: Final = "FROM newcomer WHERE id = ? AND state = ?"


async def find_newcomer(reader: Reader, number: int) -> NewcomerRow | None:
    """Find somebody who asked for an account."""
    return NewcomerRow.first(await reader.read(_BY_ID, number))


async def find_holder(reader: Reader, name: str) -> NewcomerRow | None:
    """Find who waits for an account of this name."""
    return NewcomerRow.first(await reader.read(_BY_HELD, name))


async def find_asking(reader: Reader, text: str) -> NewcomerRow | None:
    """Find who asked last under a name or a mail address, and has no account yet."""
    query = _BY_EMAIL if "@" in text else _BY_NAME
    return NewcomerRow.first(await reader.read(query, text))


async def list_newcomers(
    reader: Reader, state: int, after: int = 0, limit: int = 50
) -> list[NewcomerRow]:
    """Read who asked, the longest waiting first."""
    return NewcomerRow.all(await reader.read(_LIST, state, after, limit))


async def list_latest(reader: Reader, state: int, before: int, limit: int) -> list[NewcomerRow]:
    """Read who asked, the latest first."""
    return NewcomerRow.all(await reader.read(_LATEST, state, before, limit))


async def list_invited(reader: Reader, invite: int, limit: int = 200) -> list[NewcomerRow]:
    """Read who joined by an invitation."""
    return NewcomerRow.all(await reader.read(_INVITED, invite, limit))


async def count_newcomers(reader: Reader, state: int) -> int:
    """Count who asked."""
    return int((await reader.read(_COUNT, state))[0][0])


async def count_of_address(reader: Reader, email: str) -> int:
    """Count who asked with a mail address and has not shown that it is theirs."""
    return int((await reader.read(_COUNT_EMAIL, email))[0][0])


def insert_newcomer(row: NewcomerRow) -> Statement:
    """Add somebody who asks."""
    return Statement(_INSERT, row.values())


def settle_newcomer(row: NewcomerRow) -> Statement:
    """Write down how it stands with somebody who asked."""
    return Statement(
        _SETTLE,
        (
            row.held_name,
            row.email,
            row.password,
            row.state,
            row.taken,
            row.confirmed,
            row.decided,
            row.decided_by,
            row.words,
            row.id,
        ),
    )


def sweep_newcomers(state: int, since: str, until: int, limit: int) -> Statement:
    """Forget those in a state who were `created`, or `decided` about, before a time."""
    return Statement(_SWEEPS[since], (state, until, limit))


def forget_newcomer(number: int) -> Statement:
    """Forget somebody who asked."""
    return Statement(_FORGET, (number,))

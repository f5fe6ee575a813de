"""What was asked of what is kept about people, and how far it has come."""

from typing import Final

from fedcop.store.batch import Reader
from fedcop.store.rows import ActorRow, PrivacyRow, insert_of
from fedcop.store.statements import Statement

Asked = tuple[PrivacyRow, ActorRow | None]

_COLUMNS: Final = PrivacyRow.columns()
_OPEN: Final = (
    f"SELECT {_COLUMNS} FROM privacy_request WHERE state = ? AND kind = 'erase'"
    " ORDER BY id LIMIT 20"
)
_OF: Final = (
    f"SELECT {_COLUMNS} FROM privacy_request WHERE actor_id = ? AND kind = ?"
    " ORDER BY id DESC LIMIT 1"
)
_LATEST: Final = (
    f"SELECT {PrivacyRow.columns('r.')}, {ActorRow.columns('a.')}"
    " FROM (SELECT * FROM privacy_request WHERE id < ? ORDER BY id DESC LIMIT %d) r"
    " LEFT JOIN actor a ON a.id = r.actor_id ORDER BY r.id DESC"
)
_GO_ON: Final = (
    "UPDATE privacy_request SET state = ?, phase = ?, counts = ?, told = ?, done = ? WHERE id = ?"
)

# A guard: a request has come no further than it was read.
SAME: Final = "FROM privacy_request WHERE id = ? AND state = ? AND phase = ?"


def insert_request(row: PrivacyRow) -> Statement:
    """Note that something was asked."""
    return Statement(insert_of(PrivacyRow), row.values())


def change_request(row: PrivacyRow) -> Statement:
    """Note how far it has come."""
    return Statement(_GO_ON, (row.state, row.phase, row.counts, row.told, row.done, row.id))


async def list_in_state(reader: Reader, state: str) -> list[PrivacyRow]:
    """Read the erasures in one state, the oldest first."""
    return PrivacyRow.all(await reader.read(_OPEN, state))


async def find_last(reader: Reader, actor: int, kind: str) -> PrivacyRow | None:
    """Find what was last asked of one kind about somebody."""
    return PrivacyRow.first(await reader.read(_OF, actor, kind))


async def list_latest(reader: Reader, before: int, limit: int) -> list[Asked]:
    """Read what was asked, the latest first, and about whom."""
    width = PrivacyRow.width()
    rows = await reader.read(_LATEST % limit, before)
    return [(PrivacyRow.of(r), ActorRow.of(r, width) if r[width] else None) for r in rows]

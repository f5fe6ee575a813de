"""The acts of those who run the node, the latest first."""

from typing import Final, NamedTuple

from fedcop.store.batch import Reader
from fedcop.store.rows import AuditRow, insert_of
from fedcop.store.statements import Statement

_SELECT: Final = f"SELECT {AuditRow.columns()} FROM audit_entry WHERE "
_LAST: Final = " AND id < ? ORDER BY id DESC LIMIT ?"
_ALL: Final = f"{_SELECT}id < ? ORDER BY id DESC LIMIT ?"
_OF_ACT: Final = f"{_SELECT}act = ?{_LAST}"
_OF_ACTOR: Final = f"{_SELECT}actor_id = ?{_LAST}"
_OF_BOTH: Final = f"{_SELECT}actor_id = ? AND act = ?{_LAST}"


class Choice(NamedTuple):
    """Which entries are wanted: of one act, of one person; empty is all."""

    act: str = ""
    actor_id: int = 0


def insert_entry(row: AuditRow) -> Statement:
    """Write down an act."""
    return Statement(insert_of(AuditRow), row.values())


async def list_entries(reader: Reader, before: int, choice: Choice, limit: int) -> list[AuditRow]:
    """Read entries, the latest first; `before` is the last id."""
    if choice.act and choice.actor_id:
        rows = await reader.read(_OF_BOTH, choice.actor_id, choice.act, before, limit)
    elif choice.act:
        rows = await reader.read(_OF_ACT, choice.act, before, limit)
    elif choice.actor_id:
        rows = await reader.read(_OF_ACTOR, choice.actor_id, before, limit)
    else:
        rows = await reader.read(_ALL, before, limit)
    return AuditRow.all(rows)

"""Links by which people join."""

from typing import Final

from fedcop.store.batch import Reader
from fedcop.store.rows import InviteRow, insert_of
from fedcop.store.statements import Statement

_COLUMNS: Final = InviteRow.columns()
_BY_ID: Final = f"SELECT {_COLUMNS} FROM invite WHERE id = ?"
_BY_CODE: Final = f"SELECT {_COLUMNS} FROM invite WHERE code_hash = ?"
_LIST: Final = f"SELECT {_COLUMNS} FROM invite WHERE id < ? ORDER BY id DESC LIMIT ?"
_OF: Final = (
    f"SELECT {_COLUMNS} FROM invite WHERE creator_id = ? AND id < ? ORDER BY id DESC LIMIT ?"
)
_COUNT_OF: Final = "SELECT COUNT(*) FROM invite WHERE creator_id = ? AND id > ?"
_INSERT: Final = insert_of(InviteRow)
_USE: Final = "UPDATE invite SET used = used + 1 WHERE id = ?"
_REVOKE: Final = "UPDATE invite SET revoked = ? WHERE id = ? AND revoked = 0"
# A guard: it still lets somebody in.
STILL_GOOD: Final = "FROM invite WHERE id = ? AND revoked = 0 AND (most = 0 OR used < most)"


async def find_invite(reader: Reader, number: int) -> InviteRow | None:
    """Find an invitation by its id."""
    return InviteRow.first(await reader.read(_BY_ID, number))


async def find_invite_by_code(reader: Reader, code_hash: str) -> InviteRow | None:
    """Find an invitation by the hash of its code."""
    return InviteRow.first(await reader.read(_BY_CODE, code_hash))


async def list_invites(reader: Reader, before: int, limit: int) -> list[InviteRow]:
    """Read the invitations, the latest first."""
    return InviteRow.all(await reader.read(_LIST, before, limit))


async def list_invites_of(reader: Reader, creator: int, before: int, limit: int) -> list[InviteRow]:
    """Read what somebody invited by, the latest first."""
    return InviteRow.all(await reader.read(_OF, creator, before, limit))


async def count_invites_of(reader: Reader, creator: int, after: int) -> int:
    """Count what somebody invited by since an id."""
    return int((await reader.read(_COUNT_OF, creator, after))[0][0])


def insert_invite(row: InviteRow) -> Statement:
    """Add an invitation."""
    return Statement(_INSERT, row.values())


def use_invite(number: int) -> Statement:
    """Count somebody who joined by it."""
    return Statement(_USE, (number,))


def revoke_invite(number: int, at: int) -> Statement:
    """Let nobody join by it any more."""
    return Statement(_REVOKE, (at, number))

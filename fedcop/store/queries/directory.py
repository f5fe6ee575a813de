"""Who of a community wants to be found by its members."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.batch import Reader
from fedcop.store.rows import ActorRow, insert_of
from fedcop.store.statements import Statement
from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class DirectoryRow(TableRow):
    """A member says what they can do, and what they may be asked about."""

    TABLE: ClassVar[str] = "directory_entry"

    id: int
    community_id: int
    actor_id: int
    changed: int
    skills: str = ""
    about: str = ""
    mentor: int = 0


_COLUMNS = DirectoryRow.columns("d.")
_ONE = (
    f"SELECT {DirectoryRow.columns()} FROM directory_entry WHERE community_id = ? AND actor_id = ?"
)
# Those alone who are members still.
_LIST = (
    f"SELECT {_COLUMNS}, {ActorRow.columns('a.')} FROM directory_entry d CROSS JOIN actor a"
    " WHERE d.community_id = ? AND a.id = d.actor_id AND a.deleted = 0 AND a.suspended = 0"
    " AND COALESCE((SELECT f.state FROM follow f WHERE f.follower_id = d.actor_id"
    " AND f.target_id = d.community_id), '') = 'accepted' ORDER BY d.actor_id LIMIT ?"
)
_PUT = (
    f"{insert_of(DirectoryRow)} ON CONFLICT (community_id, actor_id) DO UPDATE SET"
    " changed = excluded.changed, skills = excluded.skills, about = excluded.about,"
    " mentor = excluded.mentor"
)
_DELETE = "DELETE FROM directory_entry WHERE community_id = ? AND actor_id = ?"
_WIDE = len(DirectoryRow.columns().split(","))


async def find_entry(reader: Reader, community: int, actor: int) -> DirectoryRow | None:
    """Find what a member says of themselves."""
    return DirectoryRow.first(await reader.read(_ONE, community, actor))


async def list_entries(
    reader: Reader, community: int, limit: int
) -> list[tuple[DirectoryRow, ActorRow]]:
    """Read who of a community wants to be found, those who are members still."""
    rows = await reader.read(_LIST, community, limit)
    return [(DirectoryRow(*row[:_WIDE]), ActorRow(*row[_WIDE:])) for row in rows]


def put_entry(row: DirectoryRow) -> Statement:
    """Keep what a member says of themselves."""
    return Statement(_PUT, row.values())


def delete_entry(community: int, actor: int) -> Statement:
    """Let it go."""
    return Statement(_DELETE, (community, actor))

"""Who looks after a community."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.batch import Reader
from fedcop.store.rows import ActorRow, insert_of
from fedcop.store.statements import Keyed, Statement
from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class StewardRow(TableRow):
    """Somebody looks after a community."""

    TABLE: ClassVar[str] = "steward"

    id: int
    community_id: int
    actor_id: int
    since: int


_PAIR = Keyed(
    f"SELECT k.a, k.b, {StewardRow.columns('s.')} FROM PAIRS(?) CROSS JOIN steward s"
    " WHERE s.community_id = k.a AND s.actor_id = k.b",
    pairs=True,
)
_LIST = (
    f"SELECT {ActorRow.columns('a.')} FROM steward s JOIN actor a ON a.id = s.actor_id"
    " WHERE s.community_id = ? ORDER BY 0 + s.id LIMIT ?"
)
_OTHER = (
    f"SELECT {StewardRow.columns()} FROM steward"
    " WHERE community_id = ? AND actor_id <> ? ORDER BY 0 + id LIMIT 1"
)
_INSERT = insert_of(StewardRow)
_DELETE = "DELETE FROM steward WHERE community_id = ? AND actor_id = ?"

# A guard: somebody still looks after a community.
STILL = "FROM steward WHERE community_id = ? AND actor_id = ?"


async def find_steward(reader: Reader, community: int, actor: int) -> StewardRow | None:
    """Find somebody among the stewards of a community."""
    return StewardRow.first(await reader.many(_PAIR, (community, actor)))


async def list_stewards(reader: Reader, community: int, limit: int) -> list[ActorRow]:
    """Read who looks after a community, the first steward first."""
    return ActorRow.all(await reader.read(_LIST, community, limit))


async def find_another(reader: Reader, community: int, actor: int) -> StewardRow | None:
    """Find a steward besides this one."""
    return StewardRow.first(await reader.read(_OTHER, community, actor))


def insert_steward(row: StewardRow) -> Statement:
    """Add a steward."""
    return Statement(_INSERT, row.values())


def delete_steward(community: int, actor: int) -> Statement:
    """Take a steward away."""
    return Statement(_DELETE, (community, actor))

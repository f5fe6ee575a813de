"""What files take: of one person, of all, by kind, by person, by peer, by week."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from fedcop.store.batch import Reader, Store
from fedcop.store.rows import MediaRow
from fedcop.store.statements import Keyed

_OWN: Final = (
    "SELECT COALESCE(SUM(size), 0) FROM media WHERE owner_id = ? AND remote = '' AND place <> 4"
)
_ALL: Final = "SELECT COALESCE(SUM(size), 0) FROM media WHERE remote = '' AND place <> 4"
_KINDS: Final = (
    "SELECT CASE WHEN remote = '' THEN 1 ELSE 0 END, kind, COUNT(*), COALESCE(SUM(size), 0)"
    " FROM media WHERE hash <> '' AND place <> 4 GROUP BY 1, 2 ORDER BY 4 DESC"
)
_PEOPLE: Final = (
    "SELECT a.name, COUNT(*), COALESCE(SUM(m.size), 0) FROM media m JOIN actor a"
    " ON a.id = m.owner_id WHERE m.remote = '' AND m.place <> 4 AND m.hash <> ''"
    " GROUP BY a.name ORDER BY 3 DESC, 1 LIMIT ?"
)
_PEERS: Final = (
    "SELECT a.host, COUNT(*), COALESCE(SUM(m.size), 0) FROM media m JOIN actor a"
    " ON a.id = m.owner_id WHERE m.remote <> '' AND m.place <> 4 AND m.hash <> ''"
    " GROUP BY a.host ORDER BY 3 DESC, 1 LIMIT ?"
)
_WEEKS: Final = (
    "SELECT created / 604800000, CASE WHEN remote = '' THEN 1 ELSE 0 END, COUNT(*),"
    " COALESCE(SUM(size), 0) FROM media WHERE hash <> '' AND place <> 4 AND created >= ?"
    " GROUP BY 1, 2 ORDER BY 1"
)
_NAMED: Final = (
    "SELECT hash FROM media WHERE hash = ANY_TEXT(?)"
    " UNION SELECT small_hash FROM media WHERE small_hash = ANY_TEXT(?)"
)
_PAGE: Final = (
    f"SELECT {MediaRow.columns()} FROM media WHERE id > ? AND hash <> '' AND place <> 4"
    " ORDER BY id LIMIT %d"
)
_FAILED: Final = (
    f"SELECT {MediaRow.columns()} FROM media WHERE id > ? AND remote <> '' AND hash = ''"
    " AND place = 1 AND tries > 0 ORDER BY id LIMIT %d"
)
_HOSTS: Final = Keyed("SELECT id, host FROM actor WHERE id = ANY_ID(?)")
_WEEK_MS: Final = 604_800_000


class Share(NamedTuple):
    """What some files take together; `name` is a kind, a person or a host."""

    name: str
    files: int
    size: int
    own: bool = True  # not a copy of what stands elsewhere


class Week(NamedTuple):
    """What came in one week and is still here; `begins` in milliseconds."""

    begins: int
    own: bool
    files: int
    size: int


async def of_person(reader: Reader, owner: int) -> int:
    """Say how many bytes the files of one person take."""
    return int((await reader.read(_OWN, owner))[0][0])


async def of_all(reader: Reader) -> int:
    """Say how many bytes the files of all people here take."""
    return int((await reader.read(_ALL))[0][0])


async def by_kind(store: Store) -> list[Share]:
    """Say what files take, by their kind, ours and copies apart."""
    rows = await store.search(_KINDS)
    return [Share(row[1], row[2], int(row[3]), own=bool(row[0])) for row in rows]


async def by_person(store: Store, limit: int) -> list[Share]:
    """Say whose files take the most."""
    return [Share(row[0], row[1], int(row[2])) for row in await store.search(_PEOPLE, limit)]


async def by_peer(store: Store, limit: int) -> list[Share]:
    """Say of which node copies take the most."""
    rows = await store.search(_PEERS, limit)
    return [Share(row[0], row[1], int(row[2]), own=False) for row in rows]


async def by_week(store: Store, since: int) -> list[Week]:
    """Say what came when, of what is still here."""
    rows = await store.search(_WEEKS, since)
    return [Week(int(row[0]) * _WEEK_MS, bool(row[1]), row[2], int(row[3])) for row in rows]


async def list_named(store: Store, names: Sequence[str]) -> set[str]:
    """Say which of these blobs a row names."""
    return {row[0] for row in await store.read(_NAMED, list(names), list(names))}


async def list_with_blobs(store: Store, after: int, limit: int) -> list[MediaRow]:
    """Read files that should be here, in the order of their ids."""
    return MediaRow.all(await store.search(_PAGE % limit, after))


async def list_failed(store: Store, after: int, limit: int) -> list[MediaRow]:
    """Read what stands elsewhere and could not be had."""
    return MediaRow.all(await store.search(_FAILED % limit, after))


async def host_of_owner(reader: Reader, owner: int) -> str:
    """Say on which node somebody is."""
    rows = await reader.many(_HOSTS, owner)
    return str(rows[0][0]) if rows else ""

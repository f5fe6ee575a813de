"""A PostgreSQL database, read in one snapshot and written again, without a client program."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import asyncpg

from fedcop.errors import Misconfigured, Unavailable
from fedcop.keeping.packing import Packer
from fedcop.keeping.sets import DATABASE, Manifest
from fedcop.store.migrate import migrate

_PIECE: Final = 8 << 20
_OWN: Final = "tortoise_migrations"  # each schema writes its own
_TABLES: Final = (
    "SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum) FROM pg_class c"
    " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
    " AND a.attgenerated = '' WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
    f" AND c.relname <> '{_OWN}' GROUP BY c.relname ORDER BY c.relname"
)
_SCHEMA: Final = f"SELECT name FROM {_OWN} WHERE app = 'fedcop' ORDER BY name"
_SERIALS: Final = (
    "SELECT t.relname AS tab, a.attname AS col, s.oid::regclass::text AS seq FROM pg_class s"
    " JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i')"
    " AND d.classid = 'pg_class'::regclass"
    " JOIN pg_class t ON t.oid = d.refobjid"
    " JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid"
    f" WHERE s.relkind = 'S' AND t.relname <> '{_OWN}'"
    " AND t.relnamespace = 'public'::regnamespace"
)
_FOUNDED: Final = "SELECT to_regclass('public.actor') IS NOT NULL"
_AT_WORK: Final = (
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 70337"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_PIECES: Final = re.compile(r"database/([a-z0-9_]+)\.\d{6}")
_LOST: Final = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A database as it stood at one moment."""

    link: "asyncpg.Connection[asyncpg.Record]"
    schema: tuple[str, ...]

    async def copy_into(self, packer: Packer) -> None:
        """Put every table into a set, in pieces."""
        for name, columns in await self.link.fetch(_TABLES):
            pieces = _Pieces(packer, str(name))
            said = await self.link.copy_from_table(
                name, schema_name="public", columns=list(columns), output=pieces.take
            )
            pieces.flush()
            packer.manifest.counts[str(name)] = int(said.split()[-1])
            packer.manifest.columns[str(name)] = list(columns)

    async def size(self) -> int:
        """Say how large the database is, as far as one can tell."""
        return int(await self.link.fetchval("SELECT pg_database_size(current_database())"))


class _Pieces:
    """Cuts what a table gives into pieces, since the size of a part stands before it."""

    def __init__(self, packer: Packer, table: str) -> None:
        self._packer = packer
        self._table = table
        self._waits = bytearray()
        self._number = 0

    async def take(self, data: bytes) -> None:
        """Take what came."""
        self._waits += data
        if len(self._waits) >= _PIECE:
            self.flush()

    def flush(self) -> None:
        """Put what waits into the set."""
        if self._waits:
            self._number += 1
            self._packer.put(f"{DATABASE}{self._table}.{self._number:06}", bytes(self._waits))
            self._waits.clear()


@asynccontextmanager
async def connected(url: str) -> "AsyncIterator[asyncpg.Connection[asyncpg.Record]]":
    """Speak with a database. Raises Unavailable."""
    try:
        link = await asyncpg.connect(url)
    except (*_LOST, TimeoutError) as error:
        raise Unavailable(f"PostgreSQL does not answer: {error}") from error
    try:
        yield link
    except _LOST as error:
        raise Unavailable(f"the database cannot be read or written: {error}") from error
    finally:
        await link.close()


@asynccontextmanager
async def snapped(url: str) -> AsyncIterator[Snapshot]:
    """Hold a snapshot of a database. Raises Unavailable."""
    async with (
        connected(url) as link,
        link.transaction(isolation="repeatable_read", readonly=True),
    ):
        schema = tuple(str(row[0]) for row in await link.fetch(_SCHEMA))
        yield Snapshot(link, schema)


async def is_empty(url: str) -> bool:
    """Whether a database holds no node."""
    async with connected(url) as link:
        if not await link.fetchval(_FOUNDED):
            return True
        return not await link.fetchval("SELECT EXISTS (SELECT 1 FROM public.actor)")


async def count_at_work(url: str) -> int:
    """Count the processes of fedcop that have a database open."""
    async with connected(url) as link:
        return int(await link.fetchval(_AT_WORK))


async def set_aside(url: str, name: str) -> None:
    """Put all that a database holds aside, under the name of a schema, and begin anew.

    Raises Misconfigured where our user may not do that.
    """
    async with connected(url) as link:
        try:
            async with link.transaction():
                await link.execute(f'ALTER SCHEMA public RENAME TO "{name}"; CREATE SCHEMA public')
        except asyncpg.InsufficientPrivilegeError as error:
            raise Misconfigured(
                "database: its user may not put the old tables aside; make an empty database and"
                " name it with --database"
            ) from error


async def replace_all(
    url: str, aside: str, loaded: tuple[str, Path, Manifest, tuple[str, ...]]
) -> None:
    """Put all aside and load a set instead; when that fails, all is back where it was."""
    await set_aside(url, aside)
    try:
        await load(url, *loaded)
    except BaseException:
        async with connected(url) as link, link.transaction():
            await link.execute("DROP SCHEMA public CASCADE")
            await link.execute(f'ALTER SCHEMA "{aside}" RENAME TO public')
        raise


async def load(
    url: str, level: str, folder: Path, manifest: Manifest, settle: tuple[str, ...]
) -> None:
    """Make the schema of a set in an empty database and fill it, in one transaction."""
    await migrate(url, upto=level)
    async with connected(url) as link, link.transaction():
        there = {str(row[0]) for row in await link.fetch(_TABLES)}
        strange = sorted(set(manifest.columns) - there)
        if strange:
            raise Misconfigured(f"database: {', '.join(strange)} is of another version of fedcop")
        tables = ", ".join(f'public."{name}"' for name in sorted(there))
        await link.execute(f"TRUNCATE {tables}")
        for table, piece in _pieces_in(folder):
            columns = manifest.columns[table]
            await link.copy_to_table(table, schema_name="public", columns=columns, source=piece)
        for row in await link.fetch(_SERIALS):
            await link.execute(
                f"SELECT setval('{row['seq']}', COALESCE((SELECT max(\"{row['col']}\")"
                f' FROM public."{row["tab"]}"), 0) + 1, false)'
            )
        for statement in settle:
            await link.execute(statement)
    async with connected(url) as link:
        await link.execute("ANALYZE")


def _pieces_in(folder: Path) -> list[tuple[str, Path]]:
    found = ((_PIECES.fullmatch(DATABASE + path.name), path) for path in sorted(folder.iterdir()))
    return [(match[1], path) for match, path in found if match]


async def count_tables(url: str) -> dict[str, int]:
    """Count the rows of every table."""
    async with connected(url) as link:
        names = [str(row[0]) for row in await link.fetch(_TABLES)]
        count = 'SELECT count(*) FROM public."%s"'
        return {name: int(await link.fetchval(count % name)) for name in names}

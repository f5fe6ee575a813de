"""Databases of PostgreSQL that are used again: to empty one takes a tenth of making another.

What cannot be undone by deleting rows (a changed table, statistics, a setting, somebody who still
holds it) makes a database unfit, and it is dropped.
"""

import asyncio
import hashlib
from dataclasses import dataclass

import asyncpg
import orjson

MOST_USES = 25  # dead rows are not swept meanwhile
_WAITS = 20  # times 5 ms, until those who closed their connection are gone
_ROWS = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    " AND pg_relation_size(oid) > 0 ORDER BY relname"
)
# The planner takes a table of up to ten pages for one of ten, whatever it holds.
_LARGEST = (
    "SELECT coalesce(max(pg_relation_size(oid)), 0) FROM pg_class"
    " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
)
_TEN_PAGES = 10 * 8192
_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_SHAPE = (
    "SELECT (SELECT string_agg(concat_ws(' ', oid, relname, relfilenode, reloptions, relnatts,"
    " reltuples), ',' ORDER BY oid) FROM pg_class WHERE oid >= 16384),"
    " (SELECT count(*) FROM pg_attribute), (SELECT count(*) FROM pg_constraint),"
    " (SELECT count(*) FROM pg_trigger), (SELECT count(*) FROM pg_proc),"
    " (SELECT count(*) FROM pg_namespace WHERE nspname !~ '^pg_'),"
    " (SELECT count(*) FROM pg_statistic WHERE starelid >= 16384),"
    " (SELECT count(*) FROM pg_db_role_setting)"
)
_SEQUENCES = (
    "SELECT schemaname, sequencename, start_value, last_value FROM pg_sequences ORDER BY 1, 2"
)


@dataclass(frozen=True, slots=True)
class Fresh:
    """What a database holds when nobody has used it."""

    shape: str
    rows: dict[str, str]  # of each table that has any, as JSON
    sequences: tuple[tuple[str, int, bool], ...]

    @classmethod
    async def look(cls, link: asyncpg.Connection) -> "Fresh":
        """Look at one that was just made."""
        rows = {}
        for name in await _filled(link):
            rows[name] = await link.fetchval(f'SELECT json_agg(t)::text FROM "{name}" t') or "[]"
        return cls(await _shape(link), rows, await _sequences(link))

    async def restore(self, link: asyncpg.Connection) -> bool:
        """Make a used one as it was; say whether that was possible."""
        for _ in range(_WAITS):
            if not await link.fetchval(_OTHERS):
                break
            await asyncio.sleep(0.005)
        else:
            return False
        if await link.fetchval(_LARGEST) > _TEN_PAGES or await _shape(link) != self.shape:
            return False
        async with link.transaction():
            await link.execute("SET LOCAL session_replication_role = replica")
            filled = await _filled(link)
            await link.execute(";".join(f'DELETE FROM "{name}"' for name in filled))
            for name, rows in self.rows.items():
                await link.execute(
                    f'INSERT INTO "{name}" SELECT * FROM json_populate_recordset('
                    f'NULL::"{name}", $1::json)',
                    rows,
                )
            for name, value, called in self.sequences:
                await link.execute("SELECT setval($1::text::regclass, $2, $3)", name, value, called)
        return True


async def _filled(link: asyncpg.Connection) -> list[str]:
    return [str(row[0]) for row in await link.fetch(_ROWS)]


async def _shape(link: asyncpg.Connection) -> str:
    row = await link.fetchrow(_SHAPE)
    return hashlib.sha256(orjson.dumps([str(one) for one in row])).hexdigest()


async def _sequences(link: asyncpg.Connection) -> tuple[tuple[str, int, bool], ...]:
    return tuple(
        (f'"{schema}"."{name}"', start if last is None else last, last is not None)
        for schema, name, start, last in await link.fetch(_SEQUENCES)
    )

"""What is kept of one person, table by table, whatever a table is about."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from fedcop.store.batch import Reader, Store
from fedcop.store.queries.kept_of_people import Kept

_PAGE: Final = 200
_BY: Final = {True: "= ANY_ID(?)", False: "= ANY_TEXT(?)"}
_MESSAGES: Final = (
    "SELECT p.id FROM mention m JOIN post p ON p.id = m.post_id WHERE m.actor_id = ?"
    " AND p.audience = 4 AND p.author_id <> ? AND p.deleted = 0 ORDER BY p.id"
)
_AUDITED: Final = (
    "SELECT act, subject, about, created FROM audit_entry WHERE subject = ? AND actor_id <> ?"
    " ORDER BY id LIMIT 10000"
)
_SHARED: Final = (
    "SELECT a.id FROM post p JOIN artifact a ON a.id = p.id WHERE p.author_id = ?"
    " AND p.deleted = 0 ORDER BY a.id"
)
_WRITTEN: Final = "SELECT id FROM post WHERE author_id = ? AND deleted = 0 ORDER BY id"

Cells = dict[str, Any]  # of whatever type a column is


@dataclass(frozen=True, slots=True)
class Whose:
    """By what tables know one person."""

    id: int
    uri: str
    mail: str = ""


def columns_of(table: str) -> tuple[str, ...]:
    """Name the columns of a table, in the order of its model."""
    # Read when it is asked for: the ORM would be a fifth of what every process starts with.
    models = import_module("fedcop.store.models").__models__
    named = {one._meta.db_table: one for one in models}
    return tuple(named[table]._meta.fields_db_projection)


async def list_own(store: Store, kept: Kept, whose: Whose) -> list[Any]:
    """Read the keys of the rows of one table that are somebody's own."""
    asked: list[tuple[str, object]] = [(f"t.{column} = ?", whose.id) for column in kept.own]
    asked += [(f"t.{column} = ?", whose.uri) for column in kept.uris]
    if kept.mail and whose.mail:
        asked.append((f"t.{kept.mail} = ?", whose.mail))
    texts = [f"SELECT t.{kept.key} FROM {kept.table} t WHERE {said}" for said, _ in asked]
    params: list[object] = [value for _, value in asked]
    if kept.through:
        column, other, owner = kept.through
        texts.append(
            f"SELECT t.{kept.key} FROM {other} o JOIN {kept.table} t"
            f" ON t.{column} = o.id WHERE o.{owner} = ?"
        )
        params.append(whose.id)
    if not texts:
        return []
    rows = await store.search(f"{' UNION '.join(texts)} ORDER BY 1", *params)
    return [row[0] for row in rows]


async def read_rows(reader: Reader, kept: Kept, keys: Sequence[Any]) -> AsyncIterator[Cells]:
    """Read rows of a table by their keys, a page at a time, without what is given to nobody."""
    known = await asyncio.to_thread(columns_of, kept.table)
    columns = [one for one in known if one not in kept.secret]
    key = kept.key
    for start in range(0, len(keys), _PAGE):
        page = list(keys[start : start + _PAGE])
        by = _BY[isinstance(page[0], int)]
        sql = f"SELECT {', '.join(columns)} FROM {kept.table} WHERE {key} {by} ORDER BY {key}"
        for row in await reader.read(sql, page):
            yield dict(zip(columns, row, strict=True))


async def list_messages(store: Store, person: int) -> list[int]:
    """Read the ids of what others wrote to somebody alone."""
    return [row[0] for row in await store.search(_MESSAGES, person, person)]


async def list_written(store: Store, person: int) -> list[int]:
    """Read the ids of all that somebody wrote and that stands, the oldest first."""
    return [row[0] for row in await store.search(_WRITTEN, person)]


async def list_artifacts(store: Store, person: int) -> list[int]:
    """Read the ids of the artifacts of somebody that stand, the oldest first."""
    return [row[0] for row in await store.search(_SHARED, person)]


async def list_audited(store: Store, name: str, person: int) -> list[Cells]:
    """Read what those who run the node did about somebody; who did it is left out."""
    rows = await store.search(_AUDITED, name, person)
    return [dict(zip(("act", "subject", "about", "created"), row, strict=True)) for row in rows]

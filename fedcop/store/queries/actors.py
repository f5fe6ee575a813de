"""Whoever acts, ours and others'."""

from dataclasses import fields

from fedcop.store.batch import Reader
from fedcop.store.rows import ActorRow, insert_of
from fedcop.store.statements import Keyed, Statement

_COLUMNS = ActorRow.columns()
_BY_ID = Keyed(f"SELECT id, {_COLUMNS} FROM actor WHERE id = ANY_ID(?)")
_BY_URI = Keyed(f"SELECT uri, {_COLUMNS} FROM actor WHERE uri = ANY_TEXT(?)")
_LOCAL = Keyed(f"SELECT name, {_COLUMNS} FROM actor WHERE host = '' AND name = ANY_TEXT(?)")
# CAST: an index holds `host = ''` only, and SQLite would plan anew for each host it is given.
_BY_HANDLE = (
    f"SELECT {_COLUMNS} FROM actor WHERE host = CAST(? AS TEXT) AND name = ?"
    " ORDER BY 0 + id LIMIT 1"
)
_SOME = f"SELECT {_COLUMNS} FROM actor WHERE id = ANY_ID(?)"
_INSERT = insert_of(ActorRow)
_CHANGED = [field.name for field in fields(ActorRow) if field.name not in {"id", "uri"}]
_UPDATE = f"UPDATE actor SET {', '.join(name + ' = ?' for name in _CHANGED)} WHERE id = ?"
_FETCHED = "UPDATE actor SET fetched = ? WHERE id = ?"
_MOVED = "UPDATE actor SET moved_to = ?, version = version + 1 WHERE id = ?"
_DELETED = "UPDATE actor SET deleted = ?, version = version + 1 WHERE id = ?"
_RAISE = "UPDATE actor SET version = version + 1, updated = ? WHERE id = ?"


async def find_actor(reader: Reader, number: int) -> ActorRow | None:
    """Find an actor by our id."""
    return ActorRow.first(await reader.many(_BY_ID, number))


async def find_actor_by_uri(reader: Reader, uri: str) -> ActorRow | None:
    """Find an actor by its uri."""
    return ActorRow.first(await reader.many(_BY_URI, uri))


async def find_local_actor(reader: Reader, name: str) -> ActorRow | None:
    """Find one of our own by name: people, communities and the node share one namespace."""
    return ActorRow.first(await reader.many(_LOCAL, name))


async def find_remote_actor(reader: Reader, name: str, host: str) -> ActorRow | None:
    """Find somebody of another node by handle."""
    return ActorRow.first(await reader.read(_BY_HANDLE, host, name))


async def list_actors(reader: Reader, numbers: list[int]) -> dict[int, ActorRow]:
    """Read many actors at once, by our ids."""
    if not numbers:
        return {}
    return {row[0]: ActorRow.of(row) for row in await reader.read(_SOME, numbers)}


def insert_actor(row: ActorRow) -> Statement:
    """Add an actor."""
    return Statement(_INSERT, row.values())


def update_actor(row: ActorRow) -> Statement:
    """Write an actor anew; its uri stays."""
    return Statement(_UPDATE, (*(getattr(row, name) for name in _CHANGED), row.id))


def mark_fetched(number: int, now: int) -> Statement:
    """Note that a remote actor is still as we know it."""
    return Statement(_FETCHED, (now, number))


def mark_moved(number: int, uri: str) -> Statement:
    """Note where an actor went."""
    return Statement(_MOVED, (uri, number))


def mark_deleted(number: int, now: int) -> Statement:
    """Note that an actor is gone for good."""
    return Statement(_DELETED, (now, number))


def raise_actor(number: int, now: int) -> Statement:
    """Say that an actor's document differs now."""
    return Statement(_RAISE, (now, number))

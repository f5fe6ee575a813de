"""The keys of actors: public halves of everybody, sealed private halves of our own."""

from fedcop.store.batch import Reader
from fedcop.store.rows import KeyRow, insert_of
from fedcop.store.statements import Keyed, Statement

_COLUMNS = KeyRow.columns()
_BY_KEY_ID = Keyed(f"SELECT key_id, {_COLUMNS} FROM actor_key WHERE key_id = ANY_TEXT(?)")
_OF_ACTOR = Keyed(
    f"SELECT actor_id, {_COLUMNS} FROM actor_key"
    " WHERE actor_id = ANY_ID(?) AND ended = 0 ORDER BY id"
)
_INSERT = insert_of(KeyRow)
_UPDATE = "UPDATE actor_key SET algorithm = ?, public = ?, fetched = ?, ended = 0 WHERE id = ?"
_END = "UPDATE actor_key SET ended = ? WHERE id = ?"


async def find_key(reader: Reader, key_id: str) -> KeyRow | None:
    """Find a key by what it is called, also one that has ended."""
    return KeyRow.first(await reader.many(_BY_KEY_ID, key_id))


async def list_keys(reader: Reader, actor: int) -> list[KeyRow]:
    """Read the keys an actor uses now, the oldest first."""
    return KeyRow.all(await reader.many(_OF_ACTOR, actor))


def insert_key(row: KeyRow) -> Statement:
    """Add a key."""
    return Statement(_INSERT, row.values())


def update_key(row: KeyRow) -> Statement:
    """Write the public half of a known key anew; one that had ended is in use again."""
    return Statement(_UPDATE, (row.algorithm, row.public, row.fetched, row.id))


def end_key(number: int, now: int) -> Statement:
    """Say that a key is no longer used."""
    return Statement(_END, (now, number))

"""Whose calendar an address opens: its secret is shown once, and kept here as a hash."""

from hashlib import sha256
from secrets import token_urlsafe
from typing import Final

from fedcop import clock, ids
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import accounts, actors, calendar_keys
from fedcop.store.rows import ActorRow, CalendarKeyRow

_BYTES: Final = 24
_LONGEST: Final = 100


async def give(unit: Unit, actor: ActorRow) -> str:
    """Give somebody a new secret; the one before opens nothing any more."""
    secret = token_urlsafe(_BYTES)
    row = CalendarKeyRow(ids.new_id(), actor.id, _hash(secret), clock.now_ms())
    unit.touch(f"calendar:{actor.id}")
    unit.add(calendar_keys.delete_key(actor.id), calendar_keys.insert_key(row))
    return secret


async def revoke(unit: Unit, actor: ActorRow) -> None:
    """Let the secret of somebody open nothing any more."""
    unit.touch(f"calendar:{actor.id}")
    unit.add(calendar_keys.delete_key(actor.id))


async def find(reader: Reader, actor: ActorRow) -> CalendarKeyRow | None:
    """Say since when somebody has a secret, if they do."""
    return await calendar_keys.find_key(reader, actor.id)


async def find_owner(reader: Reader, secret: str) -> ActorRow | None:
    """Find whose secret this is; nobody's who may not sign in."""
    if not secret or len(secret) > _LONGEST:
        return None
    row = await calendar_keys.find_by_hash(reader, _hash(secret))
    if row is None:
        return None
    actor = await actors.find_actor(reader, row.actor_id)
    login = await accounts.find_login(reader, row.actor_id)
    if actor is None or actor.deleted or actor.suspended or login is None or login[0].disabled:
        return None
    return actor


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()

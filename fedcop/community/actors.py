"""What people, communities and the node have in common: a name, addresses, keys."""

from dataclasses import replace
from typing import Final

from fedcop import clock, ids, uris
from fedcop.errors import Conflict, Malformed, Refused
from fedcop.store.batch import Reader, Store, Unit
from fedcop.store.queries import actors, newcomers
from fedcop.store.queries import keys as key_queries
from fedcop.store.rows import ActorRow, KeyRow
from fedcop.values import Handle, is_username

ORGANIZATION: Final = "organization"
NODE: Final = "node"

# Names that mislead others, or that our own addresses need.
RESERVED: Final = frozenset(
    {ORGANIZATION, NODE, "o", "actor", "inbox", "admin", "administrator", "moderator", "root"}
    | {"abuse", "fedcop", "help", "hostmaster", "postmaster", "security", "support", "webmaster"}
    | {"all", "everyone", "here", "me", "null", "undefined", "former_member"}
)
_LONGEST_DISPLAY = 100


async def require_name(reader: Reader, name: str, newcomer: int = 0) -> None:
    """Let a new person or community have a name, unless somebody else has it or waits for it.

    Raises Malformed, and Refused when it is taken.
    """
    if not is_username(name):
        raise Malformed("name: write 1 to 30 small letters, digits or underscores")
    if name in RESERVED:
        raise Refused(f"name: {name} is kept for the node itself")
    if await actors.find_local_actor(reader, name):
        raise Refused(f"name: {name} is taken")
    holder = await newcomers.find_holder(reader, name)
    if holder is not None and holder.id != newcomer:
        raise Refused(f"name: {name} is taken")


def is_ours(memory: Store | Unit, handle: Handle) -> bool:
    """Whether a handle names one of our own, with our host or without any."""
    return not handle.host or memory.uris.names_our_host(f"https://{handle.host}")


def display_of(text: str, name: str) -> str:
    """Tidy a display name; without one the name stands in. Raises Malformed."""
    display = " ".join(text.split()) or name
    if len(display) > _LONGEST_DISPLAY:
        raise Malformed(f"display: write {_LONGEST_DISPLAY} characters at most")
    return display


def new_row(unit: Unit, uri: str, kind: str, name: str) -> ActorRow:
    """Make the row of a new actor of ours, with its addresses."""
    now = clock.now_ms()
    return ActorRow(
        id=ids.new_id(),
        uri=uri,
        kind=kind,
        host="",
        name=name,
        display=name,
        url=uri,
        inbox=uris.inbox(uri),
        shared_inbox=unit.uris.shared_inbox(),
        outbox=uris.outbox(uri),
        followers=uris.followers(uri),
        following=uris.following(uri),
        featured=uris.featured(uri),
        moderators=uris.moderators(uri) if kind == "Group" else "",
        published=now,
        updated=now,
    )


def emptied(actor: ActorRow) -> ActorRow:
    """Return what is left of somebody who goes: a name and addresses, and nothing they said."""
    return replace(
        actor,
        display=actor.name,
        summary="",
        source="",
        icon="",
        image="",
        details="[]",
        aliases="[]",
        discoverable=0,
        indexable=0,
        version=actor.version + 1,
    )


def add(unit: Unit, actor: ActorRow, keys: tuple[KeyRow, ...]) -> None:
    """Add an actor with its keys."""
    unit.add(actors.insert_actor(actor))
    for key in keys:
        unit.add(key_queries.insert_key(_owned(key, actor)))


async def renew_keys(unit: Unit, actor: ActorRow, keys: tuple[KeyRow, ...]) -> None:
    """Let the keys of a known actor be exactly these. Raises Refused for one of somebody else."""
    in_use = {row.key_id: row for row in await key_queries.list_keys(unit, actor.id)}
    for key in keys:
        known = in_use.pop(key.key_id, None) or await key_queries.find_key(unit, key.key_id)
        if known is None:
            unit.add(key_queries.insert_key(_owned(key, actor)))
        elif known.actor_id != actor.id:
            owner = await actors.find_actor(unit, known.actor_id)
            if owner is not None and owner.uri == actor.uri:
                raise Conflict("somebody else was quicker to remember this actor")
            raise Refused("publicKey: this key belongs to another actor")
        elif known.ended or (known.algorithm, known.public) != (key.algorithm, key.public):
            unit.add(key_queries.update_key(_owned(replace(key, id=known.id), actor)))
    for row in in_use.values():
        unit.add(key_queries.end_key(row.id, clock.now_ms()))


def _owned(key: KeyRow, actor: ActorRow) -> KeyRow:
    now = clock.now_ms()
    return replace(
        key,
        id=key.id or ids.new_id(),
        actor_id=actor.id,
        created=key.created or now,
        fetched=0 if actor.local else now,
    )

"""Voices: actors in whose name a community, or a node, asks for people who give none."""

import secrets
from dataclasses import replace
from typing import Final

from fedcop.community import actors
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import actors as actor_queries
from fedcop.store.rows import ActorRow, KeyRow

KIND: Final = "Service"
_ENDING: Final = "/voice"
_LONGEST_NAME: Final = 24


def is_voice(actor: ActorRow) -> bool:
    """Whether an actor of ours is a voice."""
    return actor.local and actor.kind == KIND and actor.uri.endswith(_ENDING)


def owner_of(voice: ActorRow) -> str:
    """Name whom a voice speaks for: a community, or the organization."""
    return voice.uri.removesuffix(_ENDING)


async def speaks_for(reader: Reader, actor: ActorRow, community_id: int) -> bool:
    """Whether an actor is the voice of a community of ours."""
    if not community_id or not is_voice(actor):
        return False
    community = await actor_queries.find_actor(reader, community_id)
    return community is not None and community.uri == owner_of(actor)


async def find(reader: Reader, owner: ActorRow) -> ActorRow | None:
    """Find the voice of a community of ours, or of the organization."""
    return await actor_queries.find_actor_by_uri(reader, uri_of(owner))


def uri_of(owner: ActorRow) -> str:
    """Name the voice of somebody."""
    return owner.uri + _ENDING


async def make(unit: Unit, owner: ActorRow, keys: tuple[KeyRow, ...]) -> ActorRow:
    """Give a community, or the organization, its voice; the one it has stays."""
    known = await find(unit, owner)
    if known is not None:
        return known
    name = f"{owner.name[:_LONGEST_NAME]}_voice"
    if await actor_queries.find_local_actor(unit, name):
        name = f"{name[:20]}_{secrets.token_hex(4)}"
    row = replace(
        actors.new_row(unit, uri_of(owner), KIND, name),
        display=f"A member of {owner.display or owner.name}"[:100],
        inbox=unit.uris.shared_inbox(),
        locked=1,
        discoverable=0,
        indexable=0,
    )
    actors.add(unit, row, keys)
    return row

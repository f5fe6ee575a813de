"""A person recommends one exact revision: a Like that says why, and is taken back like one."""

from dataclasses import replace
from typing import Final

from fedcop import clock, ids
from fedcop.community import policy, policy_posts
from fedcop.community.practice import artifacts, endorsing
from fedcop.community.practice.endorsing import Word
from fedcop.community.practice.heard import OURS, Heard
from fedcop.errors import Conflict, Invalid, NotFound, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import posts, reactions, reading
from fedcop.store.rows import ActorRow, EndorsementRow, PostRow, ReactionRow
from fedcop.values import ArtifactPin

SHORTEST: Final = 3  # characters of a reason
LONGEST: Final = 500
PERSON: Final = "Person"


async def commend(
    unit: Unit, person: ActorRow, pin: ArtifactPin, words: str, heard: Heard = OURS
) -> bool:
    """Let a person recommend a revision, in words; False where that is known.

    Of ours it must be what the artifact says here. Raises Refused, Invalid, NotFound, Conflict.
    """
    post = await posts.find_post_by_uri(unit, pin.uri)
    if post is None or post.deleted:
        raise NotFound("There is no such artifact.")
    if person.kind != PERSON or post.author_id == person.id:
        raise Refused("You wrote this; let somebody else recommend it.")
    facts = await reading.find_reading(unit, post.id, person.id)
    policy.require(policy_posts.may_like(person, post, facts))
    words = words.strip()[:LONGEST]
    if len(words) < SHORTEST:
        raise Invalid("words: say why, in a few words")
    if not heard.uri:
        await _require_new(unit, person, pin)
        heard = replace(heard, uri=unit.uris.activity(f"{ids.new_id()}-like"))
    new = await endorsing.keep(unit, Word(person, person, words), pin, heard)
    if new:
        await _count(unit, person, post, heard.uri)
    return new


async def _require_new(unit: Unit, person: ActorRow, pin: ArtifactPin) -> None:
    """Go on with what it says here, which they do not recommend yet. Raises what `commend` does."""
    if await artifacts.find_by_pin(unit, pin) is None:
        raise NotFound("It says something else by now; read it anew, then recommend it.")
    if any(row.digest == pin.digest for row in await list_mine(unit, person, pin.uri)):
        raise Conflict("You recommend this revision already.")


async def _count(unit: Unit, person: ActorRow, post: PostRow, uri: str) -> None:
    """Count it as the like that it is; who likes it already is counted once."""
    unit.touch(f"post:{post.id}:{person.id}")
    if await reactions.find_like(unit, post.id, person.id) is None:
        row = ReactionRow(ids.new_id(), person.id, post.id, uri, clock.now_ms())
        unit.add(*reactions.insert_like(row))


async def list_mine(reader: Reader, person: ActorRow, uri: str) -> list[EndorsementRow]:
    """Read which revisions of an artifact somebody recommends."""
    return await endorsing.list_mine_of(reader, person.id, uri)

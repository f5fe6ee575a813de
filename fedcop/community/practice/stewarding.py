"""What the stewards of a community do with what it knows, wherever the community is at home.

At home it is done at once. Elsewhere its node is asked, and what it then says is what holds.
"""

from typing import Final

from fedcop import uris as paths
from fedcop.community import events, policy
from fedcop.community.practice import artifacts, endorsing, lifecycle, offers, shelves, standing
from fedcop.community.practice.endorsing import Word
from fedcop.community.practice.heard import OURS, Heard
from fedcop.community.practice.offers import Reply
from fedcop.community.practice.shelves import Place
from fedcop.community.practice_events import ShelfChanged, StewardSpoke
from fedcop.errors import Invalid, NotFound
from fedcop.store.batch import Unit
from fedcop.store.queries import actors, stewards
from fedcop.store.rows import ActorRow, ArtifactRow, OfferRow
from fedcop.values import ArtifactPin

_VERBS: Final = {
    offers.REVIEW: "TentativeAccept",
    offers.ACCEPTED: "Accept",
    offers.DECLINED: "Reject",
}


async def answer(unit: Unit, offer: OfferRow, reply: Reply, heard: Heard = OURS) -> bool:
    """Answer what is offered to a community. Raises what `offers.answer` does."""
    group = await actors.find_actor(unit, offer.community_id)
    if group is None:
        raise NotFound("There is no such offer.")
    if group.local:
        return await offers.answer(unit, offer, reply, heard)
    if reply.state == offers.DECLINED and not reply.words.strip():
        raise Invalid("answer: say why, and what would help")
    await _require_steward(unit, reply.by, group)
    verb, words = _VERBS[reply.state], reply.words.strip()
    events.record(unit, StewardSpoke(group.id, reply.by.id, verb, offer.uri, words=words))
    return True


async def endorse(unit: Unit, place: Place, pin: ArtifactPin, heard: Heard = OURS) -> bool:
    """Endorse a revision for a community. Raises what `endorsing.endorse` does."""
    if place.group.local:
        return await endorsing.endorse(unit, place, pin, heard.cause)
    return await _ask_to(unit, "Add", place, pin)


async def withdraw(unit: Unit, place: Place, pin: ArtifactPin, heard: Heard = OURS) -> bool:
    """Endorse a revision no longer, for a community. Raises Refused."""
    if not place.group.local:
        return await _ask_to(unit, "Remove", place, pin)
    await shelves.require_word(unit, place)
    word = Word(place.group, place.by, place.words)
    return await endorsing.withdraw(unit, word, pin, Heard(cause=heard.cause))


async def question(unit: Unit, place: Place, uri: str, heard: Heard = OURS) -> bool:
    """Say that something in a library must be looked at again. Raises Refused and Invalid."""
    group, words, status = place.group, place.words.strip(), standing.NEEDS_REVIEW
    if not words:
        raise Invalid("reason: say what has changed, or what is wrong")
    if not group.local:
        await _require_steward(unit, place.by, group)
        at = (group.id, place.by.id, "Add", uri, paths.library(group.uri))
        events.record(unit, StewardSpoke(*at, words=words, status=status))
        return True
    await shelves.require_word(unit, place)
    artifact = await _get(unit, uri)
    if await lifecycle.needs_review(unit, artifact, words, heard.cause):
        return True
    entry = await shelves.find_of(unit, group.id, uri)
    if entry is None or artifact.status == status:
        return False
    told = ShelfChanged(artifact.id, entry=entry.id, status=status, words=words)
    events.record(unit, told, heard.cause)
    return True


async def supersede(
    unit: Unit, place: Place, uri: str, successor: str, heard: Heard = OURS
) -> bool:
    """Let something else stand in a library in its place. Raises NotFound, Conflict, Refused."""
    group = place.group
    if not group.local:
        await _require_steward(unit, place.by, group)
        at = (group.id, place.by.id, "Remove", uri, paths.library(group.uri))
        events.record(unit, StewardSpoke(*at, words=place.words, successor=successor))
        return True
    await shelves.require_word(unit, place)
    artifact = await _get(unit, uri)
    await lifecycle.supersede(unit, artifact, successor, heard.cause)
    word = Word(group, place.by, place.words)
    await endorsing.withdraw(unit, word, ArtifactPin(uri), Heard(cause=heard.cause))
    gone = await shelves.take_off(unit, place, uri, Heard(cause=heard.cause), successor)
    await shelves.put(unit, place, ArtifactPin(successor), Heard(cause=heard.cause))
    return gone


async def _ask_to(unit: Unit, verb: str, place: Place, pin: ArtifactPin) -> bool:
    """Ask the home of a community to endorse a revision, or no longer."""
    group = place.group
    await _require_steward(unit, place.by, group)
    at = (group.id, place.by.id, verb, pin.uri, paths.endorsed(group.uri))
    said = StewardSpoke(*at, number=pin.number, digest=pin.digest, words=place.words)
    events.record(unit, said)
    return True


async def _require_steward(unit: Unit, by: ActorRow, group: ActorRow) -> None:
    """Go on with a steward of a community elsewhere, as far as we know. Raises Refused."""
    steward = await stewards.find_steward(unit, group.id, by.id)
    policy.require(policy.may_steward(by, group, steward=steward is not None))


async def _get(unit: Unit, uri: str) -> ArtifactRow:
    artifact = await artifacts.find(unit, uri)
    if artifact is None:
        raise NotFound("This artifact is not here.")
    return artifact

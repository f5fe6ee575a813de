"""Somebody offers a change to what one of ours wrote; or answers one that one of ours offered."""

from dataclasses import dataclass
from typing import Final

from fedcop.activitypub.vocabulary import Activity, Object
from fedcop.community import offering_back
from fedcop.community.offering_back import Change
from fedcop.community.practice import artifacts
from fedcop.community.practice.canonical import digest_of
from fedcop.community.practice.heard import Heard
from fedcop.community.practice.packing import said_of
from fedcop.community.practice.parts import ArtifactPart
from fedcop.errors import Malformed, Refused
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.federation.inbox.spoken import words_in
from fedcop.federation.remote import objects
from fedcop.federation.remote.practice.artifact import pin_of, read
from fedcop.store.batch import Unit
from fedcop.store.rows import OfferRow
from fedcop.values import ArtifactPin

_STATES: Final = {
    "TentativeAccept": offering_back.TALK,
    "Accept": offering_back.ACCEPTED,
    "Reject": offering_back.DECLINED,
}


@dataclass(frozen=True, slots=True)
class Offering:
    """What is offered to which artifact."""

    target_uri: str
    change: Change


async def check_offer(arrival: Arrival) -> Offering | Ignored | None:
    """Return what is offered; None where it is offered to no artifact. Raises Refused."""
    activity = arrival.activity
    original = (
        await objects.known(arrival.reach, activity.target or "") if activity.target else None
    )
    if original is None or await artifacts.find(arrival.reach.store, original.uri) is None:
        return None
    if not original.local or original.deleted:
        return Ignored("target: it is none of ours")
    if not arrival.first_hand:
        raise Refused("actor: it is not known to have said so")
    part, about = await _text(arrival)
    base = pin_of(activity.cop.get("cop:base"))
    if base is None or base.uri != original.uri:
        base = ArtifactPin(original.uri)
    return Offering(original.uri, Change(said_of(part), base, about, words_in(arrival)))


async def apply_offer(unit: Unit, arrival: Arrival, plan: Offering) -> Ignored | None:
    """Keep it for who wrote the original."""
    heard = Heard(arrival.activity.id, arrival.cause)
    if await offering_back.find_by_uri(unit, heard.uri):
        return Ignored("object: it is known already")
    await offering_back.offer(unit, arrival.actor, plan.target_uri, plan.change, heard)
    return None


async def check_answer(arrival: Arrival) -> OfferRow | Ignored | None:
    """Find the change that is answered; None where something else is. Raises Refused."""
    item = arrival.activity.object
    uri = item.id if isinstance(item, Activity) else arrival.activity.object_id
    if isinstance(item, Activity) and item.type != "Offer":
        return None
    row = await offering_back.find_by_uri(arrival.reach.store, uri) if uri else None
    if row is None:
        return None
    original = await objects.known(arrival.reach, row.target_uri)
    if original is None or original.author_id != arrival.actor.id or not arrival.first_hand:
        raise Refused("actor: only who wrote the original answers what is offered to it")
    return row


async def apply_answer(unit: Unit, arrival: Arrival, plan: OfferRow) -> Ignored | None:
    """Keep what becomes of it."""
    said = (_STATES[arrival.activity.type], words_in(arrival))
    heard = Heard(arrival.activity.id, arrival.cause)
    done = await offering_back.hear_answer(unit, plan, arrival.actor, said, heard)
    return None if done else Ignored("object: it was answered so already")


async def _text(arrival: Arrival) -> tuple[ArtifactPart, ArtifactPin | None]:
    """Read what the original shall say, and the version in which it does. Raises Malformed."""
    item = arrival.activity.object
    if not isinstance(item, Object):
        raise Malformed("object: a change carries what it would have the original say")
    if item.author != arrival.actor.uri:
        raise Refused("object: somebody else wrote this")
    part = await read(arrival.reach, item)
    if part is None or part.digest != digest_of(said_of(part)):
        raise Refused("cop:digest: it is not the digest of what came with it")
    version = item.cop.get("cop:revisionOf")
    if not isinstance(version, str) or not item.id.startswith(f"{version}/r/"):
        return part, None
    return part, ArtifactPin(version, part.number, part.digest)

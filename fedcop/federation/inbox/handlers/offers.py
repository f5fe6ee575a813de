"""An artifact is offered to the library of a community of ours; or what we offered is answered."""

from dataclasses import dataclass
from typing import Final

from fedcop.activitypub.vocabulary import Activity
from fedcop.community.practice import artifacts, offers
from fedcop.community.practice.heard import Heard
from fedcop.community.practice.offers import Reply
from fedcop.community.practice.shelves import Place
from fedcop.errors import Refused
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.federation.inbox.spoken import words_in
from fedcop.federation.remote import objects, peers
from fedcop.federation.remote.practice.pins import pin_in
from fedcop.store.batch import Unit
from fedcop.store.queries import actors
from fedcop.store.rows import ActorRow, OfferRow
from fedcop.values import ArtifactPin

_LIBRARY: Final = "/library"
_STATES: Final = {
    "TentativeAccept": offers.REVIEW,
    "Accept": offers.ACCEPTED,
    "Reject": offers.DECLINED,
}


@dataclass(frozen=True, slots=True)
class Offering:
    """What somebody offers to which community, and why."""

    group: ActorRow
    pin: ArtifactPin
    words: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What an offer is answered, by the community or by one of its stewards."""

    offer: OfferRow
    reply: Reply


async def check_offer(arrival: Arrival) -> Offering | Ignored | None:
    """Return what is offered, fetched where we have it not; None where it is for no library."""
    target = arrival.activity.target or ""
    if not target.endswith(_LIBRARY):
        return None
    group = await _group_of(arrival, target.removesuffix(_LIBRARY))
    if group is None:
        return Ignored("target: no library of ours")
    await peers.learn(arrival.reach, arrival.actor.host)
    post = await objects.find(arrival.reach, arrival.activity.object_id, arrival.budget)
    artifact = await artifacts.find(arrival.reach.store, post.uri)
    if post.deleted or artifact is None:
        return Ignored("object: it is no artifact, or was deleted")
    pin = pin_in(arrival.activity)
    return Offering(group, pin if pin.number else artifacts.pin_of(artifact), words_in(arrival))


async def _group_of(arrival: Arrival, uri: str) -> ActorRow | None:
    """Find the community to which something is offered: ours, or one that passes it on.

    Who looks after a community elsewhere hears so of what is offered to it. Raises Refused.
    """
    group = await actors.find_actor_by_uri(arrival.reach.store, uri)
    if group is None or group.kind != "Group":
        return None
    if arrival.group is None:
        return group if group.local else None
    if arrival.group.id != group.id:
        raise Refused("target: a community passes on what is offered to itself alone")
    return group


async def apply_offer(unit: Unit, arrival: Arrival, plan: Offering) -> None:
    """Keep it for the stewards."""
    place = Place(plan.group, arrival.actor, plan.words)
    await offers.propose(unit, place, plan.pin, Heard(arrival.activity.id, arrival.cause))


async def check_answer(arrival: Arrival) -> Answer | Ignored | None:
    """Find the offer that is answered; None where something else is."""
    item = arrival.activity.object
    uri = item.id if isinstance(item, Activity) else arrival.activity.object_id
    if isinstance(item, Activity) and item.type != "Offer":
        return None
    offer = await offers.find_by_uri(arrival.reach.store, uri) if uri else None
    if offer is None or offer.kind != offers.LIBRARY:
        return None
    group = await actors.find_actor(arrival.reach.store, offer.community_id)
    if group is None or (not group.local and group.id != arrival.actor.id):
        raise Refused("actor: only the community answers what is offered to it")
    state = _STATES[arrival.activity.type]
    return Answer(offer, Reply(arrival.actor, state, words_in(arrival)))


async def apply_answer(unit: Unit, arrival: Arrival, plan: Answer) -> Ignored | None:
    """Keep what it is answered."""
    heard = Heard(arrival.activity.id, arrival.cause)
    done = await offers.answer(unit, plan.offer, plan.reply, heard)
    return None if done else Ignored("object: it was answered so already")

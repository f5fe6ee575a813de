"""Add and Remove in a library, or among what somebody endorses.

Only whose collection it is says what stands in it, signed or proved. A steward asks the home of
the community to say so.
"""

from dataclasses import dataclass, replace
from typing import Final

from fedcop.activitypub.vocabulary import Activity
from fedcop.community.practice import (
    artifacts,
    endorsing,
    lifecycle,
    shelves,
    standing,
    stewarding,
)
from fedcop.community.practice.endorsing import Word
from fedcop.community.practice.heard import OURS, Heard
from fedcop.community.practice.shelves import Place
from fedcop.errors import Conflict, FedcopError, Malformed, Refused
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.federation.inbox.spoken import heard_in, words_in
from fedcop.federation.remote import communities, objects
from fedcop.federation.remote.practice.pins import pin_in
from fedcop.store.batch import Unit
from fedcop.store.queries import actors, follows
from fedcop.store.rows import ActorRow
from fedcop.values import ArtifactPin

_LIBRARY: Final = "library"
_ENDORSED: Final = "endorsed"
_PATIENCE: Final = 4
_LONGEST: Final = 2048


@dataclass(frozen=True, slots=True)
class Shelving:
    """What goes on or off which shelf, by whose word; `asked` by a steward of a community of ours.

    `successor` takes its place, and `status` doubts it.
    """

    owner: ActorRow
    shelf: str
    pin: ArtifactPin
    words: str = ""
    asked: bool = False
    successor: str = ""
    status: str = ""
    heard: Heard = OURS


async def check(arrival: Arrival) -> Shelving | Ignored | None:
    """Return what they say of which revision; None where it is about another collection."""
    activity = arrival.activity
    uri, _, shelf = (activity.target or "").rpartition("/")
    if shelf not in {_LIBRARY, _ENDORSED}:
        return None
    owner = await actors.find_actor_by_uri(arrival.reach.store, uri)
    if owner is None or owner.kind not in standing.SPEAKERS:
        return Ignored("target: no library of anybody that we know")
    asked = await _require_word(arrival, owner)
    pin = pin_in(activity)
    if activity.type == "Add" and shelf == _ENDORSED and not pin.number:
        raise Malformed("cop:revision: what is endorsed needs a revision and its digest")
    if not asked and not await _concerns_us(arrival, owner):
        return Ignored("actor: nobody here follows it, and we have nothing of this")
    if activity.type == "Add":
        await _have(arrival, owner)
    return Shelving(
        owner=owner,
        shelf=shelf,
        pin=pin,
        words=words_in(arrival),
        asked=asked,
        successor=_text(activity, "cop:supersededBy"),
        status=_text(activity, "cop:status"),
        heard=await heard_in(arrival),
    )


async def check_undo(arrival: Arrival) -> Shelving | Ignored | None:
    """Take an Add back: the same as a Remove; None where something else is undone."""
    item = arrival.activity.object
    if not isinstance(item, Activity) or item.type != "Add":
        return None
    if item.actor and item.actor != arrival.actor.uri:
        raise Refused("object: somebody else did that")
    at = arrival.activity.published
    removed = replace(
        item, type="Remove", id=arrival.activity.id, actor=arrival.actor.uri, published=at
    )
    return await check(replace(arrival, activity=removed))


async def apply_add(unit: Unit, arrival: Arrival, plan: Shelving) -> Ignored | None:
    """Put it there."""
    done = await (_do if plan.asked else _hear)(unit, arrival, plan)
    return None if done else Ignored("object: it is known so already")


async def apply_remove(unit: Unit, arrival: Arrival, plan: Shelving) -> Ignored | None:
    """Take it away."""
    done = await (_undo if plan.asked else _unhear)(unit, arrival, plan)
    return None if done else Ignored("object: it was not there")


async def _do(unit: Unit, arrival: Arrival, plan: Shelving) -> bool:
    """Do what a steward asks of a community of ours."""
    place, heard = Place(plan.owner, arrival.actor, plan.words), Heard(cause=arrival.cause)
    if plan.shelf == _ENDORSED:
        return await stewarding.endorse(unit, place, plan.pin, heard)
    if plan.status == standing.NEEDS_REVIEW:
        return await stewarding.question(unit, place, plan.pin.uri, heard)
    # What passed review only the rule says; a steward takes in what there is.
    return await shelves.put(unit, place, ArtifactPin(plan.pin.uri), heard)


async def _undo(unit: Unit, arrival: Arrival, plan: Shelving) -> bool:
    place, heard = Place(plan.owner, arrival.actor, plan.words), Heard(cause=arrival.cause)
    if plan.shelf == _ENDORSED:
        return await stewarding.withdraw(unit, place, plan.pin, heard)
    if plan.successor:
        return await stewarding.supersede(unit, place, plan.pin.uri, plan.successor, heard)
    return await shelves.take_off(unit, place, plan.pin.uri, heard)


async def _hear(unit: Unit, arrival: Arrival, plan: Shelving) -> bool:
    """Keep what the owner of a collection says."""
    if plan.shelf == _ENDORSED:
        word = Word(plan.owner, plan.owner, plan.words)
        return await endorsing.keep(unit, word, plan.pin, plan.heard)
    if plan.status == standing.NEEDS_REVIEW:
        artifact = await artifacts.find(unit, plan.pin.uri)
        if artifact is None:
            return False
        return await lifecycle.needs_review(unit, artifact, plan.words, arrival.cause)
    place = Place(plan.owner, plan.owner, plan.words)
    return await shelves.put(unit, place, plan.pin, plan.heard)


async def _unhear(unit: Unit, arrival: Arrival, plan: Shelving) -> bool:
    if plan.shelf == _ENDORSED:
        word = Word(plan.owner, plan.owner, plan.words)
        return await endorsing.withdraw(unit, word, plan.pin, plan.heard)
    artifact = await artifacts.find(unit, plan.pin.uri)
    held = await shelves.find_of(unit, plan.owner.id, plan.pin.uri)
    if plan.successor and artifact is not None and held is not None:
        await _follow(unit, plan, arrival.cause)
    place = Place(plan.owner, plan.owner, plan.words)
    return await shelves.take_off(unit, place, plan.pin.uri, plan.heard)


async def _follow(unit: Unit, plan: Shelving, cause: int) -> None:
    """Let something of ours be superseded as its community says, where that can be."""
    artifact = await artifacts.find(unit, plan.pin.uri)
    if artifact is None:
        return
    try:
        await lifecycle.supersede(unit, artifact, plan.successor, cause)
    except Conflict:
        raise
    except FedcopError:
        return  # its successor is not here; the shelf changes all the same


async def _require_word(arrival: Arrival, owner: ActorRow) -> bool:
    """Say whether a steward asks; False where the owner itself speaks. Raises Refused."""
    own = arrival.actor.id == owner.id
    if own and (arrival.first_hand or _is_told_by(arrival, owner)):
        return False
    if own:
        raise Refused("actor: it is not known to have said so")
    if arrival.group is not None:
        raise Refused("target: a community speaks for its own collections alone")
    if not owner.local or owner.kind != "Group":
        raise Refused("actor: only whose collection it is says what stands in it")
    if not await communities.is_steward(arrival.reach, owner, arrival.actor, arrival.budget):
        raise Refused("actor: only the stewards of a community do this")
    return True


def _is_told_by(arrival: Arrival, owner: ActorRow) -> bool:
    """Whether a community says in an Announce of its own what is its to say."""
    return arrival.group is not None and arrival.group.id == owner.id


async def _concerns_us(arrival: Arrival, owner: ActorRow) -> bool:
    """Whether one of ours listens to whoever speaks, or we have what they speak of."""
    if owner.kind == "Group" and await follows.is_followed(arrival.reach.store, owner.id):
        return True
    post = await objects.known(arrival.reach, arrival.activity.object_id)
    if post is None or post.deleted:
        return False
    return owner.kind == "Organization" or bool(post.local) or post.community_id == owner.id


async def _have(arrival: Arrival, owner: ActorRow) -> None:
    """Have what is spoken of, as far as it can be had; a word about it waits for it."""
    await arrival.after(arrival.activity.object_id)
    passing = owner if owner.kind == "Group" and not owner.local else None
    try:
        await objects.find(arrival.reach, arrival.activity.object_id, arrival.budget, passing)
    except FedcopError as error:
        if error.retryable and arrival.tries < _PATIENCE:
            raise


def _text(activity: Activity, name: str) -> str:
    value = activity.cop.get(name)
    return value if isinstance(value, str) and len(value) <= _LONGEST else ""

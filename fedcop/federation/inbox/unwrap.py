"""From a message to the activities in it, and how far each is to be believed.

An Announce of a Group proves the Group's word alone. What it carries is believed when it has a
proof by its actor, when its actor and the Group share an origin, or after it was fetched from its
origin. Of votes and of what stewards do, the Group's word is enough within its own community: the
handlers see to that.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Final

from fedcop.activitypub.origin import Outcome, check_relayed
from fedcop.activitypub.vocabulary import JSON, Activity, Actor, Collection, Item, Object
from fedcop.errors import Malformed, NotFound, Refused
from fedcop.federation.inbox.arrival import Arrival, at_once
from fedcop.federation.inbox.authenticate import Trust
from fedcop.federation.inbox.key_cache import KeyCache
from fedcop.federation.inbox.proved import is_proved
from fedcop.federation.remote import actors, objects
from fedcop.federation.remote.reach import Reach
from fedcop.store.queries import follows
from fedcop.store.rows import ActorRow, InboxRow
from fedcop.transport.budget import Budget
from fedcop.values import host_of

_WRITTEN: Final = frozenset({"Create", "Update"})
_MOST_INNER: Final = 50


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message being unwrapped."""

    row: InboxRow
    document: dict[str, JSON]
    activity: Activity
    reach: Reach
    keys: KeyCache
    budget: Budget
    after: Callable[[str], Awaitable[None]] = at_once


async def sender_of(parcel: Parcel) -> ActorRow:
    """Return the actor of a message. Raises Refused, and what a fetch raises."""
    uri = parcel.activity.actor
    await parcel.reach.domains.require(host_of(uri))
    actor = await actors.find(parcel.reach, uri, parcel.budget)
    if actor.suspended:
        raise Refused("actor: it is suspended here")
    return actor


def carried_by(activity: Activity) -> list[Activity]:
    """Return the activities that an Announce carries: one, a list, or a collection (PieFed)."""
    if activity.type != "Announce":
        return []
    items: list[Item] = []
    for item in activity.objects:
        items.extend(item.items if isinstance(item, Collection) else (item,))
    return [item for item in items if isinstance(item, Activity)][:_MOST_INNER]


async def whole(parcel: Parcel, actor: ActorRow) -> Arrival:
    """Judge a message that carries no other. Raises Refused, and what a fetch raises."""
    activity, trust = parcel.activity, Trust(parcel.row.trust)
    if trust is Trust.ORIGIN and _is_written(activity):
        activity = await _from_origin(parcel, activity)
    return _arrival(parcel, activity, actor, trust)


async def passed_on(parcel: Parcel, group: ActorRow, inner: Activity) -> Arrival:
    """Judge one activity that somebody announces. Raises Refused, and what a fetch raises."""
    if not inner.id or not inner.actor:
        raise Malformed("object: an activity that is announced must have an id and an actor")
    uris = parcel.reach.store.uris
    plain = replace(parcel.activity, objects=(inner.object_id,))
    if group.kind != "Group" or uris.names_our_host(inner.actor):
        # Whoever passes on a post boosts it; a Group that passes on ours says that it took it.
        if inner.type not in _WRITTEN and group.kind == "Group":
            raise NotFound(f"object: a {inner.type} of one of ours comes back; it is done here")
        if inner.type not in _WRITTEN:
            raise Refused(f"object: a {inner.type} of somebody else is not for them to announce")
        return _arrival(parcel, plain, group, Trust.SIGNED)
    await parcel.reach.domains.require(host_of(inner.actor))
    await _require_ears(parcel, group, inner)
    trust = await _trust(parcel, inner)
    if trust is Trust.ORIGIN:
        inner = await _from_origin(parcel, inner)
    if _is_written(inner):
        actor = await actors.find(parcel.reach, inner.actor, parcel.budget)
    else:
        actor = await actors.name(parcel.reach, inner.actor)  # no fetch for each who votes
    if actor.suspended:
        raise Refused("object.actor: it is suspended here")
    return replace(_arrival(parcel, inner, actor, trust), group=group, relay=parcel.activity.id)


async def _require_ears(parcel: Parcel, group: ActorRow, inner: Activity) -> None:
    """Go on when one of ours listens to a community, or it is about a post of ours."""
    uris = parcel.reach.store.uris
    written = inner.object
    about = [inner.object_id]
    if isinstance(written, Object) and written.in_reply_to:
        about.append(written.in_reply_to)
    if any(uris.is_local(uri) for uri in about):
        return
    if not await follows.is_followed(parcel.reach.store, group.id):
        raise NotFound("actor: nobody here follows this community")


async def _trust(parcel: Parcel, inner: Activity) -> Trust:
    """Say why what a Group announces is believed."""
    if inner.actor == parcel.activity.actor:
        return Trust.SIGNED
    raw = _raw(parcel.document.get("object"), inner.id)
    if raw is not None and await is_proved(parcel.keys, raw, inner.actor, parcel.budget):
        return Trust.PROVED
    finding = check_relayed(parcel.activity, inner)
    if finding.outcome is Outcome.REFUSE:
        raise Refused(finding.reason)
    if finding.believed:
        return Trust.SIGNED  # one server answers for both
    return Trust.ORIGIN if _is_written(inner) else Trust.RELAYED


def _is_written(activity: Activity) -> bool:
    return activity.type in _WRITTEN and not isinstance(activity.object, Actor)


def _raw(value: JSON, wanted: str) -> dict[str, JSON] | None:
    """Return an activity as it came, by its id: its proof covers the text, not our reading."""
    if isinstance(value, dict) and value.get("id") == wanted:
        return value
    listed = value.get("orderedItems", value.get("items")) if isinstance(value, dict) else value
    for one in listed if isinstance(listed, list) else []:
        if isinstance(one, dict) and one.get("id") == wanted:
            return one
    return None


async def _from_origin(parcel: Parcel, activity: Activity) -> Activity:
    """Put what its origin says in place of what somebody passes on.

    A post that we have needs no fetch to be passed on again.
    """
    if not activity.object_id:
        raise Malformed("object: it has no id to fetch it by")
    if activity.type == "Create" and await objects.known(parcel.reach, activity.object_id):
        return replace(activity, objects=(activity.object_id,))
    written = await objects.fetch(parcel.reach, activity.object_id, parcel.budget)
    if written.author != activity.actor:
        raise Refused("object: at its origin it is by somebody else")
    return replace(activity, objects=(written,), to=(), cc=(), audience=())


def _arrival(parcel: Parcel, activity: Activity, actor: ActorRow, trust: Trust) -> Arrival:
    return Arrival(
        activity=activity,
        actor=actor,
        trust=trust,
        cause=parcel.row.id,
        reach=parcel.reach,
        budget=parcel.budget,
        tries=parcel.row.tries,
        after=parcel.after,
        raw=None if trust is Trust.ORIGIN else _raw_of(parcel, activity.id),
    )


def _raw_of(parcel: Parcel, wanted: str) -> dict[str, JSON] | None:
    """Return an activity as it came: the message itself, or what it carries."""
    return _raw(parcel.document, wanted) or _raw(parcel.document.get("object"), wanted)

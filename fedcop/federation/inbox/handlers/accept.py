"""Whom one of ours asked to follow says yes, or no; a Reject may also end what was."""

from fedcop.activitypub.vocabulary import Activity
from fedcop.community import membership
from fedcop.errors import Refused
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.store.batch import Unit
from fedcop.store.queries import actors
from fedcop.store.rows import ActorRow

_ASKING = frozenset({"Follow", "Join"})


async def check(arrival: Arrival) -> ActorRow | Ignored:
    """Find who asked, by the pair or by the id of the Follow; only whom they asked can answer."""
    item = arrival.activity.object
    if not isinstance(item, Activity):
        return await _by_id(arrival, arrival.activity.object_id)
    if item.type not in _ASKING:
        return Ignored(f"object: we wait for no answer to a {item.type[:40]}")
    if item.object_id and item.object_id != arrival.actor.uri:
        raise Refused("object: only whom somebody asked can answer")
    follower = await actors.find_actor_by_uri(arrival.reach.store, item.actor)
    if follower is None or not follower.local:
        return await _by_id(arrival, item.id)
    return follower


async def apply_accept(unit: Unit, arrival: Arrival, follower: ActorRow) -> Ignored | None:
    """Note that they agreed."""
    done = await membership.accepted(unit, follower, arrival.actor, arrival.cause)
    return None if done else Ignored("object: nothing of ours waits for this")


async def apply_reject(unit: Unit, arrival: Arrival, follower: ActorRow) -> Ignored | None:
    """Note that they refused, or ended it."""
    done = await membership.rejected(unit, follower, arrival.actor, arrival.cause)
    return None if done else Ignored("object: there is nothing to end")


async def _by_id(arrival: Arrival, uri: str) -> ActorRow | Ignored:
    """Guppe answers with the id of the Follow alone."""
    follow = await membership.find_by_uri(arrival.reach.store, uri) if uri else None
    if follow is None:
        return Ignored("object: we sent no such Follow")
    if follow.target_id != arrival.actor.id:
        raise Refused("object: only whom somebody asked can answer")
    follower = await actors.find_actor(arrival.reach.store, follow.follower_id)
    return follower if follower is not None else Ignored("object: we sent no such Follow")

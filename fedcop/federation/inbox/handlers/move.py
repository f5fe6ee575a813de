"""A person goes to another account; our people who follow them go along."""

import orjson

from fedcop.activitypub.origin import check_moved
from fedcop.activitypub.vocabulary import Actor
from fedcop.community import accounts, membership
from fedcop.errors import Refused
from fedcop.federation.inbox.arrival import UNFINISHED, Arrival, Ignored, Unfinished
from fedcop.federation.remote import actors
from fedcop.store.batch import Unit
from fedcop.store.queries import actors as actor_queries
from fedcop.store.rows import ActorRow


async def check(arrival: Arrival) -> ActorRow | Ignored:
    """Return where they go, if both accounts say so: the old one signs, the new one names it."""
    activity = arrival.activity
    if activity.object_id != activity.actor:
        return Ignored("object: only accounts move here, not threads")
    if not arrival.first_hand or not activity.target:
        raise Refused("target: only they themselves say where they go")
    ours = await actor_queries.find_actor_by_uri(arrival.reach.store, activity.target)
    if ours is not None and ours.local:
        if activity.actor not in orjson.loads(ours.aliases):
            raise Refused("alsoKnownAs: the target does not name the actor")
        return ours
    target = await actors.look(arrival.reach, activity.target, arrival.budget)
    _require_both(arrival, target)
    return await actors.keep(arrival.reach, target)


async def apply(unit: Unit, arrival: Arrival, target: ActorRow) -> Ignored | Unfinished | None:
    """Take our people along, some at a time, then note where they went."""
    if arrival.actor.moved_to == target.uri:
        return Ignored("object: moved already")
    if await membership.move_followers(unit, arrival.actor, target, arrival.cause):
        return UNFINISHED
    await accounts.mark_moved(unit, arrival.actor, target)
    return None


def _require_both(arrival: Arrival, target: Actor) -> None:
    finding = check_moved(arrival.activity, target)
    if not finding.believed:
        raise Refused(finding.reason)

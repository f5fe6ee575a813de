"""Somebody wants to follow a person, or be a member of a community. `Join` means the same."""

from fedcop.community import membership
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.federation.remote import peers
from fedcop.store.batch import Unit
from fedcop.store.queries import actors
from fedcop.store.rows import ActorRow


async def check(arrival: Arrival) -> ActorRow | Ignored:
    """Return whom they want to follow; what their server runs is asked now, for the answer."""
    target = await actors.find_actor_by_uri(arrival.reach.store, arrival.activity.object_id)
    if target is None or not target.local:
        return Ignored("object: nobody of ours")
    await peers.learn(arrival.reach, arrival.actor.host)
    return target


async def apply(unit: Unit, arrival: Arrival, target: ActorRow) -> Ignored | None:
    """Let them in, or to the door."""
    follow = arrival.activity.id
    await membership.join(unit, arrival.actor, target, follow, arrival.cause)
    return None

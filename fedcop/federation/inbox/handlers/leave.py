"""A member leaves a community: the same as taking a Follow back."""

from fedcop.community import membership
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.store.batch import Unit
from fedcop.store.queries import actors
from fedcop.store.rows import ActorRow


async def check(arrival: Arrival) -> ActorRow | Ignored:
    """Return what they leave, if we know it."""
    target = await actors.find_actor_by_uri(arrival.reach.store, arrival.activity.object_id)
    return target if target is not None else Ignored("object: not known here")


async def apply(unit: Unit, arrival: Arrival, target: ActorRow) -> Ignored | None:
    """Let them go."""
    left = await membership.leave(unit, arrival.actor, target, arrival.cause)
    return None if left else Ignored("object: they were no member")

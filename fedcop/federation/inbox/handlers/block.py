"""Somebody wants nothing to do with one of ours. With a target it is a ban, which is not kept."""

from fedcop.community import moderation
from fedcop.errors import Refused
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.store.batch import Unit
from fedcop.store.queries import actors
from fedcop.store.rows import ActorRow


async def check(arrival: Arrival) -> ActorRow | Ignored:
    """Return whom of ours they block, if it is personal."""
    if arrival.activity.target:
        return Ignored("target: bans of other servers and communities are not kept here")
    if not arrival.first_hand:
        raise Refused("actor: only they themselves block somebody")
    blocked = await actors.find_actor_by_uri(arrival.reach.store, arrival.activity.object_id)
    if blocked is None or not blocked.local:
        return Ignored("object: nobody of ours")
    return blocked


async def apply(unit: Unit, arrival: Arrival, blocked: ActorRow) -> Ignored | None:
    """Keep them apart."""
    await moderation.block(unit, arrival.actor, blocked, arrival.activity.id, arrival.cause)
    return None

"""Whether somebody speaks for a community: it does itself, and those who look after it."""

from fedcop.federation.inbox.arrival import Arrival
from fedcop.federation.remote import communities
from fedcop.store.queries import actors as actor_queries


async def looks_after(arrival: Arrival, community_id: int) -> bool:
    """Whether whoever says it is a community itself, or one of its stewards."""
    community = await actor_queries.find_actor(arrival.reach.store, community_id)
    if community is None:
        return False
    if community.id == arrival.actor.id:
        return True
    return await communities.is_steward(arrival.reach, community, arrival.actor, arrival.budget)

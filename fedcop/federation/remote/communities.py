"""Communities of other nodes: who looks after them, by the word of their own `moderators`."""

from typing import Final

from fedcop import clock
from fedcop.activitypub.vocabulary import Item
from fedcop.community import communities, stewards
from fedcop.community.perform import perform
from fedcop.errors import FedcopError
from fedcop.federation.remote import actors
from fedcop.federation.remote.reach import Reach
from fedcop.store.rows import ActorRow
from fedcop.transport.budget import Budget
from fedcop.values import host_of

_MOST_STEWARDS: Final = 50
_STALE_MS: Final = 24 * 60 * 60 * 1000


async def refresh_stewards(reach: Reach, community: ActorRow, budget: Budget) -> None:
    """Let the stewards of a remote community be those its `moderators` lists now.

    Raises what the fetch of that collection raises; a steward who cannot be had is left out.
    """
    if community.local or not community.moderators:
        return
    await reach.domains.require(host_of(community.moderators))
    listed = await reach.fetcher.items(community.moderators, budget, pages=2, items=_MOST_STEWARDS)
    found = []
    for uri in dict.fromkeys(map(_id_of, listed)):
        try:
            found.append(await actors.find(reach, uri, budget))
        except FedcopError:
            continue
    await perform(reach.store, stewards.reconcile, community, found)


async def stewards_are_stale(reach: Reach, community: ActorRow) -> bool:
    """Whether it is time to ask again who looks after a remote community."""
    if community.local or not community.moderators:
        return False
    group = await communities.find(reach.store, community.id)
    return group is not None and group.practice.moderated + _STALE_MS <= clock.now_ms()


async def is_steward(reach: Reach, community: ActorRow, actor: ActorRow, budget: Budget) -> bool:
    """Whether somebody looks after a community; of a remote one we ask when we do not know."""
    if await stewards.is_steward(reach.store, actor.id, community.id):
        return True
    if not await stewards_are_stale(reach, community):
        return False
    try:
        await refresh_stewards(reach, community, budget)
    except FedcopError:
        return False
    return await stewards.is_steward(reach.store, actor.id, community.id)


def _id_of(item: Item) -> str:
    return item if isinstance(item, str) else item.id

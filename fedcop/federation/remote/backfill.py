"""What was said before we listened: a community's latest, and the replies of a thread."""

from dataclasses import dataclass
from typing import Final

from fedcop.activitypub.origin import check_author, same_origin
from fedcop.activitypub.vocabulary import Activity, Item, Object
from fedcop.community import communities, reactions
from fedcop.community.perform import perform
from fedcop.errors import Conflict, FedcopError, Unavailable
from fedcop.federation.remote import communities as remote_communities
from fedcop.federation.remote import libraries, objects
from fedcop.federation.remote.reach import Reach
from fedcop.store.rows import ActorRow, PostRow
from fedcop.transport.budget import Budget
from fedcop.values import host_of

_FETCHES: Final = 150
_SECONDS: Final = 300.0
_LATEST: Final = 50
_PINNED: Final = 20
_REPLIES: Final = 200
_DEEPEST: Final = 3


@dataclass(frozen=True, slots=True)
class _Listed:
    """A post in a collection: its id, itself where it may be believed, and its Announce."""

    uri: str
    written: Object | None = None
    relay: str = ""


async def community(reach: Reach, group: ActorRow) -> list[PostRow]:
    """Bring the latest posts of a remote community, its stewards and what it has pinned.

    Returns those that were listed and could be had. What its node does not show is not an error.
    """
    budget = Budget(fetches=_FETCHES, seconds=_SECONDS)
    try:
        await remote_communities.refresh_stewards(reach, group, budget)
    except Unavailable:
        raise
    except FedcopError:
        pass  # it may show no stewards and yet its posts
    found = []
    for listed in await _list(reach, group.outbox, budget, _LATEST):
        post = await _bring(reach, listed, budget, group)
        if post is not None:
            found.append(post)
            await _claim(reach, group, post, listed.relay)
    for listed in await _list(reach, group.featured, budget, _PINNED):
        post = await _bring(reach, listed, budget, group)
        if post is not None and post.community_id == group.id:
            await perform(reach.store, communities.pin, group, group, post)
    await libraries.read(reach, group, budget)
    return found


async def thread(reach: Reach, start: PostRow) -> int:
    """Bring the replies of a thread that began elsewhere; returns how many could be had."""
    if start.local:
        return 0
    budget = Budget(fetches=_FETCHES, seconds=_SECONDS)
    where = start.context_uri
    # The context of a meeting that repeats is its series, not what is said of it.
    if not where or start.practice == "event" or reach.store.uris.names_our_host(where):
        where = (await objects.fetch(reach, start.uri, budget)).replies or ""
    found = 0
    for listed in await _list(reach, where, budget, _REPLIES):
        found += await _bring(reach, listed, budget, None) is not None
    return found


async def _list(reach: Reach, collection: str, budget: Budget, most: int) -> list[_Listed]:
    """Read what a collection lists; nothing when it cannot be read."""
    if not collection:
        return []
    try:
        await reach.domains.require(host_of(collection))
        items = await reach.fetcher.items(collection, budget, items=most)
    except Unavailable:
        raise
    except FedcopError:
        return []
    listed = [_listed(item, collection, _DEEPEST) for item in items]
    return [one for one in listed if one is not None]


def _listed(item: Item, collection: str, depth: int) -> _Listed | None:
    """Find the post in an item: the post, its id, its Create, or the Announce of either."""
    if isinstance(item, str):
        return _Listed(item)
    if isinstance(item, Object):
        own = same_origin(item.id, collection) and check_author(item).believed
        return _Listed(item.id, item if own else None) if item.id else None
    if not isinstance(item, Activity) or item.object is None or not depth:
        return None
    found = _listed(item.object, collection, depth - 1)
    if found is not None and item.type == "Announce":
        return _Listed(found.uri, found.written, item.id)
    return found if item.type in {"Announce", "Create"} else None


async def _bring(
    reach: Reach, listed: _Listed, budget: Budget, group: ActorRow | None
) -> PostRow | None:
    """Return a post that was listed; None for one that cannot be had or may not be here."""
    try:
        known = await objects.known(reach, listed.uri)
        if known is None and listed.written is not None:
            known = await objects.bring(reach, listed.written, budget, group)
        post = known or await objects.find(reach, listed.uri, budget, group)
    except Unavailable:
        raise
    except FedcopError:
        return None
    return None if post.deleted else post


async def _claim(reach: Reach, group: ActorRow, post: PostRow, relay: str) -> None:
    """Note that the community lists it as its own, unless it stands elsewhere."""
    if post.community_id == group.id:
        return
    try:
        await perform(reach.store, reactions.relay, group, post.id, relay, 0)
    except (Unavailable, Conflict):
        raise
    except FedcopError:
        return

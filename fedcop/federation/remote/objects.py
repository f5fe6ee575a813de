"""Posts of other nodes: known, or fetched with what they answer, the oldest first."""

from typing import Final

from fedcop.activitypub import reading
from fedcop.activitypub.origin import check_author, check_written
from fedcop.activitypub.vocabulary import Activity, Object, Tombstone
from fedcop.community import posts
from fedcop.community.perform import perform
from fedcop.errors import FedcopError, Gone, Malformed, NotFound, Refused
from fedcop.federation.remote import actors, translate
from fedcop.federation.remote.places import Newcomer, place_of
from fedcop.federation.remote.reach import Reach
from fedcop.store.queries import posts as post_queries
from fedcop.store.rows import ActorRow, PostRow
from fedcop.transport.budget import Budget

_LONGEST_CHAIN: Final = 100


async def known(reach: Reach, uri: str) -> PostRow | None:
    """Return a post, or its tombstone, when we have it."""
    return await post_queries.find_post_by_uri(reach.store, uri)


async def find(reach: Reach, uri: str, budget: Budget, relay: ActorRow | None = None) -> PostRow:
    """Return a post, fetching it and what it answers when we do not have it.

    `relay` is the community by whose word it belongs there. Raises what a fetch raises, and what
    keeps the post itself from being written.
    """
    found = await known(reach, uri)
    if found is not None:
        return found
    return await bring(reach, await fetch(reach, uri, budget), budget, relay)


async def fetch(reach: Reach, uri: str, budget: Budget) -> Object:
    """Fetch what somebody wrote from its origin, which is the only one to say what it says."""
    if reach.store.uris.names_our_host(uri):
        raise NotFound(f"{uri[:200]}: there is no such post here")
    document = reading.read(await reach.document(uri, budget))
    if isinstance(document, Tombstone):
        raise Gone(f"{uri[:200]}: it is a tombstone")
    if isinstance(document, Activity):
        return await _carried(reach, document, budget)
    if not isinstance(document, Object):
        raise Malformed(f"{uri[:200]}: nothing written stands there")
    finding = check_author(document)
    if not finding.believed:
        raise Refused(finding.reason)
    return document


async def bring(
    reach: Reach, written: Object, budget: Budget, relay: ActorRow | None = None
) -> PostRow:
    """Write a post that was fetched, and before it what it answers as far as that can be had."""
    author = await actors.find(reach, written.author, budget)
    parent = await _parent_or_none(reach, written, budget, relay)
    return await _write(reach, Newcomer(written, author, relay=relay, parent=parent))


async def find_parent(
    reach: Reach, written: Object, budget: Budget, relay: ActorRow | None = None
) -> PostRow | None:
    """Return what a post answers, fetching it and what that answers; None when it answers nothing.

    Raises what the fetch of the parent itself raises. Further up, what cannot be had ends the
    chain: its last post then answers something that is not here.
    """
    uri = written.in_reply_to
    if not uri:
        return None
    found = await known(reach, uri)
    if found is not None:
        return found
    chain = [await fetch(reach, uri, budget)]
    await actors.find(reach, chain[0].author, budget)
    top = await _climb(reach, chain, budget)
    for above in reversed(chain):
        author = await actors.find(reach, above.author, budget)
        try:
            top = await _write(reach, Newcomer(above, author, relay=relay, parent=top))
        except (Refused, Malformed):
            top = None  # nobody may say this here; what answers it stands by itself
    return top


async def _climb(reach: Reach, chain: list[Object], budget: Budget) -> PostRow | None:
    """Fetch upwards from the last of a chain; return the post we know above it, if there is one."""
    seen = {chain[0].id}
    while len(chain) < _LONGEST_CHAIN:
        uri = chain[-1].in_reply_to
        if not uri or uri in seen:
            return None
        seen.add(uri)
        found = await known(reach, uri)
        if found is not None:
            return found
        try:
            budget = budget.deeper()
            above = await fetch(reach, uri, budget)
            await actors.find(reach, above.author, budget)
        except FedcopError:
            return None
        chain.append(above)
    return None


async def _parent_or_none(
    reach: Reach, written: Object, budget: Budget, relay: ActorRow | None
) -> PostRow | None:
    try:
        return await find_parent(reach, written, budget, relay)
    except FedcopError:
        return None


async def _write(reach: Reach, new: Newcomer) -> PostRow:
    place = await place_of(reach, new)
    draft = await translate.draft_of(reach, new, place)
    return await perform(reach.store, posts.write, new.author, draft)


async def _carried(reach: Reach, activity: Activity, budget: Budget) -> Object:
    """Return what an activity that was fetched wrote (Mbin announces Updates by their id)."""
    if activity.type not in {"Create", "Update"}:
        raise Malformed(f"type: {activity.type} is nothing written")
    carried = activity.object
    if isinstance(carried, Object) and check_written(activity).believed and carried.author:
        return carried
    if activity.object_id in {"", activity.id}:
        raise Malformed("object: nothing written stands there")
    document = reading.read(await reach.document(activity.object_id, budget))
    if not isinstance(document, Object) or not check_author(document).believed:
        raise Malformed("object: nothing written stands there")
    return document

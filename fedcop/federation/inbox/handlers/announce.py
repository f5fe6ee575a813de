"""Somebody passes a post on: a person boosts it, a community says that it belongs to it."""

from fedcop.activitypub.origin import check_author, same_origin
from fedcop.activitypub.vocabulary import Object
from fedcop.community import reactions
from fedcop.errors import Malformed
from fedcop.federation.inbox.arrival import Arrival, Ignored
from fedcop.federation.remote import objects
from fedcop.store.batch import Unit
from fedcop.store.queries import follows
from fedcop.store.rows import ActorRow, PostRow


async def check(arrival: Arrival) -> PostRow | Ignored:
    """Return the post, as its origin says it.

    An embedded copy is taken where its author and who passes it on share that origin.
    """
    uri = arrival.activity.object_id
    if not uri:
        raise Malformed("object: it names nothing")
    await arrival.after(uri)
    community = arrival.actor if arrival.actor.kind == "Group" else None
    if community is not None and not await _listens(arrival, uri):
        return Ignored("actor: nobody here follows this community")
    post = await objects.known(arrival.reach, uri) or await _brought(arrival, uri, community)
    return Ignored("object: it was deleted") if post.deleted else post


async def _brought(arrival: Arrival, uri: str, community: ActorRow | None) -> PostRow:
    item = arrival.activity.object
    embedded = isinstance(item, Object) and same_origin(item.id, arrival.actor.uri)
    if isinstance(item, Object) and embedded and check_author(item).believed:
        return await objects.bring(arrival.reach, item, arrival.budget, community)
    return await objects.find(arrival.reach, uri, arrival.budget, community)


async def _listens(arrival: Arrival, uri: str) -> bool:
    """Whether one of ours listens to the community, or the post is ours."""
    store = arrival.reach.store
    return store.uris.is_local(uri) or await follows.is_followed(store, arrival.actor.id)


async def apply(unit: Unit, arrival: Arrival, post: PostRow) -> Ignored | None:
    """Pass it on."""
    passing = reactions.relay if arrival.actor.kind == "Group" else reactions.boost
    done = await passing(unit, arrival.actor, post.id, arrival.activity.id, arrival.cause)
    return None if done else Ignored("object: passed on already")

"""The post that somebody reacts to: here, on its way to us, or nothing we have."""

from fedcop.errors import Early
from fedcop.federation.inbox.arrival import Arrival
from fedcop.federation.inbox.ordering import key_of_object
from fedcop.federation.remote import objects
from fedcop.store.queries import inbox
from fedcop.store.rows import PostRow


async def find(arrival: Arrival, uri: str) -> PostRow | None:
    """Return a post, or its tombstone, when we have it; nothing is fetched for a reaction.

    Raises Early while the message that brings it waits, be it for a peer that does not answer.
    """
    await arrival.after(uri)
    post = await objects.known(arrival.reach, uri)
    if post is not None:
        return post
    if await inbox.waits_before(arrival.reach.store, arrival.cause, key_of_object(uri)):
        raise Early("object: the message that brings it waits to be processed")
    return await objects.known(arrival.reach, uri)  # it may have come while we asked

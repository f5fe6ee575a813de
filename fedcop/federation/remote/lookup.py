"""Find what somebody typed into a search field: a handle or an address, here or anywhere.

Doors call this first and hand what it finds to a verb.
"""

from typing import Final, TypeVar

from fedcop import clock
from fedcop.activitypub import reading, webfinger
from fedcop.activitypub.vocabulary import Actor
from fedcop.community import accounts
from fedcop.errors import FedcopError, Malformed, NotFound, Refused
from fedcop.federation.remote import actors, objects
from fedcop.federation.remote.reach import Reach
from fedcop.store.batch import Store
from fedcop.store.queries import actors as actor_queries
from fedcop.store.queries import posts as post_queries
from fedcop.store.rows import ActorRow, PostRow
from fedcop.transport.budget import Budget
from fedcop.transport.fetch import JRD
from fedcop.values import Handle, host_of

T = TypeVar("T")

_FETCHES: Final = 40
_SECONDS: Final = 30.0
_FRESH_MS: Final = 24 * 60 * 60 * 1000


async def find(reach: Reach, text: str) -> ActorRow | PostRow:
    """Find an actor or a post by handle or address. Raises NotFound and what a fetch raises."""
    wanted = text.strip()
    if wanted.startswith(("https://", "http://")):
        return await find_by_address(reach, wanted)
    return await find_by_handle(reach, Handle.read(wanted))


async def find_by_handle(reach: Reach, handle: Handle, *, group: bool = False) -> ActorRow:
    """Find an actor by handle, asking WebFinger both ways for one we do not know well.

    Some hosts give one name to a person and a group; `group` says which is meant.
    """
    own = host_of(reach.store.uris.origin)
    if not handle.host or handle.host == own:
        return _there(await accounts.find_by_handle(reach.store, Handle(handle.name)), str(handle))
    known = await accounts.find_by_handle(reach.store, handle)
    if known is not None and known.fetched + _FRESH_MS > clock.now_ms():
        return known
    try:
        return await _finger(reach, handle, "Group" if group else None)
    except FedcopError as error:
        if known is None or not error.retryable:
            raise
        return known  # its node does not answer just now; what we know is a day old


async def known_at(reach: Reach, address: str) -> ActorRow | PostRow | None:
    """Return what stands at an address as far as it is known here; nobody is asked."""
    actor = await actor_queries.find_actor_by_uri(reach.store, address)
    if actor is not None:
        return None if actor.deleted else actor
    post = await post_at(reach.store, address)
    return None if post is None or post.deleted else post


async def post_at(store: Store, address: str) -> PostRow | None:
    """Find a post, or its tombstone, by its address or by that of its page here.

    What was written elsewhere has a page here, too; people copy the address they see.
    """
    post = await post_queries.find_post_by_uri(store, address)
    own = None if post else store.uris.recognise(address.partition("#")[0].partition("?")[0])
    if own is None or not own.id or (own.part and not own.part.startswith("r/")):
        return post
    return await post_queries.find_post(store, own.id)


async def find_by_address(reach: Reach, uri: str) -> ActorRow | PostRow:
    """Find an actor or a post by its address, or that of its page."""
    actor = await actor_queries.find_actor_by_uri(reach.store, uri)
    if actor is not None and (actor.local or actor.fetched):
        return actor
    post = await post_at(reach.store, uri)
    if post is not None:
        return _there(None if post.deleted else post, uri)
    if reach.store.uris.names_our_host(uri):
        raise NotFound(f"{uri[:200]}: there is no such thing here")
    budget = Budget(fetches=_FETCHES, seconds=_SECONDS)
    document = reading.read(await reach.document(uri, budget))
    if isinstance(document, Actor):
        return await actors.keep(reach, document)
    return await objects.find(reach, _id(document), budget)


async def _finger(reach: Reach, handle: Handle, prefer: str | None) -> ActorRow:
    budget = Budget(fetches=_FETCHES, seconds=_SECONDS)
    asked, jrd = handle, await _ask(reach, handle, budget)
    claimed = webfinger.claimed(jrd)
    if claimed is not None and claimed.key != handle.key:
        # The host serves handles of another: that one has the say.
        asked, jrd = claimed, await _ask(reach, claimed, budget)
    uri = webfinger.actor_uri(jrd, prefer)
    if uri is None:
        raise NotFound(f"{handle}: nobody of this name can be reached")
    actor = await actors.look(reach, uri, budget)
    if not webfinger.confirms(asked, jrd, actor):
        raise Refused(f"{handle}: handle and actor do not name each other")
    return await actors.keep(reach, actor)


async def _ask(reach: Reach, handle: Handle, budget: Budget) -> webfinger.Jrd:
    if handle.host == host_of(reach.store.uris.origin):
        raise Refused(f"{handle}: it claims to be one of ours")
    await reach.domains.require(handle.host)
    url = f"{reach.scheme(handle.host)}://{handle.host}{webfinger.question(handle)}"
    return webfinger.read_jrd((await reach.fetcher.get(url, budget, accept=JRD)).json())


def _id(document: object) -> str:
    found = getattr(document, "id", "")
    if not isinstance(found, str) or not found:
        raise Malformed("id: what stands there has none")
    return found


def _there(found: T | None, what: str) -> T:
    if found is None:
        raise NotFound(f"{what[:200]}: nothing of this name is here")
    return found

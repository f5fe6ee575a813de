"""GET of the collections of an actor: outbox, followers, following, featured, moderators."""

import asyncio
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from fedcop import uris as paths
from fedcop.activitypub.vocabulary import Activity, Collection, Item, QuoteAuthorization
from fedcop.errors import Malformed
from fedcop.federation.documents import addressing, notes
from fedcop.federation.documents.facts import PostFacts, facts_of
from fedcop.federation.endpoints import answers
from fedcop.federation.endpoints.door import Door
from fedcop.federation.outbox.outbound import seal_bare
from fedcop.store.queries import collections, follows
from fedcop.store.queries.communities import find_community
from fedcop.store.queries.stewards import list_stewards
from fedcop.store.rows import ActorRow, PostRow
from fedcop.values import Audience, host_of

_PAGE: Final = 20
_MOST_STEWARDS: Final = 200
_NEWEST: Final = 2**63 - 1
_ORDERED: Final = "OrderedCollection"


async def followers(door: Door, request: Request, actor: ActorRow) -> Response:
    """Count who follows; who they are is theirs to tell.

    `is_follower` asks, as Lemmy does, whether the server of somebody has members in a community;
    servers that have some themselves are told.
    """
    asked = request.query_params.get("is_follower")
    if asked is not None and not await _has_members(door, request, actor, asked):
        return answers.absent()
    found = await find_community(door.store, actor.id) if actor.kind == "Group" else None
    if found is not None:
        count = found.practice.members
    else:
        count = await follows.count_followers(door.store, actor.id)
    uri = actor.followers or paths.followers(actor.uri)
    return show(request, Collection(_ORDERED, uri, total_items=count))


async def following(door: Door, request: Request, actor: ActorRow) -> Response:
    """Count whom somebody follows."""
    count = await follows.count_following(door.store, actor.id)
    uri = actor.following or paths.following(actor.uri)
    return show(request, Collection(_ORDERED, uri, total_items=count))


async def _has_members(door: Door, request: Request, group: ActorRow, asked: str) -> bool:
    asker = await door.reader_of(request)
    if asker is None or group.kind != "Group":
        return False
    try:
        hosts = (asker.host, host_of(asked))
    except Malformed:
        return False
    told = [
        await collections.is_told(door.store, host, group.id, Audience.MEMBERS) for host in hosts
    ]
    return all(told)


async def moderators(door: Door, request: Request, actor: ActorRow) -> Response:
    """List the stewards of a community."""
    stewards = await list_stewards(door.store, actor.id, _MOST_STEWARDS)
    items = tuple(steward.uri for steward in stewards)
    uri = actor.moderators or paths.moderators(actor.uri)
    return show(request, Collection(_ORDERED, uri, items, total_items=len(items)))


async def featured(door: Door, request: Request, actor: ActorRow) -> Response:
    """List what stands at the top: our own posts in full, others by their id."""
    pinned = await collections.list_pinned(door.store, actor.id, _PAGE)
    found = await asyncio.gather(*(_own(door, post) for post in pinned))
    items = tuple(
        notes.note(facts, door.uris) if facts else post.uri
        for post, facts in zip(pinned, found, strict=True)
    )
    uri = actor.featured or paths.featured(actor.uri)
    return show(request, Collection(_ORDERED, uri, items, total_items=len(items)))


async def outbox(door: Door, request: Request, actor: ActorRow) -> Response:
    """List what somebody did, the newest first.

    The newest stand in the collection itself as well: Lemmy reads it so, and knows no pages.
    """
    before = number_of(request, "max_id", _NEWEST)
    items, older = await _page(door, actor, before)
    uri = actor.outbox or paths.outbox(actor.uri)
    first = f"{uri}?page=true"
    if "page" in request.query_params:
        page = first if before == _NEWEST else f"{first}&max_id={before}"
        following_page = f"{first}&max_id={older}" if older else None
        shown = Collection("OrderedCollectionPage", page, items, part_of=uri, next=following_page)
        return show(request, shown)
    count = collections.count_threads if actor.kind == "Group" else collections.count_by_author
    total = await count(door.store, actor.id)
    return show(request, Collection(_ORDERED, uri, items, total_items=total, first=first))


def number_of(request: Request, name: str, otherwise: int) -> int:
    """Read where a page begins."""
    text = request.query_params.get(name, "")
    known = text.isascii() and text.isdigit() and len(text) <= 19  # noqa: PLR2004 - of 2**63
    return min(int(text), _NEWEST) if known else otherwise


def show(request: Request, shown: Collection | QuoteAuthorization) -> Response:
    """Answer with what anybody may read."""
    return answers.document(request, answers.made_of(seal_bare(shown)))


async def _page(door: Door, actor: ActorRow, before: int) -> tuple[tuple[Item, ...], int]:
    """Write the items of one page, and say where the next begins; 0: nowhere."""
    group = actor.kind == "Group"
    read = collections.list_threads if group else collections.list_by_author
    posts = await read(door.store, actor.id, before, _PAGE)
    found = await asyncio.gather(*(_own(door, post) for post in posts))
    items: list[Item] = []
    for post, facts in zip(posts, found, strict=True):
        said: Item = _create(door, facts) if facts else post.uri
        items.append(_announce(door, actor, post, said) if group else said)
    return tuple(items), posts[-1].id if len(posts) == _PAGE else 0


async def _own(door: Door, post: PostRow) -> PostFacts | None:
    """Read what it takes to write a post of ours; None for what others wrote."""
    return await facts_of(door.store, post) if post.local else None


def _create(door: Door, facts: PostFacts) -> Activity:
    return notes.create(facts, notes.note(facts, door.uris))


def _announce(door: Door, group: ActorRow, post: PostRow, said: Item) -> Activity:
    """Write how a community announced a thread start: what we wrote whole, the rest by its id."""
    to = addressing.of_word(group)
    return Activity(
        type="Announce",
        id=f"{door.uris.thread(post.id)}#announce",
        actor=group.uri,
        objects=(said,),
        to=to.to,
        cc=to.cc,
        audience=to.audience,
        published=post.published,
    )

"""GET of collections: outbox, followers, following, featured, moderators, replies, context."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response

from fedcop import uris as paths
from fedcop.activitypub import writing
from fedcop.activitypub.vocabulary import PUBLIC, Activity, Collection, Item
from fedcop.federation.documents.facts import facts_of
from fedcop.federation.documents.notes import note as document
from fedcop.federation.endpoints import answers
from fedcop.federation.endpoints.actors import find_group, find_person
from fedcop.federation.endpoints.door import Door
from fedcop.federation.endpoints.objects import find_own
from fedcop.store.queries import collections, follows
from fedcop.store.queries.communities import find_community
from fedcop.store.queries.posts import find_post
from fedcop.store.queries.stewards import list_stewards
from fedcop.store.rows import ActorRow, PostRow
from fedcop.values import Audience

_PAGE: Final = 20
_URIS: Final = 200
_NEWEST: Final = 2**63 - 1
_ORDERED: Final = "OrderedCollection"

Endpoint = Callable[[Door, Request], Awaitable[Response]]
Finder = Callable[[Door, Request], Awaitable[ActorRow | None]]
Show = Callable[[Door, Request, ActorRow], Awaitable[Response]]


def of_actor(
    find: Finder, show: Callable[[Door, Request, ActorRow], Awaitable[Response]]
) -> Endpoint:
    """Make an endpoint about an actor that is there and not gone."""

    async def endpoint(door: Door, request: Request) -> Response:
        actor = await find(door, request)
        if actor is None or actor.deleted:
            return answers.absent()
        return await show(door, request, actor)

    return endpoint


async def followers(door: Door, request: Request, actor: ActorRow) -> Response:
    """Count who follows; who they are is theirs to tell."""
    count = await follows.count_followers(door.store, actor.id)
    uri = actor.followers or paths.followers(actor.uri)
    return _answer(request, Collection(_ORDERED, uri, total_items=count))


async def following(door: Door, request: Request, actor: ActorRow) -> Response:
    """Count whom somebody follows."""
    count = await follows.count_following(door.store, actor.id)
    uri = actor.following or paths.following(actor.uri)
    return _answer(request, Collection(_ORDERED, uri, total_items=count))


async def moderators(door: Door, request: Request, actor: ActorRow) -> Response:
    """List the stewards of a community."""
    stewards = await list_stewards(door.store, actor.id, _URIS)
    items = tuple(steward.uri for steward in stewards)
    uri = actor.moderators or paths.moderators(actor.uri)
    return _answer(request, Collection(_ORDERED, uri, items, total_items=len(items)))


async def featured(door: Door, request: Request, actor: ActorRow) -> Response:
    """List what stands at the top: our own posts in full, others by their id."""
    pinned = await collections.list_pinned(door.store, actor.id, _PAGE)
    items = await asyncio.gather(*(_shown(door, post) for post in pinned))
    uri = actor.featured or paths.featured(actor.uri)
    return _answer(request, Collection(_ORDERED, uri, tuple(items), total_items=len(items)))


async def outbox(door: Door, request: Request, actor: ActorRow) -> Response:
    """List what somebody did, the newest first: the first page stands in the collection as well."""
    before = _number(request, "max_id", _NEWEST)
    group = actor.kind == "Group"
    read = collections.list_threads if group else collections.list_by_author
    posts = await read(door.store, actor.id, before, _PAGE)
    items = await asyncio.gather(*(_activity(door, actor, post) for post in posts))
    uri = actor.outbox or paths.outbox(actor.uri)
    older = f"{uri}?page=true&max_id={posts[-1].id}" if len(posts) == _PAGE else None
    if "page" in request.query_params:
        page = f"{uri}?page=true&max_id={before}" if before != _NEWEST else f"{uri}?page=true"
        shown = Collection("OrderedCollectionPage", page, tuple(items), part_of=uri, next=older)
        return _answer(request, shown)
    total = await _count(door, actor)
    first = f"{uri}?page=true"
    return _answer(request, Collection(_ORDERED, uri, tuple(items), total_items=total, first=first))


async def replies(door: Door, request: Request) -> Response:
    """List the direct answers to a post of ours, which Mastodon fetches when it is opened."""
    post = await find_own(door, request.path_params["id"])
    if post is None or post.deleted or not Audience(post.audience).open:
        return answers.absent()
    after = _number(request, "min_id", 0)
    args = (post.root_id or post.id, post.id, after, _URIS)
    listed = await collections.list_replies(door.store, *args)
    uri = paths.replies(post.uri)
    more = f"{uri}?page=true&min_id={listed[-1][0]}" if len(listed) == _URIS else None
    items = tuple(one[1] for one in listed)
    first = Collection("CollectionPage", f"{uri}?page=true", items, part_of=uri, next=more)
    if "page" in request.query_params:
        return _answer(request, first)
    return _answer(request, Collection("Collection", uri, first=first))


async def context(door: Door, request: Request) -> Response:
    """List a whole thread (FEP-f228): the cheapest complete way to catch up with it."""
    root = await _root(door, request.path_params["id"])
    if root is None:
        return answers.absent()
    total, state = await collections.count_thread(door.store, root.id)
    etag = f'"{state}"'
    known = request.headers.get("if-none-match")
    if known and etag in known:
        return answers.document(request, b"", etag)
    after = _number(request, "min_id", 0)
    listed = await collections.list_thread(door.store, root.id, after, _URIS)
    uri = door.uris.thread(root.id)
    more = f"{uri}?page=true&min_id={listed[-1][0]}" if len(listed) == _URIS else None
    found = await find_community(door.store, root.community_id) if root.community_id else None
    group = (found.actor.uri,) if found else ()
    shown = Collection(
        _ORDERED,
        uri,
        tuple(one[1] for one in listed),
        total_items=total,
        next=more,
        name=root.title or None,
        attributed_to=group,
        audience=group,
    )
    return answers.document(request, writing.to_bytes(writing.write(shown)), etag)


async def _root(door: Door, text: str) -> PostRow | None:
    """Find the start of a thread that is shown here: ours, or in a community of ours."""
    if not text.isdigit() or int(text) > _NEWEST:
        return None
    post = await find_post(door.store, int(text))
    if post is None or post.deleted or not post.top or not Audience(post.audience).open:
        return None
    return post


async def _count(door: Door, actor: ActorRow) -> int:
    if actor.kind != "Group":
        return await collections.count_by_author(door.store, actor.id)
    found = await find_community(door.store, actor.id)
    return found.practice.posts if found else 0


async def _shown(door: Door, post: PostRow) -> Item:
    facts = await facts_of(door.store, post) if post.local else None
    return document(facts, door.uris) if facts else post.uri


async def _activity(door: Door, actor: ActorRow, post: PostRow) -> Item:
    """Write what the outbox lists of a post: a Create, which a community announces."""
    shown = await _shown(door, post)
    if isinstance(shown, str):
        inner: Item = shown
    else:
        create = Activity(
            type="Create",
            id=paths.create_of(post.uri),
            actor=getattr(shown, "author", ""),
            objects=(shown,),
            to=getattr(shown, "to", ()),
            cc=getattr(shown, "cc", ()),
            published=post.published,
        )
        inner = create
    if actor.kind != "Group":
        return inner
    return Activity(
        type="Announce",
        id=f"{post.uri}#announce",
        actor=actor.uri,
        objects=(inner,),
        to=(PUBLIC,),
        cc=(actor.followers or paths.followers(actor.uri),),
        published=post.published,
    )


def _number(request: Request, name: str, otherwise: int) -> int:
    text = request.query_params.get(name, "")
    return int(text) if text.isdigit() and int(text) <= _NEWEST else otherwise


def _answer(request: Request, shown: Collection) -> Response:
    body = orjson.dumps(writing.write(shown))
    return answers.document(request, body, answers.etag_of(body))


FOR_PERSON: Final = {
    "outbox": of_actor(find_person, outbox),
    "followers": of_actor(find_person, followers),
    "following": of_actor(find_person, following),
    "featured": of_actor(find_person, featured),
}
FOR_GROUP: Final = {
    "outbox": of_actor(find_group, outbox),
    "followers": of_actor(find_group, followers),
    "members": of_actor(find_group, followers),
    "following": of_actor(find_group, following),
    "featured": of_actor(find_group, featured),
    "moderators": of_actor(find_group, moderators),
}

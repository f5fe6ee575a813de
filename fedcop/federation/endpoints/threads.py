"""GET of what hangs together: the answers to a post, and the whole thread it stands in."""

from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from fedcop import uris as paths
from fedcop.activitypub.vocabulary import Collection
from fedcop.federation.endpoints import answers
from fedcop.federation.endpoints.collections import number_of
from fedcop.federation.endpoints.door import Door
from fedcop.federation.endpoints.objects import number_in
from fedcop.federation.endpoints.permission import may_fetch, nothing
from fedcop.federation.outbox.outbound import seal_bare
from fedcop.store.queries import collections
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.collections import Listed
from fedcop.store.rows import PostRow
from fedcop.values import Audience

_MOST: Final = 200


async def replies(door: Door, request: Request) -> Response:
    """List the direct answers to a post of ours, which Mastodon fetches when it is opened."""
    found = await collections.find_shown(door.store, number_in(request.path_params["id"]))
    if found is None or not found[1] or not found[0].local or found[0].deleted:
        return answers.absent()
    post, page = found[0], _Page.of(request)
    # Whatever comes or goes raises the version of what it answers.
    key = ("replies", post.id, post.version, page)
    made = door.pantry.find(key)
    if made is None:
        root = post.root_id or post.id
        listed = await collections.list_replies(door.store, root, post.id, page.after, _MOST)
        uri = paths.replies(post.uri)
        first = page.of_listed(uri, listed, "CollectionPage")
        shown = first if page.asked else Collection("Collection", uri, first=first)
        made = door.pantry.keep(key, seal_bare(shown))
    return answers.document(request, made)


async def context(door: Door, request: Request) -> Response:
    """List a whole thread (FEP-f228): the cheapest complete way to catch up with it."""
    found = await collections.find_shown(door.store, number_in(request.path_params["id"]))
    if found is None or not _is_ours_to_list(found[0]):
        return await nothing(door, request)
    root, is_open = found
    if not is_open:
        return await _for_members(door, request, root)
    page = _Page.of(request)
    # Every answer in the thread raises the version of its start.
    key = ("thread", root.id, root.version, page)
    made = door.pantry.find(key)
    if made is None:
        listed = await collections.list_thread(door.store, root.id, page.after, _MOST)
        total = await collections.count_thread(door.store, root.id)
        shown = await _written(door, root, page, (total, listed))
        made = door.pantry.keep(key, seal_bare(shown))
    return answers.document(request, made)


async def _for_members(door: Door, request: Request, root: PostRow) -> Response:
    """List a thread for members to a signed reader who is one; to others it is not there."""
    reader = await door.reader_of(request) if root.audience == Audience.MEMBERS else None
    if not await may_fetch(door, reader, root):
        return answers.absent()
    page = _Page.of(request)
    listed = await collections.list_thread_for_members(door.store, root.id, page.after, _MOST)
    total = await collections.count_thread_for_members(door.store, root.id)
    return answers.private(seal_bare(await _written(door, root, page, (total, listed))))


@dataclass(frozen=True, slots=True)
class _Page:
    """Which part of a list is asked for."""

    asked: bool
    after: int

    @classmethod
    def of(cls, request: Request) -> "_Page":
        """Read it from a request."""
        asked = "page" in request.query_params
        return cls(asked, number_of(request, "min_id", 0) if asked else 0)

    def of_listed(self, uri: str, listed: Listed, kind: str) -> Collection:
        """Write it."""
        here = f"{uri}?page=true"
        items = tuple(one[1] for one in listed)
        following = f"{here}&min_id={listed[-1][0]}" if len(listed) == _MOST else None
        own = f"{here}&min_id={self.after}" if self.after else here
        return Collection(kind, own, items, part_of=uri, next=following)


def _is_ours_to_list(root: PostRow) -> bool:
    """Whether a post starts a thread whose list we keep: ours, or in a community of ours."""
    return bool(root.top and not root.deleted and (root.local or root.here))


async def _written(door: Door, root: PostRow, page: _Page, part: tuple[int, Listed]) -> Collection:
    """Write a thread: all of it in one, as everybody reads it, while it is short enough."""
    total, listed = part
    uri = door.uris.thread(root.id)
    shown = page.of_listed(uri, listed, "OrderedCollectionPage")
    if page.asked:
        return shown
    owner = await find_actor(door.store, root.community_id or root.author_id)
    named = (owner.uri,) if owner else ()
    return Collection(
        "OrderedCollection",
        uri,
        shown.items,
        total_items=total,
        first=f"{uri}?page=true" if shown.next else None,
        name=root.title or None,
        attributed_to=named,
        audience=named if root.community_id else (),
    )

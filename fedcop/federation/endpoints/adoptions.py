"""GET of what others made of an artifact of ours: who applies it, its versions, who quotes it."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from fedcop import uris as paths
from fedcop.activitypub.vocabulary import Collection, QuoteAuthorization
from fedcop.community.practice import adoptions, artifacts, lineage
from fedcop.federation.endpoints import collections as answers
from fedcop.federation.endpoints.collections import number_of
from fedcop.federation.endpoints.door import Door
from fedcop.federation.endpoints.objects import number_in
from fedcop.federation.endpoints.permission import nothing
from fedcop.store.queries import adoptions as rows
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.collections import find_shown
from fedcop.store.queries.posts import find_post_by_uri
from fedcop.store.rows import ArtifactRow
from fedcop.values import Audience

_MOST: Final = 200
_ORDERED: Final = "OrderedCollection"
_WEB: Final = ("https://", "http://")
_LONGEST: Final = 2048


async def adopters(door: Door, request: Request) -> Response:
    """List who tells everybody that they apply it, the oldest first; all of them are counted."""
    row = await _find(door, request)
    if row is None:
        return await nothing(door, request)
    uri, after = paths.adoptions(row.uri), number_of(request, "min_id", 0)
    listed = await rows.list_items(door.store, row.uri, after, _MOST)
    items = tuple(one[1] for one in listed)
    page = f"{uri}?page=true"
    more = f"{page}&min_id={listed[-1][0]}" if len(listed) == _MOST else None
    if "page" in request.query_params:
        here = f"{page}&min_id={after}" if after else page
        shown = Collection(f"{_ORDERED}Page", here, items, part_of=uri, next=more)
        return answers.show(request, shown)
    total = (await adoptions.results_of(door.store, row.uri)).adoptions
    first = page if more else None
    return answers.show(request, Collection(_ORDERED, uri, items, total_items=total, first=first))


async def versions(door: Door, request: Request) -> Response:
    """List the versions of it that we heard of."""
    row = await _find(door, request)
    if row is None:
        return await nothing(door, request)
    edges = await lineage.list_to(door.store, row.uri)
    items = tuple([edge.source_uri for edge in edges if await _is_open(door, edge.source_uri)])
    shown = Collection(_ORDERED, paths.adaptations(row.uri), items, total_items=len(items))
    return answers.show(request, shown)


async def quoted(door: Door, request: Request) -> Response:
    """Let a post quote what everybody may read (FEP-044f); there is nothing to keep of it."""
    row = await _find(door, request)
    post = await find_post_by_uri(door.store, row.uri) if row else None
    author = await find_actor(door.store, post.author_id) if post else None
    by = request.query_params.get("by", "")
    if row is None or author is None or not by.startswith(_WEB) or len(by) > _LONGEST:
        return await nothing(door, request)
    name = paths.quoted(paths.quotes(row.uri), by)
    return answers.show(request, QuoteAuthorization(name, author.uri, by, row.uri))


async def _is_open(door: Door, uri: str) -> bool:
    """Whether a version is for everybody, as far as we know it."""
    post = await find_post_by_uri(door.store, uri)
    return post is None or (not post.deleted and Audience(post.audience).open)


async def _find(door: Door, request: Request) -> ArtifactRow | None:
    """Find an artifact of ours that anybody may see."""
    found = await find_shown(door.store, number_in(request.path_params["id"]))
    if found is None or not found[1] or not found[0].local or found[0].deleted:
        return None
    return await artifacts.find(door.store, found[0].uri)

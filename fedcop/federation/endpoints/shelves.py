"""GET of libraries, of what somebody endorses, and of what was said of an artifact.

What a community or our organization said stands there as it was signed, so that whoever copies it
can prove it without us.
"""

from collections.abc import Sequence
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response

from fedcop import uris as paths
from fedcop.activitypub import writing
from fedcop.activitypub.vocabulary import Collection
from fedcop.community.practice import artifacts, endorsing, reviews
from fedcop.community.practice import shelves as domain
from fedcop.federation.endpoints import answers
from fedcop.federation.endpoints.collections import number_of
from fedcop.federation.endpoints.door import Door
from fedcop.federation.endpoints.objects import number_in
from fedcop.federation.endpoints.permission import nothing
from fedcop.store.queries import shelves as queries
from fedcop.store.queries.posts import find_post, find_post_by_uri
from fedcop.store.rows import ActorRow, ArtifactRow
from fedcop.values import Audience

_PAGE: Final = 20
_NEWEST: Final = 2**63 - 1
_ORDERED: Final = "OrderedCollection"

Listed = tuple[list[object], int]  # the items of a page, and where the next begins, or 0


async def library(door: Door, request: Request, actor: ActorRow) -> Response:
    """List what stands in the library of a community, the newest first."""
    before = number_of(request, "max_id", _NEWEST)
    rows = await domain.list_library(door.store, actor.id, before, _PAGE)
    items = [await _said(door, row.artifact_uri, row.document) for row in rows]
    total = await queries.count_entries(door.store, actor.id)
    return _show(request, paths.library(actor.uri), (items, _next(rows)), total)


async def endorsed(door: Door, request: Request, actor: ActorRow) -> Response:
    """List for which revisions a community, or our organization, stands, the newest first."""
    before = number_of(request, "max_id", _NEWEST)
    rows = await endorsing.list_by(door.store, actor.id, before, _PAGE)
    items = [await _said(door, row.artifact_uri, row.document) for row in rows]
    total = await queries.count_by_endorser(door.store, actor.id)
    return _show(request, paths.endorsed(actor.uri), (items, _next(rows)), total)


async def reviews_of(door: Door, request: Request) -> Response:
    """List the reviews of an artifact of ours by their ids, the newest first."""
    artifact = await _find(door, request)
    if artifact is None:
        return await nothing(door, request)
    before = number_of(request, "max_id", _NEWEST)
    found = await reviews.list_of(door.store, artifact.uri, before, _PAGE)
    posts = [await find_post(door.store, review.row.id) for review, _ in found]
    items: list[object] = [
        post.uri for post in posts if post is not None and Audience(post.audience).open
    ]
    rows = [review.row for review, _ in found]
    return _show(request, paths.reviews(artifact.uri), (items, _next(rows)), artifact.reviews)


async def endorsements_of(door: Door, request: Request) -> Response:
    """List who stands for which revision of an artifact of ours, as each of them signed it."""
    artifact = await _find(door, request)
    if artifact is None:
        return await nothing(door, request)
    before = number_of(request, "max_id", _NEWEST)
    found = await endorsing.list_of(door.store, artifact.uri, before, _PAGE)
    rows = [one.row for one in found]
    said = [await queries.find_bytes(door.store, row.document) for row in rows if not row.withdrawn]
    items: list[object] = [orjson.Fragment(body) for body in said if body]
    total = artifact.endorsements
    return _show(request, paths.endorsements(artifact.uri), (items, _next(rows)), total)


async def _find(door: Door, request: Request) -> ArtifactRow | None:
    """Find an artifact of ours that everybody may read."""
    number = number_in(request.path_params["id"])
    post = await find_post(door.store, number)
    if post is None or not post.local or post.deleted or not Audience(post.audience).open:
        return None
    return await artifacts.find(door.store, post.uri)


async def _said(door: Door, uri: str, document: str) -> object:
    """Return the signed Add of what everybody may read; else nothing, or its id alone."""
    post = await find_post_by_uri(door.store, uri)
    if post is not None and not Audience(post.audience).open:
        return None
    body = await queries.find_bytes(door.store, document) if document else None
    return orjson.Fragment(body) if body else uri


def _next(rows: Sequence[object]) -> int:
    return int(getattr(rows[-1], "id", 0)) if len(rows) == _PAGE else 0


def _show(request: Request, uri: str, listed: Listed, total: int) -> Response:
    """Answer with a collection, or one page of it; the newest stand in itself as well."""
    items, older = listed
    first = f"{uri}?page=true"
    if "page" in request.query_params:
        before = number_of(request, "max_id", _NEWEST)
        page = first if before == _NEWEST else f"{first}&max_id={before}"
        after = f"{first}&max_id={older}" if older else None
        shown = Collection("OrderedCollectionPage", page, part_of=uri, next=after)
    else:
        shown = Collection(_ORDERED, uri, total_items=total, first=first)
    body = {**writing.write(shown), "orderedItems": [one for one in items if one is not None]}
    return answers.document(request, answers.made_of(orjson.dumps(body)))

"""GET of what belongs to an artifact of ours: its revisions, its history, what it gathers."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from fedcop import uris as paths
from fedcop.activitypub.vocabulary import Collection, Item
from fedcop.community.practice import artifacts
from fedcop.community.practice.wording import dicts_of, word
from fedcop.federation.documents.facts import PostFacts, around
from fedcop.federation.documents.practice import artifact
from fedcop.federation.endpoints import answers
from fedcop.federation.endpoints.collections import number_of
from fedcop.federation.endpoints.door import Door
from fedcop.federation.endpoints.objects import number_in
from fedcop.federation.endpoints.permission import may_fetch, nothing
from fedcop.federation.outbox.outbound import seal_bare
from fedcop.store.queries import artifacts as rows
from fedcop.store.queries import collections
from fedcop.store.queries.actors import find_actor
from fedcop.store.rows import ActorRow, ArtifactRevisionRow, ArtifactRow, PostRow

_PAGE: Final = 20
_MARKDOWN: Final = "text/markdown; charset=utf-8"
_ORDERED: Final = "OrderedCollection"

Found = tuple[PostRow, ArtifactRow, bool]  # the last says whether anybody may see it


async def revision(door: Door, request: Request) -> Response:
    """Show what an artifact said at one time, byte for byte as it was first told."""
    found = await _find(door, request)
    said = await _revision(door, request, found)
    kept = await rows.find_document(door.store, said.document) if said and said.document else None
    if found is None or kept is None:
        return await nothing(door, request)
    if found[2]:
        return answers.document(request, answers.made_of(kept.body))
    return answers.private(kept.body)


async def source(door: Door, request: Request) -> Response:
    """Show the Markdown of a revision, which may be too long for its document."""
    found = await _find(door, request)
    said = await _revision(door, request, found)
    if found is None or said is None:
        return await nothing(door, request)
    response = Response(said.source, media_type=_MARKDOWN, headers={"Vary": answers.VARY})
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response if found[2] else answers.keep_private(response)


async def history(door: Door, request: Request) -> Response:
    """List what an artifact said, the latest first (FEP-bad1): each step links its revision."""
    found = await _find(door, request)
    facts = await around(door.store, found[0]) if found else None
    if found is None or facts is None:
        return await nothing(door, request)
    row, uri = found[1], paths.history(found[1].uri)
    first = f"{uri}?page=true"
    if "page" not in request.query_params:
        total = await rows.count_revisions(door.store, row.id)
        return _answer(request, found, Collection(_ORDERED, uri, total_items=total, first=first))
    before = number_of(request, "before", 0)
    listed = await artifacts.history(door.store, row.id, before, _PAGE)
    items = [await _step(door, facts, row, said) for said in listed]
    following = f"{first}&before={listed[-1].number}" if len(listed) == _PAGE else None
    here = f"{first}&before={before}" if before else first
    page = Collection(f"{_ORDERED}Page", here, tuple(items), part_of=uri, next=following)
    return _answer(request, found, page)


async def items(door: Door, request: Request) -> Response:
    """List what a path or a collection gathers, in its order."""
    found = await _find(door, request)
    entries = dicts_of(artifacts.fields_of(found[1]).get("items")) if found else []
    named = tuple(uri for one in entries if (uri := word(one.get("id"))))
    if found is None or not named:
        return await nothing(door, request)
    uri, title = paths.items(found[1].uri), found[0].title
    shown = Collection(_ORDERED, uri, named, total_items=len(named), name=title or None)
    return _answer(request, found, shown)


async def _find(door: Door, request: Request) -> Found | None:
    """Find an artifact of ours that whoever asks may see."""
    number = number_in(request.path_params["id"])
    found = await collections.find_shown(door.store, number)
    row = await rows.find_artifact(door.store, number) if found else None
    if found is None or row is None or not found[0].local or found[0].deleted:
        return None
    post, is_open = found
    if not is_open and not await may_fetch(door, await door.reader_of(request), post):
        return None
    return post, row, is_open


async def _revision(
    door: Door, request: Request, found: Found | None
) -> ArtifactRevisionRow | None:
    number = number_in(request.path_params["number"])
    if found is None or not number or number >= 1 << 31:
        return None
    return await rows.find_revision(door.store, found[1].id, number)


async def _step(door: Door, facts: PostFacts, row: ArtifactRow, said: ArtifactRevisionRow) -> Item:
    by: ActorRow | None = await find_actor(door.store, said.author_id)
    return artifact.step(facts, row, said, (by or facts.author).uri)


def _answer(request: Request, found: Found, shown: Collection) -> Response:
    body = seal_bare(shown)
    return answers.document(request, answers.made_of(body)) if found[2] else answers.private(body)

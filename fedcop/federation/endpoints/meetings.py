"""GET of what hangs on meetings and words: who comes, in numbers; a series; a glossary."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from fedcop.activitypub.vocabulary import Collection, Object
from fedcop.community.practice import glossary as words
from fedcop.community.practice import meetings, rsvps
from fedcop.federation.endpoints import answers
from fedcop.federation.endpoints.collections import show
from fedcop.federation.endpoints.door import Door
from fedcop.federation.endpoints.objects import number_in
from fedcop.federation.endpoints.permission import may_fetch, nothing
from fedcop.federation.outbox.outbound import seal_bare
from fedcop.store.queries import collections
from fedcop.store.rows import ActorRow, PostRow

_ORDERED: Final = "OrderedCollection"


async def attendees(door: Door, request: Request) -> Response:
    """Count who comes; names are for those who are signed in."""
    found = await _find(door, request)
    if found is None:
        return await nothing(door, request)
    post, is_open = found
    going = len(await rsvps.list_comers(door.store, post.id, "going"))
    shown = Collection(_ORDERED, f"{post.uri}/attendees", total_items=going)
    return show(request, shown) if is_open else answers.private(seal_bare(shown))


async def series(door: Door, request: Request) -> Response:
    """List the meetings of a series that anybody may see."""
    found = await _find(door, request)
    if found is None or not found[1]:
        return await nothing(door, request)
    uri = f"{found[0].uri}/series"
    listed = await meetings.list_series(door.store, uri)
    if not listed:
        return await nothing(door, request)
    items = [door.uris.meeting(one.id) for one in listed if await _is_open(door, one.id)]
    return show(request, Collection(_ORDERED, uri, tuple(items), total_items=len(items)))


async def glossary(door: Door, request: Request, group: ActorRow) -> Response:
    """List the words of a community that anybody may read, with what they mean."""
    terms = await words.terms(door.store, group.id)
    items = tuple(
        Object("Note", one.uri, name=one.word, content=None, summary=one.meaning or None)
        for one in terms
    )
    uri = f"{group.uri}/glossary"
    return show(request, Collection(_ORDERED, uri, items, total_items=len(items)))


async def _find(door: Door, request: Request) -> tuple[PostRow, bool] | None:
    """Find a meeting of ours that whoever asks may see, and whether everybody may."""
    found = await collections.find_shown(door.store, number_in(request.path_params["id"]))
    if found is None:
        return None
    post, is_open = found
    if not post.local or post.deleted or post.practice != meetings.KIND:
        return None
    if not is_open and not await may_fetch(door, await door.reader_of(request), post):
        return None
    return post, is_open


async def _is_open(door: Door, number: int) -> bool:
    found = await collections.find_shown(door.store, number)
    return found is not None and found[1] and not found[0].deleted

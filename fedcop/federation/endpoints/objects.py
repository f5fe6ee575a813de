"""GET of posts and activities: what is public for anybody, the rest for whom it is meant."""

import re
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response

from fedcop.activitypub import writing
from fedcop.activitypub.vocabulary import PUBLIC
from fedcop.federation.documents.facts import PostFacts, facts_of
from fedcop.federation.documents.notes import note as document
from fedcop.federation.documents.notes import tombstone
from fedcop.federation.endpoints import answers
from fedcop.federation.endpoints.door import Door
from fedcop.store.queries import collections
from fedcop.store.queries.follows import find_follow
from fedcop.store.queries.posts import find_post
from fedcop.store.rows import ActorRow, PostRow
from fedcop.values import Audience

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,18}")
_KEY: Final = re.compile(r"([1-9][0-9]{0,18})(-[a-z]+)?")
_BIGGEST: Final = 2**63


async def find_own(door: Door, text: str) -> PostRow | None:
    """Find a post of ours by the number in its path."""
    if not _NUMBER.fullmatch(text) or int(text) >= _BIGGEST:
        return None
    post = await find_post(door.store, int(text))
    return post if post and post.local else None


async def note(door: Door, request: Request) -> Response:
    """Show a post of ours, or what is left of it."""
    post = await find_own(door, request.path_params["id"])
    if post is None:
        return answers.absent()
    if not Audience(post.audience).open:
        return await _for_some(door, request, post)
    if post.deleted:
        return answers.gone(writing.to_bytes(writing.write(tombstone(post))))
    key = ("post", post.id, post.version)
    made = door.pantry.find(key)
    if made is None:
        facts = await facts_of(door.store, post)
        if facts is None:
            return answers.absent()
        body = await door.outbound.seal(facts.author.id, document(facts, door.uris))
        made = door.pantry.keep(key, body)
    return answers.document(request, *made)


async def _for_some(door: Door, request: Request, post: PostRow) -> Response:
    """Show what is not public to a signed reader who is meant; to others it is not there."""
    reader = await door.reader_of(request)
    facts = await facts_of(door.store, post)
    if reader is None or facts is None or not await _may_read(door, reader, facts):
        return answers.absent()
    if post.deleted:
        return answers.gone(writing.to_bytes(writing.write(tombstone(post))))
    return answers.private(writing.to_bytes(writing.write(document(facts, door.uris))))


async def _may_read(door: Door, reader: ActorRow, facts: PostFacts) -> bool:
    named = {facts.author.id, *(actor.id for actor in facts.mentioned)}
    if reader.id in named:
        return True
    match facts.audience:
        case Audience.FOLLOWERS:
            owner = facts.author.id
        case Audience.MEMBERS if facts.group is not None:
            owner = facts.group.id
        case _:
            return False
    follow = await find_follow(door.store, reader.id, owner)
    return reader.id == owner or (follow is not None and follow.state == "accepted")


async def activity(door: Door, request: Request) -> Response:
    """Show a public activity of ours, as long as the log keeps it."""
    key = _KEY.fullmatch(request.path_params["key"])
    if key is None or int(key[1]) >= _BIGGEST:
        return answers.absent()
    wanted = door.uris.activity(request.path_params["key"])
    for body in await collections.list_bodies(door.store, int(key[1])):
        value = orjson.loads(body)
        if value.get("id") == wanted and PUBLIC in (*value.get("to", ()), *value.get("cc", ())):
            return answers.document(request, body, answers.etag_of(body))
    return answers.absent()

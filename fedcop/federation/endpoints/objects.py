"""GET of posts and activities: what is public for anybody, the rest for whom it is meant."""

import re
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response

from fedcop.activitypub.vocabulary import PUBLIC
from fedcop.federation.documents import notes
from fedcop.federation.documents.facts import facts_of
from fedcop.federation.endpoints import answers
from fedcop.federation.endpoints.door import Door
from fedcop.federation.endpoints.permission import may_fetch, nothing
from fedcop.federation.outbox.outbound import seal_bare
from fedcop.store.queries import collections
from fedcop.store.queries.artifacts import find_artifact
from fedcop.store.rows import PostRow

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,18}")
_KEY: Final = re.compile(r"([1-9][0-9]{0,18})(-[a-z]+)?")
_END: Final = 2**63


def number_in(text: str) -> int:
    """Read the number in a path; 0 for what is none of ours."""
    return int(text) if _NUMBER.fullmatch(text) and int(text) < _END else 0


async def note(door: Door, request: Request) -> Response:
    """Show a post of ours, or what is left of it."""
    found = await collections.find_shown(door.store, number_in(request.path_params["id"]))
    if found is None or not found[0].local or not _is_named(door, request, found[0]):
        return await nothing(door, request)
    post, is_open = found
    if not is_open:
        return await _for_some(door, request, post)
    if post.deleted:
        return answers.gone(seal_bare(notes.tombstone(post, await _why(door, post))))
    # Likes and answers raise the version of a post, but say nothing new here; how a piece of
    # practice stands does.
    key = ("post", post.id, post.revision, post.community_id, post.practice and post.version)
    made = door.pantry.find(key)
    if made is None:
        facts = await facts_of(door.store, post)
        if facts is None:
            return answers.absent()
        body = await door.outbound.seal(facts.author.id, notes.note(facts, door.uris))
        made = door.pantry.keep(key, body)
    return answers.document(request, made)


def _is_named(door: Door, request: Request, post: PostRow) -> bool:
    """Whether it is asked for by its own name: a meeting is no note of the same number."""
    return post.uri == f"{door.uris.origin}{request.url.path}"


async def _for_some(door: Door, request: Request, post: PostRow) -> Response:
    """Show what is not public to a signed reader who is meant; to others it is not there."""
    reader = await door.reader_of(request)
    if not await may_fetch(door, reader, post):
        return answers.absent()
    facts = await facts_of(door.store, post)
    if facts is None or facts.author.suspended or facts.audience.open:
        return answers.absent()
    if post.deleted:
        left = notes.tombstone(post, await _why(door, post))
        return answers.keep_private(answers.gone(seal_bare(left)))
    return answers.private(seal_bare(notes.note(facts, door.uris)))


async def _why(door: Door, post: PostRow) -> str:
    """Read why an artifact was withdrawn."""
    row = await find_artifact(door.store, post.id) if post.practice else None
    return row.reason if row else ""


async def activity(door: Door, request: Request) -> Response:
    """Show a public activity of ours, as long as the log keeps it."""
    name = request.path_params["key"]
    key = _KEY.fullmatch(name)
    number = number_in(key[1]) if key else 0
    if not number:
        return answers.absent()
    bodies = await collections.list_bodies(door.store, number)
    if not bodies and name.endswith("-boost"):  # what a person passes on is named by its own row
        bodies = await collections.list_boost_bodies(door.store, number)
    wanted = door.uris.activity(name)
    for body in bodies:
        value = orjson.loads(body)
        if value["id"] == wanted and PUBLIC in (*value.get("to", ()), *value.get("cc", ())):
            return answers.document(request, answers.made_of(body))
    return answers.absent()

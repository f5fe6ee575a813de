"""From what somebody wrote to what a post is made of; those it names are found first.

Doors call this and hand what it makes to a verb: other nodes may be asked whom a text names.
"""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fedcop.community import accounts, communities
from fedcop.community.drafts import Draft, Wish
from fedcop.community.practice import adoptions
from fedcop.community.practice.parts import AdoptionPart
from fedcop.errors import FedcopError
from fedcop.federation.remote import lookup
from fedcop.federation.remote.reach import Reach
from fedcop.markup import markdown, plain
from fedcop.markup.names import Names
from fedcop.store.queries.posts import find_post
from fedcop.store.rows import ActorRow
from fedcop.uris import Uris
from fedcop.values import Audience, Handle

log = logging.getLogger(__name__)

_MOST_UNKNOWN: Final = 5  # handles that other nodes are asked about for one post
_SECONDS: Final = 5.0
_INTO_COMMUNITIES: Final = (Audience.PUBLIC, Audience.UNLISTED)


@dataclass(frozen=True, slots=True)
class Composed:
    """What a text says, as HTML, and whom and what it names."""

    content: str
    mentions: tuple[int, ...]
    hashtags: tuple[str, ...]
    community_id: int = 0  # the first community among those it names


async def compose(reach: Reach, text: str) -> Composed:
    """Turn Markdown into what a post is made of; only who is named with `@` is told of it."""
    names = markdown.find_names(text)
    people = await find_named(reach, names.mentions)
    groups = await find_named(reach, names.communities, group=True)
    known = {**groups, **people}
    uris = reach.store.uris
    content = markdown.render(text, lambda handle: _address(known, handle), uris.hashtag)
    return _composed(content, people.values(), names)


async def compose_plain(reach: Reach, text: str) -> Composed:
    """Turn plain text into what a post is made of; `!` before a community is as good as `@`."""
    names = plain.find_names(text)
    people = await find_named(reach, names.mentions)
    groups = await find_named(reach, names.communities, group=True)
    known = {**groups, **people}
    uris = reach.store.uris
    content = plain.render(text, lambda handle: _address(known, handle), uris.hashtag)
    return _composed(content, (*people.values(), *groups.values()), names)


async def draft_of(reach: Reach, wish: Wish) -> Draft:
    """Make what a client asks to be posted ready to be written.

    What names a community and is for everybody goes into it, and is for its members where that is
    usual there; a reply stays where it is.
    """
    composed = await compose_plain(reach, wish.text)
    community_id, audience = 0, wish.audience
    if not wish.reply_to_id and audience in _INTO_COMMUNITIES and composed.community_id:
        community_id = composed.community_id
        audience = await _usual(reach, community_id, audience)
    return Draft(
        content=composed.content,
        source=wish.text,
        summary=wish.summary,
        community_id=community_id,
        reply_to_id=wish.reply_to_id,
        audience=audience,
        language=wish.language,
        sensitive=wish.sensitive,
        mentions=composed.mentions,
        hashtags=composed.hashtags,
        plain=True,
        media=tuple(wish.media),
        poll=wish.poll,
        practice=await _applied(reach, wish, composed),
    )


def describe(uris: Uris, text: str) -> str:
    """Turn Markdown into HTML where nobody is told of being named: profiles, charters."""
    return markdown.render(text, lambda _: None, uris.hashtag)


async def find_named(
    reach: Reach, handles: Iterable[Handle], *, group: bool = False
) -> dict[str, ActorRow]:
    """Find those whom a text names, in order: those we know, and a few other nodes are asked for.

    `group`: where a host gives one name to a person and to a community, the latter is meant.
    """
    asked = [handle.key for handle in handles]
    found: dict[str, ActorRow] = {}
    unknown: list[Handle] = []
    for handle in handles:
        row = await accounts.find_by_handle(reach.store, handle)
        if row is not None and not row.deleted and not row.suspended:
            found[handle.key] = row
        elif row is None and handle.host and not _is_ours(reach, handle):
            unknown.append(handle)
    looks = (_look(reach, handle, group=group) for handle in unknown[:_MOST_UNKNOWN])
    for handle, row in zip(unknown, await asyncio.gather(*looks), strict=False):
        if row is not None:
            found[handle.key] = row
    return {key: found[key] for key in asked if key in found}


async def _applied(reach: Reach, wish: Wish, composed: Composed) -> AdoptionPart | None:
    """Understand an answer to an artifact with the hashtag #applied as that."""
    if not wish.reply_to_id or not adoptions.says_applied(composed.hashtags):
        return None
    answered = await find_post(reach.store, wish.reply_to_id)
    return await adoptions.said_by_tag(reach.store, answered) if answered else None


def _composed(content: str, named: Iterable[ActorRow], names: Names) -> Composed:
    rows = list(named)
    mentions = tuple(dict.fromkeys(row.id for row in rows))
    community = next((row.id for row in rows if row.kind == "Group"), 0)
    return Composed(content, mentions, names.hashtags, community)


async def _usual(reach: Reach, community_id: int, audience: Audience) -> Audience:
    """Say for whom a post in a community is: never for more than is usual there."""
    group = await communities.find(reach.store, community_id)
    usual = Audience(group.practice.audience) if group else Audience.PUBLIC
    return max(audience, usual)


async def _look(reach: Reach, handle: Handle, *, group: bool) -> ActorRow | None:
    try:
        async with asyncio.timeout(_SECONDS):
            return await lookup.find_by_handle(reach, handle, group=group)
    except TimeoutError:
        log.info("%s was named and cannot be found in time", handle)
    except FedcopError as error:
        log.info("%s was named and cannot be found: %s", handle, error.safe)
    return None


def _address(known: dict[str, ActorRow], handle: Handle) -> str | None:
    row = known.get(handle.key)
    return (row.url or row.uri) if row else None


def _is_ours(reach: Reach, handle: Handle) -> bool:
    return reach.store.uris.names_our_host(f"https://{handle.host}")

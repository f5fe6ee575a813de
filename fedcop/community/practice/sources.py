"""Where a thing came from: told to those alone who could read it there.

What is made of a members' thread may be for everybody; the thread stays among its members, and so
do its address and its title.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from fedcop.community import policy_posts
from fedcop.community.practice.parts import Origin
from fedcop.community.practice.wishes import ArtifactWish
from fedcop.store.batch import Reader
from fedcop.store.queries import posts, reading
from fedcop.store.rows import ActorRow, PostRow
from fedcop.values import Audience

DERIVED: Final = "derivedFrom"
_CONVERSATIONS: Final = frozenset({DERIVED, "outcomeOf"})
_LINK: Final = re.compile(r"\[([^\]\n]*)\]\((https?://[^)\s]+)\)")


def covers(source: PostRow, audience: int, community_id: int) -> bool:
    """Whether all for whom a thing is could read what it came from."""
    if source.deleted:
        return False
    if source.audience <= Audience.UNLISTED:
        return True
    of_members = source.audience == Audience.MEMBERS == audience
    return of_members and source.community_id == community_id != 0


async def told(
    reader: Reader, audience: int, community_id: int, origins: Sequence[Origin]
) -> tuple[Origin, ...]:
    """Leave out the conversations that those for whom a thing is could not read."""
    kept = []
    for origin in origins:
        if origin.relation in _CONVERSATIONS:
            source = await posts.find_post_by_uri(reader, origin.target.uri)
            if source is not None and not covers(source, audience, community_id):
                continue
        kept.append(origin)
    return tuple(kept)


async def seen_by(
    reader: Reader, viewer: ActorRow | None, origins: Sequence[Origin]
) -> tuple[Origin, ...]:
    """Leave out the conversations that one reader may not read, whoever names them."""
    kept = []
    for origin in origins:
        if origin.relation in _CONVERSATIONS:
            source = await posts.find_post_by_uri(reader, origin.target.uri)
            if source is not None and not await _may_read(reader, viewer, source):
                continue
        kept.append(origin)
    return tuple(kept)


async def without_ways_in(reader: Reader, wish: ArtifactWish) -> ArtifactWish:
    """Take the addresses of what its readers could not read out of a text made of a thread."""
    kept = await told(reader, wish.audience, wish.community_id, wish.origins)
    if len(kept) == len(wish.origins):
        return wish
    said = [one for one in wish.fields.values() if isinstance(one, str)]
    texts = [wish.body, wish.abstract, *said]
    hidden = set()
    for uri in {found[2] for text in texts for found in _LINK.finditer(text)}:
        source = await posts.find_post_by_uri(reader, uri)
        if source is not None and not covers(source, wish.audience, wish.community_id):
            hidden.add(uri)

    def bare(text: str) -> str:
        return _LINK.sub(lambda found: found[1] if found[2] in hidden else found[0], text)

    fields = {
        name: bare(value) if isinstance(value, str) else value
        for name, value in wish.fields.items()
    }
    return replace(
        wish, origins=kept, body=bare(wish.body), abstract=bare(wish.abstract), fields=fields
    )


async def _may_read(reader: Reader, viewer: ActorRow | None, source: PostRow) -> bool:
    facts = reading.NOBODY
    if viewer is not None:
        facts = await reading.find_reading(reader, source.id, viewer.id)
    return not source.deleted and bool(policy_posts.may_read(source, facts))

"""Who of those who listen hears of what: asked once for all of them, by the policy of the pages.

Each event about a post rings a bell of its own once home timelines hold it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, TypeVar

from fedcop import ids
from fedcop.community import events
from fedcop.community.events import (
    Event,
    PollClosed,
    PollCounted,
    PostBoosted,
    PostCaptioned,
    PostEvent,
    PostRemoved,
    PostRevised,
    PostUnboosted,
    PostWritten,
)
from fedcop.community.moderation_events import PostRestored
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import echoes, mentions
from fedcop.store.queries import events as told
from fedcop.store.queries import streams as rows
from fedcop.store.queries.echoes import PostFacts
from fedcop.store.queries.streams import Reached
from fedcop.values import Audience

T = TypeVar("T")

__all__ = ["BOOSTED", "REMOVED", "REVISED", "UNBOOSTED", "WRITTEN", "About", "Reached"]

WRITTEN: Final = "post.written"
REVISED: Final = "post.revised"
REMOVED: Final = "post.removed"
BOOSTED: Final = "post.boosted"  # with the id of the boost
UNBOOSTED: Final = "post.unboosted"  # with the id of the event: the boost is gone

_KINDS: Final[dict[type[Event], str]] = {
    PostWritten: WRITTEN,
    PostRevised: REVISED,
    PostCaptioned: REVISED,
    PostRemoved: REMOVED,
    PostRestored: REVISED,
    PollCounted: REVISED,
    PollClosed: REVISED,
}
_AT_ONCE: Final = 400


@dataclass(frozen=True, slots=True)
class About:
    """A post as far as it decides by which streams it comes."""

    post: int
    author: int
    community: int  # whose thread it begins, or 0
    local: bool
    deleted: bool
    public: bool  # it stands in the public timelines
    open: bool  # everybody may read it
    tags: frozenset[str] = frozenset()
    files: bool = False  # it shows some


def ring(unit: Unit, number: int, event: Event) -> None:
    """Let those who listen know of an event, once what it changes is committed."""
    if isinstance(event, PostBoosted):
        unit.wake(BOOSTED, event.boost)
    elif isinstance(event, PostUnboosted):
        unit.wake(UNBOOSTED, number)
    elif isinstance(event, PostEvent) and type(event) in _KINDS:
        unit.wake(_KINDS[type(event)], event.post)


async def find(reader: Reader, post: int) -> About | None:
    """Find what decides by which streams a post comes."""
    facts = await echoes.find_facts(reader, post)
    if facts is None:
        return None
    return _about(facts, await mentions.list_hashtags(reader, post))


async def find_boosted(reader: Reader, boost: int) -> tuple[int, int] | None:
    """Find which post a boost passes on, and who does."""
    return await rows.find_boosted(reader, boost)


async def find_unboosted(reader: Reader, number: int) -> tuple[int, int] | None:
    """Find under which id a boost was read that an event took back, and whose it was."""
    row = await told.find_event(reader, number)
    event = events.read(row) if row else None
    if not isinstance(event, PostUnboosted):
        return None
    facts = await echoes.find_facts(reader, event.post)
    relayed = facts is not None and facts.community_id == event.actor
    return (ids.relayed(event.post) if relayed else event.boost), event.actor


async def following(reader: Reader, actor: int, listeners: Sequence[int]) -> set[int]:
    """Say who reads what somebody passes on: their followers, and they themselves."""
    found = {actor}
    for some in _parts(listeners):
        found |= await rows.list_following(reader, actor, some)
    return found


async def at_home(reader: Reader, post: int, listeners: Sequence[int]) -> list[Reached]:
    """Say who reads a post at home."""
    parts = [await rows.list_home(reader, post, some) for some in _parts(listeners)]
    return list(chain.from_iterable(parts))


async def anywhere(reader: Reader, post: int, listeners: Sequence[int]) -> list[Reached]:
    """Say who may see a post and would like to."""
    parts = [await rows.list_open(reader, post, some) for some in _parts(listeners)]
    return list(chain.from_iterable(parts))


async def on_lists(
    reader: Reader, post: int, listeners: Sequence[tuple[int, int]]
) -> list[Reached]:
    """Say on whose lists a post stands; each listener comes with a list."""
    parts = [await rows.list_on_lists(reader, post, some) for some in _parts(listeners)]
    return list(chain.from_iterable(parts))


async def holding(reader: Reader, post: int, listeners: Sequence[int]) -> dict[int, int]:
    """Say who has a post at home that is gone, and under which id."""
    found: dict[int, int] = {}
    for some in _parts(listeners):
        found |= await rows.list_holding(reader, post, some)
    return found


def _parts(listeners: Sequence[T]) -> list[Sequence[T]]:
    """Ask for some hundreds at once: between the parts others have their turn."""
    return [listeners[n : n + _AT_ONCE] for n in range(0, len(listeners), _AT_ONCE)]


def _about(facts: PostFacts, tags: list[str]) -> About:
    return About(
        post=facts.id,
        author=facts.author_id,
        community=facts.community_id if facts.top else 0,
        local=bool(facts.local),
        deleted=bool(facts.deleted),
        public=bool(facts.top) and facts.audience == Audience.PUBLIC,
        open=facts.audience in (Audience.PUBLIC, Audience.UNLISTED),
        tags=frozenset(tags),
        files=bool(facts.files),
    )

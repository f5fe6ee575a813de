"""Home timelines are written when something happens, not computed when they are read."""

from collections.abc import Awaitable, Callable
from typing import Final

from fedcop import clock, ids
from fedcop.community import orphans, streams
from fedcop.community.events import (
    Event,
    FollowAccepted,
    PostBoosted,
    PostUnboosted,
    PostWritten,
)
from fedcop.community.perform import perform
from fedcop.store.batch import Store, Unit
from fedcop.store.queries import actors, echoes, events, mentions, tags
from fedcop.store.queries import home_lines as rows
from fedcop.store.queries.echoes import PostFacts
from fedcop.store.queries.home_lines import Brought, Chunk
from fedcop.store.rows import AccountRow, ActorRow, EventRow
from fedcop.values import Audience

# Who has not been here for so long gets no lines; theirs are written when they return.
IDLE_MS: Final = 30 * 24 * 3_600_000
_OWNERS = 50
_WHOLE: Final = -1
_TO_FOLLOWERS: Final = (Audience.PUBLIC, Audience.UNLISTED, Audience.FOLLOWERS)
_TO_MEMBERS: Final = (Audience.PUBLIC, Audience.UNLISTED, Audience.MEMBERS)


async def spread(unit: Unit, row: EventRow, event: Event) -> bool:
    """Write an event into home timelines, a thousand readers at a time.

    False: there are more, and the cursor says where to go on; read the event anew and come again.
    """
    if row.spread:
        return True
    step = _STEPS.get(type(event))
    cursor = await step(unit, row, event) if step else _WHOLE
    if cursor == _WHOLE:
        unit.add(events.mark_spread(row.id, clock.now_ms()))
        streams.ring(unit, row.id, event)
        return True
    if cursor != row.cursor:
        unit.add(events.move_cursor(row.id, cursor))
    return False


async def tidy(unit: Unit, after: int) -> int:
    """Trim some home timelines; `after` is what the last call returned, 0 begins and ends."""
    owners = await rows.list_owners(unit, after, _OWNERS)
    unit.add(*(rows.trim(owner) for owner in owners))
    return owners[-1] if len(owners) == _OWNERS else 0


async def rebuild(store: Store, reader: ActorRow) -> None:
    """Write the home timeline of somebody who returns."""
    lines = await rows.search_lines(store, reader.id)
    await perform(store, _fill, reader.id, lines)


def is_idle(account: AccountRow, now: int) -> bool:
    """Whether somebody has been away so long that their home timeline is to be rebuilt."""
    return max(account.read_at, account.created) <= now - IDLE_MS


async def _fill(unit: Unit, owner: int, lines: list[Brought]) -> None:
    if lines:
        unit.add(*rows.fill(owner, lines), rows.trim(owner))


async def _spread_written(unit: Unit, row: EventRow, event: PostWritten) -> int:
    facts = await echoes.find_facts(unit, event.post)
    if facts is None or facts.deleted:
        return _WHOLE
    if not row.cursor and not await orphans.settle(unit, facts):
        return row.cursor
    if row.cursor < _WHOLE:
        return await _spread_tagged(unit, facts, _WHOLE - row.cursor)
    targets = _targets(facts)
    if targets == (0, 0):
        return await _spread_tagged(unit, facts, 0)
    chunk = await _chunk(unit, targets, row.cursor)
    for target in filter(None, targets):
        if facts.top:
            line = facts.id if target == facts.author_id else ids.relayed(facts.id)
            unit.add(rows.spread_post(target, line, facts.id, chunk))
        else:
            unit.add(rows.spread_reply(target, facts.id, chunk, facts.parent_author))
    return chunk.last if chunk.more else await _spread_tagged(unit, facts, 0)


async def _spread_tagged(unit: Unit, facts: PostFacts, after: int) -> int:
    """Put a public post into the home timelines of those who follow its hashtags.

    They come last, with cursors below those of followers, so that whoever follows its author
    reads it as theirs.
    """
    named = await mentions.list_hashtags(unit, facts.id) if facts.audience == 0 else []
    if not named:
        return _WHOLE
    crowd = await tags.find_crowd(unit, named, after)
    if crowd.actors:
        unit.add(tags.spread_post(crowd.actors, facts.id, clock.now_ms() - IDLE_MS))
    return _WHOLE - crowd.next


def _targets(facts: PostFacts) -> tuple[int, int]:
    """Say whose followers get a post: its author's, and those of the community it starts in."""
    by_author = facts.author_heard and facts.audience in _TO_FOLLOWERS
    in_community = facts.top and facts.community_heard and facts.audience in _TO_MEMBERS
    return (
        facts.author_id if by_author else 0,
        facts.community_id if in_community else 0,
    )


async def _spread_boosted(unit: Unit, row: EventRow, event: PostBoosted) -> int:
    facts = await echoes.find_facts(unit, event.post)
    by = await actors.find_actor(unit, event.actor)
    if facts is None or by is None or facts.deleted or facts.audience not in _TO_MEMBERS:
        return _WHOLE
    if by.kind == "Group" and not facts.top:
        return _WHOLE  # its members read replies in their threads
    chunk = await _chunk(unit, (by.id, 0), row.cursor)
    line = ids.relayed(facts.id) if by.id == facts.community_id else event.boost
    unit.add(rows.spread_post(by.id, line, facts.id, chunk))
    return _next(chunk)


async def _take_back(unit: Unit, row: EventRow, event: PostUnboosted) -> int:
    chunk = await _chunk(unit, (event.actor, 0), row.cursor)
    unit.add(rows.take_back(event.actor, event.post, chunk))
    return _next(chunk)


async def _welcome(unit: Unit, _row: EventRow, event: FollowAccepted) -> int:
    """Show somebody the latest of whom they follow from now on."""
    follower = await actors.find_actor(unit, event.follower)
    target = await actors.find_actor(unit, event.target)
    if follower is not None and target is not None and follower.local:
        unit.add(rows.welcome(follower.id, target.id, community=target.kind == "Group"))
    return _WHOLE


_STEPS: Final[dict[type[Event], Callable[..., Awaitable[int]]]] = {
    PostWritten: _spread_written,
    PostBoosted: _spread_boosted,
    PostUnboosted: _take_back,
    FollowAccepted: _welcome,
}


async def _chunk(unit: Unit, targets: tuple[int, int], after: int) -> Chunk:
    return await rows.find_chunk(unit, targets, after, clock.now_ms() - IDLE_MS)


def _next(chunk: Chunk) -> int:
    return chunk.last if chunk.more else _WHOLE

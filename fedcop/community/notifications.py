"""What people are told of: who named, answered or follows them, and who likes what they wrote.

A notification from somebody whom its recipient would rather be asked about waits (notice_rules).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from fedcop import clock
from fedcop.community import notice_rules, practice_notices
from fedcop.community.events import (
    Event,
    FollowAccepted,
    FollowAsked,
    PollClosed,
    PostBoosted,
    PostLiked,
    PostRemoved,
    PostRevised,
    PostWritten,
)
from fedcop.community.moderating import telling
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import (
    actors,
    conversations,
    echoes,
    events,
    followers_told,
    mentions,
    polls,
    stewards,
    timelines,
)
from fedcop.store.queries import notifications as rows
from fedcop.store.queries.echoes import PostFacts
from fedcop.store.queries.notifications import About, Told
from fedcop.store.rows import ActorCard, ActorRow, EventRow, NotificationRow, PostRow
from fedcop.store.statements import Statement
from fedcop.values import Audience

_TOP = 2**62
_IN_COMMUNITIES: Final = frozenset({"join", "asked", "reported", "glass_opened"})
_STEWARDS = 50
_VOTERS = 500
_FOR_MANY: Final = (Audience.PUBLIC, Audience.UNLISTED, Audience.MEMBERS)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something somebody is told: by whom, of which post or in which community."""

    row: NotificationRow
    actor: ActorCard
    post: PostRow | None
    community: ActorCard | None  # who was asked or joined, where it is a community


async def tell(unit: Unit, row: EventRow, event: Event) -> None:
    """Tell the people an event concerns, each once, with its mark in the same unit."""
    if row.told:
        return
    step = _STEPS.get(type(event))
    if step is not None:
        await step(unit, event)
    await practice_notices.follow(unit, event)
    await telling.follow(unit, event)
    unit.add(events.mark_told(row.id, clock.now_ms()))


async def page(
    store: Reader, recipient: ActorRow, before: int, limit: int
) -> tuple[tuple[Notice, ...], int]:
    """Read what somebody was told, the latest first, and where the next page begins, or 0."""
    told, following = await rows.list_told(store, recipient.id, before or _TOP, limit)
    wanted = {one.row.actor_id for one in told} | {_community_of(one) for one in told}
    cards = await timelines.list_cards(store, sorted(wanted - {0}))
    return tuple(_notice(one, cards) for one in told), following


async def count_unread(store: Reader, recipient: ActorRow) -> int:
    """Count what somebody has not read, up to a hundred."""
    return await rows.count_unread(store, recipient.id)


async def mark_read(unit: Unit, recipient: ActorRow, up_to: int) -> None:
    """Note that somebody has read what they were told, up to a notification."""
    unit.add(rows.mark_read(recipient.id, up_to, clock.now_ms()))


async def _tell_written(unit: Unit, event: PostWritten) -> None:
    facts = await echoes.find_facts(unit, event.post)
    if facts is None or facts.deleted:
        return
    told = await _tell_named(unit, facts)
    await _tell_waiting(unit, facts, told)


async def _tell_revised(unit: Unit, event: PostRevised) -> None:
    facts = await echoes.find_facts(unit, event.post)
    if facts is None or facts.deleted:
        return
    told = await _tell_named(unit, facts)
    about = About("update", facts.author_id, of=facts.id, post_id=facts.id)
    for recipient in await followers_told.list_boosters(unit, facts.id):
        if recipient not in told:
            unit.add(rows.untell(recipient, about))
            await notice_rules.tell(unit, recipient, about)


async def _tell_named(unit: Unit, facts: PostFacts) -> set[int]:
    """Tell whom a post names and whom it answers; in what is for them alone, all who have it."""
    named = await mentions.list_mentioned_here(unit, facts.id)
    kinds = dict.fromkeys(named, "mention")
    if facts.parent_local and (facts.parent_author in kinds or facts.audience in _FOR_MANY):
        kinds[facts.parent_author] = "reply"
    kinds.pop(facts.author_id, None)
    for recipient, kind in kinds.items():
        about = About(kind, facts.author_id, of=facts.id, post_id=facts.id)
        alone = facts.audience == Audience.NAMED and facts.parent_author != recipient
        await notice_rules.tell(unit, recipient, about, _insert_of(facts), private=alone)
    if facts.audience == Audience.NAMED:
        for owner in dict.fromkeys([*named, *([facts.author_id] if facts.local else [])]):
            unit.add(conversations.note(owner, facts.root_id, facts.id, facts.author_id))
            unit.wake("conversation", owner)
    return set(kinds)


async def _tell_waiting(unit: Unit, facts: PostFacts, told: set[int]) -> None:
    """Tell those who want to know of whatever its author writes, or begins in a community."""
    if facts.audience == Audience.NAMED or not (
        facts.top or facts.parent_author == facts.author_id
    ):
        return
    about = About("status", facts.author_id, of=facts.id, post_id=facts.id)
    by = (facts.author_id if facts.audience != Audience.MEMBERS else 0, facts.community_id)
    for target in filter(None, by if facts.top else by[:1]):
        for recipient in await followers_told.list_waiting(unit, target):
            if recipient not in told and recipient != facts.author_id:
                told.add(recipient)
                await notice_rules.tell(unit, recipient, about, _insert_of(facts))


def _insert_of(facts: PostFacts) -> Callable[[int, About], Statement]:
    """Choose how to tell of a post: what is for members, members alone."""
    if facts.audience != Audience.MEMBERS:
        return rows.tell
    return lambda recipient, about: rows.tell_member(recipient, about, facts.community_id)


async def _tell_closed(unit: Unit, event: PollClosed) -> None:
    """Tell who asked and who chose how it came out; one that is asked anew is told anew."""
    facts = await echoes.find_facts(unit, event.post)
    if facts is None or facts.deleted:
        return
    about = About("poll", facts.author_id, of=facts.id, post_id=facts.id)
    if facts.local:
        unit.add(rows.untell(facts.author_id, about))
        await notice_rules.tell(unit, facts.author_id, about)
    after = -1
    while after:
        here, after = await polls.list_voters_here(unit, facts.id, max(after, 0), _VOTERS)
        for recipient in here:
            unit.add(rows.untell(recipient, about))
            await notice_rules.tell(unit, recipient, about, _insert_of(facts))


async def _let_go(unit: Unit, event: PostRemoved) -> None:
    facts = await echoes.find_facts(unit, event.post)
    if facts is not None and facts.audience == Audience.NAMED:
        unit.add(*conversations.let_go(facts.id))


async def _tell_liked(unit: Unit, event: PostLiked) -> None:
    facts = await echoes.find_facts(unit, event.post)
    if facts is None or facts.deleted or not facts.local or facts.author_id == event.actor:
        return
    about = About("like", event.actor, of=event.reaction, post_id=facts.id)
    await notice_rules.tell(unit, facts.author_id, about, rows.tell_like)


async def _tell_boosted(unit: Unit, event: PostBoosted) -> None:
    facts = await echoes.find_facts(unit, event.post)
    if facts is None or facts.deleted or not facts.local or facts.author_id == event.actor:
        return
    by = await actors.find_actor(unit, event.actor)
    if by is None or by.kind == "Group":
        return  # a community that relays is doing its work
    about = About("boost", event.actor, of=event.boost, post_id=facts.id)
    await notice_rules.tell(unit, facts.author_id, about, rows.tell_boost)


async def _tell_asked(unit: Unit, event: FollowAsked) -> None:
    target = await actors.find_actor(unit, event.target)
    if target is None or not target.local:
        return
    about = About("asked", event.follower, of=event.follow, group=target.id)
    await _tell_whoever_decides(unit, target, about)


async def _tell_accepted(unit: Unit, event: FollowAccepted) -> None:
    target = await actors.find_actor(unit, event.target)
    if target is None:
        return
    if target.locked:
        about = About("accepted", target.id, of=event.follow, group=target.id)
        await notice_rules.tell(unit, event.follower, about)
    if target.local:
        kind = "join" if target.kind == "Group" else "follow"
        about = About(kind, event.follower, of=event.follow, group=target.id)
        await _tell_whoever_decides(unit, target, about)


async def _tell_whoever_decides(unit: Unit, target: ActorRow, about: About) -> None:
    """Tell a person, or the stewards of a community; the query leaves out who is not ours."""
    deciding = [target]
    if target.kind == "Group":
        deciding = await stewards.list_stewards(unit, target.id, _STEWARDS)
    for actor in deciding:
        if actor.local and actor.id != about.actor_id:
            await notice_rules.tell(unit, actor.id, about)


_STEPS: Final[dict[type[Event], Callable[..., Awaitable[None]]]] = {
    PostWritten: _tell_written,
    PostRevised: _tell_revised,
    PostRemoved: _let_go,
    PostLiked: _tell_liked,
    PostBoosted: _tell_boosted,
    PollClosed: _tell_closed,
    FollowAsked: _tell_asked,
    FollowAccepted: _tell_accepted,
}


def _community_of(told: Told) -> int:
    kind, _, number = told.row.group_key.partition(":")
    return (
        int(number)
        if kind in {"join", "asked", "reported", "glass_opened"} and number.isdigit()
        else 0
    )


def _notice(told: Told, cards: dict[int, ActorCard]) -> Notice:
    whose = cards.get(_community_of(told))
    community = whose if whose is not None and whose.kind == "Group" else None
    return Notice(told.row, cards[told.row.actor_id], told.post, community)

"""What people are told of: who named, answered or follows them, and who likes what they wrote."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from fedcop import clock
from fedcop.community.events import (
    Event,
    FollowAccepted,
    FollowAsked,
    PostBoosted,
    PostLiked,
    PostRevised,
    PostWritten,
)
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import actors, echoes, events, mentions, stewards, timelines
from fedcop.store.queries import notifications as rows
from fedcop.store.queries.notifications import About, Told
from fedcop.store.rows import ActorCard, ActorRow, EventRow, NotificationRow, PostRow
from fedcop.values import Audience

_TOP = 2**62
_STEWARDS = 50
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


async def _tell_written(unit: Unit, event: PostWritten | PostRevised) -> None:
    facts = await echoes.find_facts(unit, event.post)
    if facts is None or facts.deleted:
        return
    named = await mentions.list_mentioned_here(unit, facts.id)
    kinds = dict.fromkeys(named, "mention")
    if facts.parent_local and (facts.parent_author in kinds or facts.audience in _FOR_MANY):
        kinds[facts.parent_author] = "reply"
    kinds.pop(facts.author_id, None)
    for recipient, kind in kinds.items():
        about = About(kind, facts.author_id, of=facts.id, post_id=facts.id)
        if facts.audience == Audience.MEMBERS:
            unit.add(rows.tell_member(recipient, about, facts.community_id))
        else:
            unit.add(rows.tell(recipient, about))
        unit.wake("notification", recipient)


async def _tell_liked(unit: Unit, event: PostLiked) -> None:
    facts = await echoes.find_facts(unit, event.post)
    if facts is None or facts.deleted or not facts.local or facts.author_id == event.actor:
        return
    about = About("like", event.actor, of=event.reaction, post_id=facts.id)
    unit.add(rows.tell_like(facts.author_id, about))
    unit.wake("notification", facts.author_id)


async def _tell_boosted(unit: Unit, event: PostBoosted) -> None:
    facts = await echoes.find_facts(unit, event.post)
    if facts is None or facts.deleted or not facts.local or facts.author_id == event.actor:
        return
    by = await actors.find_actor(unit, event.actor)
    if by is None or by.kind == "Group":
        return  # a community that relays is doing its work
    about = About("boost", event.actor, of=event.boost, post_id=facts.id)
    unit.add(rows.tell_boost(facts.author_id, about))
    unit.wake("notification", facts.author_id)


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
        unit.add(rows.tell(event.follower, about))
        unit.wake("notification", event.follower)
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
            unit.add(rows.tell(actor.id, about))
            unit.wake("notification", actor.id)


_STEPS: Final[dict[type[Event], Callable[..., Awaitable[None]]]] = {
    PostWritten: _tell_written,
    PostRevised: _tell_written,
    PostLiked: _tell_liked,
    PostBoosted: _tell_boosted,
    FollowAsked: _tell_asked,
    FollowAccepted: _tell_accepted,
}


def _community_of(told: Told) -> int:
    kind, _, number = told.row.group_key.partition(":")
    return int(number) if kind in {"join", "asked"} and number.isdigit() else 0


def _notice(told: Told, cards: dict[int, ActorCard]) -> Notice:
    whose = cards.get(_community_of(told))
    community = whose if whose is not None and whose.kind == "Group" else None
    return Notice(told.row, cards[told.row.actor_id], told.post, community)

"""Forget somebody in small steps, each whole: what stops them, stops between two of them.

Others are told what goes while it goes, and that the person is gone once all of that is told:
a server that has forgotten them would take nothing more in their name.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from enum import IntEnum
from typing import Final

from fedcop import clock
from fedcop.community import events, posts, reactions
from fedcop.community import membership_steps as steps
from fedcop.community.erasing import asking
from fedcop.community.membership_moves import Move
from fedcop.community.practice import endorsing, rsvps
from fedcop.community.practice.endorsing import Word
from fedcop.community.practice.kinds import KINDS
from fedcop.community.practice_events import WorkPassedOn
from fedcop.community.privacy_requests import TELLING
from fedcop.errors import Gone, NotFound, Refused
from fedcop.store.batch import Unit
from fedcop.store.queries import actors, erasing, log, privacy_requests, stewards
from fedcop.store.queries import posts as post_queries
from fedcop.store.queries import reactions as reaction_rows
from fedcop.store.queries.kept_of_people import KEPT
from fedcop.store.queries.personal import Whose
from fedcop.store.rows import ActorRow, PrivacyRow
from fedcop.values import ArtifactPin

_FEW: Final = 20
_MANY: Final = 500
_PATIENCE_MS: Final = 600_000  # with what waits to be told, before one goes on
_SHIFT: Final = 16  # of an id, to the time in it
_IDS_BEFORE = tuple(kept for kept in KEPT if kept.through) + tuple(
    kept for kept in KEPT if not kept.through
)


class Phase(IntEnum):
    """How far it has come; the number is what the store keeps."""

    KNOW = 0  # by which inboxes those are reached who may know them
    LEAVE = 1  # what they follow, look after, like, come to
    WORKS = 2  # what stays, as by a former member
    WORDS = 3  # what they wrote
    HEARD = 4  # until others were told
    FAREWELL = 5
    TOLD = 6  # until others were told that too
    ROWS = 7  # whatever is left
    END = 8


async def step(unit: Unit, row: PrivacyRow) -> bool:
    """Take one step; False when it has to wait for others."""
    actor = await actors.find_actor(unit, row.actor_id)
    if actor is None:
        raise NotFound("There is no such person here.")
    phase = Phase(row.phase)
    unit.touch(f"erase:{row.actor_id}")
    unit.guard(privacy_requests.SAME, row.id, row.state, row.phase)
    now = clock.now_ms()
    if phase in (Phase.HEARD, Phase.TOLD) and await _waits(unit, row, now):
        return False
    more = await _DO[phase](unit, actor, row) if phase in _DO else False
    if more:
        return True
    after = replace(row, phase=phase + 1, told=now)
    if after.phase == Phase.END:
        after = replace(after, state=TELLING)
    unit.add(privacy_requests.change_request(after))
    return True


async def _waits(unit: Unit, row: PrivacyRow, now: int) -> bool:
    """Whether what was said before is yet to be told; nobody waits for ever."""
    recent = row.told > now - _PATIENCE_MS
    return recent and await erasing.is_untold(unit, (row.told + 1) << _SHIFT)


async def _know(unit: Unit, actor: ActorRow, _: PrivacyRow) -> bool:
    """Have a lane to each server that may know them, so that it is told."""
    hosts: dict[str, tuple[str, int]] = {}
    for host, inbox, shared in await erasing.list_circle(unit.store, actor.id):
        if host not in hosts or shared > hosts[host][1]:
            hosts[host] = inbox, shared
    if hosts:
        at = unit.place()
        for host, (inbox, shared) in hosts.items():
            unit.add(log.know_peer(host), log.know_lane(inbox, host, shared, at))
    return False


async def _leave(unit: Unit, actor: ActorRow, _: PrivacyRow) -> bool:
    for part in (_hand_back, _unfollow, _stay_away, _unlike, _stop_boosting, _unsay):
        if await part(unit, actor):
            return True
    return False


async def _hand_back(unit: Unit, actor: ActorRow) -> bool:
    """Look after communities no longer, even where nobody else does."""
    found = await erasing.list_stewarded(unit, actor.id, _FEW)
    for community in found:
        unit.add(stewards.delete_steward(community, actor.id))
        group = await actors.find_actor(unit, community)
        if group is not None and group.local:
            events.record(unit, events.StewardRemoved(community, actor.id, by=actor.id))
    return bool(found)


async def _unfollow(unit: Unit, actor: ActorRow) -> bool:
    found = await erasing.list_follows(unit, actor.id, _FEW)
    for follow in found:
        steps.end(unit, follow, Move.LEAVE)
    return bool(found)


async def _stay_away(unit: Unit, actor: ActorRow) -> bool:
    found = await erasing.list_meetings(unit.store, actor.id, _FEW)
    for meeting in found:
        done = False
        with suppress(NotFound, Gone, Refused):
            done = await rsvps.withdraw(unit, actor, meeting)
        if not done:
            unit.add(erasing.forget_rsvp(meeting, actor.id))
    return bool(found)


async def _unlike(unit: Unit, actor: ActorRow) -> bool:
    found = await erasing.list_liked(unit.store, actor.id, _FEW)
    for post in found:
        if not await reactions.unlike(unit, actor, post):
            row = await reaction_rows.find_like(unit, post, actor.id)
            unit.add(*(reaction_rows.delete_like(row) if row else ()))
    return bool(found)


async def _stop_boosting(unit: Unit, actor: ActorRow) -> bool:
    found = await erasing.list_boosted(unit.store, actor.id, _FEW)
    for post in found:
        if not await reactions.unboost(unit, actor, post):
            row = await reaction_rows.find_boost(unit, post, actor.id)
            unit.add(*((reaction_rows.delete_boost(row),) if row else ()))
    return bool(found)


async def _unsay(unit: Unit, actor: ActorRow) -> bool:
    """Stand for nothing any more."""
    found = await erasing.list_stood_for(unit.store, actor.id, _FEW)
    for uri in found:
        await endorsing.withdraw(unit, Word(actor, actor), ArtifactPin(uri))
    return bool(found)


async def _keep_works(unit: Unit, actor: ActorRow, row: PrivacyRow) -> bool:
    """Let what they shared stand in its communities, as by a former member."""
    former = await asking.find_former(unit) if row.keep else None
    if former is None:
        return False
    found = await erasing.list_works(unit.store, actor.id, _FEW)
    for work in found:
        post = await post_queries.find_post(unit, work)
        if post is not None:
            unit.touch(f"post:{work}")
            unit.add(*erasing.pass_on(work, actor.id, actor.uri, former.id))
            await _quieten(unit, post.uri)
            events.record(unit, WorkPassedOn(work, post.root_id))
    return bool(found)


async def _take_back(unit: Unit, actor: ActorRow, _: PrivacyRow) -> bool:
    """Take back what they wrote, and let the log say it no more."""
    found = await post_queries.list_standing(unit, actor.id, _FEW)
    for number in found:
        post = await posts.remove(unit, actor, number)
        if post is not None:
            if post.practice in KINDS:
                unit.add(erasing.forget_title(number))
            await _quieten(unit, post.uri)
    return bool(found)


async def _quieten(unit: Unit, uri: str) -> None:
    said = await erasing.list_said(unit.store, uri)
    if said:
        unit.add(*erasing.silence(said))


async def _say_farewell(unit: Unit, actor: ActorRow, _: PrivacyRow) -> bool:
    unit.add(actors.mark_deleted(actor.id, clock.now_ms()))
    events.record(unit, events.ActorDeleted(actor.id))
    return False


async def _forget_rows(unit: Unit, actor: ActorRow, _: PrivacyRow) -> bool:
    """Forget whatever is left, a piece of one table at a time."""
    whose, store = Whose(actor.id, actor.uri), unit.store
    for kept in _IDS_BEFORE:
        if keys := await erasing.list_going(store, kept, whose, _MANY):
            unit.add(erasing.delete_rows(kept, keys))
            return True
        for column in kept.blank:
            if keys := await erasing.list_naming(store, kept, column, actor.id, _MANY):
                unit.add(erasing.blank_rows(kept, column, keys))
                return True
    said = await erasing.list_own_said(store, actor.id, _MANY)
    if said:
        unit.add(*erasing.silence(said))
        return True
    for kept in KEPT:
        unit.add(*erasing.wipe_rows(kept, actor.id))
    return False


_DO: Final[dict[Phase, Callable[[Unit, ActorRow, PrivacyRow], Awaitable[bool]]]] = {
    Phase.KNOW: _know,
    Phase.LEAVE: _leave,
    Phase.WORKS: _keep_works,
    Phase.WORDS: _take_back,
    Phase.FAREWELL: _say_farewell,
    Phase.ROWS: _forget_rows,
}

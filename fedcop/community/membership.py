"""Following people and joining communities: one machine for both, whoever follows whom.

Each change records an event, whoever made it. What is told to peers is decided outbound: an Accept
or Reject where the target is ours, a Follow or Undo where the follower is.
"""

import re
from dataclasses import replace
from typing import Final

from fedcop import clock, ids
from fedcop.community import catching_up, events, policy
from fedcop.community import membership_steps as steps
from fedcop.community.membership_moves import Move, State, after, is_open
from fedcop.errors import NotFound, Refused
from fedcop.store.batch import Reader, Store, Unit
from fedcop.store.queries import actors, communities, follows, stewards
from fedcop.store.queries.follows import Side
from fedcop.store.rows import ActorRow, FollowRow

_MINUTE = 60_000
_DAY = 24 * 60 * _MINUTE
# How long a pending follow of ours waits before it is sent again; then daily; then it is given up.
RESEND_AFTER: Final = (_MINUTE, 10 * _MINUTE, 60 * _MINUTE)
GIVE_UP_AFTER: Final = len(RESEND_AFTER) + 30

_MINTED = re.compile(r"([0-9]{1,19})-follow-[0-9]{1,19}")
_PAGE = 200
_MOST = 5000


# The follower's side


async def ask(unit: Unit, follower: ActorRow, target: ActorRow) -> FollowRow:
    """Follow as a local person: settled at once where the target is ours. Raises Refused."""
    await _require_follow(unit, follower, target)
    policy.require(await _meeting(unit, follower, target))
    before = await steps.between(unit, follower, target)
    if is_open(before.state):
        return before
    wish = replace(before, uri=steps.mint(unit, before.id), cause=0, tries=0)
    if target.local:
        return steps.enter(unit, before, wish, target)
    due = clock.now_ms() + RESEND_AFTER[0]
    row = steps.put(unit, before, replace(wish, state=after(before.state, Move.ASK), next_try=due))
    steps.tell(unit, events.FollowAsked, row)
    return row


async def ask_again(unit: Unit, follow: FollowRow) -> FollowRow | None:
    """Send a pending follow of ours again, or give it up after a month.

    None: it is settled, or somebody else was quicker.
    """
    before = await follows.find_follow_by_id(unit, follow.id)
    if before is None or (before.state, before.tries) != (State.PENDING, follow.tries):
        return None
    if not before.next_try:
        return None  # it waits for one of ours
    tries = before.tries + 1
    if tries > GIVE_UP_AFTER:
        return steps.end(unit, before, Move.EXPIRE)
    pause = RESEND_AFTER[tries] if tries < len(RESEND_AFTER) else _DAY
    # A new uri each time: Lemmy takes an activity it has seen for settled and does not answer.
    again = replace(before, uri=steps.mint(unit, before.id), tries=tries)
    row = steps.put(unit, before, replace(again, next_try=clock.now_ms() + pause))
    asked = events.FollowAsked(row.follower_id, row.target_id, row.id, row.uri, again=tries)
    events.record(unit, asked)
    return row


async def leave(
    unit: Unit, follower: ActorRow, target: ActorRow, cause: int = 0
) -> FollowRow | None:
    """Let a follower go, ours or a remote one; None when there was nothing to leave."""
    before = await steps.between(unit, follower, target)
    if not is_open(before.state):
        return None
    await _end_stewardship(unit, follower, target)
    return steps.end(unit, before, Move.LEAVE, cause)


async def move_followers(unit: Unit, old: ActorRow, new: ActorRow, cause: int = 0) -> int:
    """Take our people along to where a remote person went; again until it returns 0."""
    sides = await follows.list_local_followers(unit, old.id, 0, _PAGE)
    for follow, follower in sides:
        steps.end(unit, follow, Move.LEAVE, cause)
        try:
            await ask(unit, follower, new)
        except Refused:
            continue  # they block the new account, or are that account
    return len(sides)


# The target's side


async def join(unit: Unit, follower: ActorRow, target: ActorRow, uri: str, cause: int) -> FollowRow:
    """Take the Follow of a remote actor; a repeated one is answered again. Raises Refused."""
    if not target.local or follower.local:
        raise Refused("This account is not ours to follow.")
    await _require_follow(unit, follower, target)
    before = await steps.between(unit, follower, target)
    wish = replace(before, uri=uri, cause=cause, tries=0)
    if await _meeting(unit, follower, target):
        return steps.enter(unit, before, wish, target)
    row = steps.put(unit, before, replace(wish, state=after(before.state, Move.TURN_AWAY)))
    steps.tell(unit, events.FollowRejected, row, cause)
    return row


async def approve(unit: Unit, by: ActorRow, follow_id: int) -> FollowRow:
    """Let somebody in who asked: a person for themselves, a steward for a community."""
    before, _ = await _require_settler(unit, by, follow_id)
    if before.state != State.PENDING:
        return before
    return steps.accept(unit, before, before.cause)


async def refuse(unit: Unit, by: ActorRow, follow_id: int) -> FollowRow:
    """Turn somebody away who asked, or end their membership."""
    before, target = await _require_settler(unit, by, follow_id)
    if not is_open(before.state):
        return before
    follower = await actors.find_actor(unit, before.follower_id)
    if follower is not None:
        await _end_stewardship(unit, follower, target)
    return steps.end(unit, before, Move.REJECT, before.cause)


async def accepted(
    unit: Unit, follower: ActorRow, target: ActorRow, cause: int = 0
) -> FollowRow | None:
    """Note that a remote target agreed to a follow of ours; None when none was pending."""
    before = await steps.between(unit, follower, target)
    if before.state != State.PENDING or not follower.local or target.local:
        return None
    await catching_up.first_member(unit, target)
    return steps.accept(unit, before, cause)


async def rejected(
    unit: Unit, follower: ActorRow, target: ActorRow, cause: int = 0
) -> FollowRow | None:
    """Note that a remote target refused or ended a follow of ours; None when there was none."""
    before = await steps.between(unit, follower, target)
    if not is_open(before.state) or not follower.local or target.local:
        return None
    return steps.end(unit, before, Move.REJECT, cause)


# Both sides


async def part(unit: Unit, actor: ActorRow, other: ActorRow, cause: int = 0) -> None:
    """End what is between two, whoever follows whom: `actor` does not want it any more."""
    follow = await steps.between(unit, actor, other)
    if is_open(follow.state):
        steps.end(unit, follow, Move.LEAVE, cause)
    back = await steps.between(unit, other, actor)
    if is_open(back.state):
        steps.end(unit, back, Move.REJECT, back.cause if actor.local else cause)


async def end_all(unit: Unit, actor: ActorRow, cause: int = 0) -> None:
    """End whatever a remote actor follows and who follows it: it is gone."""
    ending = await follows.list_open(unit, actor.id, _MOST)
    targets = await actors.list_actors(unit, [follow.target_id for follow in ending])
    for follow in ending:
        target = targets.get(follow.target_id)
        if target is not None and target.id != actor.id:
            await _end_stewardship(unit, actor, target)
        steps.end(unit, follow, Move.REJECT if target == actor else Move.LEAVE, cause)


def enter_founder(unit: Unit, founder: ActorRow, community: int) -> FollowRow:
    """Make the founder of a new community its first member; the community counts it itself."""
    now = clock.now_ms()
    row = FollowRow(ids.new_id(), founder.id, community, State.ACCEPTED, "", 0, 0, now, now)
    unit.add(follows.insert_follow(row))
    return row


# Reads


async def find_follow(reader: Reader, follower: int, target: int) -> FollowRow | None:
    """Find what is between a follower and whom they follow, whatever its state."""
    return await follows.find_follow(reader, follower, target)


async def find_by_uri(reader: Store | Unit, uri: str) -> FollowRow | None:
    """Find a follow by the uri of its Follow activity, for ours also by an earlier one."""
    local = reader.uris.recognise(uri)
    minted = _MINTED.fullmatch(local.name) if local and local.kind == "activity" else None
    if minted:
        return await follows.find_follow_by_id(reader, int(minted[1]))
    return await follows.find_follow_by_uri(reader, uri) if uri else None


async def is_member(reader: Reader, actor: int, community: int) -> bool:
    """Whether somebody is an accepted follower: the members of a community are its followers."""
    follow = await follows.find_follow(reader, actor, community)
    return follow is not None and follow.state == State.ACCEPTED


async def due_pending(reader: Reader, now: int, limit: int = 100) -> list[FollowRow]:
    """Read the pending follows of ours that are to be sent again: `ask_again` each."""
    return await follows.list_due(reader, now, limit)


async def list_followers(
    reader: Reader, target: int, after_id: int = 0, limit: int = 50
) -> list[Side]:
    """Read the followers or members of an actor; `after_id` is the last follow's id."""
    return await follows.list_followers(reader, target, State.ACCEPTED, after_id, limit)


async def list_requests(
    reader: Reader, target: int, after_id: int = 0, limit: int = 50
) -> list[Side]:
    """Read who waits for an answer; `after_id` is the last follow's id."""
    return await follows.list_followers(reader, target, State.PENDING, after_id, limit)


async def list_following(
    reader: Reader, follower: int, after_id: int = 0, limit: int = 50
) -> list[Side]:
    """Read whom an actor follows; `after_id` is the last target's id."""
    return await follows.list_following(reader, follower, State.ACCEPTED, after_id, limit)


async def count_followers(reader: Reader, target: int) -> int:
    """Count the accepted followers of an actor."""
    return await follows.count_followers(reader, target)


async def count_following(reader: Reader, follower: int) -> int:
    """Count whom an actor follows."""
    return await follows.count_following(reader, follower)


async def _require_follow(unit: Unit, follower: ActorRow, target: ActorRow) -> None:
    policy.require(policy.may_follow(follower, target))
    if target.local and target.kind == "Group":
        group = await communities.find_community(unit, target.id)
        steward = await stewards.find_steward(unit, target.id, follower.id)
        practice = group.practice if group else None
        policy.require(policy.may_enter(practice, steward=steward is not None))


async def _meeting(unit: Unit, follower: ActorRow, target: ActorRow) -> policy.Answer:
    blocks = await follows.find_block(unit, follower.id, target.id)
    blocked = await follows.find_block(unit, target.id, follower.id)
    return policy.may_meet(blocks=blocks is not None, blocked=blocked is not None)


async def _require_settler(unit: Unit, by: ActorRow, follow_id: int) -> tuple[FollowRow, ActorRow]:
    row = await follows.find_follow_by_id(unit, follow_id)
    target = await actors.find_actor(unit, row.target_id) if row else None
    if row is None or target is None or not target.local:
        raise NotFound("Nobody asks for this any more.")
    steward = await stewards.find_steward(unit, target.id, by.id)
    policy.require(policy.may_settle(by, target, steward=steward is not None))
    return row, target


async def _end_stewardship(unit: Unit, actor: ActorRow, community: ActorRow) -> None:
    """Whoever leaves a community of ours no longer looks after it, but for the last steward."""
    if community.kind != "Group" or not community.local:
        return
    if not await stewards.find_steward(unit, community.id, actor.id):
        return
    other = await stewards.find_another(unit, community.id, actor.id)
    if other is None and actor.local:
        raise Refused("You are the last steward; let somebody else look after it first.")
    if other is not None:
        unit.guard(stewards.STILL, community.id, other.actor_id)
        unit.add(stewards.delete_steward(community.id, actor.id))
        events.record(unit, events.StewardRemoved(community.id, actor.id, by=actor.id))

"""The steps of which the verbs of membership are made: what a move writes, counts and records."""

from dataclasses import replace

from fedcop import clock, ids
from fedcop.community import events
from fedcop.community.membership_moves import Move, State, after
from fedcop.store.batch import Unit
from fedcop.store.queries import communities, directory, follows
from fedcop.store.rows import ActorRow, FollowRow


async def between(unit: Unit, follower: ActorRow, target: ActorRow) -> FollowRow:
    """Read what is between the two; a row without state and not yet stored when nothing is."""
    found = await follows.find_follow(unit, follower.id, target.id)
    if found is not None:
        return found
    now = clock.now_ms()
    return FollowRow(ids.new_id(), follower.id, target.id, State.NONE, "", 0, 0, now, now)


def put(unit: Unit, before: FollowRow, row: FollowRow) -> FollowRow:
    """Write what a move made of a follow, and count the members it brought or took."""
    row = replace(row, changed=clock.now_ms())
    unit.touch(f"follow:{row.follower_id}:{row.target_id}")
    if before.state == State.NONE:
        unit.add(follows.insert_follow(row))
    else:
        unit.guard(follows.STILL, before.id, before.state, before.tries)
        unit.add(follows.update_follow(row))
    came = (row.state == State.ACCEPTED) - (before.state == State.ACCEPTED)
    if came:
        unit.add(communities.add_members(row.target_id, came))
    return row


def enter(unit: Unit, before: FollowRow, wish: FollowRow, target: ActorRow) -> FollowRow:
    """Let somebody into one of ours, or to its door when that is locked."""
    knocks = target.locked and before.state != State.ACCEPTED
    state = after(before.state, Move.ASK if knocks else Move.ENTER)
    row = put(unit, before, replace(wish, state=state, next_try=0))
    if state == State.ACCEPTED:
        tell(unit, events.FollowAccepted, row, row.cause)
    elif before.state != State.PENDING:
        tell(unit, events.FollowAsked, row, row.cause)
    return row


def accept(unit: Unit, before: FollowRow, cause: int) -> FollowRow:
    """Let somebody in who waited."""
    state = after(before.state, Move.ACCEPT)
    row = put(unit, before, replace(before, state=state, next_try=0))
    tell(unit, events.FollowAccepted, row, cause)
    return row


def end(unit: Unit, before: FollowRow, move: Move, cause: int = 0) -> FollowRow:
    """End what is between them by one of the moves that do."""
    row = put(unit, before, replace(before, state=after(before.state, move), next_try=0))
    ended = events.FollowRejected if move is Move.REJECT else events.FollowEnded
    tell(unit, ended, row, cause)
    unit.add(directory.delete_entry(row.target_id, row.follower_id))
    return row


def tell(unit: Unit, kind: type[events.FollowEvent], row: FollowRow, cause: int = 0) -> None:
    """Record what happened between them."""
    events.record(unit, kind(row.follower_id, row.target_id, row.id, row.uri), cause)


def mint(unit: Unit, number: int) -> str:
    """Name a Follow of ours, each time anew; from the name `find_by_uri` gets back to the row."""
    return unit.uris.activity(f"{number}-follow-{ids.new_id()}")

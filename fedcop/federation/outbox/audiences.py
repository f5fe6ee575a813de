"""Open and close what remote inboxes read of our people and communities.

Called where `publish` tells of a follow or of a move. Everything is derived at the commit from
memberships as they are then, so that telling of the same event twice changes nothing.
"""

from typing import Final

from fedcop import clock
from fedcop.errors import Conflict
from fedcop.federation.outbox.append import ToLane
from fedcop.store.batch import Unit
from fedcop.store.queries import audiences, lane_moves, lanes, log
from fedcop.store.queries.lane_moves import End
from fedcop.store.rows import ActorRow
from fedcop.store.statements import Position
from fedcop.values import Audience

_FOLLOWERS_READ: Final = (Audience.PUBLIC, Audience.FOLLOWERS)
_MEMBERS_READ: Final = (*_FOLLOWERS_READ, Audience.MEMBERS)
_WANTED_MS = 60_000
_LOOKS = 30
_LOOK_SECONDS = 0.1


def lane_of(actor: ActorRow) -> ToLane:
    """Address the inbox at which a remote actor is reached."""
    return ToLane(actor.delivery_inbox, actor.host, bool(actor.shared_inbox))


def accepted(
    unit: Unit, follower: ActorRow, target: ActorRow, at: Position, *, honours_members: bool
) -> None:
    """Let the lane of an accepted remote follower read; `at` is the position of the Accept.

    A second follower behind an open lane changes nothing. `honours_members`: whether this peer is
    known to keep what is for members among them.
    """
    if follower.local:
        return
    lane = lane_of(follower)
    unit.add(log.know_peer(lane.host), log.know_lane(lane.inbox, lane.host, int(lane.shared), at))
    for audience in _MEMBERS_READ:
        unit.add(log.open_stream(target.id, audience, at))
    readable = _MEMBERS_READ if honours_members else _FOLLOWERS_READ
    unit.add(
        audiences.close_elsewhere(follower.id, target.id, lane.inbox, at),
        audiences.stand_behind(follower.id, target.id, lane.inbox, at),
        audiences.open_streams(lane.inbox, target.id, readable, at),
    )
    unit.wake(lanes.LOG)


def ended(unit: Unit, follower: ActorRow, target: ActorRow) -> None:
    """End what a lane reads, when this remote follower, refused or gone, was the last behind it."""
    if follower.local:
        return
    unit.add(audiences.close_streams(follower.id, target.id, unit.place()))
    unit.wake(lanes.LOG)


def learned(unit: Unit, peer_id: int, *, honours_members: bool) -> None:
    """Open or cut what is for members, once it is known whether a peer keeps it among them."""
    change = audiences.open_members if honours_members else audiences.cut_members
    unit.add(change(peer_id, unit.place()))
    unit.wake(lanes.LOG)


async def moved(unit: Unit, actor: ActorRow, old_inbox: str, *, honours_members: bool) -> None:
    """Re-point a lane to where an actor is reached now, while nobody is at work on either inbox.

    Raises Conflict when a worker does not let them go in time: to be tried again.
    """
    new = lane_of(actor)
    if not new.inbox or new.inbox == old_inbox:
        return
    ends = await lane_moves.find_ends(unit, [old_inbox, new.inbox], clock.now_ms())
    if old_inbox not in ends:
        return
    ends = await _both_at_rest(unit, old_inbox, new)
    now, at = clock.now_ms(), unit.place()
    old, other = ends[old_inbox], ends[new.inbox]
    for end in (old, other):
        unit.guard(lane_moves.FREE, end.id, now)
    if not new.shared and await lane_moves.has_others(unit, old.id, actor.id):
        unit.add(*lane_moves.split_lane(actor.id, old.id, other.id, at))
    else:
        unit.add(*lane_moves.move_lane(old.id, other.id, at))
    if not honours_members:
        unit.add(audiences.cut_members(other.peer_id, at))
    unit.wake(lanes.LOG)
    unit.wake(lanes.LANE, other.id)


async def _both_at_rest(unit: Unit, old_inbox: str, new: ToLane) -> dict[str, End]:
    """Have both lanes, and have nobody at work on them."""
    inboxes = [old_inbox, new.inbox]
    asking = Unit(unit.store)
    asking.add(
        log.know_peer(new.host),
        log.know_lane(new.inbox, new.host, int(new.shared), asking.place()),
        lane_moves.want(inboxes, clock.now_ms() + _WANTED_MS),
    )
    asking.wake(lanes.LET_GO)
    await asking.commit()
    for _ in range(_LOOKS):
        ends = await lane_moves.find_ends(unit, inboxes, clock.now_ms())
        if len(ends) < len(inboxes):
            raise Conflict(f"{old_inbox}: it was moved meanwhile")
        if not any(end.at_work for end in ends.values()):
            return ends
        await unit.store.wakes.wait(lanes.FREE, _LOOK_SECONDS)
    raise Conflict(f"{old_inbox}: a worker has yet to let it go")

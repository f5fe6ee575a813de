"""Which lanes read which streams, derived from memberships as they are at the commit.

Every statement carries a position and so runs under the lock of the head: what a row says and
where it says it belong together.
"""

from collections.abc import Sequence

from fedcop.store.statements import Position, Statement
from fedcop.values import Audience

# Whoever follows behind this lane, the streams of whom they follow.
_STREAMS_OF = "SELECT s.id FROM stream s WHERE s.owner_id = ?"
_ANYBODY_BEHIND = (
    "EXISTS (SELECT 1 FROM follow f JOIN stream s ON s.owner_id = f.target_id"
    " WHERE s.id = lane_stream.stream_id AND f.lane_id = lane_stream.lane_id"
    " AND f.state = 'accepted')"
)
_CUT = (
    f"(SELECT CASE s.audience WHEN {Audience.MEMBERS.value} THEN 1 ELSE 0 END"
    " FROM stream s WHERE s.id = lane_stream.stream_id)"
)
_STAND_BEHIND = (
    "UPDATE follow SET lane_id = (SELECT l.id FROM lane l WHERE l.inbox = ?)"
    " WHERE follower_id = ? AND target_id = ? AND CAST(? AS BIGINT) > 0"
)
_OPEN = (
    "INSERT INTO lane_stream (lane_id, stream_id, after, changed)"
    " SELECT l.id, s.id, CAST(? AS BIGINT), CAST(? AS BIGINT) FROM lane l CROSS JOIN stream s"
    " WHERE l.inbox = ? AND s.owner_id = ? AND s.audience = ANY_ID(?)"
    " AND EXISTS (SELECT 1 FROM follow f WHERE f.target_id = s.owner_id AND f.lane_id = l.id"
    " AND f.state = 'accepted')"
    " ON CONFLICT (lane_id, stream_id) WHERE until = 0 DO NOTHING"
)
_CLOSE = (
    f"UPDATE lane_stream SET until = ?, changed = ?, cut = {_CUT}"
    " WHERE until = 0 AND lane_id = (SELECT f.lane_id FROM follow f"
    " WHERE f.follower_id = ? AND f.target_id = ? AND f.lane_id <> 0)"
    f" AND stream_id IN ({_STREAMS_OF}) AND NOT {_ANYBODY_BEHIND}"
)
_CLOSE_ELSEWHERE = (
    f"UPDATE lane_stream SET until = ?, changed = ?, cut = {_CUT}"
    " WHERE until = 0 AND lane_id = (SELECT f.lane_id FROM follow f JOIN lane l ON l.id = f.lane_id"
    " WHERE f.follower_id = ? AND f.target_id = ? AND f.lane_id <> 0 AND l.inbox <> ?)"
    f" AND stream_id IN ({_STREAMS_OF})"
    " AND NOT EXISTS (SELECT 1 FROM follow f WHERE f.target_id = ? AND f.state = 'accepted'"
    " AND f.lane_id = lane_stream.lane_id AND f.follower_id <> ?)"
)
_OPEN_MEMBERS = (
    "INSERT INTO lane_stream (lane_id, stream_id, after, changed)"
    " SELECT DISTINCT l.id, s.id, CAST(? AS BIGINT), CAST(? AS BIGINT)"
    " FROM lane l JOIN follow f ON f.lane_id = l.id AND f.lane_id <> 0 AND f.state = 'accepted'"
    f" JOIN stream s ON s.owner_id = f.target_id AND s.audience = {Audience.MEMBERS.value}"
    " WHERE l.peer_id = ?"
    " ON CONFLICT (lane_id, stream_id) WHERE until = 0 DO NOTHING"
)
_CUT_MEMBERS = (
    "UPDATE lane_stream SET until = ?, changed = ?, cut = 1"
    " WHERE until = 0 AND lane_id IN (SELECT l.id FROM lane l WHERE l.peer_id = ?)"
    " AND EXISTS (SELECT 1 FROM stream s WHERE s.id = lane_stream.stream_id"
    f" AND s.audience = {Audience.MEMBERS.value})"
)


def stand_behind(follower: int, target: int, inbox: str, at: Position) -> Statement:
    """Note the lane behind which a follower is."""
    return Statement(_STAND_BEHIND, (inbox, follower, target, at))


def open_streams(inbox: str, owner: int, audiences: Sequence[int], at: Position) -> Statement:
    """Let a lane read an actor from here on, if an accepted follower is behind it."""
    return Statement(_OPEN, (at, at, inbox, owner, list(audiences)))


def close_streams(follower: int, target: int, at: Position) -> Statement:
    """End here what a lane reads of an actor, if no accepted follower is left behind it."""
    return Statement(_CLOSE, (at, at, follower, target, target))


def close_elsewhere(follower: int, target: int, inbox: str, at: Position) -> Statement:
    """End what another lane read for a follower who is about to stand behind this inbox."""
    return Statement(_CLOSE_ELSEWHERE, (at, at, follower, target, inbox, target, target, follower))


def open_members(peer: int, at: Position) -> Statement:
    """Let the lanes of a peer read what is for members, where its people are members."""
    return Statement(_OPEN_MEMBERS, (at, at, peer))


def cut_members(peer: int, at: Position) -> Statement:
    """Tell a peer nothing more that is for members."""
    return Statement(_CUT_MEMBERS, (at, at, peer))

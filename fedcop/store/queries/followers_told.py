"""Who of our people wants to be told of what somebody writes, or passed it on."""

from typing import Final

from fedcop.store.batch import Reader
from fedcop.store.statements import Keyed

MOST: Final = 1_000  # told of one post
# `target_id - 0` is an index of these alone: few want to know of everything.
_WAITING = Keyed(
    "SELECT f.target_id, f.follower_id FROM follow f WHERE f.target_id - 0 = ANY_ID(?)"
    " AND f.notify = 1 AND f.state = 'accepted' AND f.lane_id = 0"
)
_BOOSTERS = (
    "SELECT b.actor_id FROM (SELECT actor_id FROM boost WHERE post_id = ?"
    f" ORDER BY actor_id LIMIT {MOST}) b CROSS JOIN account r WHERE r.actor_id = b.actor_id"
)


async def list_waiting(reader: Reader, target: int) -> list[int]:
    """Read who wants to be told of whatever an actor writes, or begins in a community."""
    return [row[0] for row in await reader.many(_WAITING, target)][:MOST]


async def list_boosters(reader: Reader, post: int) -> list[int]:
    """Read who of our people passed a post on."""
    return [row[0] for row in await reader.read(_BOOSTERS, post)]

"""Who may read what, in SQL: the conditions that every page of posts carries.

They speak of `p`, a row of posts. `policy_posts.may_read` asks the same of rows in memory. Each is
a scalar subquery on a unique key, never EXISTS: PostgreSQL turns those into joins and hashes of
whole tables whenever its statistics are old.
"""

from dataclasses import dataclass
from typing import Final

from fedcop.store.batch import Reader
from fedcop.store.statements import Keyed, Params

_ALIVE = (
    "(SELECT a.suspended + a.deleted FROM actor a WHERE a.id = p.author_id) = 0"
    " AND (p.community_id = 0"
    " OR (SELECT g.suspended + g.deleted FROM actor g WHERE g.id = p.community_id) = 0)"
)
_FOLLOWER = (
    "COALESCE((SELECT f.state FROM follow f"
    " WHERE f.follower_id = {reader} AND f.target_id = p.author_id), '') = 'accepted'"
)
_MEMBER = (
    "COALESCE((SELECT f.state FROM follow f"
    " WHERE f.follower_id = {reader} AND f.target_id = p.community_id), '') = 'accepted'"
)
_NAMED = "(SELECT m.id FROM mention m WHERE m.post_id = p.id AND m.actor_id = {reader}) IS NOT NULL"
_BLOCKS = (
    "(SELECT b.id FROM personal_block b"
    " WHERE b.actor_id = {reader} AND b.blocked_id = p.author_id) IS NOT NULL"
)
_BLOCKED = (
    "(SELECT b.id FROM personal_block b"
    " WHERE b.actor_id = p.author_id AND b.blocked_id = {reader}) IS NOT NULL"
)
_MEANT = (
    f"(p.audience <= 1 OR p.author_id = {{reader}} OR (p.audience = 2 AND {_FOLLOWER})"
    f" OR (p.audience = 3 AND {_MEMBER}) OR (p.audience IN (2, 4) AND {_NAMED}))"
)

# What anybody may read.
OPEN: Final = f"p.audience <= 1 AND {_ALIVE}"
# What one reader may read; its parameters are `seen_by(reader)`.
SEEN: Final = f"{_ALIVE} AND {_MEANT} AND NOT ({_BLOCKS}) AND NOT ({_BLOCKED})".format(reader="?")
_SEEN_PARAMS: Final = 6

# Whether the reader likes a post or passed it on; its parameters are `marked_by(reader)`.
MARKS: Final = (
    "(SELECT r.id FROM reaction r WHERE r.post_id = p.id AND r.actor_id = ?),"
    " (SELECT o.id FROM boost o WHERE o.post_id = p.id AND o.actor_id = ?)"
)
NO_MARKS: Final = "0, 0"

_READING = Keyed(
    f"SELECT k.a, k.b, {_FOLLOWER}, {_MEMBER}, {_NAMED}, ({_BLOCKS} OR {_BLOCKED})".format(
        reader="k.b"
    )
    + " FROM PAIRS(?) CROSS JOIN post p WHERE p.id = k.a",
    pairs=True,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader is to a post; all false for somebody unknown."""

    reader_id: int = 0
    follower: bool = False  # an accepted follower of its author
    member: bool = False  # of its community
    named: bool = False  # in it
    blocked: bool = False  # one blocks the other


NOBODY: Final = Reading()


def seen_by(reader: int) -> Params:
    """Give `SEEN` its parameters."""
    return (reader,) * _SEEN_PARAMS


def marked_by(reader: int) -> Params:
    """Give `MARKS` its parameters."""
    return (reader, reader)


async def find_reading(reader: Reader, post: int, actor: int) -> Reading:
    """Say what somebody is to a post."""
    rows = await reader.many(_READING, (post, actor))
    return Reading(actor, *map(bool, rows[0])) if rows else Reading(actor)

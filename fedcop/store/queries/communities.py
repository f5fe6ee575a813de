"""Communities: Group actors with their practice side, and what is pinned in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.backend import Row
from fedcop.store.batch import Reader
from fedcop.store.rows import ActorRow, CommunityRow, GroupRow, insert_of
from fedcop.store.statements import Keyed, Statement
from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class PinRow(TableRow):
    """A post at the top of a community."""

    TABLE: ClassVar[str] = "pin"

    id: int
    community_id: int
    post_id: int
    since: int


_WIDTH = ActorRow.width()
_PAIR = f"{ActorRow.columns('a.')}, {CommunityRow.columns('c.')}"
_JOINED = f"SELECT {_PAIR} FROM community c JOIN actor a ON a.id = c.actor_id"
_BY_ID = Keyed(
    f"SELECT c.actor_id, {_PAIR} FROM community c JOIN actor a ON a.id = c.actor_id"
    " WHERE c.actor_id = ANY_ID(?)"
)
# CAST: an index holds `host = ''` only, and SQLite would plan anew for each host it is given.
_BY_NAME = (
    f"SELECT {_PAIR} FROM actor a JOIN community c ON c.actor_id = a.id"
    " WHERE a.host = CAST(? AS TEXT) AND a.name = ? ORDER BY 0 + a.id LIMIT 1"
)
_LIVELY = (
    f"{_JOINED} WHERE c.local = ? AND c.approved > 0 AND (c.active, c.actor_id) < (?, ?)"
    " AND a.deleted = 0 AND a.suspended = 0 AND c.hidden <= ?"
    " ORDER BY c.active DESC, c.actor_id DESC LIMIT ?"
)
_WAITING = (
    f"{_JOINED} WHERE c.local = 1 AND c.approved = 0 AND c.actor_id > ? AND a.deleted = 0"
    " ORDER BY c.actor_id LIMIT ?"
)
_OF_MEMBER = (
    f"SELECT {_PAIR} FROM (SELECT f.target_id FROM follow f"
    " WHERE f.follower_id = ? AND f.target_id > ? AND f.state = 'accepted'"
    " AND (SELECT g.deleted FROM actor g WHERE g.id = f.target_id) = 0"
    " AND (SELECT o.actor_id FROM community o WHERE o.actor_id = f.target_id) IS NOT NULL"
    " ORDER BY 0 + f.target_id LIMIT %d) j CROSS JOIN community c CROSS JOIN actor a"
    " WHERE c.actor_id = j.target_id AND a.id = j.target_id"
)
_INSERT = insert_of(CommunityRow)
_DESCRIBE = (
    "UPDATE community SET domain = ?, charter = ?, post_policy = ?, audience = ?, questions = ?"
    " WHERE actor_id = ?"
)
_APPROVE = "UPDATE community SET approved = ? WHERE actor_id = ? AND approved = 0"
_HIDE = "UPDATE community SET hidden = ? WHERE actor_id = ?"
_ARCHIVE = "UPDATE community SET archived = ? WHERE actor_id = ?"
_HERE = (
    "SELECT f.follower_id FROM follow f CROSS JOIN actor a WHERE f.target_id = ?"
    " AND f.state = 'accepted' AND a.id = f.follower_id AND a.host = '' AND a.deleted = 0"
    " ORDER BY f.follower_id LIMIT ?"
)
_MEMBERS = "UPDATE community SET members = members + ? WHERE actor_id = ?"
_MODERATED = "UPDATE community SET moderated = ? WHERE actor_id = ?"
_PINS = f"SELECT {PinRow.columns()} FROM pin WHERE community_id = ? ORDER BY 0 + id DESC LIMIT ?"
_PIN = Keyed(
    "SELECT k.a, k.b, p.id FROM PAIRS(?) CROSS JOIN pin p"
    " WHERE p.community_id = k.a AND p.post_id = k.b",
    pairs=True,
)
_INSERT_PIN = insert_of(PinRow)
_DELETE_PIN = "DELETE FROM pin WHERE community_id = ? AND post_id = ?"


async def find_community(reader: Reader, number: int) -> GroupRow | None:
    """Find a community by our id."""
    return _first(await reader.many(_BY_ID, number))


async def find_community_by_name(reader: Reader, name: str, host: str = "") -> GroupRow | None:
    """Find a community by its handle; no host: one of ours."""
    return _first(await reader.read(_BY_NAME, host, name))


async def list_local_communities(
    reader: Reader, before: tuple[int, int], limit: int, *, hidden: bool = False
) -> list[GroupRow]:
    """Read our approved communities, the liveliest first; `before` is (active, id)."""
    return _all(await reader.read(_LIVELY, 1, *before, int(hidden), limit))


async def list_remote_communities(
    reader: Reader, before: tuple[int, int], limit: int
) -> list[GroupRow]:
    """Read the communities of other nodes that we know; `before` is (active, id)."""
    return _all(await reader.read(_LIVELY, 0, *before, 0, limit))


async def list_waiting_communities(reader: Reader, after: int, limit: int) -> list[GroupRow]:
    """Read our communities that wait for an admin."""
    return _all(await reader.read(_WAITING, after, limit))


async def list_communities_of(
    reader: Reader, member: int, after: int, limit: int
) -> list[GroupRow]:
    """Read the communities somebody is a member of, by id."""
    rows = await reader.read(_OF_MEMBER % limit, member, after)
    return sorted(_all(rows), key=lambda group: group.actor.id)


async def list_pins(reader: Reader, community: int, limit: int) -> list[PinRow]:
    """Read what is pinned, the latest first."""
    return PinRow.all(await reader.read(_PINS, community, limit))


async def is_pinned(reader: Reader, community: int, post: int) -> bool:
    """Whether a post is pinned in a community."""
    return bool(await reader.many(_PIN, (community, post)))


def insert_community(row: CommunityRow) -> Statement:
    """Add the practice side of a Group."""
    return Statement(_INSERT, row.values())


def describe_community(row: CommunityRow) -> Statement:
    """Write anew what a community says of itself."""
    said = (row.domain, row.charter, row.post_policy, row.audience, row.questions)
    return Statement(_DESCRIBE, (*said, row.actor_id))


def approve_community(number: int, now: int) -> Statement:
    """Note that an admin agrees."""
    return Statement(_APPROVE, (now, number))


def hide_community(number: int, hidden: int) -> Statement:
    """Let no directory name a community, or each again."""
    return Statement(_HIDE, (hidden, number))


def archive_community(number: int, since: int) -> Statement:
    """Let a community take nothing new since a time; 0 opens it again."""
    return Statement(_ARCHIVE, (since, number))


async def list_members_here(reader: Reader, number: int, limit: int) -> list[int]:
    """Read which of our people are members."""
    return [int(row[0]) for row in await reader.read(_HERE, number, limit)]


def add_members(number: int, count: int) -> Statement:
    """Count members who came, or went when `count` is below zero."""
    return Statement(_MEMBERS, (count, number))


def mark_moderated(number: int, now: int) -> Statement:
    """Note when the stewards of a remote community were read."""
    return Statement(_MODERATED, (now, number))


def insert_pin(row: PinRow) -> Statement:
    """Pin a post."""
    return Statement(_INSERT_PIN, row.values())


def delete_pin(community: int, post: int) -> Statement:
    """Unpin a post."""
    return Statement(_DELETE_PIN, (community, post))


def _pair(row: Row) -> GroupRow:
    return GroupRow(ActorRow.of(row), CommunityRow.of(row, _WIDTH))


def _first(rows: Sequence[Row]) -> GroupRow | None:
    return _pair(rows[0]) if rows else None


def _all(rows: Sequence[Row]) -> list[GroupRow]:
    return [_pair(row) for row in rows]

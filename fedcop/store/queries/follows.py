"""Who follows whom. Following a community is being its member."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.backend import Row
from fedcop.store.batch import Reader
from fedcop.store.rows import ActorRow, FollowRow, insert_of
from fedcop.store.statements import Keyed, Statement
from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class BlockRow(TableRow):
    """A person does not want to see, or be seen by, another."""

    TABLE: ClassVar[str] = "personal_block"

    id: int
    actor_id: int
    blocked_id: int
    uri: str
    created: int


_WIDTH = FollowRow.width()
_COLUMNS = FollowRow.columns("f.")
_PAIR = Keyed(
    f"SELECT k.a, k.b, {_COLUMNS} FROM PAIRS(?) CROSS JOIN follow f"
    " WHERE f.follower_id = k.a AND f.target_id = k.b",
    pairs=True,
)
_BY_ID = f"SELECT {_COLUMNS} FROM follow f WHERE f.id = ?"
_BY_URI = f"SELECT {_COLUMNS} FROM follow f WHERE f.uri = ? AND f.uri <> '' ORDER BY f.id LIMIT 1"
_FOLLOWERS = (
    f"SELECT {_COLUMNS}, {ActorRow.columns('a.')}"
    " FROM follow f JOIN actor a ON a.id = f.follower_id"
    " WHERE f.target_id = ? AND f.state = ? AND f.id > ? ORDER BY f.id LIMIT ?"
)
_LOCAL_FOLLOWERS = (
    f"SELECT {_COLUMNS}, {ActorRow.columns('a.')}"
    " FROM follow f JOIN actor a ON a.id = f.follower_id"
    " WHERE f.target_id = ? AND f.state = ? AND f.id > ? AND a.host = '' ORDER BY f.id LIMIT ?"
)
_FOLLOWING = (
    f"SELECT {_COLUMNS}, {ActorRow.columns('a.')}"
    " FROM follow f JOIN actor a ON a.id = f.target_id"
    " WHERE f.follower_id = ? AND f.state = ? AND f.target_id > ? ORDER BY f.target_id LIMIT ?"
)
_FOLLOWED = Keyed(
    "SELECT a.id, 1 FROM actor a WHERE a.id = ANY_ID(?) AND EXISTS (SELECT 1 FROM follow f"
    " WHERE f.target_id = a.id AND f.state IN ('accepted', 'pending'))"
)
_COUNT = "SELECT count(*) FROM follow WHERE target_id = ? AND state = 'accepted'"
_COUNT_FOLLOWING = "SELECT count(*) FROM follow WHERE follower_id = ? AND state = 'accepted'"
_DUE = (
    f"SELECT {_COLUMNS} FROM follow f WHERE f.state = 'pending' AND f.next_try > 0"
    " AND f.next_try <= ? ORDER BY f.next_try LIMIT ?"
)
_OPEN = (
    f"SELECT {_COLUMNS} FROM follow f"
    " WHERE f.follower_id = ? AND f.state IN ('pending', 'accepted')"
    f" UNION ALL SELECT {_COLUMNS} FROM follow f"
    " WHERE f.target_id = ? AND f.state IN ('pending', 'accepted') LIMIT ?"
)
_INSERT = insert_of(FollowRow)
_UPDATE = (
    "UPDATE follow SET state = ?, uri = ?, cause = ?, changed = ?, tries = ?, next_try = ?"
    " WHERE id = ?"
)
_BLOCK = Keyed(
    f"SELECT k.a, k.b, {BlockRow.columns('b.')} FROM PAIRS(?) CROSS JOIN personal_block b"
    " WHERE b.actor_id = k.a AND b.blocked_id = k.b",
    pairs=True,
)
_BLOCKED = (
    f"SELECT {ActorRow.columns('a.')} FROM personal_block b JOIN actor a ON a.id = b.blocked_id"
    " WHERE b.actor_id = ? AND b.blocked_id > ? ORDER BY b.blocked_id LIMIT ?"
)
_INSERT_BLOCK = insert_of(BlockRow)
_DELETE_BLOCK = "DELETE FROM personal_block WHERE actor_id = ? AND blocked_id = ?"

# A guard: the follow is still in the state the verb saw.
STILL = "FROM follow WHERE id = ? AND state = ? AND tries = ?"

Side = tuple[FollowRow, ActorRow]


async def find_follow(reader: Reader, follower: int, target: int) -> FollowRow | None:
    """Find what is between a follower and whom they follow, whatever its state."""
    return FollowRow.first(await reader.many(_PAIR, (follower, target)))


async def find_follow_by_id(reader: Reader, number: int) -> FollowRow | None:
    """Find a follow by our id."""
    return FollowRow.first(await reader.read(_BY_ID, number))


async def find_follow_by_uri(reader: Reader, uri: str) -> FollowRow | None:
    """Find a follow by the uri of its Follow activity."""
    return FollowRow.first(await reader.read(_BY_URI, uri))


async def list_followers(
    reader: Reader, target: int, state: str, after: int, limit: int
) -> list[Side]:
    """Read who follows an actor, in the order of our ids of the follows."""
    return _sides(await reader.read(_FOLLOWERS, target, state, after, limit))


async def list_local_followers(
    reader: Reader, target: int, state: str, after: int, limit: int
) -> list[Side]:
    """Read who of our people follows an actor, in the order of our ids of the follows."""
    return _sides(await reader.read(_LOCAL_FOLLOWERS, target, state, after, limit))


async def list_following(
    reader: Reader, follower: int, state: str, after: int, limit: int
) -> list[Side]:
    """Read whom an actor follows, in the order of our ids of those."""
    return _sides(await reader.read(_FOLLOWING, follower, state, after, limit))


async def is_followed(reader: Reader, target: int) -> bool:
    """Whether anybody follows an actor, or waits to: of a remote one, whether one of ours does."""
    return bool(await reader.many(_FOLLOWED, target))


async def count_followers(reader: Reader, target: int) -> int:
    """Count the accepted followers of an actor."""
    return int((await reader.read(_COUNT, target))[0][0])


async def count_following(reader: Reader, follower: int) -> int:
    """Count whom an actor follows."""
    return int((await reader.read(_COUNT_FOLLOWING, follower))[0][0])


async def list_due(reader: Reader, now: int, limit: int) -> list[FollowRow]:
    """Read the pending follows of ours that are to be sent again now."""
    return FollowRow.all(await reader.read(_DUE, now, limit))


async def list_open(reader: Reader, actor: int, limit: int) -> list[FollowRow]:
    """Read what is pending or accepted around an actor, whoever follows whom."""
    return FollowRow.all(await reader.read(_OPEN, actor, actor, limit))


async def find_block(reader: Reader, actor: int, blocked: int) -> BlockRow | None:
    """Find a personal block."""
    return BlockRow.first(await reader.many(_BLOCK, (actor, blocked)))


async def list_blocked(reader: Reader, actor: int, after: int, limit: int) -> list[ActorRow]:
    """Read whom somebody blocks, in the order of our ids."""
    return ActorRow.all(await reader.read(_BLOCKED, actor, after, limit))


def insert_follow(row: FollowRow) -> Statement:
    """Add a follow."""
    return Statement(_INSERT, row.values())


def update_follow(row: FollowRow) -> Statement:
    """Write a follow anew; who, whom and the lane stay."""
    values = (row.state, row.uri, row.cause, row.changed, row.tries, row.next_try, row.id)
    return Statement(_UPDATE, values)


def insert_block(row: BlockRow) -> Statement:
    """Add a personal block."""
    return Statement(_INSERT_BLOCK, row.values())


def delete_block(actor: int, blocked: int) -> Statement:
    """Take a personal block back."""
    return Statement(_DELETE_BLOCK, (actor, blocked))


def _sides(rows: Sequence[Row]) -> list[Side]:
    return [(FollowRow.of(row), ActorRow.of(row, _WIDTH)) for row in rows]

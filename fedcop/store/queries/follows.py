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
_BY_URI = (
    f"SELECT {_COLUMNS} FROM follow f WHERE f.uri = ? AND f.uri <> '' ORDER BY 0 + f.id LIMIT 1"
)
# Each walks one index in an order that no other gives (see windows.py), and only then looks at
# who they are: joined at once, a planner begins with the people when it thinks there are few.
# Of what one person follows or blocks all is brought into order: that is little.
_BOTH = f"SELECT {_COLUMNS}, {ActorRow.columns('a.')} FROM"
_FOLLOWERS = (
    f"{_BOTH} (SELECT * FROM follow"
    " WHERE target_id + 0 = ? AND state = ? AND id + 0 > ?"
    " ORDER BY id + 0 LIMIT %d) f CROSS JOIN actor a WHERE a.id = f.follower_id"
)
_LOCAL_FOLLOWERS = (
    f"{_BOTH} (SELECT * FROM follow"
    " WHERE 0 + target_id = ? AND 0 + id > ? AND state = 'accepted' AND lane_id = 0"
    " ORDER BY 0 + id LIMIT %d) f CROSS JOIN actor a WHERE a.id = f.follower_id AND a.host = ''"
)
_FOLLOWING = (
    f"{_BOTH} (SELECT * FROM follow"
    " WHERE follower_id = ? AND target_id > ? AND state = ?"
    " ORDER BY 0 + target_id LIMIT %d) f CROSS JOIN actor a WHERE a.id = f.target_id"
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
_WISHES = "UPDATE follow SET boosts = ?, notify = ?, languages = ? WHERE id = ?"
_BLOCK = Keyed(
    f"SELECT k.a, k.b, {BlockRow.columns('b.')} FROM PAIRS(?) CROSS JOIN personal_block b"
    " WHERE b.actor_id = k.a AND b.blocked_id = k.b",
    pairs=True,
)
_BLOCKED = (
    f"SELECT {ActorRow.columns('a.')} FROM (SELECT blocked_id FROM personal_block"
    " WHERE actor_id = ? AND blocked_id > ?"
    " ORDER BY 0 + blocked_id LIMIT %d) b CROSS JOIN actor a WHERE a.id = b.blocked_id"
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
    return _in_order(await reader.read(_FOLLOWERS % limit, target, state, after))


async def list_local_followers(reader: Reader, target: int, after: int, limit: int) -> list[Side]:
    """Read who of our people follows an actor, in the order of our ids of the follows."""
    return _in_order(await reader.read(_LOCAL_FOLLOWERS % limit, target, after))


async def list_following(
    reader: Reader, follower: int, state: str, after: int, limit: int
) -> list[Side]:
    """Read whom an actor follows, in the order of our ids of those."""
    sides = _sides(await reader.read(_FOLLOWING % limit, follower, after, state))
    return sorted(sides, key=lambda side: side[1].id)


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
    rows = await reader.read(_BLOCKED % limit, actor, after)
    return sorted(ActorRow.all(rows), key=lambda row: row.id)


def insert_follow(row: FollowRow) -> Statement:
    """Add a follow."""
    return Statement(_INSERT, row.values())


def update_follow(row: FollowRow) -> Statement:
    """Write a follow anew; who, whom and the lane stay."""
    values = (row.state, row.uri, row.cause, row.changed, row.tries, row.next_try, row.id)
    return Statement(_UPDATE, values)


def set_wishes(number: int, boosts: int, notify: int, languages: str) -> Statement:
    """Keep how somebody wants to follow."""
    return Statement(_WISHES, (boosts, notify, languages, number))


def insert_block(row: BlockRow) -> Statement:
    """Add a personal block."""
    return Statement(_INSERT_BLOCK, row.values())


def delete_block(actor: int, blocked: int) -> Statement:
    """Take a personal block back."""
    return Statement(_DELETE_BLOCK, (actor, blocked))


def _sides(rows: Sequence[Row]) -> list[Side]:
    return [(FollowRow.of(row), ActorRow.of(row, _WIDTH)) for row in rows]


def _in_order(rows: Sequence[Row]) -> list[Side]:
    return sorted(_sides(rows), key=lambda side: side[0].id)

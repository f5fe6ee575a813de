"""Lists that people keep of others. All of one person's, or of one list, is little."""

from collections.abc import Sequence
from typing import Final

from fedcop.store.batch import Reader
from fedcop.store.rows import ActorCard, ListMemberRow, ListRow, insert_of
from fedcop.store.statements import Statement

MOST_JOINED: Final = 400  # communities shown as lists
_OWN = f"SELECT {ListRow.columns()} FROM reading_list WHERE owner_id = ?"
_ONE = f"SELECT {ListRow.columns()} FROM reading_list WHERE id = ? AND owner_id = ?"
# In the order of an expression, which no other index has: see windows.py.
_CARD = ActorCard.columns("a.")
_JOINED = (
    f"SELECT {_CARD} FROM (SELECT target_id FROM follow WHERE follower_id = ? AND state ="
    " 'accepted' ORDER BY 0 + target_id) f CROSS JOIN actor a WHERE a.id = f.target_id"
    f" AND a.kind = 'Group' AND a.suspended + a.deleted = 0 LIMIT {MOST_JOINED}"
)
_ONE_JOINED = (
    f"SELECT {_CARD} FROM follow f CROSS JOIN actor a WHERE f.follower_id = ? AND f.target_id = ?"
    " AND f.state = 'accepted' AND a.id = f.target_id AND a.kind = 'Group'"
    " AND a.suspended + a.deleted = 0"
)
# Who is followed no longer is on no list either, until followed again.
_FOLLOWED = (
    "(m.actor_id = m.owner_id OR COALESCE((SELECT f.state FROM follow f"
    " WHERE f.follower_id = m.owner_id AND f.target_id = m.actor_id), '') IN"
    " ('accepted', 'pending'))"
)
_MEMBERS = (
    f"SELECT {ListMemberRow.columns('m.')} FROM list_member m WHERE m.list_id = ? AND {_FOLLOWED}"
)
_COUNT = "SELECT count(*) FROM list_member WHERE list_id = ?"
_HOLDING = "SELECT list_id FROM list_member WHERE owner_id = ? AND actor_id = ?"
_MAY_STAND = (
    "SELECT target_id FROM follow WHERE follower_id = ? AND target_id = ANY_ID(?)"
    " AND state IN ('accepted', 'pending')"
)
_UPDATE = "UPDATE reading_list SET title = ?, replies = ?, exclusive = ? WHERE id = ?"
_UPDATE_MEMBERS = "UPDATE list_member SET exclusive = ? WHERE list_id = ? AND exclusive <> ?"
_DELETE = (
    "DELETE FROM list_member WHERE list_id = ?",
    "DELETE FROM reading_list WHERE id = ?",
)
_TAKE_OUT = "DELETE FROM list_member WHERE list_id = ? AND actor_id = ?"
_ONCE = " ON CONFLICT (list_id, actor_id) DO NOTHING"

# A guard: the list is still there, and as exclusive as it was.
STANDS: Final = "FROM reading_list WHERE id = ? AND exclusive = ?"


async def list_lists(reader: Reader, owner: int) -> list[ListRow]:
    """Read somebody's own lists, the oldest first."""
    return sorted(ListRow.all(await reader.read(_OWN, owner)), key=lambda row: row.id)


async def find_list(reader: Reader, owner: int, number: int) -> ListRow | None:
    """Find one of somebody's own lists."""
    return ListRow.first(await reader.read(_ONE, number, owner))


async def list_joined(reader: Reader, owner: int) -> list[ActorCard]:
    """Read of which communities somebody is a member."""
    cards = ActorCard.all(await reader.read(_JOINED, owner))
    return sorted(cards, key=lambda card: ((card.display or card.name).lower(), card.id))


async def find_joined(reader: Reader, owner: int, community: int) -> ActorCard | None:
    """Find a community of which somebody is a member."""
    return ActorCard.first(await reader.read(_ONE_JOINED, owner, community))


async def list_members(reader: Reader, number: int) -> list[ListMemberRow]:
    """Read who stands on a list, the latest first."""
    rows = ListMemberRow.all(await reader.read(_MEMBERS, number))
    return sorted(rows, key=lambda row: -row.id)


async def count_members(reader: Reader, number: int) -> int:
    """Count who stands on a list."""
    return int((await reader.read(_COUNT, number))[0][0])


async def list_holding(reader: Reader, owner: int, actor: int) -> set[int]:
    """Read on which of somebody's lists an actor stands."""
    return {row[0] for row in await reader.read(_HOLDING, owner, actor)}


async def list_followed(reader: Reader, owner: int, actors: Sequence[int]) -> set[int]:
    """Read which of some actors somebody follows, or asked to."""
    return {row[0] for row in await reader.read(_MAY_STAND, owner, list(actors))}


def insert_list(row: ListRow) -> Statement:
    """Add a list."""
    return Statement(insert_of(ListRow), row.values())


def update_list(row: ListRow) -> list[Statement]:
    """Change a list."""
    members = (row.exclusive, row.id, row.exclusive)
    return [
        Statement(_UPDATE, (row.title, row.replies, row.exclusive, row.id)),
        Statement(_UPDATE_MEMBERS, members),
    ]


def delete_list(number: int) -> list[Statement]:
    """Take a list away."""
    return [Statement(sql, (number,)) for sql in _DELETE]


def insert_member(row: ListMemberRow) -> Statement:
    """Put somebody on a list; again is once."""
    return Statement(insert_of(ListMemberRow) + _ONCE, row.values())


def delete_member(number: int, actor: int) -> Statement:
    """Take somebody off a list."""
    return Statement(_TAKE_OUT, (number, actor))

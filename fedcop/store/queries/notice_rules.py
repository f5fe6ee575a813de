"""What decides whether somebody is told at once, and what waits until they ask for it."""

from dataclasses import dataclass
from typing import Final

from fedcop import ids
from fedcop.store.batch import Reader
from fedcop.store.queries.spans import Span, Stretch
from fedcop.store.queries.windows import Source
from fedcop.store.rows import PolicyRow, RequestRow, insert_of
from fedcop.store.statements import Keyed, Statement

MOST: Final = 100
_WIDTH = PolicyRow.width()
_OF = f"SELECT {PolicyRow.columns()} FROM notification_policy WHERE owner_id = ?"
# Only of those who have a policy, which are few.
_BETWEEN = Keyed(
    f"SELECT k.a, k.b, {PolicyRow.columns('y.')}, COALESCE((SELECT e.id FROM"
    " notification_permission e WHERE e.owner_id = k.a AND e.actor_id = k.b), 0),"
    " COALESCE((SELECT f.changed FROM follow f WHERE f.follower_id = k.a AND f.target_id = k.b"
    " AND f.state = 'accepted'), 0), COALESCE((SELECT g.changed FROM follow g"
    " WHERE g.follower_id = k.b AND g.target_id = k.a AND g.state = 'accepted'), 0), a.published,"
    " a.limited"
    " FROM PAIRS(?) CROSS JOIN notification_policy y CROSS JOIN actor a"
    " WHERE y.owner_id = k.a AND a.id = k.b",
    pairs=True,
)
_SET = (
    f"{insert_of(PolicyRow)} ON CONFLICT (owner_id) DO UPDATE SET"
    " not_following = excluded.not_following, not_followers = excluded.not_followers,"
    " new_accounts = excluded.new_accounts, private_mentions = excluded.private_mentions,"
    " limited_accounts = excluded.limited_accounts"
)
_REQUESTS = Source("notification_request", "0 + owner_id", "0 + id")
_SHOWN = (
    "SELECT {columns}, CASE WHEN a.suspended + a.deleted = 0 AND (SELECT b.id FROM"
    " personal_block b WHERE b.actor_id = q.owner_id AND b.blocked_id = q.actor_id) IS NULL"
    " THEN 1 ELSE 0 END FROM ({window}) q CROSS JOIN actor a WHERE a.id = q.actor_id"
)
_COUNTED: Final = 100
_HOW_MANY = Keyed(
    "SELECT k.a, k.b, (SELECT count(*) FROM (SELECT n.id FROM notification n"
    " WHERE n.recipient_id + 0 = k.a AND n.actor_id = k.b AND n.filtered = 1"
    f" LIMIT {_COUNTED}) c) FROM PAIRS(?)",
    pairs=True,
)
_ONE = f"SELECT {RequestRow.columns()} FROM notification_request WHERE id = ? AND owner_id = ?"
_SOME = (
    f"SELECT {RequestRow.columns()} FROM notification_request WHERE id = ANY_ID(?) AND owner_id = ?"
)
_COUNT = (
    "SELECT count(*) FROM (SELECT 1 FROM notification_request WHERE 0 + owner_id = ?"
    f" LIMIT {_COUNTED}) q"
)
_COUNT_WAITING = (
    "SELECT count(*) FROM (SELECT 1 FROM notification WHERE recipient_id + 0 = ?"
    f" AND filtered = 1 LIMIT {10 * _COUNTED}) n"
)
_PERMIT = (
    "INSERT INTO notification_permission (id, owner_id, actor_id) VALUES (?, ?, ?)"
    " ON CONFLICT (owner_id, actor_id) DO NOTHING"
)
_LET_IN = (
    "UPDATE notification SET filtered = 0"
    " WHERE recipient_id + 0 = ? AND actor_id = ? AND filtered = 1"
)
_FORGET = (
    "DELETE FROM notification WHERE recipient_id + 0 = ? AND actor_id = ? AND filtered = 1",
    "DELETE FROM notification_request WHERE owner_id = ? AND actor_id = ?",
)


@dataclass(frozen=True, slots=True)
class Between:
    """What a policy asks about whoever did something, seen from who would be told."""

    policy: PolicyRow
    permitted: int
    followed: int  # since when the recipient follows them, or 0
    following: int  # since when they follow the recipient, or 0
    published: int  # when they began, or 0 where that is not known
    limited: int = 0  # since when this node shows them to their followers alone


async def find_policy(reader: Reader, owner: int) -> PolicyRow:
    """Read what somebody decided; who decided nothing takes everything."""
    return PolicyRow.first(await reader.read(_OF, owner)) or PolicyRow(owner)


async def find_between(reader: Reader, owner: int, actor: int) -> Between | None:
    """Find what decides whether somebody is told; None: nothing stands against it."""
    rows = await reader.many(_BETWEEN, (owner, actor))
    if not rows:
        return None
    return Between(PolicyRow.of(rows[0]), *rows[0][_WIDTH:])


async def list_requests(
    reader: Reader, owner: int, span: Span, size: int
) -> list[tuple[RequestRow, bool]]:
    """Read a window of what waits to be asked for, and whether each is to be shown."""
    stretch = Stretch(_REQUESTS, owner, RequestRow.columns())
    window = stretch.text(size, up=span.up)
    sql = _SHOWN.format(columns=RequestRow.columns("q."), window=window)
    rows = await reader.read(sql, *stretch.params(span))
    found = [(RequestRow.of(row), bool(row[-1])) for row in rows]
    return sorted(found, key=lambda one: one[0].id, reverse=not span.up)


async def find_request(reader: Reader, owner: int, number: int) -> RequestRow | None:
    """Find one request."""
    return RequestRow.first(await reader.read(_ONE, number, owner))


async def list_some(reader: Reader, owner: int, numbers: list[int]) -> list[RequestRow]:
    """Find some requests."""
    return RequestRow.all(await reader.read(_SOME, numbers, owner)) if numbers else []


async def count_waiting(reader: Reader, owner: int, actor: int) -> int:
    """Count what waits from one person, up to a hundred."""
    rows = await reader.many(_HOW_MANY, (owner, actor))
    return int(rows[0][0]) if rows else 0


async def count_all(reader: Reader, owner: int) -> tuple[int, int]:
    """Count who waits, and what, each up to a bound."""
    requests = (await reader.read(_COUNT, owner))[0][0]
    return int(requests), int((await reader.read(_COUNT_WAITING, owner))[0][0])


def set_policy(row: PolicyRow) -> Statement:
    """Note what somebody decided."""
    return Statement(_SET, row.values())


def permit(owner: int, actor: int) -> list[Statement]:
    """Tell somebody of a person from now on, and of what waited."""
    return [
        Statement(_PERMIT, (ids.new_id(), owner, actor)),
        Statement(_LET_IN, (owner, actor)),
        Statement(_FORGET[1], (owner, actor)),
    ]


def forget(owner: int, actor: int) -> list[Statement]:
    """Forget what waited from a person."""
    return [Statement(sql, (owner, actor)) for sql in _FORGET]

"""Whom and what somebody would rather not hear of."""

from fedcop.store.backend import Row
from fedcop.store.batch import Reader
from fedcop.store.rows import ActorRow, DomainBlockRow, MuteRow, insert_of
from fedcop.store.statements import Keyed, Statement

_WIDTH = MuteRow.width()
_PAIR = Keyed(
    f"SELECT k.a, k.b, {MuteRow.columns('m.')} FROM PAIRS(?) CROSS JOIN mute m"
    " WHERE m.actor_id = k.a AND m.muted_id = k.b",
    pairs=True,
)
_THREAD = Keyed(
    "SELECT k.a, k.b, t.id FROM PAIRS(?) CROSS JOIN thread_mute t"
    " WHERE t.actor_id = k.a AND t.root_id = k.b",
    pairs=True,
)
_HOST = "SELECT id FROM personal_domain_block WHERE actor_id = ? AND host = ?"
_COUNT_HOSTS = "SELECT count(*) FROM personal_domain_block WHERE actor_id = ?"
_UNMUTE = "DELETE FROM mute WHERE actor_id = ? AND muted_id = ?"
_UNMUTE_THREAD = "DELETE FROM thread_mute WHERE actor_id = ? AND root_id = ?"
_UNBLOCK_HOST = "DELETE FROM personal_domain_block WHERE actor_id = ? AND host = ?"
_SWEEP = "DELETE FROM mute WHERE until > 0 AND until <= ?"
# Walks the index of one person, in whose order no other index stands: see windows.py.
_PAGE = (
    "SELECT {columns} FROM (SELECT {own} FROM {table}"
    " WHERE (actor_id, id) {over} (?, ?) AND actor_id {within} ?{only}"
    " ORDER BY actor_id{way}, id{way} LIMIT %d) m{join}"
)
_MUTED = {
    "columns": f"{MuteRow.columns('m.')}, {ActorRow.columns('a.')}",
    "own": MuteRow.columns(),
    "table": "mute",
    "only": " AND (until = 0 OR until > ?)",
    "join": " CROSS JOIN actor a WHERE a.id = m.muted_id",
}
_HOSTS = {
    "columns": DomainBlockRow.columns("m."),
    "own": DomainBlockRow.columns(),
    "table": "personal_domain_block",
    "only": "",
    "join": "",
}
_DOWN = {"over": "<", "within": ">=", "way": " DESC"}
_UP = {"over": ">", "within": "<=", "way": ""}

Muted = tuple[MuteRow, ActorRow]


async def find_mute(reader: Reader, actor: int, muted: int) -> MuteRow | None:
    """Find a mute, be it over already."""
    return MuteRow.first(await reader.many(_PAIR, (actor, muted)))


async def is_thread_muted(reader: Reader, actor: int, root: int) -> bool:
    """Whether somebody wants to be told no more of a thread."""
    return bool(await reader.many(_THREAD, (actor, root)))


async def is_host_blocked(reader: Reader, actor: int, host: str) -> bool:
    """Whether somebody wants nothing from a node."""
    return bool(await reader.read(_HOST, actor, host))


async def count_hosts(reader: Reader, actor: int) -> int:
    """Count the nodes from which somebody wants nothing."""
    return int((await reader.read(_COUNT_HOSTS, actor))[0][0])


async def list_muted(reader: Reader, actor: int, before: int, limit: int, now: int) -> list[Muted]:
    """Read whom somebody mutes, the latest first; `before` is the id of a mute."""
    sql = _PAGE.format(**_MUTED, **_DOWN) % limit
    rows = await reader.read(sql, actor, before, actor, now)
    return sorted(map(_pair, rows), key=lambda one: -one[0].id)


async def list_muted_after(
    reader: Reader, actor: int, after: int, limit: int, now: int
) -> list[Muted]:
    """Read whom somebody mutes, those next after a mute."""
    sql = _PAGE.format(**_MUTED, **_UP) % limit
    rows = await reader.read(sql, actor, after, actor, now)
    return sorted(map(_pair, rows), key=lambda one: -one[0].id)


async def list_hosts(reader: Reader, actor: int, before: int, limit: int) -> list[DomainBlockRow]:
    """Read from which nodes somebody wants nothing, the latest first."""
    sql = _PAGE.format(**_HOSTS, **_DOWN) % limit
    rows = DomainBlockRow.all(await reader.read(sql, actor, before, actor))
    return sorted(rows, key=lambda row: -row.id)


async def list_hosts_after(
    reader: Reader, actor: int, after: int, limit: int
) -> list[DomainBlockRow]:
    """Read from which nodes somebody wants nothing, those next after one of them."""
    sql = _PAGE.format(**_HOSTS, **_UP) % limit
    rows = DomainBlockRow.all(await reader.read(sql, actor, after, actor))
    return sorted(rows, key=lambda row: -row.id)


def insert_mute(row: MuteRow) -> Statement:
    """Add a mute, or change the one there is."""
    changed = "notifications = excluded.notifications, until = excluded.until"
    sql = f"{insert_of(MuteRow)} ON CONFLICT (actor_id, muted_id) DO UPDATE SET {changed}"
    return Statement(sql, row.values())


def delete_mute(actor: int, muted: int) -> Statement:
    """Take a mute away."""
    return Statement(_UNMUTE, (actor, muted))


def sweep_mutes(now: int) -> Statement:
    """Forget the mutes that are over."""
    return Statement(_SWEEP, (now,))


def insert_thread_mute(number: int, actor: int, root: int, now: int) -> Statement:
    """Let somebody be told no more of a thread."""
    sql = "INSERT INTO thread_mute (id, actor_id, root_id, created) VALUES (?, ?, ?, ?)"
    return Statement(
        f"{sql} ON CONFLICT (actor_id, root_id) DO NOTHING", (number, actor, root, now)
    )


def delete_thread_mute(actor: int, root: int) -> Statement:
    """Let somebody be told of a thread again."""
    return Statement(_UNMUTE_THREAD, (actor, root))


def insert_host_block(row: DomainBlockRow) -> Statement:
    """Let somebody have nothing from a node."""
    sql = f"{insert_of(DomainBlockRow)} ON CONFLICT (actor_id, host) DO NOTHING"
    return Statement(sql, row.values())


def delete_host_block(actor: int, host: str) -> Statement:
    """Let somebody hear of a node again."""
    return Statement(_UNBLOCK_HOST, (actor, host))


def _pair(row: Row) -> Muted:
    return MuteRow.of(row), ActorRow.of(row, _WIDTH)

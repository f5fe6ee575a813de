"""Whom and what somebody would rather not hear of."""

from fedcop.store.backend import Row
from fedcop.store.batch import Reader
from fedcop.store.queries.spans import Span, Stretch
from fedcop.store.queries.windows import Source
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
_MUTES = Source("mute", "actor_id", "id")
_HOSTS = Source("personal_domain_block", "actor_id", "id")
_MUTED = (
    f"SELECT {MuteRow.columns('m.')}, {ActorRow.columns('a.')} FROM ({{window}}) m"
    " CROSS JOIN actor a WHERE a.id = m.muted_id AND (m.until = 0 OR m.until > ?)"
)

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


async def list_muted(reader: Reader, actor: int, span: Span, size: int, now: int) -> list[Muted]:
    """Read a window of whom somebody mutes."""
    walk = Stretch(_MUTES, actor, MuteRow.columns())
    sql = _MUTED.replace("{window}", walk.text(size, up=span.up))
    rows = await reader.read(sql, *walk.params(span), now)
    return sorted(map(_pair, rows), key=lambda one: one[0].id, reverse=not span.up)


async def list_hosts(reader: Reader, actor: int, span: Span, size: int) -> list[DomainBlockRow]:
    """Read a window of the nodes from which somebody wants nothing."""
    walk = Stretch(_HOSTS, actor, DomainBlockRow.columns())
    rows = await reader.read(walk.text(size, up=span.up), *walk.params(span))
    return DomainBlockRow.all(rows)


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

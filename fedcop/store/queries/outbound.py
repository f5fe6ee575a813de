"""What builders read: each asked for a whole batch of events with one query per kind."""

from typing import Final, NamedTuple

from fedcop.store.batch import Reader
from fedcop.store.rows import ActorRow, FollowRow, ReportRow
from fedcop.store.statements import Keyed, Statement

_MENTIONED = Keyed(
    f"SELECT m.post_id, {ActorRow.columns('a.')} FROM mention m JOIN actor a ON a.id = m.actor_id"
    " WHERE m.post_id = ANY_ID(?) ORDER BY m.post_id, m.id"
)
_MESSAGE = Keyed("SELECT id, kind, trust, body FROM inbox_message WHERE id = ANY_ID(?)")
_FOLLOW = Keyed(f"SELECT id, {FollowRow.columns()} FROM follow WHERE id = ANY_ID(?)")
_BOOST = Keyed("SELECT id, uri FROM boost WHERE id = ANY_ID(?)")
_LIKE = Keyed("SELECT id, uri FROM reaction WHERE id = ANY_ID(?)")
_REPORT = Keyed(f"SELECT id, {ReportRow.columns()} FROM report WHERE id = ANY_ID(?)")
_SOFTWARE = Keyed("SELECT host, software FROM peer WHERE host = ANY_TEXT(?)")
_PLAIN = "SELECT plain FROM log_entry WHERE position = ?"
_WRAPPED = "SELECT COALESCE(wrapped, plain) FROM log_entry WHERE position = ?"
_BEHIND = (
    f"SELECT DISTINCT {ActorRow.columns('a.')} FROM lane l JOIN follow f ON f.lane_id = l.id"
    " AND f.lane_id <> 0 JOIN actor a ON a.id = f.follower_id WHERE l.inbox = ? LIMIT 10"
)
_PUBLISHED = "UPDATE event SET published = ? WHERE id = ?"

# What the store keeps of a message that somebody else passed on without a proof.
FROM_ORIGIN: Final = 2


class Sent(NamedTuple):
    """What somebody sent us, as it came; `trust` is that of the inbox message."""

    kind: str
    trust: int
    body: bytes


async def list_mentioned_actors(reader: Reader, post: int) -> list[ActorRow]:
    """Read whom a post mentions."""
    return ActorRow.all(await reader.many(_MENTIONED, post))


async def find_sent(reader: Reader, message: int) -> Sent | None:
    """Find what an inbox message said."""
    rows = await reader.many(_MESSAGE, message)
    return Sent(rows[0][0], rows[0][1], bytes(rows[0][2])) if rows else None


async def list_behind(reader: Reader, inbox: str) -> list[ActorRow]:
    """Read some who follow one of ours from behind an inbox."""
    return ActorRow.all(await reader.read(_BEHIND, inbox))


async def find_plain(reader: Reader, position: int) -> bytes | None:
    """Find what was told at a position in the plain form, if it was."""
    rows = await reader.read(_PLAIN, position)
    return bytes(rows[0][0]) if rows and rows[0][0] is not None else None


async def find_wrapped(reader: Reader, position: int) -> bytes | None:
    """Find what group-aware peers were told at a position."""
    rows = await reader.read(_WRAPPED, position)
    return bytes(rows[0][0]) if rows and rows[0][0] is not None else None


async def find_follow(reader: Reader, number: int) -> FollowRow | None:
    """Find a follow."""
    return FollowRow.first(await reader.many(_FOLLOW, number))


async def find_boost_uri(reader: Reader, number: int) -> str | None:
    """Find the uri of a boost; None when it was taken back meanwhile."""
    rows = await reader.many(_BOOST, number)
    return str(rows[0][0]) if rows else None


async def find_like_uri(reader: Reader, number: int) -> str | None:
    """Find the uri of a like; None when it was taken back meanwhile."""
    rows = await reader.many(_LIKE, number)
    return str(rows[0][0]) if rows else None


async def find_report(reader: Reader, number: int) -> ReportRow | None:
    """Find a report."""
    return ReportRow.first(await reader.many(_REPORT, number))


async def find_software(reader: Reader, host: str) -> str:
    """Say what a peer runs; nothing when we do not know."""
    rows = await reader.many(_SOFTWARE, host)
    return str(rows[0][0]) if rows else ""


def mark_published(event: int, now: int) -> Statement:
    """Note that an event is told to peers."""
    return Statement(_PUBLISHED, (now, event))

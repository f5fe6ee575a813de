"""What local people should know."""

from dataclasses import dataclass
from typing import Final

from fedcop import clock, ids
from fedcop.store.batch import Reader
from fedcop.store.queries.reading import SEEN, seen_by
from fedcop.store.queries.windows import Source, Walk
from fedcop.store.rows import NotificationRow, PostRow
from fedcop.store.statements import Params, Statement

MOST: Final = 100

# Only people of ours are told, and never of somebody they block or would not hear of, nor of a
# thread they left. What it tells of (the post, the reaction, the boost or the follow) makes it
# unique, so that it is told once however often it happens.
_WHO = (
    " FROM account r WHERE r.actor_id = ? AND r.disabled = 0 AND (SELECT b.id FROM personal_block b"
    " WHERE b.actor_id = r.actor_id AND b.blocked_id = ?) IS NULL"
    " AND COALESCE((SELECT CASE WHEN m.notifications = 1 THEN m.until ELSE 1 END FROM mute m"
    " WHERE m.actor_id = r.actor_id AND m.muted_id = ?), 1) BETWEEN 1 AND ?"
    " AND (SELECT d.id FROM personal_domain_block d WHERE d.actor_id = r.actor_id"
    " AND d.host = (SELECT h.host FROM actor h WHERE h.id = ?)) IS NULL"
    " AND (SELECT t.id FROM thread_mute t WHERE t.actor_id = r.actor_id"
    " AND t.root_id = (SELECT q.root_id FROM post q WHERE q.id = ?)) IS NULL"
)
_ONCE = " ON CONFLICT (recipient_id, kind, event_id) DO NOTHING"
_INSERT = (
    "INSERT INTO notification"
    " (id, recipient_id, kind, actor_id, post_id, event_id, group_key, created, filtered)"
    f" SELECT ?, r.actor_id, ?, ?, ?, ?, ?, ?, ?{_WHO}"
)
_TELL = f"{_INSERT}{_ONCE}"
_TELL_MEMBER = (
    f"{_INSERT} AND (SELECT f.state FROM follow f WHERE f.follower_id = r.actor_id"
    f" AND f.target_id = ?) = 'accepted'{_ONCE}"
)
_STILL = " AND (SELECT x.id FROM {table} x WHERE x.id = ?) IS NOT NULL"
_TELL_LIKE = f"{_INSERT}{_STILL.format(table='reaction')}{_ONCE}"
_TELL_BOOST = f"{_INSERT}{_STILL.format(table='boost')}{_ONCE}"
_ASK_FOR = (
    "INSERT INTO notification_request (id, owner_id, actor_id, last_post_id, created, updated)"
    f" SELECT ?, r.actor_id, ?, ?, ?, ?{_WHO} ON CONFLICT (owner_id, actor_id) DO UPDATE SET"
    " updated = excluded.updated,"
    " last_post_id = GREATEST(notification_request.last_post_id, excluded.last_post_id)"
)
_UNTELL = "DELETE FROM notification WHERE recipient_id = ? AND kind = ? AND event_id = ?"
ALL: Final = Source("notification", "0 + recipient_id", "0 + id")
# What is shown of what was told; it speaks of `n`, and of `p`, the post it tells of if any. Its
# parameters are `shown_to(recipient, now)`.
SHOWN: Final = (
    "(SELECT x.suspended + x.deleted FROM actor x WHERE x.id = n.actor_id) = 0"
    " AND (SELECT y.id FROM personal_block y WHERE y.actor_id = n.recipient_id"
    " AND y.blocked_id = n.actor_id) IS NULL"
    " AND COALESCE((SELECT CASE WHEN m.notifications = 1 THEN m.until ELSE 1 END FROM mute m"
    " WHERE m.actor_id = n.recipient_id AND m.muted_id = n.actor_id), 1) BETWEEN 1 AND ?"
    " AND (SELECT d.id FROM personal_domain_block d WHERE d.actor_id = n.recipient_id"
    " AND d.host = (SELECT h.host FROM actor h WHERE h.id = n.actor_id)) IS NULL"
    f" AND (n.post_id = 0 OR (p.deleted = 0 AND {SEEN}))"
)
_PAGE = (
    f"SELECT {NotificationRow.columns('n.')}, {PostRow.columns('p.')} FROM ({{window}}) n"
    f" LEFT JOIN post p ON p.id = n.post_id WHERE n.filtered = 0 AND {SHOWN}"
)
_UNREAD = (
    "SELECT count(*) FROM (SELECT id, recipient_id, actor_id, post_id, filtered FROM notification"
    " WHERE recipient_id = ? AND read = 0 LIMIT 100) n LEFT JOIN post p ON p.id = n.post_id"
    f" WHERE n.filtered = 0 AND {SHOWN}"
)
_READ = "UPDATE notification SET read = ? WHERE recipient_id = ? AND read = 0 AND id <= ?"
_FORGET = "DELETE FROM notification WHERE recipient_id = ? AND id < ?"
_WIDTH = NotificationRow.width()


@dataclass(frozen=True, slots=True)
class Told:
    """A notification with the post it is about."""

    row: NotificationRow
    post: PostRow | None


@dataclass(frozen=True, slots=True)
class About:
    """What somebody is told: what happened, by whom, to what."""

    kind: str
    actor_id: int
    of: int  # the post, reaction, boost or follow it tells of
    post_id: int = 0
    group: int = 0  # what it is grouped by: the post, or whoever is followed
    waits: bool = False  # until its recipient asks for what this actor did
    number: int = 0  # which notification it becomes; 0: any


async def list_told(
    reader: Reader, recipient: int, before: int, limit: int
) -> tuple[list[Told], int]:
    """Read what somebody was told, the latest first, and where the next page begins, or 0."""
    size = min(limit, MOST)
    walk = Walk(ALL, recipient, (before,))
    page = _PAGE.format(window=ALL.window("*", size + 1))
    found = await reader.read(page, *walk.params, *shown_to(recipient, clock.now_ms()))
    rows = sorted(found, key=lambda row: int(row[0]), reverse=True)
    told = [
        Told(NotificationRow.of(row), PostRow.of(row, _WIDTH) if row[_WIDTH] is not None else None)
        for row in rows[:size]
    ]
    if len(rows) > size:
        return told, told[-1].row.id
    edges = await reader.read(ALL.window("id", size + 1), *walk.params)
    return told, edges[-1][0] if len(edges) > size else 0


async def count_unread(reader: Reader, recipient: int) -> int:
    """Count what somebody has not read of what is shown to them, up to a hundred."""
    shown = shown_to(recipient, clock.now_ms())
    return int((await reader.read(_UNREAD, recipient, *shown))[0][0])


def mark_read(recipient: int, up_to: int, now: int) -> Statement:
    """Note that somebody has read what they were told."""
    return Statement(_READ, (now, recipient, up_to))


def forget(recipient: int, before: int) -> Statement:
    """Forget what somebody was told before an id."""
    return Statement(_FORGET, (recipient, before))


def shown_to(recipient: int, now: int) -> Params:
    """Give `SHOWN` its parameters."""
    return (now, *seen_by(recipient))


def tell(recipient: int, about: About) -> Statement:
    """Tell somebody, if they are one of ours."""
    return Statement(_TELL, _values(recipient, about))


def tell_member(recipient: int, about: About, community: int) -> Statement:
    """Tell somebody of a post for members, if they are one."""
    return Statement(_TELL_MEMBER, (*_values(recipient, about), community))


def tell_like(recipient: int, about: About) -> Statement:
    """Tell somebody of a like that has not been taken back meanwhile."""
    return Statement(_TELL_LIKE, (*_values(recipient, about), about.of))


def tell_boost(recipient: int, about: About) -> Statement:
    """Tell somebody of a boost that has not been taken back meanwhile."""
    return Statement(_TELL_BOOST, (*_values(recipient, about), about.of))


def untell(recipient: int, about: About) -> Statement:
    """Forget what was told of this, so that it can be told anew."""
    return Statement(_UNTELL, (recipient, about.kind, about.of))


def ask_for(recipient: int, about: About) -> Statement:
    """Let what waits be asked for."""
    now = clock.now_ms()
    what = (ids.new_id(), about.actor_id, about.post_id, now, now)
    return Statement(_ASK_FOR, (*what, *_who(recipient, about, now)))


def _values(recipient: int, about: About) -> tuple[object, ...]:
    now = clock.now_ms()
    group_key = f"{about.kind}:{about.group or about.post_id}"
    what = (about.kind, about.actor_id, about.post_id, about.of, group_key, now, int(about.waits))
    return (about.number or ids.new_id(), *what, *_who(recipient, about, now))


def _who(recipient: int, about: About, now: int) -> tuple[int, ...]:
    return (recipient, about.actor_id, about.actor_id, now, about.actor_id, about.post_id)

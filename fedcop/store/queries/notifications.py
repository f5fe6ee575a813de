"""What local people should know."""

from dataclasses import dataclass
from typing import Final

from fedcop import clock, ids
from fedcop.store.batch import Reader
from fedcop.store.queries.reading import SEEN, seen_by
from fedcop.store.queries.windows import Source, Walk
from fedcop.store.rows import NotificationRow, PostRow
from fedcop.store.statements import Statement

MOST: Final = 100

# Only people of ours are told, and never of somebody they block. What it tells of (the post, the
# reaction, the boost or the follow) makes it unique, so that it is told once however often it
# happens.
_WHO = (
    " FROM account r WHERE r.actor_id = ? AND r.disabled = 0 AND (SELECT b.id FROM personal_block b"
    " WHERE b.actor_id = r.actor_id AND b.blocked_id = ?) IS NULL"
)
_ONCE = " ON CONFLICT (recipient_id, kind, event_id) DO NOTHING"
_INSERT = (
    "INSERT INTO notification"
    " (id, recipient_id, kind, actor_id, post_id, event_id, group_key, created)"
    f" SELECT ?, r.actor_id, ?, ?, ?, ?, ?, ?{_WHO}"
)
_TELL = f"{_INSERT}{_ONCE}"
_TELL_MEMBER = (
    f"{_INSERT} AND (SELECT f.state FROM follow f WHERE f.follower_id = r.actor_id"
    f" AND f.target_id = ?) = 'accepted'{_ONCE}"
)
_STILL = " AND (SELECT x.id FROM {table} x WHERE x.id = ?) IS NOT NULL"
_TELL_LIKE = f"{_INSERT}{_STILL.format(table='reaction')}{_ONCE}"
_TELL_BOOST = f"{_INSERT}{_STILL.format(table='boost')}{_ONCE}"
_ALL = Source("notification", "0 + recipient_id", "0 + id")
_PAGE = (
    f"SELECT {NotificationRow.columns('n.')}, {PostRow.columns('p.')} FROM ({{window}}) n"
    " LEFT JOIN post p ON p.id = n.post_id"
    " WHERE (SELECT x.suspended + x.deleted FROM actor x WHERE x.id = n.actor_id) = 0"
    " AND (SELECT y.id FROM personal_block y WHERE y.actor_id = n.recipient_id"
    " AND y.blocked_id = n.actor_id) IS NULL"
    f" AND (n.post_id = 0 OR (p.deleted = 0 AND {SEEN}))"
)
_UNREAD = (
    "SELECT count(*) FROM"
    " (SELECT 1 FROM notification WHERE recipient_id = ? AND read = 0 LIMIT 100) u"
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


async def list_told(
    reader: Reader, recipient: int, before: int, limit: int
) -> tuple[list[Told], int]:
    """Read what somebody was told, the latest first, and where the next page begins, or 0."""
    size = min(limit, MOST)
    walk = Walk(_ALL, recipient, (before,))
    page = _PAGE.format(window=_ALL.window("*", size + 1))
    found = await reader.read(page, *walk.params, *seen_by(recipient))
    rows = sorted(found, key=lambda row: int(row[0]), reverse=True)
    told = [
        Told(NotificationRow.of(row), PostRow.of(row, _WIDTH) if row[_WIDTH] is not None else None)
        for row in rows[:size]
    ]
    if len(rows) > size:
        return told, told[-1].row.id
    edges = await reader.read(_ALL.window("id", size + 1), *walk.params)
    return told, edges[-1][0] if len(edges) > size else 0


async def count_unread(reader: Reader, recipient: int) -> int:
    """Count what somebody has not read, up to a hundred."""
    return int((await reader.read(_UNREAD, recipient))[0][0])


def mark_read(recipient: int, up_to: int, now: int) -> Statement:
    """Note that somebody has read what they were told."""
    return Statement(_READ, (now, recipient, up_to))


def forget(recipient: int, before: int) -> Statement:
    """Forget what somebody was told before an id."""
    return Statement(_FORGET, (recipient, before))


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


def _values(recipient: int, about: About) -> tuple[object, ...]:
    group_key = f"{about.kind}:{about.group or about.post_id}"
    what = (about.kind, about.actor_id, about.post_id, about.of, group_key, clock.now_ms())
    return (ids.new_id(), *what, recipient, about.actor_id)

"""What somebody was told, as apps ask for it: up or down, by group, by one."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from fedcop import clock
from fedcop.store.backend import Row
from fedcop.store.batch import Reader
from fedcop.store.queries.notifications import ALL, SHOWN, shown_to
from fedcop.store.queries.spans import Span, Stretch
from fedcop.store.rows import NotificationRow
from fedcop.store.statements import Statement

_OF = NotificationRow.columns("n.")
_WIDTH = NotificationRow.width()
_LOOKED_AT = (
    f"SELECT {_OF}, CASE WHEN {SHOWN} THEN 1 ELSE 0 END FROM ({{window}}) n"
    " LEFT JOIN post p ON p.id = n.post_id"
)
_ONE = _LOOKED_AT.format(
    window="SELECT * FROM notification WHERE id = ? AND recipient_id = ? AND filtered = 0"
)
MOST_UNREAD: Final = 1_000
_UNREAD = _LOOKED_AT.format(
    window=f"SELECT * FROM notification WHERE recipient_id = ? AND read = 0 LIMIT {MOST_UNREAD}"
)
_KEY = "(group_key, recipient_id, id)"
MOST_OF_GROUP: Final = 200
_GROUP = _LOOKED_AT.format(
    window=f"SELECT * FROM notification WHERE {_KEY} < (?, ?, ?) AND {_KEY} > (?, ?, ?)"
    f" ORDER BY group_key DESC, recipient_id DESC, id DESC LIMIT {MOST_OF_GROUP}"
)
_DISMISS = "DELETE FROM notification WHERE id = ? AND recipient_id = ?"
_DISMISS_GROUP = "DELETE FROM notification WHERE group_key = ? AND recipient_id = ?"
_CLEAR = "DELETE FROM notification WHERE recipient_id = ? AND id <= ? AND filtered = 0"
_TOP: Final = 2**62


class Told(NamedTuple):
    """A notification, and whether its recipient may still see what it tells of."""

    row: NotificationRow
    seen: bool


async def list_told(reader: Reader, recipient: int, span: Span, size: int) -> list[Told]:
    """Read a window of what somebody was told, in the order it is walked."""
    stretch = Stretch(ALL, recipient, "*")
    sql = _LOOKED_AT.format(window=stretch.text(size, up=span.up))
    rows = await reader.read(sql, *_shown_to(recipient), *stretch.params(span))
    return sorted(map(_told, rows), key=lambda one: one.row.id, reverse=not span.up)


async def find_told(reader: Reader, recipient: int, number: int) -> Told | None:
    """Find one thing that somebody was told."""
    rows = await reader.read(_ONE, *_shown_to(recipient), number, recipient)
    return _told(rows[0]) if rows else None


async def list_unread(reader: Reader, recipient: int) -> list[Told]:
    """Read what somebody has not read, up to a thousand, the latest first."""
    rows = await reader.read(_UNREAD, *_shown_to(recipient), recipient)
    return _latest_first(rows)


async def list_group(reader: Reader, recipient: int, group_key: str) -> list[Told]:
    """Read what belongs together, up to two hundred, the latest first."""
    ends = (group_key, recipient, _TOP, group_key, recipient, 0)
    return _latest_first(await reader.read(_GROUP, *_shown_to(recipient), *ends))


def dismiss(recipient: int, number: int) -> Statement:
    """Forget one thing that somebody was told."""
    return Statement(_DISMISS, (number, recipient))


def dismiss_group(recipient: int, group_key: str) -> Statement:
    """Forget what belongs together."""
    return Statement(_DISMISS_GROUP, (group_key, recipient))


def clear(recipient: int, up_to: int) -> Statement:
    """Forget all that somebody was told, up to now."""
    return Statement(_CLEAR, (recipient, up_to))


def _shown_to(recipient: int) -> tuple[object, ...]:
    return tuple(shown_to(recipient, clock.now_ms()))


def _told(row: Row) -> Told:
    return Told(NotificationRow.of(row), bool(row[_WIDTH]))


def _latest_first(rows: Sequence[Row]) -> list[Told]:
    return sorted(map(_told, rows), key=lambda one: -one.row.id)

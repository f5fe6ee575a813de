"""How people want mail, and when it is due."""

from collections.abc import Iterable
from typing import Final

from fedcop import ids
from fedcop.store.batch import Reader
from fedcop.store.queries.notifications import SHOWN, shown_to
from fedcop.store.rows import MailReaderRow, NotificationRow, PostRow
from fedcop.store.statements import Statement

_COLUMNS: Final = MailReaderRow.columns()
_FIND: Final = f"SELECT {_COLUMNS} FROM mail_reader WHERE account_id = ?"
_KNOW: Final = (
    "INSERT INTO mail_reader (account_id, digest_due) SELECT a.actor_id, 1 FROM account a"
    " WHERE a.actor_id = ? AND a.email <> '' ON CONFLICT (account_id) DO NOTHING"
)
_STRANGERS: Final = (
    "SELECT a.actor_id FROM account a LEFT JOIN mail_reader r ON r.account_id = a.actor_id"
    " WHERE r.account_id IS NULL AND a.email <> '' AND a.disabled = 0 LIMIT ?"
)
_WISH: Final = (
    "INSERT INTO mail_reader (account_id, needs, every, hour, timezone, quoting, digest_due,"
    " daily_at, weekly_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account_id)"
    " DO UPDATE SET needs = excluded.needs, every = excluded.every,"
    " hour = excluded.hour, timezone = excluded.timezone,"
    " quoting = excluded.quoting, digest_due = excluded.digest_due"
)
_DIGESTS: Final = "SELECT community_id, every FROM mail_digest WHERE account_id = ?"
_CHOOSE: Final = (
    "INSERT INTO mail_digest (id, account_id, community_id, every) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (account_id, community_id) DO UPDATE SET every = excluded.every"
)
_NO_CHOICES: Final = "DELETE FROM mail_digest WHERE account_id = ?"
_SINCE: Final = (
    "SELECT n.id, n.recipient_id FROM notification n WHERE n.id > ? AND n.id <= ? AND n.read = 0"
    " AND n.filtered = 0 AND n.kind = ANY_TEXT(?) ORDER BY n.id LIMIT ?"
)
_NEEDED: Final = (
    "UPDATE mail_reader SET needs_due ="
    " CASE needs WHEN 1 THEN CAST(? AS BIGINT) ELSE CAST(? AS BIGINT) END"
    " WHERE account_id = ? AND needs > 0 AND needs_due = 0"
)
_NEEDS_DUE: Final = (
    f"SELECT {_COLUMNS} FROM mail_reader WHERE needs_due > 0 AND needs_due <= ?"
    " ORDER BY needs_due LIMIT ?"
)
_DIGEST_DUE: Final = (
    f"SELECT {_COLUMNS} FROM mail_reader WHERE digest_due > 0 AND digest_due <= ?"
    " ORDER BY digest_due LIMIT ?"
)
_TOLD: Final = "UPDATE mail_reader SET needs_due = ?, needs_id = ? WHERE account_id = ?"
_DIGESTED: Final = (
    "UPDATE mail_reader SET digest_due = ?, daily_at = ?, weekly_at = ? WHERE account_id = ?"
)
_UNREAD: Final = (
    f"SELECT {NotificationRow.columns('n.')}, {PostRow.columns('p.')} FROM"
    " (SELECT * FROM notification WHERE recipient_id = ? AND read = 0 AND filtered = 0 AND id > ?"
    " ORDER BY id DESC LIMIT 200) n LEFT JOIN post p ON p.id = n.post_id"
    f" WHERE n.kind = ANY_TEXT(?) AND {SHOWN} ORDER BY n.id DESC LIMIT ?"
)
_WIDTH: Final = NotificationRow.width()
# Guards, asked again at the commit.
NEEDS_STILL_DUE: Final = "FROM mail_reader WHERE account_id = ? AND needs_due = ?"
DIGEST_STILL_DUE: Final = "FROM mail_reader WHERE account_id = ? AND digest_due = ?"

Needed = tuple[NotificationRow, PostRow | None]


async def find_reader(reader: Reader, account: int) -> MailReaderRow:
    """Read how somebody wants mail; the usual where they have not said."""
    found = MailReaderRow.first(await reader.read(_FIND, account))
    return found or MailReaderRow(account, digest_due=1)


async def list_strangers(reader: Reader, limit: int) -> list[int]:
    """List people with an address of whom it is not written down how they want mail."""
    return [int(row[0]) for row in await reader.read(_STRANGERS, limit)]


async def list_digests(reader: Reader, account: int) -> dict[int, int]:
    """Read how often somebody wants to read of communities, where it is not as usual."""
    return {int(row[0]): int(row[1]) for row in await reader.read(_DIGESTS, account)}


async def list_needed_since(
    reader: Reader, span: tuple[int, int], kinds: Iterable[str], limit: int
) -> list[tuple[int, int]]:
    """List what people were told within a span of ids and have not read, with its recipient."""
    rows = await reader.read(_SINCE, *span, list(kinds), limit)
    return [(int(row[0]), int(row[1])) for row in rows]


async def list_needs_due(reader: Reader, now: int, limit: int) -> list[MailReaderRow]:
    """List those who are due to hear of what needs them."""
    return MailReaderRow.all(await reader.read(_NEEDS_DUE, now, limit))


async def list_digests_due(reader: Reader, now: int, limit: int) -> list[MailReaderRow]:
    """List those whose digest is due."""
    return MailReaderRow.all(await reader.read(_DIGEST_DUE, now, limit))


async def list_needed(
    reader: Reader, account: int, since: int, kinds: Iterable[str], shown: tuple[int, int]
) -> list[Needed]:
    """Read what somebody was told, has not read and may see; `shown` is now, and how many."""
    now, limit = shown
    rows = await reader.read(_UNREAD, account, since, list(kinds), *shown_to(account, now), limit)
    return [
        (NotificationRow.of(row), PostRow.of(row, _WIDTH) if row[_WIDTH] is not None else None)
        for row in rows
    ]


def know_reader(account: int) -> Statement:
    """Write down that somebody wants mail as usual, unless they have said."""
    return Statement(_KNOW, (account,))


def put_wish(row: MailReaderRow, now: int) -> Statement:
    """Write down how somebody wants mail; who is new hears of what happens from `now` on."""
    wish = (row.account_id, row.needs, row.every, row.hour, row.timezone, row.quoting)
    return Statement(_WISH, (*wish, row.digest_due, now, now))


def choose_digest(account: int, community: int, every: int) -> Statement:
    """Write down how often somebody wants to read of a community."""
    return Statement(_CHOOSE, (ids.new_id(), account, community, every))


def forget_choices(account: int) -> Statement:
    """Let what somebody usually wants hold for all their communities."""
    return Statement(_NO_CHOICES, (account,))


def note_needed(account: int, at_once: int, later: int) -> Statement:
    """Note that something needs somebody: when they are to hear of it, by their wish."""
    return Statement(_NEEDED, (at_once, later, account))


def note_told(account: int, due: int, up_to: int) -> Statement:
    """Note up to where somebody heard of what needs them."""
    return Statement(_TOLD, (due, up_to, account))


def note_digested(row: MailReaderRow) -> Statement:
    """Note up to when digests told, and when the next is due."""
    return Statement(_DIGESTED, (row.digest_due, row.daily_at, row.weekly_at, row.account_id))

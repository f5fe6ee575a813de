"""What somebody keeps for themselves."""

from fedcop.store.batch import Reader
from fedcop.store.rows import BookmarkRow, insert_of
from fedcop.store.statements import Keyed, Statement

_BOOKMARK = Keyed(
    f"SELECT k.a, k.b, {BookmarkRow.columns('b.')} FROM PAIRS(?) CROSS JOIN bookmark b"
    " WHERE b.post_id = k.a AND b.actor_id = k.b",
    pairs=True,
)
_NOTE = Keyed(
    "SELECT k.a, k.b, n.text FROM PAIRS(?) CROSS JOIN account_note n"
    " WHERE n.actor_id = k.a AND n.subject_id = k.b",
    pairs=True,
)
_UNBOOKMARK = "DELETE FROM bookmark WHERE post_id = ? AND actor_id = ?"
_ADD = f"{insert_of(BookmarkRow)} ON CONFLICT (post_id, actor_id) DO NOTHING"
_WRITE = (
    "INSERT INTO account_note (id, actor_id, subject_id, text) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (actor_id, subject_id) DO UPDATE SET text = excluded.text"
)
_ERASE = "DELETE FROM account_note WHERE actor_id = ? AND subject_id = ?"


async def find_bookmark(reader: Reader, post: int, actor: int) -> BookmarkRow | None:
    """Find somebody's bookmark of a post."""
    return BookmarkRow.first(await reader.many(_BOOKMARK, (post, actor)))


async def find_note(reader: Reader, actor: int, subject: int) -> str:
    """Read what somebody noted of another; nothing is empty."""
    rows = await reader.many(_NOTE, (actor, subject))
    return str(rows[0][0]) if rows else ""


def insert_bookmark(row: BookmarkRow) -> Statement:
    """Add a bookmark; again changes nothing."""
    return Statement(_ADD, row.values())


def delete_bookmark(post: int, actor: int) -> Statement:
    """Take a bookmark away."""
    return Statement(_UNBOOKMARK, (post, actor))


def write_note(number: int, actor: int, subject: int, text: str) -> Statement:
    """Keep what somebody notes of another, in place of what they noted before."""
    return Statement(_WRITE, (number, actor, subject, text))


def erase_note(actor: int, subject: int) -> Statement:
    """Forget what somebody noted of another."""
    return Statement(_ERASE, (actor, subject))

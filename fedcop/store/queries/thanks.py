"""Who is thanked for what."""

from collections.abc import Sequence

from fedcop.store.batch import Reader
from fedcop.store.queries.reading import OPEN, SEEN, seen_by
from fedcop.store.rows import ThanksRow, insert_of
from fedcop.store.statements import Keyed, Statement

_ONE = Keyed(f"SELECT id, {ThanksRow.columns()} FROM thanks WHERE id = ANY_ID(?)")
_OF_PERSON = (
    f"SELECT {ThanksRow.columns('t.')} FROM thanks t CROSS JOIN post p WHERE t.person_id = ?"
    " AND p.id = t.id AND p.deleted = 0 AND {seen} {hidden} ORDER BY t.id DESC LIMIT ?"
)
_OF_WORK = (
    f"SELECT {ThanksRow.columns('t.')} FROM thanks t CROSS JOIN post p WHERE t.work_uri = ?"
    " AND t.work_uri <> '' AND p.id = t.id AND p.deleted = 0 AND t.hidden = 0 AND {seen}"
    " ORDER BY t.id DESC LIMIT ?"
)
_INSERT = insert_of(ThanksRow)
_DELETE = "DELETE FROM thanks WHERE id = ?"
_HIDE = "UPDATE thanks SET hidden = ? WHERE id = ?"


async def find_thanks(reader: Reader, post: int) -> ThanksRow | None:
    """Find the thanks of a post."""
    return ThanksRow.first(await reader.many(_ONE, post))


async def list_of_person(
    reader: Reader, viewer: int, person: int, limit: int
) -> Sequence[ThanksRow]:
    """Read the thanks to somebody, the latest first; they themselves see what they hide."""
    seen, params = (SEEN, seen_by(viewer)) if viewer else (OPEN, ())
    hidden = "" if viewer == person else "AND t.hidden = 0"
    sql = _OF_PERSON.format(seen=seen, hidden=hidden)
    return ThanksRow.all(await reader.read(sql, person, *params, limit))


async def list_of_work(reader: Reader, viewer: int, work: str, limit: int) -> Sequence[ThanksRow]:
    """Read the thanks for a work, the latest first."""
    seen, params = (SEEN, seen_by(viewer)) if viewer else (OPEN, ())
    return ThanksRow.all(await reader.read(_OF_WORK.format(seen=seen), work, *params, limit))


def insert_thanks(row: ThanksRow) -> Statement:
    """Add thanks."""
    return Statement(_INSERT, row.values())


def delete_thanks(post: int) -> Statement:
    """Forget thanks."""
    return Statement(_DELETE, (post,))


def hide_thanks(post: int, *, hidden: bool) -> Statement:
    """Show thanks on pages no longer, or again."""
    return Statement(_HIDE, (int(hidden), post))

"""Lines that members brought along, to be done one after the other; and what they take away."""

from fedcop.store.batch import Reader
from fedcop.store.queries.spans import Span, Stretch
from fedcop.store.queries.windows import Source
from fedcop.store.rows import insert_of
from fedcop.store.rows.carrying import ImportRow
from fedcop.store.statements import Statement

NEVER = 2**62

_COLUMNS = ImportRow.columns()
_DUE = f"SELECT {_COLUMNS} FROM import_line WHERE next_try <= ? ORDER BY next_try LIMIT %d"
_OWN = "FROM import_line WHERE actor_id = ?"
_WAITING = f"SELECT count(*) {_OWN} AND next_try < ?"
_FAILED = f"SELECT {_COLUMNS} {_OWN} AND next_try = ? ORDER BY 0 + id LIMIT %d"
_DELETE = "DELETE FROM import_line WHERE id = ?"
_CLEAR = f"DELETE {_OWN} AND next_try = ?"
_FAIL = "UPDATE import_line SET tries = tries + 1, next_try = ?, error = ? WHERE id = ?"
_KEPT = Source("bookmark", "actor_id", "id")
_BOOKMARKED = "SELECT b.id, p.uri FROM ({window}) b CROSS JOIN post p WHERE p.id = b.post_id"


async def list_due(reader: Reader, now: int, limit: int) -> list[ImportRow]:
    """Read the lines that are to be done now."""
    return ImportRow.all(await reader.read(_DUE % limit, now))


async def count_waiting(reader: Reader, actor: int) -> int:
    """Count the lines of somebody that are yet to be done."""
    return int((await reader.read(_WAITING, actor, NEVER))[0][0])


async def list_failed(reader: Reader, actor: int, limit: int) -> list[ImportRow]:
    """Read the lines of somebody that could not be done."""
    return ImportRow.all(await reader.read(_FAILED % limit, actor, NEVER))


async def list_bookmarked(
    reader: Reader, actor: int, span: Span, size: int
) -> list[tuple[int, str]]:
    """Read a window of the addresses of what somebody keeps."""
    walk = Stretch(_KEPT, actor, "id, post_id")
    sql = _BOOKMARKED.replace("{window}", walk.text(size, up=span.up))
    rows = await reader.read(sql, *walk.params(span))
    return sorted(((row[0], row[1]) for row in rows), reverse=not span.up)


def insert_line(row: ImportRow) -> Statement:
    """Let a line be done."""
    return Statement(insert_of(ImportRow), row.values())


def delete_line(number: int) -> Statement:
    """Note that a line is done."""
    return Statement(_DELETE, (number,))


def clear_failed(actor: int) -> Statement:
    """Forget what could not be done."""
    return Statement(_CLEAR, (actor, NEVER))


def fail_line(number: int, next_try: int, error: str) -> Statement:
    """Note why a line could not be done."""
    return Statement(_FAIL, (next_try, error, number))

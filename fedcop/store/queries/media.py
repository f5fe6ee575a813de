"""Files beside posts, and pictures of profiles."""

from collections.abc import Sequence

from fedcop.store.batch import Reader
from fedcop.store.rows import MediaRow, insert_of
from fedcop.store.statements import Keyed, Statement
from fedcop.values import MediaPlace

_COLUMNS = MediaRow.columns()
_SOME = Keyed(f"SELECT id, {_COLUMNS} FROM media WHERE id = ANY_ID(?)")
_OF_POSTS = Keyed(
    f"SELECT post_id, {_COLUMNS} FROM media WHERE post_id = ANY_ID(?) AND place = 1"
    " ORDER BY post_id, position"
)
_EVER = Keyed(
    f"SELECT post_id, {_COLUMNS} FROM media WHERE post_id = ANY_ID(?) ORDER BY post_id, position"
)
_OLD = f"SELECT {_COLUMNS} FROM media WHERE place = ? AND created < ? ORDER BY created LIMIT %d"
_ELSEWHERE = (
    "SELECT 1 FROM media WHERE hash = ? AND id <> ? AND place <> 4 UNION ALL"
    " SELECT 1 FROM media WHERE small_hash = ? AND id <> ? AND place <> 4 LIMIT 1"
)
_DESCRIBE = "UPDATE media SET description = ?, focus_x = ?, focus_y = ? WHERE id = ?"
_PUT = "UPDATE media SET place = ?, post_id = ?, position = ? WHERE id = ?"
_PARTS = Keyed(
    f"SELECT part_of, {_COLUMNS} FROM media WHERE part_of > 0 AND part_of = ANY_ID(?)"
    " AND place = 6 ORDER BY part_of, language, id"
)
_LET_GO = (
    "UPDATE media SET place = 4, post_id = 0 WHERE id IN (SELECT id FROM media WHERE post_id = ?"
    " UNION ALL SELECT p.id FROM media m JOIN media p ON p.part_of = m.id AND p.part_of > 0"
    " WHERE m.post_id = ?)"
)
_LET_PARTS_GO = "UPDATE media SET place = 4 WHERE part_of > 0 AND part_of = ?"
_FREE = (
    "UPDATE media SET place = 0, post_id = 0, created = ? WHERE post_id = ? AND place = 1"
    " AND remote = ''"
)
_DELETE = "DELETE FROM media WHERE id = ?"

# Guards: it is still where it was read; and it still belongs nowhere, or to a post that waits.
STANDS = "FROM media WHERE id = ? AND owner_id = ? AND place = ?"


async def find_media(reader: Reader, number: int) -> MediaRow | None:
    """Find a file by our id."""
    return MediaRow.first(await reader.many(_SOME, number))


async def list_of_post(reader: Reader, post: int) -> list[MediaRow]:
    """Read the files of a post in their order."""
    return MediaRow.all(await reader.many(_OF_POSTS, post))


async def list_ever_of_post(reader: Reader, post: int) -> list[MediaRow]:
    """Read the files of a post, those it showed before an edit too."""
    return MediaRow.all(await reader.many(_EVER, post))


async def list_of_posts(reader: Reader, posts: Sequence[int]) -> dict[int, list[MediaRow]]:
    """Read the files of some posts in their order; those without any are left out."""
    found: dict[int, list[MediaRow]] = {}
    for row in await reader.read(_OF_POSTS.sql, list(posts)) if posts else ():
        found.setdefault(row[0], []).append(MediaRow.of(row, 1))
    return found


async def list_parts(reader: Reader, files: Sequence[int]) -> list[MediaRow]:
    """Read the captions of some recordings."""
    rows = await reader.read(_PARTS.sql, list(files)) if files else ()
    return [MediaRow.of(row, 1) for row in rows]


async def list_old(reader: Reader, place: MediaPlace, before: int, limit: int) -> list[MediaRow]:
    """Read files that have been in one place since before some time."""
    return MediaRow.all(await reader.read(_OLD % limit, int(place), before))


async def is_needed(reader: Reader, name: str, but: int) -> bool:
    """Whether a blob belongs to another file as well."""
    return bool(await reader.read(_ELSEWHERE, name, but, name, but))


def insert_media(row: MediaRow) -> Statement:
    """Add a file."""
    return Statement(insert_of(MediaRow), row.values())


def describe_media(number: int, description: str, focus: tuple[int, int]) -> Statement:
    """Say what a file shows, and where to look."""
    return Statement(_DESCRIBE, (description, *focus, number))


def put_media(number: int, place: MediaPlace, post: int = 0, position: int = 0) -> Statement:
    """Say where a file belongs."""
    return Statement(_PUT, (int(place), post, position, number))


def let_go_of(post: int) -> Statement:
    """Let the files of a post go with it."""
    return Statement(_LET_GO, (post, post))


def let_parts_go(number: int) -> Statement:
    """Let the captions of a recording go with it."""
    return Statement(_LET_PARTS_GO, (number,))


def free_media(post: int, now: int) -> Statement:
    """Let the files of a post wait again, as if they had just come."""
    return Statement(_FREE, (now, post))


def delete_media(number: int) -> Statement:
    """Forget a file."""
    return Statement(_DELETE, (number,))

"""Copies of what stands elsewhere: had when somebody looks, let go when others are wanted more."""

from typing import Final

from fedcop.store.batch import Reader
from fedcop.store.rows import MediaRow
from fedcop.store.statements import Statement

_COLUMNS: Final = MediaRow.columns()
_OF_PROFILE: Final = (
    f"SELECT {_COLUMNS} FROM media WHERE 0 + owner_id = ? AND place = 2 ORDER BY id DESC LIMIT 20"
)
_OLDEST: Final = f"SELECT {_COLUMNS} FROM media WHERE used > 0 ORDER BY used, id LIMIT %d"
_SIZE: Final = "SELECT COALESCE(SUM(size), 0) FROM media WHERE used > 0"
_UNUSED: Final = "SELECT COUNT(*), COALESCE(SUM(size), 0) FROM media WHERE used > 0 AND used < ?"
_KEEP: Final = (
    "UPDATE media SET kind = ?, mime = ?, size = ?, hash = ?, wide = ?, high = ?, small_mime = ?,"
    " small_hash = ?, small_wide = ?, small_high = ?, blurhash = ?, used = ?, tries = 0, rest = 0,"
    " description = ? WHERE id = ?"
)
_FAIL: Final = "UPDATE media SET kind = ?, tries = ?, rest = ? WHERE id = ?"
_USE: Final = "UPDATE media SET used = ? WHERE id = ? AND used > 0"
_LET_GO: Final = "UPDATE media SET hash = '', small_hash = '', size = 0, used = 0 WHERE id = ?"
_SEEN_ANEW: Final = "UPDATE post SET version = version + 1 WHERE id = ?"

# A guard: it still stands beside what is not gone.
WANTED: Final = "FROM media WHERE id = ? AND place <> 4"
# A guard: nobody has asked for it meanwhile.
UNUSED: Final = "FROM media WHERE id = ? AND used = ?"


async def list_of_profile(reader: Reader, actor: int) -> list[MediaRow]:
    """Read the pictures of a profile."""
    return MediaRow.all(await reader.read(_OF_PROFILE, actor))


async def list_oldest(reader: Reader, limit: int) -> list[MediaRow]:
    """Read some of the copies, those first that nobody has asked for the longest."""
    return MediaRow.all(await reader.read(_OLDEST % limit))


async def measure(reader: Reader) -> int:
    """Say how many bytes all copies have together."""
    return int((await reader.read(_SIZE))[0][0])


async def measure_unused(reader: Reader, before: int) -> tuple[int, int]:
    """Count copies that nobody has asked for since some time, and their bytes."""
    rows = await reader.read(_UNUSED, before)
    return int(rows[0][0]), int(rows[0][1])


def keep(row: MediaRow) -> Statement:
    """Note what the copy of a file is."""
    small = (row.small_mime, row.small_hash, row.small_wide, row.small_high)
    whole = (row.kind, row.mime, row.size, row.hash, row.wide, row.high)
    return Statement(_KEEP, (*whole, *small, row.blurhash, row.used, row.description, row.id))


def fail(row: MediaRow) -> Statement:
    """Note that a file could not be had."""
    return Statement(_FAIL, (row.kind, row.tries, row.rest, row.id))


def use(number: int, now: int) -> Statement:
    """Note that somebody asked for a copy."""
    return Statement(_USE, (now, number))


def let_go(number: int) -> Statement:
    """Have no copy any more."""
    return Statement(_LET_GO, (number,))


def see_anew(post: int) -> Statement:
    """Let readers see anew what stands beside a post."""
    return Statement(_SEEN_ANEW, (post,))

"""What was brought along from other programs."""

from collections.abc import Sequence

from fedcop.store.batch import Reader
from fedcop.store.rows import BringingRow, BroughtRow, insert_of
from fedcop.store.statements import Statement

_BRINGING = f"SELECT {BringingRow.columns()} FROM bringing WHERE id = ?"
_LIKE = (
    f"SELECT {BringingRow.columns()} FROM bringing WHERE community_id = ? AND actor_id = ?"
    " AND program = ? AND name = ? AND finished = 0 ORDER BY id DESC LIMIT 1"
)
_ALL = f"SELECT {BringingRow.columns()} FROM bringing WHERE id < ? ORDER BY id DESC LIMIT ?"
_THING = f"SELECT {BroughtRow.columns()} FROM brought_thing WHERE community_id = ? AND source = ?"
_COUNT = (
    "SELECT COUNT(*), COUNT(CASE WHEN told > 0 THEN 1 END) FROM brought_thing WHERE bringing_id = ?"
)
_WAITING = (
    f"SELECT {BroughtRow.columns()} FROM brought_thing WHERE bringing_id = ? AND id > ?"
    " AND told = 0 ORDER BY id LIMIT ?"
)
_FINISH = "UPDATE bringing SET finished = ?, skipped = ?, total = ? WHERE id = ?"
_RELEASED = "UPDATE bringing SET released = ? WHERE id = ?"
_TOLD = "UPDATE brought_thing SET told = ? WHERE id = ?"
_GROWN = "UPDATE brought_thing SET versions = ? WHERE id = ?"

# Guards: peers have not been told of a thing; a thing has as many versions as was read.
NOT_TOLD = "FROM brought_thing WHERE id = ? AND told = 0"
AS_LONG = "FROM brought_thing WHERE id = ? AND versions = ?"


async def find_bringing(reader: Reader, number: int) -> BringingRow | None:
    """Find one by its id."""
    return BringingRow.first(await reader.read(_BRINGING, number))


async def find_unfinished(reader: Reader, row: BringingRow) -> BringingRow | None:
    """Find the one of the same export that was broken off."""
    key = (row.community_id, row.actor_id, row.program, row.name)
    return BringingRow.first(await reader.read(_LIKE, *key))


async def list_bringings(reader: Reader, before: int, limit: int) -> Sequence[BringingRow]:
    """Read a page of them, the latest first."""
    return BringingRow.all(await reader.read(_ALL, before, limit))


async def find_thing(reader: Reader, community: int, source: str) -> BroughtRow | None:
    """Find what a thing became."""
    return BroughtRow.first(await reader.read(_THING, community, source))


async def count_things(reader: Reader, bringing: int) -> tuple[int, int]:
    """Count what is here of an export, and of how much peers have been told."""
    row = (await reader.read(_COUNT, bringing))[0]
    return int(row[0]), int(row[1])


async def list_waiting(
    reader: Reader, bringing: int, after: int, limit: int
) -> Sequence[BroughtRow]:
    """Read a page of what peers have not been told, the oldest first."""
    return BroughtRow.all(await reader.read(_WAITING, bringing, after, limit))


def insert_bringing(row: BringingRow) -> Statement:
    """Begin one."""
    return Statement(insert_of(BringingRow), row.values())


def insert_thing(row: BroughtRow) -> Statement:
    """Keep what a thing became."""
    return Statement(insert_of(BroughtRow), row.values())


def finish(number: int, at: int, skipped: str, total: int) -> Statement:
    """Note that all of an export is here."""
    return Statement(_FINISH, (at, skipped, total, number))


def release(number: int, at: int) -> Statement:
    """Note that peers have been told all of it."""
    return Statement(_RELEASED, (at, number))


def mark_told(number: int, at: int) -> Statement:
    """Note that peers are told of a thing."""
    return Statement(_TOLD, (at, number))


def grow(number: int, versions: int) -> Statement:
    """Note how many versions of a thing are here."""
    return Statement(_GROWN, (versions, number))

"""Who of those who run the node reads a community for its members, and what they are shown."""

from typing import Final

from fedcop.store.batch import Reader
from fedcop.store.rows import ActorRow, GlassRow, PostRow, insert_of
from fedcop.store.statements import Statement

Line = tuple[PostRow, ActorRow]

_SELECT: Final = f"SELECT {GlassRow.columns()} FROM glass WHERE "
_OPEN: Final = (
    f"{_SELECT}actor_id = ? AND community_id = ? AND until > ? ORDER BY until DESC LIMIT 1"
)
_OF: Final = f"{_SELECT}community_id = ? ORDER BY id DESC LIMIT 100"
_READ: Final = "UPDATE glass SET reads = reads + 1, last_read = ? WHERE id = ?"
_CLOSE: Final = "UPDATE glass SET until = ? WHERE id = ? AND until > ?"
# What was for everybody or for the members, and never what was for named people or followers.
_LINES: Final = (
    f"SELECT {PostRow.columns('p.')}, {ActorRow.columns('a.')} FROM post p"
    " JOIN actor a ON a.id = p.author_id WHERE p.community_id = ? AND p.deleted = 0"
    " AND p.audience IN (0, 1, 3)"
)
_THREADS: Final = f"{_LINES} AND p.top = 1 AND p.id < ? ORDER BY p.id DESC LIMIT ?"
_THREAD: Final = f"{_LINES} AND p.root_id = ? ORDER BY p.id LIMIT ?"
_WIDTH: Final = PostRow.width()


def insert_glass(row: GlassRow) -> Statement:
    """Note that somebody begins to read."""
    return Statement(insert_of(GlassRow), row.values())


def note_read(number: int, now: int) -> Statement:
    """Count a page that was read."""
    return Statement(_READ, (now, number))


def close_glass(number: int, now: int) -> Statement:
    """End a reading before its time."""
    return Statement(_CLOSE, (now, number, now))


async def find_open(reader: Reader, actor: int, community: int, now: int) -> GlassRow | None:
    """Find the reading of somebody that goes on."""
    return GlassRow.first(await reader.read(_OPEN, actor, community, now))


async def list_of(reader: Reader, community: int) -> list[GlassRow]:
    """Read who read a community, the latest first."""
    return GlassRow.all(await reader.read(_OF, community))


async def list_threads(reader: Reader, community: int, before: int, limit: int) -> list[Line]:
    """Read what starts the threads of a community, the latest first."""
    rows = await reader.read(_THREADS, community, before, limit)
    return [(PostRow.of(row), ActorRow.of(row, _WIDTH)) for row in rows]


async def list_thread(reader: Reader, community: int, root: int, limit: int) -> list[Line]:
    """Read a thread of a community, in order."""
    rows = await reader.read(_THREAD, community, root, limit)
    return [(PostRow.of(row), ActorRow.of(row, _WIDTH)) for row in rows]

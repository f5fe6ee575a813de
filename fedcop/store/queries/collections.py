"""What the collections list for peers: what anybody may read, keyset pages, never an offset.

Each walks the rows of one owner in an order that only their index gives, its first column
included: ordered by id alone a planner with old figures reads the whole table by its primary key.
"""

from collections.abc import Sequence
from typing import Final

from fedcop.store.backend import Row
from fedcop.store.batch import Reader
from fedcop.store.queries.reading import OPEN
from fedcop.store.rows import PostRow
from fedcop.store.statements import Keyed

_COLUMNS = PostRow.columns("p.")
_SHOWN = f"{OPEN} AND p.deleted = 0"
# Written so that no index of something else that also leaves out the deleted seems to fit.
_STANDS = "0 + p.deleted = 0"
_FOR_ALL = f"{OPEN} AND {_STANDS}"
_FOR_MEMBERS = f"p.audience = 3 AND {_STANDS}"
_BY_ID = Keyed(
    f"SELECT p.id, CASE WHEN {OPEN} THEN 1 ELSE 0 END, {_COLUMNS} FROM post p"
    " WHERE p.id = ANY_ID(?)"
)
_BY_AUTHOR = (
    f"SELECT {_COLUMNS} FROM post p WHERE (p.author_id, p.id) < (?, ?) AND p.author_id >= ?"
    f" AND p.local = 1 AND {_FOR_ALL} ORDER BY p.author_id DESC, p.id DESC LIMIT %d"
)
_IN_COMMUNITY = (
    f"SELECT {_COLUMNS} FROM post p WHERE (p.community_id, p.id) < (?, ?) AND p.community_id >= ?"
    f" AND p.top = 1 AND {_SHOWN} ORDER BY p.community_id DESC, p.id DESC LIMIT %d"
)
_THREAD = (
    "SELECT p.id, p.uri FROM post p WHERE (p.root_id, p.id) > (?, ?) AND p.root_id <= ?"
    " AND {} ORDER BY p.root_id, p.id LIMIT %d"
)
_THREAD_FOR_ALL = _THREAD.format(_FOR_ALL)
_THREAD_FOR_MEMBERS = _THREAD.format(_FOR_MEMBERS)
_REPLIES = (
    "SELECT p.id, p.uri FROM post p WHERE (p.root_id, p.id) > (?, ?) AND p.root_id <= ?"
    f" AND p.reply_to_id = ? AND {_FOR_ALL} ORDER BY p.root_id, p.id LIMIT %d"
)
_COUNT_THREAD = "SELECT count(*) FROM post p WHERE p.root_id = ? AND {}"
_COUNT_FOR_ALL = _COUNT_THREAD.format("p.audience <= 1 AND p.deleted = 0")
_COUNT_FOR_MEMBERS = _COUNT_THREAD.format(_FOR_MEMBERS)
# Nobody needs to know more exactly than this, and counting further would hold up others.
MOST_COUNTED: Final = 10_000
_COUNT_BY_AUTHOR = (
    "SELECT count(*) FROM (SELECT 1 FROM post p WHERE p.author_id = ? AND p.local = 1"
    " AND p.audience <= 1 AND p.deleted = 0 LIMIT ?) t"
)
_COUNT_IN_COMMUNITY = (
    "SELECT count(*) FROM (SELECT 1 FROM post p WHERE p.community_id = ? AND p.top = 1"
    " AND p.audience <= 1 AND p.deleted = 0 LIMIT ?) t"
)
_PINNED = (
    f"SELECT {_COLUMNS} FROM pin k JOIN post p ON p.id = k.post_id"
    f" WHERE k.community_id = ? AND {_SHOWN} ORDER BY 0 + k.id DESC LIMIT ?"
)
_ENTRIES = "SELECT plain, wrapped FROM log_entry WHERE event_id = ? ORDER BY part"
_BOOST = (
    "SELECT e.plain, e.wrapped FROM boost b JOIN post p ON p.id = b.post_id"
    " JOIN log_entry e ON e.object_uri = p.uri"
    " WHERE b.id = ? AND e.actor_id = b.actor_id AND e.kind = 'Announce'"
)
_READS = (
    "SELECT 1 FROM peer h JOIN lane l ON l.peer_id = h.id JOIN lane_stream r ON r.lane_id = l.id"
    " JOIN stream s ON s.id = r.stream_id"
    " WHERE h.host = ? AND r.until = 0 AND s.owner_id = ? AND s.audience = ? LIMIT 1"
)
_NAMES = (
    "SELECT 1 FROM mention m JOIN actor a ON a.id = m.actor_id"
    " WHERE m.post_id = ? AND a.host = ? LIMIT 1"
)

Listed = Sequence[tuple[int, str]]


async def find_shown(reader: Reader, number: int) -> tuple[PostRow, bool] | None:
    """Find a post, a tombstone too, and whether anybody may read it."""
    rows = await reader.many(_BY_ID, number)
    return (PostRow.of(rows[0], 1), bool(rows[0][0])) if rows else None


async def list_by_author(reader: Reader, author: int, before: int, limit: int) -> list[PostRow]:
    """Read what one of ours wrote for everybody, the newest first."""
    return PostRow.all(await reader.read(_BY_AUTHOR % limit, author, before, author))


async def list_threads(reader: Reader, community: int, before: int, limit: int) -> list[PostRow]:
    """Read the thread starts of a community, the newest first."""
    return PostRow.all(await reader.read(_IN_COMMUNITY % limit, community, before, community))


async def list_thread(reader: Reader, root: int, after: int, limit: int) -> Listed:
    """Read the uris of what everybody may read of a thread, in the order it was written."""
    return _listed(await reader.read(_THREAD_FOR_ALL % limit, root, after, root))


async def list_thread_for_members(reader: Reader, root: int, after: int, limit: int) -> Listed:
    """Read the uris of what the members of its community may read of a thread."""
    return _listed(await reader.read(_THREAD_FOR_MEMBERS % limit, root, after, root))


async def list_replies(reader: Reader, root: int, parent: int, after: int, limit: int) -> Listed:
    """Read the uris of the direct answers to a post."""
    return _listed(await reader.read(_REPLIES % limit, root, after, root, parent))


async def count_thread(reader: Reader, root: int) -> int:
    """Count what everybody may read of a thread."""
    return int((await reader.read(_COUNT_FOR_ALL, root))[0][0])


async def count_thread_for_members(reader: Reader, root: int) -> int:
    """Count what the members of its community may read of a thread."""
    return int((await reader.read(_COUNT_FOR_MEMBERS, root))[0][0])


async def count_by_author(reader: Reader, author: int) -> int:
    """Count what one of ours wrote for everybody, as far as it is counted."""
    return int((await reader.read(_COUNT_BY_AUTHOR, author, MOST_COUNTED))[0][0])


async def count_threads(reader: Reader, community: int) -> int:
    """Count the thread starts of a community, as far as they are counted."""
    return int((await reader.read(_COUNT_IN_COMMUNITY, community, MOST_COUNTED))[0][0])


async def list_pinned(reader: Reader, community: int, limit: int) -> list[PostRow]:
    """Read what stands at the top of a community."""
    return PostRow.all(await reader.read(_PINNED, community, limit))


async def list_bodies(reader: Reader, event: int) -> list[bytes]:
    """Read the activities an event made, in every form, while the log keeps them."""
    return _bodies(await reader.read(_ENTRIES, event))


async def list_boost_bodies(reader: Reader, boost: int) -> list[bytes]:
    """Read what the log keeps of somebody passing a post on."""
    return _bodies(await reader.read(_BOOST, boost))


async def is_told(reader: Reader, host: str, owner: int, audience: int) -> bool:
    """Whether a peer reads now what one of ours tells this audience."""
    return bool(await reader.read(_READS, host, owner, audience))


async def names_somebody_at(reader: Reader, post: int, host: str) -> bool:
    """Whether a post names somebody of a peer."""
    return bool(await reader.read(_NAMES, post, host))


def _listed(rows: Sequence[Row]) -> Listed:
    return [(row[0], row[1]) for row in rows]


def _bodies(rows: Sequence[Row]) -> list[bytes]:
    return [bytes(body) for row in rows for body in row if body is not None]

"""What the collections list for peers: public things only, keyset pages, never an offset."""

from collections.abc import Sequence

from fedcop.store.batch import Reader
from fedcop.store.rows import PostRow

_COLUMNS = PostRow.columns("p.")
_SHOWN = "p.audience <= 1 AND p.deleted = 0"
_BY_AUTHOR = (
    f"SELECT {_COLUMNS} FROM post p WHERE p.author_id = ? AND p.id < ? AND {_SHOWN}"
    " AND p.local = 1 ORDER BY p.id DESC LIMIT ?"
)
_IN_COMMUNITY = (
    f"SELECT {_COLUMNS} FROM post p WHERE p.community_id = ? AND p.top = 1 AND p.id < ?"
    f" AND {_SHOWN} ORDER BY p.id DESC LIMIT ?"
)
_THREAD = (
    f"SELECT p.id, p.uri FROM post p WHERE p.root_id = ? AND p.id > ? AND {_SHOWN}"
    " ORDER BY p.id LIMIT ?"
)
_REPLIES = (
    "SELECT p.id, p.uri FROM post p WHERE p.root_id = ? AND p.reply_to_id = ? AND p.id > ?"
    f" AND {_SHOWN} ORDER BY p.id LIMIT ?"
)
_COUNT_THREAD = (
    f"SELECT count(*), max(p.version), max(p.id) FROM post p WHERE p.root_id = ? AND {_SHOWN}"
)
_COUNT_BY_AUTHOR = f"SELECT count(*) FROM post p WHERE p.author_id = ? AND p.local = 1 AND {_SHOWN}"
_PINNED = (
    f"SELECT {_COLUMNS} FROM pin k JOIN post p ON p.id = k.post_id"
    f" WHERE k.community_id = ? AND {_SHOWN} ORDER BY k.id DESC LIMIT ?"
)
_ENTRIES = "SELECT plain, wrapped FROM log_entry WHERE event_id = ? ORDER BY part"

Listed = Sequence[tuple[int, str]]


async def list_by_author(reader: Reader, author: int, before: int, limit: int) -> list[PostRow]:
    """Read what one of ours wrote for everybody, the newest first."""
    return PostRow.all(await reader.read(_BY_AUTHOR, author, before, limit))


async def list_threads(reader: Reader, community: int, before: int, limit: int) -> list[PostRow]:
    """Read the thread starts of a community, the newest first."""
    return PostRow.all(await reader.read(_IN_COMMUNITY, community, before, limit))


async def list_thread(reader: Reader, root: int, after: int, limit: int) -> Listed:
    """Read the uris of a thread, in the order they were written."""
    return [(row[0], row[1]) for row in await reader.read(_THREAD, root, after, limit)]


async def list_replies(reader: Reader, root: int, parent: int, after: int, limit: int) -> Listed:
    """Read the uris of the direct answers to a post."""
    rows = await reader.read(_REPLIES, root, parent, after, limit)
    return [(row[0], row[1]) for row in rows]


async def count_thread(reader: Reader, root: int) -> tuple[int, str]:
    """Count a thread, with a word that differs whenever it does."""
    count, version, last = (await reader.read(_COUNT_THREAD, root))[0]
    return int(count), f"{count}-{version or 0}-{last or 0}"


async def count_by_author(reader: Reader, author: int) -> int:
    """Count what one of ours wrote for everybody."""
    return int((await reader.read(_COUNT_BY_AUTHOR, author))[0][0])


async def list_pinned(reader: Reader, community: int, limit: int) -> list[PostRow]:
    """Read what stands at the top of a community."""
    return PostRow.all(await reader.read(_PINNED, community, limit))


async def list_bodies(reader: Reader, event: int) -> list[bytes]:
    """Read the activities an event made, in every form, while the log keeps them."""
    rows = await reader.read(_ENTRIES, event)
    return [bytes(body) for row in rows for body in row if body is not None]

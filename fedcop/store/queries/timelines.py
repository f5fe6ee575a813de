"""Pages of posts, each one query whose cost does not grow with what is stored.

A page looks at a window: the rows that its index gives next, a fixed number of them. The window
is closed by a LIMIT that stands in the text, so that no planner, whatever its statistics say, can
take another way; what the reader may not see is left out of it afterwards. So a page can be
short, or empty, and still say where the next begins.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from fedcop.store.backend import Row
from fedcop.store.batch import Reader
from fedcop.store.queries.reading import MARKS, NO_MARKS, OPEN, SEEN, marked_by, seen_by
from fedcop.store.rows import ActorCard, PostRow

MOST: Final = 200  # posts on one page
_POST = PostRow.columns("p.")
_WIDTH = PostRow.width()

Key = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What a page is taken from: an index, walked in its order."""

    rows: str  # FROM … WHERE …, on one table
    order: str  # columns, the last of them unique
    down: bool = True  # from the latest

    def window(self, columns: str, size: int) -> str:
        """Write the SELECT of one window."""
        names = self.order.split(", ")
        order = ", ".join(f"{name} DESC" if self.down else name for name in names)
        return f"SELECT {columns} {self.rows} ORDER BY {order} LIMIT {size}"


_THREADS = "FROM post WHERE community_id = ? AND top = 1 AND deleted = 0"
LIVELY: Final = Source(f"{_THREADS} AND (bumped, id) < (?, ?)", "bumped, id")
NEWEST: Final = Source(f"{_THREADS} AND id < ?", "id")
LOCAL: Final = Source(
    "FROM post WHERE top = 1 AND deleted = 0 AND here = 1 AND audience = 0 AND id < ?", "id"
)
PROFILE: Final = Source("FROM post WHERE author_id = ? AND id < ?", "id")
REPLIES: Final = Source("FROM post WHERE root_id = ? AND id > ?", "id", down=False)
_TAGGED = Source("FROM hashtag WHERE tag = ? AND post_id < ?", "post_id")
_HOME = Source("FROM home_line WHERE owner_id = ? AND line < ?", "line")

_ONE = f"SELECT {_POST}, {{marks}} FROM post p WHERE p.id = ? AND {{seen}}"
_ONE_OPEN = _ONE.format(marks=NO_MARKS, seen=OPEN)
_ONE_SEEN = _ONE.format(marks=MARKS, seen=SEEN)
_FOLLOWS = (
    "(SELECT f.state FROM follow f WHERE f.follower_id = l.owner_id AND f.target_id = {whom})"
    " = 'accepted'"
)
# A line stays when its reader still follows whoever brought it, and minds none of them.
_HOME_SEEN = (
    "p.id = l.post_id AND p.deleted = 0"
    f" AND (l.via_id = l.owner_id OR {_FOLLOWS.format(whom='l.via_id')}"
    f" OR {_FOLLOWS.format(whom='p.author_id')}"
    f" OR (p.top = 1 AND {_FOLLOWS.format(whom='p.community_id')}))"
    " AND (l.via_id = p.author_id OR (SELECT v.id FROM personal_block v"
    " WHERE v.actor_id = l.owner_id AND v.blocked_id = l.via_id) IS NULL)"
    f" AND {SEEN}"
)
_CARDS = f"SELECT {ActorCard.columns()} FROM actor WHERE id = ANY_ID(?)"


@dataclass(frozen=True, slots=True)
class Seen:
    """A post as its reader sees it; `via` brought it into a home timeline."""

    post: PostRow
    liked: bool
    boosted: bool
    via_id: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """A page: its posts, and the key after which the next begins, if there is more."""

    rows: list[Seen]
    next: Key | None


async def list_posts(reader: Reader, source: Source, viewer: int, key: Key, limit: int) -> Found:
    """Read a page of posts; `key` are the parameters of its source; 0 is nobody."""
    size = min(limit, MOST)
    read = await reader.read(_page(source, size, seen=bool(viewer)), *_params(viewer, key))
    rows = sorted(read, key=_place(source), reverse=source.down)
    seen = [_seen(row, 0) for row in rows[:size]]
    if len(rows) > size:
        return Found(seen, _place(source)(rows[size - 1]))
    return Found(seen, await _edge(reader, source, size, key))


async def list_tagged(reader: Reader, viewer: int, key: tuple[str, int], limit: int) -> Found:
    """Read a page of the posts under a hashtag; `key` is the tag and the id to go on from."""
    size = min(limit, MOST)
    read = await reader.read(_tagged(size, seen=bool(viewer)), *_params(viewer, key))
    rows = sorted(read, key=_first, reverse=True)
    seen = [_seen(row, 0) for row in rows[:size]]
    if len(rows) > size:
        return Found(seen, _first(rows[size - 1]))
    return Found(seen, await _edge(reader, _TAGGED, size, key))


async def list_home(reader: Reader, owner: int, before: int, limit: int) -> Found:
    """Read a page of somebody's home timeline; it goes on by line, not by post."""
    size = min(limit, MOST)
    params = (*marked_by(owner), owner, before, *seen_by(owner))
    rows = sorted(await reader.read(_home(size), *params), key=_first, reverse=True)
    seen = [_seen(row, 2, row[1]) for row in rows[:size]]
    if len(rows) > size:
        return Found(seen, _first(rows[size - 1]))
    return Found(seen, await _edge(reader, _HOME, size, (owner, before)))


async def find_seen(reader: Reader, viewer: int, post: int) -> Seen | None:
    """Find a post, or its tombstone, as a reader sees it."""
    if viewer:
        params = (*marked_by(viewer), post, *seen_by(viewer))
        rows = await reader.read(_ONE_SEEN, *params)
    else:
        rows = await reader.read(_ONE_OPEN, post)
    return _seen(rows[0], 0) if rows else None


async def list_cards(reader: Reader, actors: Sequence[int]) -> dict[int, ActorCard]:
    """Read who stands beside the posts of a page."""
    rows = await reader.read(_CARDS, list(actors)) if actors else ()
    return {row[0]: ActorCard.of(row) for row in rows}


def _params(viewer: int, key: tuple[object, ...]) -> tuple[object, ...]:
    return (*marked_by(viewer), *key, *seen_by(viewer)) if viewer else key


def _first(row: Row) -> Key:
    return (row[0],)


@lru_cache(maxsize=64)
def _place(source: Source) -> Callable[[Row], Key]:
    """Say how to see where a row stands in the order of its source."""
    names = PostRow.columns().split(", ")
    at = [names.index(name) for name in source.order.split(", ")]
    return lambda row: tuple(row[index] for index in at)


def _seen(row: Row, start: int, via: int = 0) -> Seen:
    end = start + _WIDTH
    return Seen(PostRow.of(row, start), bool(row[end]), bool(row[end + 1]), via)


async def _edge(reader: Reader, source: Source, size: int, key: tuple[object, ...]) -> Key | None:
    """Say where the next window begins, if this one was full."""
    edges = await reader.read(source.window(source.order, size + 1), *key)
    return tuple(edges[-1]) if len(edges) > size else None


@lru_cache(maxsize=1024)
def _page(source: Source, size: int, *, seen: bool) -> str:
    return (
        f"SELECT {_POST}, {MARKS if seen else NO_MARKS} FROM ({source.window('*', size + 1)}) p"
        f" WHERE {SEEN if seen else OPEN}{_whether_gone(source)}"
    )


def _whether_gone(source: Source) -> str:
    # A thread keeps its tombstones: others have answered them.
    return "" if source is REPLIES else " AND p.deleted = 0"


@lru_cache(maxsize=256)
def _tagged(size: int, *, seen: bool) -> str:
    window = _TAGGED.window("post_id", size + 1)
    return (
        f"SELECT {_POST}, {MARKS if seen else NO_MARKS} FROM ({window}) h CROSS JOIN post p"
        f" WHERE p.id = h.post_id AND p.deleted = 0 AND {SEEN if seen else OPEN}"
    )


@lru_cache(maxsize=128)
def _home(size: int) -> str:
    window = _HOME.window("owner_id, line, post_id, via_id", size + 1)
    return (
        f"SELECT l.line, l.via_id, {_POST}, {MARKS} FROM ({window}) l CROSS JOIN post p"
        f" WHERE {_HOME_SEEN}"
    )

"""Pages of posts, each one query whose cost does not grow with what is stored.

A page looks at a window, a fixed number of rows of one index; what the reader may not see is left
out of it afterwards. So a page can be short, or empty, and still say where the next begins.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from fedcop.store.backend import Row
from fedcop.store.batch import Reader
from fedcop.store.queries.reading import MARKS, NO_MARKS, OPEN, SEEN, marked_by, seen_by
from fedcop.store.queries.windows import Key, Source, Walk
from fedcop.store.rows import ActorCard, PostRow

MOST: Final = 200  # posts on one page
_POST = PostRow.columns("p.")
_WIDTH = PostRow.width()

_THREADS = "top = 1 AND deleted = 0"
LIVELY: Final = Source("post", "0 + community_id", "bumped, id", _THREADS)
NEWEST: Final = Source("post", "community_id", "id", _THREADS)
LOCAL: Final = Source("post", "here", "id", f"{_THREADS} AND audience = 0 AND here > 0")
PROFILE: Final = Source("post", "author_id", "id")
REPLIES: Final = Source("post", "root_id", "id", down=False)
_EARLIER = Source("post", "root_id", "id")
_TAGGED = Source("hashtag", "tag", "post_id")
_HOME = Source("home_line", "0 + owner_id", "line")

_ONE = f"SELECT {_POST}, {{marks}} FROM post p WHERE p.id = ? AND {{seen}}"
_ONE_OPEN = _ONE.format(marks=NO_MARKS, seen=OPEN)
_ONE_SEEN = _ONE.format(marks=MARKS, seen=SEEN)
_SOME_OPEN = f"SELECT {_POST}, {NO_MARKS} FROM post p WHERE p.id = ANY_ID(?) AND {OPEN}"
_SOME_SEEN = f"SELECT {_POST}, {MARKS} FROM post p WHERE p.id = ANY_ID(?) AND {SEEN}"
_FOLLOWS = (
    "(SELECT f.state FROM follow f WHERE f.follower_id = l.owner_id AND f.target_id = {whom})"
    " = 'accepted'"
)
# A line stays when its reader still follows whoever brought it, and minds none of them. A hashtag
# that was followed brings with 0; whoever stands on an exclusive list is read there.
_KEPT_OUT = (
    "COALESCE((SELECT max(x.exclusive) FROM list_member x"
    " WHERE x.owner_id = l.owner_id AND x.actor_id = l.via_id), 0) = 1"
)
_HOME_SEEN = (
    f"p.id = l.post_id AND p.deleted = 0 AND NOT ({_KEPT_OUT})"
    f" AND (l.via_id IN (0, l.owner_id) OR {_FOLLOWS.format(whom='l.via_id')}"
    f" OR {_FOLLOWS.format(whom='p.author_id')}"
    f" OR (p.top = 1 AND {_FOLLOWS.format(whom='p.community_id')}))"
    " AND (l.via_id = p.author_id OR (SELECT v.id FROM personal_block v"
    " WHERE v.actor_id = l.owner_id AND v.blocked_id = l.via_id) IS NULL)"
    f" AND {SEEN}"
)
# What is shown to all leaves out those who are limited: they are read by those who follow them.
_NOT_LIMITED = "(SELECT b.limited FROM actor b WHERE b.id = p.author_id) = 0"
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


async def list_posts(reader: Reader, walk: Walk, viewer: int, limit: int) -> Found:
    """Read a page of posts from where a walk begins; viewer 0 is nobody."""
    size = min(limit, MOST)
    params = _params(viewer, walk)
    read = await reader.read(_page(walk.source, size, seen=bool(viewer)), *params)
    place = _place(walk.source)
    rows = sorted(read, key=place, reverse=walk.source.down)
    seen = [_seen(row, 0) for row in rows[:size]]
    return Found(
        seen, place(rows[size - 1]) if len(rows) > size else await _edge(reader, walk, size)
    )


async def list_tagged(reader: Reader, viewer: int, tag: str, before: int, limit: int) -> Found:
    """Read a page of the posts under a hashtag."""
    size = min(limit, MOST)
    walk = Walk(_TAGGED, tag, (before,))
    read = await reader.read(_tagged(size, seen=bool(viewer)), *_params(viewer, walk))
    rows = sorted(read, key=_first, reverse=True)
    seen = [_seen(row, 0) for row in rows[:size]]
    return Found(
        seen, _first(rows[size - 1]) if len(rows) > size else await _edge(reader, walk, size)
    )


async def list_home(reader: Reader, owner: int, before: int, limit: int) -> Found:
    """Read a page of somebody's home timeline; it goes on by line, not by post."""
    size = min(limit, MOST)
    walk = Walk(_HOME, owner, (before,))
    rows = sorted(await reader.read(_home(size), *_params(owner, walk)), key=_first, reverse=True)
    seen = [_seen(row, 2, row[1]) for row in rows[:size]]
    return Found(
        seen, _first(rows[size - 1]) if len(rows) > size else await _edge(reader, walk, size)
    )


async def find_seen(reader: Reader, viewer: int, post: int) -> Seen | None:
    """Find a post, or its tombstone, as a reader sees it."""
    if viewer:
        params = (*marked_by(viewer), post, *seen_by(viewer))
        rows = await reader.read(_ONE_SEEN, *params)
    else:
        rows = await reader.read(_ONE_OPEN, post)
    return _seen(rows[0], 0) if rows else None


async def list_seen(reader: Reader, viewer: int, posts: Sequence[int]) -> list[Seen]:
    """Read some posts as a reader sees them."""
    if not posts:
        return []
    if viewer:
        params = (*marked_by(viewer), list(posts), *seen_by(viewer))
        rows = await reader.read(_SOME_SEEN, *params)
    else:
        rows = await reader.read(_SOME_OPEN, list(posts))
    return [_seen(row, 0) for row in rows]


async def list_before(reader: Reader, root: int, before: int, size: int) -> list[int]:
    """Read which posts of a thread come before another, the latest first."""
    walk = Walk(_EARLIER, root, (before,))
    return [row[0] for row in await reader.read(_EARLIER.window("id", size), *walk.params)]


async def list_cards(reader: Reader, actors: Sequence[int]) -> dict[int, ActorCard]:
    """Read who stands beside the posts of a page."""
    rows = await reader.read(_CARDS, list(actors)) if actors else ()
    return {row[0]: ActorCard.of(row) for row in rows}


def _params(viewer: int, walk: Walk) -> tuple[object, ...]:
    if not viewer:
        return walk.params
    return (*marked_by(viewer), *walk.params, *seen_by(viewer))


def _first(row: Row) -> Key:
    return (row[0],)


@lru_cache(maxsize=64)
def _place(source: Source) -> Callable[[Row], Key]:
    """Say how to see where a row stands in the order of its source."""
    names = PostRow.columns().split(", ")
    at = [names.index(name) for name in source.keys.split(", ")]
    return lambda row: tuple(row[index] for index in at)


def _seen(row: Row, start: int, via: int = 0) -> Seen:
    end = start + _WIDTH
    return Seen(PostRow.of(row, start), bool(row[end]), bool(row[end + 1]), via)


async def _edge(reader: Reader, walk: Walk, size: int) -> Key | None:
    """Say where the next window begins, if this one was full."""
    edges = await reader.read(walk.source.window(walk.source.keys, size + 1), *walk.params)
    return tuple(edges[-1]) if len(edges) > size else None


@lru_cache(maxsize=1024)
def _page(source: Source, size: int, *, seen: bool) -> str:
    return (
        f"SELECT {_POST}, {MARKS if seen else NO_MARKS} FROM ({source.window('*', size + 1)}) p"
        f" WHERE {SEEN if seen else OPEN}{_whether_gone(source)}"
    )


def _whether_gone(source: Source) -> str:
    # A thread keeps its tombstones: others have answered them.
    if source is LOCAL:
        return f" AND p.deleted = 0 AND {_NOT_LIMITED}"
    return "" if source is REPLIES else " AND p.deleted = 0"


@lru_cache(maxsize=256)
def _tagged(size: int, *, seen: bool) -> str:
    window = _TAGGED.window("post_id", size + 1)
    return (
        f"SELECT {_POST}, {MARKS if seen else NO_MARKS} FROM ({window}) h CROSS JOIN post p"
        f" WHERE p.id = h.post_id AND p.deleted = 0 AND {SEEN if seen else OPEN}"
        f" AND {_NOT_LIMITED}"
    )


@lru_cache(maxsize=128)
def _home(size: int) -> str:
    window = _HOME.window("owner_id, line, post_id, via_id", size + 1)
    return (
        f"SELECT l.line, l.via_id, {_POST}, {MARKS} FROM ({window}) l CROSS JOIN post p"
        f" WHERE {_HOME_SEEN}"
    )

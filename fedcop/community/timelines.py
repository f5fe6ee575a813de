"""What there is to read, page by page, for one reader or for anybody.

Each page is one named query, which holds who may see what, and one for whom to name beside it.
`before` is what the page before called `next`; nothing or 0 asks for the first page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from fedcop.community import captions
from fedcop.community.branches import in_order
from fedcop.community.practice import glimpses
from fedcop.community.practice.glimpses import Glimpse
from fedcop.store.batch import Reader
from fedcop.store.queries import media, timelines
from fedcop.store.queries.timelines import Found, Seen
from fedcop.store.queries.windows import Walk
from fedcop.store.rows import ActorCard, ActorRow, MediaRow, PostRow

K = TypeVar("K")

_TOP = 2**62
_THREAD = 100  # replies on one page of a thread, and what they may weigh with the start, in bytes
_HEAVIEST = 130_000
_AROUND = 1_250  # what stands around a reply


@dataclass(frozen=True, slots=True)
class Line:
    """A post as one reader sees it, with whom to name beside it."""

    post: PostRow
    author: ActorCard
    community: ActorCard | None = None
    via: ActorCard | None = None  # who passed it on into this home timeline
    liked: bool = False
    boosted: bool = False
    depth: int = 0  # below the start of its thread
    above: "Line | None" = None  # what a reply answers, where that is on an earlier page
    files: tuple[MediaRow, ...] = ()  # what it shows
    parts: tuple[MediaRow, ...] = ()  # what is to be read beside its recordings
    practice: Glimpse | None = None  # what it is, where it is an artifact


@dataclass(frozen=True, slots=True)
class Page(Generic[K]):
    """Some lines, and how to ask for those after them, if there are more."""

    lines: tuple[Line, ...]
    next: K | None


@dataclass(frozen=True, slots=True)
class Thread:
    """A start with a page of its replies, each after what it answers.

    `next` asks for the page after it, `earlier` for the one before; None when there is none.
    """

    start: Line
    replies: tuple[Line, ...]
    next: int | None
    earlier: int | None = None


async def community_page(
    store: Reader,
    viewer: ActorRow | None,
    community_id: int,
    before: tuple[int, int] | None,
    limit: int,
) -> Page[tuple[int, int]]:
    """Read the threads of a community, those with the latest life first."""
    walk = Walk(timelines.LIVELY, community_id, before or (_TOP, _TOP))
    found = await timelines.list_posts(store, walk, _id(viewer), limit)
    following = (found.next[0], found.next[1]) if found.next else None
    return Page(await _lines(store, found.rows), following)


async def community_newest(
    store: Reader, viewer: ActorRow | None, community_id: int, before: int, limit: int
) -> Page[int]:
    """Read the threads of a community, the newest first."""
    walk = Walk(timelines.NEWEST, community_id, (before or _TOP,))
    return await _page(store, viewer, walk, limit)


async def local(store: Reader, viewer: ActorRow | None, before: int, limit: int) -> Page[int]:
    """Read the public threads of all communities of this node, the newest first."""
    walk = Walk(timelines.LOCAL, 1, (before or _TOP,))
    return await _page(store, viewer, walk, limit)


async def profile(
    store: Reader, viewer: ActorRow | None, actor_id: int, before: int, limit: int
) -> Page[int]:
    """Read what somebody wrote, replies too, the newest first."""
    walk = Walk(timelines.PROFILE, actor_id, (before or _TOP,))
    return await _page(store, viewer, walk, limit)


async def tagged(
    store: Reader, viewer: ActorRow | None, tag: str, before: int, limit: int
) -> Page[int]:
    """Read what stands under a hashtag in its folded form, the newest first."""
    found = await timelines.list_tagged(store, _id(viewer), tag, before or _TOP, limit)
    return await _named(store, found)


async def home(store: Reader, viewer: ActorRow, before: int, limit: int) -> Page[int]:
    """Read somebody's home timeline."""
    return await _named(store, await timelines.list_home(store, viewer.id, before or _TOP, limit))


async def thread(
    store: Reader, viewer: ActorRow | None, root_id: int, after: int = 0
) -> Thread | None:
    """Read a page of a thread: its start and the replies after `after`; None when not for them."""
    walk = Walk(timelines.REPLIES, root_id, (after,))
    found = await timelines.list_posts(store, walk, _id(viewer), _THREAD + (not after))
    start = next((row for row in found.rows if row.post.id == root_id), None)
    if start is None:
        start = await timelines.find_seen(store, _id(viewer), root_id)
    if start is None or start.post.root_id != root_id:
        return None
    rows, following = _as_fits(found, start.post)
    below = {row.post.id: row for row in rows}
    ordered = in_order(root_id, [row.post for row in rows])
    above = await _above(store, viewer, rows) if after else []
    cards = await _cards(store, [start, *rows, *above])
    quoted = {row.post.id: _line(row, cards) for row in above}
    files = await _files(store, [start, *rows])
    parts = await _parts(store, files)
    replies = tuple(
        replace(
            _line(below[reply.id], cards, depth),
            above=quoted.get(reply.reply_to_id),
            files=tuple(files.get(reply.id, ())),
            parts=parts.get(reply.id, ()),
        )
        for reply, depth in ordered
    )
    earlier = await _earlier(store, root_id, after) if after else None
    begun = replace(
        _line(start, cards), files=tuple(files.get(root_id, ())), parts=parts.get(root_id, ())
    )
    return Thread(begun, replies, following, earlier)


async def page_of(store: Reader, viewer: ActorRow | None, reply: PostRow) -> int:
    """Say after which reply the page begins that a reply is to be read on; 0: the first page."""
    first = await thread(store, viewer, reply.root_id)
    on_first = first is not None and any(line.post.id == reply.id for line in first.replies)
    return 0 if on_first else reply.id - 1


async def post(store: Reader, viewer: ActorRow | None, post_id: int) -> Line | None:
    """Read one post, or its tombstone; None when it is not for them."""
    seen = await timelines.find_seen(store, _id(viewer), post_id)
    lines = await _lines(store, [seen]) if seen else ()
    return lines[0] if lines else None


async def some(store: Reader, viewer: ActorRow | None, posts: Sequence[int]) -> tuple[Line, ...]:
    """Read some posts in this order; those that are not for them are left out."""
    seen = {row.post.id: row for row in await timelines.list_seen(store, _id(viewer), posts)}
    return await _lines(store, [seen[number] for number in posts if number in seen])


def _as_fits(found: Found, start: PostRow) -> tuple[list[Seen], int | None]:
    """Keep as many replies as one page bears, the oldest; say after which the next begins."""
    room, kept = _HEAVIEST - _weight(start), list[Seen]()
    for row in found.rows:
        if row.post.id == start.id:
            continue
        room -= _weight(row.post)
        if room < 0 and kept:
            return kept, kept[-1].post.id
        kept.append(row)
    return kept, found.next[0] if found.next else None


def _weight(post: PostRow) -> int:
    """Estimate what a post weighs on a page, in bytes."""
    content = post.content
    return _AROUND + (len(content) if content.isascii() else len(content.encode()))


async def _above(store: Reader, viewer: ActorRow | None, rows: list[Seen]) -> list[Seen]:
    """Read what the replies of a later page answer on those before it."""
    here = {0, *(row.post.id for row in rows), *(row.post.root_id for row in rows)}
    wanted = {row.post.reply_to_id for row in rows} - here
    return await timelines.list_seen(store, _id(viewer), sorted(wanted))


async def _earlier(store: Reader, root_id: int, after: int) -> int:
    """Say after which reply the page before begins; 0: with the first."""
    before = await timelines.list_before(store, root_id, after + 1, _THREAD + 1)
    return before[-2] - 1 if len(before) > _THREAD and root_id not in before else 0


async def _page(store: Reader, viewer: ActorRow | None, walk: Walk, limit: int) -> Page[int]:
    return await _named(store, await timelines.list_posts(store, walk, _id(viewer), limit))


async def _named(store: Reader, found: Found) -> Page[int]:
    return Page(await _lines(store, found.rows), found.next[0] if found.next else None)


async def _lines(store: Reader, rows: Sequence[Seen]) -> tuple[Line, ...]:
    cards, files = await _cards(store, rows), await _files(store, rows)
    parts = await _parts(store, files)
    known = await glimpses.of_posts(store, [row.post for row in rows])
    lines = (_line(row, cards) for row in rows)
    return tuple(
        replace(
            line,
            files=tuple(files.get(line.post.id, ())),
            parts=parts.get(line.post.id, ()),
            practice=known.get(line.post.id),
        )
        if line.post.id in files or line.post.id in known
        else line
        for line in lines
    )


async def _files(store: Reader, rows: Sequence[Seen]) -> dict[int, list[MediaRow]]:
    """Read what posts show, of those that show something."""
    wanted = [row.post.id for row in rows if row.post.files]
    return await media.list_of_posts(store, wanted)


async def _parts(
    store: Reader, files: dict[int, list[MediaRow]]
) -> dict[int, tuple[MediaRow, ...]]:
    """Read what is to be read beside the recordings of posts."""
    beside = await captions.of_files(store, [row for rows in files.values() for row in rows])
    return {
        post: tuple(part for row in rows for part in beside.get(row.id, ()))
        for post, rows in files.items()
        if beside
    }


async def _cards(store: Reader, rows: Sequence[Seen]) -> dict[int, ActorCard]:
    wanted = {row.post.author_id for row in rows}
    wanted |= {row.post.community_id for row in rows}
    wanted |= {row.via_id for row in rows}
    wanted.discard(0)
    return await timelines.list_cards(store, list(wanted))


def _line(row: Seen, cards: dict[int, ActorCard], depth: int = 0) -> Line:
    post = row.post
    author, community, via = cards[post.author_id], cards.get(post.community_id), row.via_id
    return Line(post, author, community, cards.get(via), row.liked, row.boosted, depth)


def _id(viewer: ActorRow | None) -> int:
    return viewer.id if viewer else 0

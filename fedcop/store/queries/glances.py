"""Pages of statuses as clients know them: of each as little as it takes to put it together.

What a post says is kept rendered; a page is therefore one query for numbers: which post in which
version, by whom, who brings it, and what the reader is to it. A row comes also for what the reader
must not see, and says so: so the page knows how far it has looked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from fedcop import clock, ids
from fedcop.store.batch import Reader
from fedcop.store.queries.spans import Span, Stretch
from fedcop.store.queries.timelines import PROFILE
from fedcop.store.queries.windows import Source, Value
from fedcop.values import ListReplies

# Each says: cursor, id of the status, post, and who brings it (0 or its author: nobody).
_PLAIN: Final = "id AS line, id AS status_id, id AS post_id, 0 AS via_id"
_RELAYED: Final = (
    f"id | {ids.RELAYED} AS line, id | {ids.RELAYED} AS status_id, id AS post_id,"
    " community_id AS via_id"
)
_BOOSTED: Final = "id AS line, id AS status_id, post_id, actor_id AS via_id"
_KEPT: Final = "id AS line, post_id AS status_id, post_id, 0 AS via_id"
_TAGGED: Final = "post_id AS line, post_id AS status_id, post_id, 0 AS via_id"
_LINED: Final = "line, line AS status_id, post_id, via_id"

_HOME = Source("home_line", "0 + owner_id", "line")
_PUBLIC = Source("post", "local", "id", "top = 1 AND deleted = 0 AND audience = 0")
_THREADS = Source("post", "community_id", "id", "top = 1 AND deleted = 0")
_BOOSTS = Source("boost", "actor_id", "id")
_LIKES = Source("reaction", "actor_id", "id")
_BOOKMARKS = Source("bookmark", "actor_id", "id")
_HASHTAG = Source("hashtag", "tag", "post_id")

_ALIVE = (
    "p.deleted = 0 AND a.suspended = 0 AND a.deleted = 0 AND (p.community_id = 0 OR"
    " (SELECT g.suspended + g.deleted FROM actor g WHERE g.id = p.community_id) = 0)"
)
_OPEN = f"{_ALIVE} AND p.audience <= 1"
_OPEN_TO_ALL = f"{_OPEN} AND a.limited = 0"
_FOLLOW = (
    "COALESCE((SELECT f.state FROM follow f WHERE f.follower_id = v.me AND f.target_id = {whom}),"
    " '') = 'accepted'"
)
_WANTED = (
    "COALESCE((SELECT f.boosts FROM follow f WHERE f.follower_id = v.me AND f.target_id = {whom}"
    " AND f.state = 'accepted'), 0) = 1"
)
# `SELECT 1`: what an index alone can answer never opens its table, which takes longer than to look.
_NAMED = "(SELECT 1 FROM mention m WHERE m.post_id = p.id AND m.actor_id = v.me) IS NOT NULL"
_MEANT = (
    "(p.audience <= 1 OR p.author_id = v.me"
    f" OR (p.audience = 2 AND {_FOLLOW.format(whom='p.author_id')})"
    f" OR (p.audience = 3 AND {_FOLLOW.format(whom='p.community_id')})"
    f" OR (p.audience IN (2, 4) AND {_NAMED}))"
)
_UNBLOCKED = (
    "(SELECT 1 FROM personal_block b WHERE b.actor_id = v.me AND b.blocked_id = {whom}) IS NULL"
)
_UNBLOCKING = (
    "(SELECT 1 FROM personal_block b WHERE b.actor_id = {whom} AND b.blocked_id = v.me) IS NULL"
)
# No mute is 1: for good is 0, and one that has an end ends after now.
_UNMUTED = (
    "COALESCE((SELECT m.until FROM mute m WHERE m.actor_id = v.me AND m.muted_id = {whom}), 1)"
    " BETWEEN 1 AND v.now"
)
_NEAR = (
    "(a.host = '' OR (SELECT 1 FROM personal_domain_block d"
    " WHERE d.actor_id = v.me AND d.host = a.host) IS NULL)"
)
_SEEN = (
    f"{_ALIVE} AND {_MEANT} AND {_UNBLOCKED.format(whom='p.author_id')}"
    f" AND {_UNBLOCKING.format(whom='p.author_id')}"
)
# What one may read, and would like to.
LIKED_TO_SEE = f"{_SEEN} AND {_UNMUTED.format(whom='p.author_id')} AND {_NEAR}"
# Whoever is limited is read in public lists by those alone who follow them.
_SHOWN_TO_ALL = (
    "(a.limited = 0 OR p.audience > 1 OR p.author_id = v.me"
    f" OR {_FOLLOW.format(whom='p.author_id')})"
)
IN_PUBLIC = f"{LIKED_TO_SEE} AND {_SHOWN_TO_ALL}"
# A line stays when its reader still follows whoever brought it, and minds none of them; what a
# hashtag brought has 0 there.
BROUGHT = (
    f"(l.via_id IN (0, v.me) OR {_WANTED.format(whom='l.via_id')}"
    f" OR {_FOLLOW.format(whom='p.author_id')}"
    f" OR (p.top = 1 AND {_FOLLOW.format(whom='p.community_id')}))"
    f" AND (l.via_id IN (v.me, p.author_id) OR ({_UNBLOCKED.format(whom='l.via_id')}"
    f" AND {_UNMUTED.format(whom='l.via_id')}))"
)
# Whoever stands on an exclusive list is read there and not at home.
AT_HOME = (
    f"{BROUGHT} AND COALESCE((SELECT max(x.exclusive) FROM list_member x"
    " WHERE x.owner_id = v.me AND x.actor_id = l.via_id), 0) = 0"
)
_LISTED = "(SELECT 1 FROM list_member x WHERE x.list_id = ? AND x.actor_id = {whom})"
_ON_LIST = (
    f"({_LISTED.format(whom='l.via_id')} IS NOT NULL"
    f" OR {_LISTED.format(whom='p.author_id')} IS NOT NULL)"
)
_TO_LIST = _LISTED.format(whom="(SELECT q.author_id FROM post q WHERE q.id = p.reply_to_id)")
MARKS = (
    "(SELECT 1 FROM reaction r WHERE r.post_id = p.id AND r.actor_id = v.me),"
    " (SELECT 1 FROM boost o WHERE o.post_id = p.id AND o.actor_id = v.me),"
    " (SELECT 1 FROM bookmark k WHERE k.post_id = p.id AND k.actor_id = v.me),"
    " (SELECT 1 FROM thread_mute t WHERE t.actor_id = v.me AND t.root_id = p.root_id),"
    " CASE WHEN p.author_id = v.me THEN (SELECT 1 FROM pin n WHERE n.community_id = v.me"
    " AND n.post_id = p.id) END"
)
_NO_MARKS = "NULL, NULL, NULL, NULL, NULL"
_READER = "(SELECT CAST(? AS BIGINT) AS me, CAST(? AS BIGINT) AS now) v CROSS JOIN "
_STANDS_BY_ITSELF = (
    "(p.top = 1 OR (SELECT q.author_id FROM post q WHERE q.id = p.reply_to_id) = p.author_id)"
)
# The same of what shows files, each an index of its own.
_PUBLIC_FILES = Source(
    "post", "0 + local", "0 + id", "top = 1 AND deleted = 0 AND audience = 0 AND files > 0"
)
_THREAD_FILES = Source(
    "post", "community_id + 0", "0 + id", "top = 1 AND deleted = 0 AND files > 0"
)
_WRITTEN_FILES = Source("post", "author_id + 0", "0 + id", "files > 0")
_HASHTAG_FILES = Source("hashtag", "tag || ''", "0 + post_id", "files > 0")
_OF_BOOSTS = "SELECT id, post_id, actor_id FROM boost WHERE id = ANY_ID(?)"
_RELAYED_BY = (
    f"SELECT id | {ids.RELAYED}, id, community_id FROM post"
    " WHERE id = ANY_ID(?) AND top = 1 AND community_id > 0"
)


class Glance(NamedTuple):
    """A status as one reader sees it, in numbers; `via_id` is who passes the post on, or 0."""

    line: int
    status_id: int
    via_id: int
    via_version: int
    post_id: int
    version: int
    author_id: int
    author_version: int
    reply_to_id: int
    seen: int  # whether the reader may see it
    liked: int | None = None
    boosted: int | None = None
    bookmarked: int | None = None
    silenced: int | None = None
    pinned: int | None = None


@dataclass(frozen=True, slots=True)
class Which:
    """Which of the statuses of a list are asked for."""

    no_replies: bool = False
    with_media: bool = False
    local: int = -1  # 1 of our people alone, 0 of others alone
    all_tags: tuple[str, ...] = ()
    no_tags: tuple[str, ...] = ()


ALL: Final = Which()
Condition = tuple[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class List:
    """A list of statuses: one stretch or several that are merged, and who may see what."""

    stretches: tuple[Stretch, ...]
    which: Which = ALL
    seen: str = LIKED_TO_SEE
    asked: tuple[Condition, ...] = ()
    relayed: bool = False  # its ids are those of what a community passes on
    guests: str = _OPEN  # who sees what of those who are not signed in


def home(owner: int) -> List:
    """Name somebody's home timeline."""
    return List((Stretch(_HOME, owner, _LINED),), seen=f"{AT_HOME} AND {LIKED_TO_SEE}")


def reading_list(owner: int, number: int, replies: ListReplies) -> List:
    """Name what stands at home of those who stand on one of somebody's lists."""
    asked: list[Condition] = [(_ON_LIST, (number, number))]
    if replies is ListReplies.NONE:
        asked.append(("p.top = 1", ()))
    elif replies is ListReplies.LIST:
        asked.append((f"(p.top = 1 OR {_TO_LIST} IS NOT NULL)", (number,)))
    seen = f"{BROUGHT} AND {LIKED_TO_SEE}"
    return List((Stretch(_HOME, owner, _LINED),), seen=seen, asked=tuple(asked))


def public(which: Which = ALL) -> List:
    """Name what begins in public."""
    wanted = (1, 0) if which.local < 0 else (which.local,)
    source = _PUBLIC_FILES if which.with_media else _PUBLIC
    stretches = tuple(Stretch(source, one, _PLAIN) for one in wanted)
    return List(stretches, which, IN_PUBLIC, guests=_OPEN_TO_ALL)


def tagged(tags: Sequence[str], which: Which) -> List:
    """Name what stands under any of some hashtags."""
    source = _HASHTAG_FILES if which.with_media else _HASHTAG
    stretches = tuple(Stretch(source, tag, _TAGGED) for tag in dict.fromkeys(tags))
    return List(stretches, which, IN_PUBLIC, guests=_OPEN_TO_ALL)


def of_person(actor: int, which: Which, *, boosts: bool) -> List:
    """Name what somebody wrote, and what they passed on, which shows no files of theirs."""
    if which.with_media:
        return List((Stretch(_WRITTEN_FILES, actor, _PLAIN),), which, _SEEN)
    written = Stretch(PROFILE, actor, _PLAIN)
    passed = (Stretch(_BOOSTS, actor, _BOOSTED),) if boosts else ()
    return List((written, *passed), which, _SEEN)


def of_community(community: int, which: Which, *, relayed: bool) -> List:
    """Name what a community passes on: the threads in it, as its own statuses or as they are.

    The latter is a list to read, without those whom its reader has muted.
    """
    columns = _RELAYED if relayed else _PLAIN
    source = _THREAD_FILES if which.with_media else _THREADS
    seen = _SEEN if relayed else LIKED_TO_SEE
    return List((Stretch(source, community, columns),), which, seen, relayed=relayed)


def liked(actor: int) -> List:
    """Name what somebody likes, by when they said so."""
    return List((Stretch(_LIKES, actor, _KEPT),), seen=_SEEN)


def bookmarked(actor: int) -> List:
    """Name what somebody wants to find again."""
    return List((Stretch(_BOOKMARKS, actor, _KEPT),), seen=_SEEN)


async def list_glances(
    reader: Reader, wanted: List, span: Span, viewer: int, size: int
) -> list[Glance]:
    """Read a window of a list, in the order it is walked; viewer 0 is nobody."""
    conditions = [*_conditions(wanted.which), *wanted.asked]
    params: list[Value] = [param for _, asked in conditions for param in asked]
    params += [viewer, clock.now_ms()] if viewer else []
    if wanted.relayed:
        span = span.mapped(ids.unrelayed(span.below), ids.unrelayed(span.above))
    for stretch in wanted.stretches:
        params += stretch.params(span)
    stretches = tuple((one.source, one.columns) for one in wanted.stretches)
    seen = " AND ".join(
        [wanted.seen if viewer else wanted.guests, *(text for text, _ in conditions)]
    )
    sql = _window(stretches, size, seen, up=span.up, known=bool(viewer))
    rows = await reader.read(sql, *params)
    found = [Glance._make(row) for row in rows]
    found.sort(reverse=not span.up)
    # Of several stretches only as many as one has are all there are.
    return _once(found)[:size] if len(wanted.stretches) > 1 else found


async def list_some(reader: Reader, posts: Sequence[int], viewer: int) -> dict[int, Glance]:
    """Read the posts of these ids, as far as the reader may see them."""
    if not posts:
        return {}
    if viewer:
        rows = await reader.read(_SOME_SEEN, viewer, clock.now_ms(), list(posts))
    else:
        rows = await reader.read(_SOME_OPEN, list(posts))
    found = (Glance._make(row) for row in rows)
    return {one.post_id: one for one in found if one.seen}


async def list_passed(reader: Reader, status_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Find which posts are passed on under some ids, each with who does."""
    twins = [ids.unrelayed(number) for number in status_ids if number & ids.RELAYED]
    rows = list(await reader.read(_RELAYED_BY, twins)) if twins else []
    rows += await reader.read(_OF_BOOSTS, list(status_ids))
    return {row[0]: (row[1], row[2]) for row in rows}


def _once(found: list[Glance]) -> list[Glance]:
    """Leave out what came by two ways."""
    return list({one.status_id: one for one in found}.values())


def _conditions(which: Which) -> list[Condition]:
    found: list[Condition] = []
    if which.no_replies:
        found.append((f"(l.via_id NOT IN (0, p.author_id) OR {_STANDS_BY_ITSELF})", ()))
    if which.local >= 0:
        found.append((f"p.local = {which.local:d}", ()))
    found += [(_under("IS NOT NULL"), (tag,)) for tag in which.all_tags]
    return found + [(_under("IS NULL"), (tag,)) for tag in which.no_tags]


@lru_cache(maxsize=1024)
def _window(
    stretches: tuple[tuple[Source, str], ...], size: int, seen: str, *, up: bool, known: bool
) -> str:
    windows = [Stretch(source, 0, columns).text(size, up=up) for source, columns in stretches]
    table = " UNION ALL ".join(f"SELECT * FROM ({one}) w{n}" for n, one in enumerate(windows))
    return _page(table, seen, known=known)


def _under(how: str) -> str:
    return f"(SELECT h.id FROM hashtag h WHERE h.post_id = p.id AND h.tag = ?) {how}"


def _page(table: str, seen: str, *, known: bool) -> str:
    # `0 + p.author_id`: among few authors a planner would begin with them and read all they wrote.
    return (
        "SELECT l.line, l.status_id, CASE WHEN l.via_id = p.author_id THEN 0 ELSE l.via_id END,"
        " CASE WHEN l.via_id IN (0, p.author_id) THEN 0"
        " ELSE COALESCE((SELECT w.version FROM actor w WHERE w.id = l.via_id), 0) END,"
        f" p.id, p.version, a.id, a.version, p.reply_to_id, CASE WHEN {seen} THEN 1 ELSE 0 END,"
        f" {MARKS if known else _NO_MARKS}"
        f" FROM {_READER if known else ''}({table}) l CROSS JOIN post p CROSS JOIN actor a"
        " WHERE p.id = l.post_id AND a.id = 0 + p.author_id"
    )


_SOME: Final = f"SELECT {_PLAIN} FROM post WHERE id = ANY_ID(?)"
_SOME_OPEN: Final = _page(_SOME, _OPEN, known=False)
_SOME_SEEN: Final = _page(_SOME, _SEEN, known=True)

"""Whom of those who listen a post reaches, as they would read it: some hundreds in one query.

What each may see is said by the same conditions as on the pages (glances.py).
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import orjson

from fedcop import clock
from fedcop.store.batch import Reader
from fedcop.store.queries import glances
from fedcop.store.queries.glances import Glance
from fedcop.values import ListReplies

# Whoever listens, and to which of their lists, if it is to one.
_LISTENERS: Final = "(SELECT k.a AS me, k.b AS list, CAST(? AS BIGINT) AS now FROM PAIRS(?)) v"
_COLUMNS: Final = (
    "v.me, v.list, {line}, {line}, {via},"
    " COALESCE((SELECT w.version FROM actor w WHERE w.id = {via}), 0),"
    f" p.id, p.version, a.id, a.version, p.reply_to_id, 1, {glances.MARKS}"
)
_VIA: Final = "CASE WHEN l.via_id = p.author_id THEN 0 ELSE l.via_id END"
_POST: Final = "CROSS JOIN post p CROSS JOIN actor a WHERE p.id = ? AND a.id = p.author_id"
_LINES: Final = (
    f"SELECT {_COLUMNS.format(line='l.line', via=_VIA)} FROM {_LISTENERS}"
    f" CROSS JOIN home_line l {_POST} AND l.owner_id = v.me AND l.post_id = p.id"
)
_HOME: Final = f"{_LINES} AND {glances.AT_HOME} AND {glances.LIKED_TO_SEE}"
_LISTED: Final = "(SELECT x.id FROM list_member x WHERE x.list_id = v.list AND x.actor_id = {whom})"
_ANSWERED: Final = "(SELECT q.author_id FROM post q WHERE q.id = p.reply_to_id)"
_REPLIES: Final = "(SELECT s.replies FROM reading_list s WHERE s.id = v.list AND s.owner_id = v.me)"
_ON_LIST: Final = (
    f"{_LINES} AND {glances.BROUGHT} AND {glances.LIKED_TO_SEE}"
    f" AND ({_LISTED.format(whom='l.via_id')} IS NOT NULL"
    f" OR {_LISTED.format(whom='p.author_id')} IS NOT NULL)"
    f" AND (p.top = 1 AND {_REPLIES} IS NOT NULL OR {_REPLIES} = {int(ListReplies.FOLLOWED)}"
    f" OR ({_REPLIES} = {int(ListReplies.LIST)}"
    f" AND {_LISTED.format(whom=_ANSWERED)} IS NOT NULL))"
)
_OPEN: Final = (
    f"SELECT {_COLUMNS.format(line='p.id', via='0')} FROM {_LISTENERS} {_POST}"
    f" AND {glances.IN_PUBLIC}"
)
_HELD: Final = (
    f"SELECT v.me, l.line FROM {_LISTENERS} CROSS JOIN home_line l"
    " WHERE l.owner_id = v.me AND l.post_id = ?"
)
_FOLLOWING: Final = (
    f"SELECT v.me FROM {_LISTENERS} CROSS JOIN follow f"
    " WHERE f.follower_id = v.me AND f.target_id = ? AND f.state = 'accepted'"
)
_BOOST: Final = "SELECT post_id, actor_id FROM boost WHERE id = ?"


class Reached(NamedTuple):
    """A listener whom a post reaches, by which of their lists or 0, and how they read it."""

    me: int
    list: int
    glance: Glance


async def list_home(reader: Reader, post: int, listeners: Sequence[int]) -> list[Reached]:
    """Read in whose home timeline a post stands and is shown."""
    return await _reached(reader, _HOME, post, [(one, 0) for one in listeners])


async def list_on_lists(
    reader: Reader, post: int, listeners: Sequence[tuple[int, int]]
) -> list[Reached]:
    """Read on whose lists a post is shown; each listener comes with a list."""
    return await _reached(reader, _ON_LIST, post, listeners)


async def list_open(reader: Reader, post: int, listeners: Sequence[int]) -> list[Reached]:
    """Read who may see a post and would like to, wherever it stands."""
    return await _reached(reader, _OPEN, post, [(one, 0) for one in listeners])


async def list_holding(reader: Reader, post: int, listeners: Sequence[int]) -> dict[int, int]:
    """Read who has a post at home, whatever became of it, and under which id."""
    pairs = orjson.dumps([(one, 0) for one in listeners]).decode()
    rows = await reader.read(_HELD, clock.now_ms(), pairs, post)
    return {row[0]: row[1] for row in rows}


async def list_following(reader: Reader, actor: int, listeners: Sequence[int]) -> set[int]:
    """Read who follows somebody."""
    pairs = orjson.dumps([(one, 0) for one in listeners]).decode()
    return {row[0] for row in await reader.read(_FOLLOWING, clock.now_ms(), pairs, actor)}


async def find_boosted(reader: Reader, boost: int) -> tuple[int, int] | None:
    """Find what a boost passes on, and who does."""
    rows = await reader.read(_BOOST, boost)
    return (rows[0][0], rows[0][1]) if rows else None


async def _reached(
    reader: Reader, sql: str, post: int, listeners: Sequence[tuple[int, int]]
) -> list[Reached]:
    pairs = orjson.dumps(listeners).decode()
    rows = await reader.read(sql, clock.now_ms(), pairs, post)
    return [Reached(row[0], row[1], Glance._make(row[2:])) for row in rows]

"""Hashtags that people follow, or show on their profiles."""

from dataclasses import dataclass
from typing import Final

from fedcop import ids
from fedcop.store.batch import Reader
from fedcop.store.queries.windows import Source, Walk
from fedcop.store.rows import FeaturedTagRow, FollowedTagRow, insert_of
from fedcop.store.statements import Statement

CHUNK: Final = 1_000
_COUNTED: Final = 1_000  # posts of one author that are looked at
_FOLLOWERS = Source("followed_tag", "tag", "actor_id", down=False)
_OF = "SELECT {columns} FROM {table} WHERE actor_id = ?"
_FOLLOWED = _OF.format(columns=FollowedTagRow.columns(), table="followed_tag")
_FEATURED = _OF.format(columns=FeaturedTagRow.columns(), table="featured_tag")
_ONCE = " ON CONFLICT (actor_id, tag) DO NOTHING"
_UNFOLLOW = "DELETE FROM followed_tag WHERE actor_id = ? AND tag = ?"
_UNFEATURE = "DELETE FROM featured_tag WHERE actor_id = ? AND tag = ?"
# Lines that hashtags brought have nobody in `via_id`; those under another followed one stay.
_FORGET = (
    "DELETE FROM home_line WHERE owner_id = ? AND via_id = 0"
    " AND (SELECT h.id FROM hashtag h WHERE h.post_id = home_line.post_id AND h.tag = ?)"
    " IS NOT NULL AND (SELECT min(o.id) FROM hashtag o CROSS JOIN followed_tag t"
    " WHERE o.post_id = home_line.post_id AND t.actor_id = home_line.owner_id AND t.tag = o.tag"
    " AND o.tag <> ?) IS NULL"
)
_SPREAD = (
    "INSERT INTO home_line (owner_id, line, post_id, via_id) SELECT r.actor_id, ?, ?, 0"
    " FROM account r WHERE r.actor_id = ANY_ID(?) AND r.disabled = 0"
    " AND (r.read_at > ? OR r.created > ?) ON CONFLICT (owner_id, post_id) DO NOTHING"
)
_LATEST = Source("post", "author_id", "id")
_USE = (
    "SELECT count(*), COALESCE(max(p.published), 0) FROM ({window}) p"
    " WHERE p.deleted = 0 AND p.audience <= 1 AND (SELECT h.id FROM hashtag h"
    " WHERE h.post_id = p.id AND h.tag = ?) IS NOT NULL"
)
_USES = _USE.format(window=_LATEST.window("id, deleted, audience, published", _COUNTED))
_USED = (
    f"SELECT h.tag, count(*) FROM ({_LATEST.window('id, deleted, audience', 200)}) p"
    " CROSS JOIN hashtag h WHERE h.post_id = p.id AND p.deleted = 0 AND p.audience <= 1"
    " GROUP BY h.tag"
)
_TOP: Final = 2**62


@dataclass(frozen=True, slots=True)
class Crowd:
    """Some of those who follow any of some hashtags, and after which to go on, or 0."""

    actors: tuple[int, ...]
    next: int


async def list_followed(reader: Reader, actor: int) -> list[FollowedTagRow]:
    """Read which hashtags somebody follows, the latest first."""
    rows = FollowedTagRow.all(await reader.read(_FOLLOWED, actor))
    return sorted(rows, key=lambda row: -row.id)


async def list_featured(reader: Reader, actor: int) -> list[FeaturedTagRow]:
    """Read which hashtags somebody shows, the oldest first."""
    rows = FeaturedTagRow.all(await reader.read(_FEATURED, actor))
    return sorted(rows, key=lambda row: row.id)


async def find_crowd(reader: Reader, tags: list[str], after: int) -> Crowd:
    """Find the next who follow any of some hashtags."""
    found: set[int] = set()
    last = _TOP
    for tag in tags:
        walk = Walk(_FOLLOWERS, tag, (after,))
        window = await reader.read(_FOLLOWERS.window("actor_id", CHUNK), *walk.params)
        actors = {row[0] for row in window}
        found |= actors
        if len(window) == CHUNK:
            last = min(last, max(actors))
    return Crowd(tuple(sorted(one for one in found if one <= last)), 0 if last == _TOP else last)


async def count_uses(reader: Reader, author: int, tag: str) -> tuple[int, int]:
    """Count the latest posts of an author under a hashtag, and say when the last was written."""
    walk = Walk(_LATEST, author, (_TOP,))
    count, last = (await reader.read(_USES, *walk.params, tag))[0]
    return int(count), int(last)


async def list_used(reader: Reader, author: int) -> dict[str, int]:
    """Count the hashtags under which somebody wrote lately."""
    walk = Walk(_LATEST, author, (_TOP,))
    return {row[0]: int(row[1]) for row in await reader.read(_USED, *walk.params)}


def insert_followed(actor: int, tag: str) -> Statement:
    """Follow a hashtag; again is once."""
    row = FollowedTagRow(ids.new_id(), actor, tag)
    return Statement(insert_of(FollowedTagRow) + _ONCE, row.values())


def delete_followed(actor: int, tag: str) -> list[Statement]:
    """Follow a hashtag no longer, and take out of home what it brought there."""
    return [Statement(_UNFOLLOW, (actor, tag)), Statement(_FORGET, (actor, tag, tag))]


def insert_featured(actor: int, tag: str) -> Statement:
    """Show a hashtag; again is once."""
    row = FeaturedTagRow(ids.new_id(), actor, tag)
    return Statement(insert_of(FeaturedTagRow) + _ONCE, row.values())


def delete_featured(actor: int, tag: str) -> Statement:
    """Show a hashtag no longer."""
    return Statement(_UNFEATURE, (actor, tag))


def spread_post(owners: tuple[int, ...], post: int, since: int) -> Statement:
    """Put a post into the home timelines of some who follow its hashtags."""
    return Statement(_SPREAD, (post, post, list(owners), since, since))

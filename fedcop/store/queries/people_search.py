"""People by the beginning of a name, and hashtags by their own: what a search field asks for.

A range of an index and no more: names are compared in small letters, and what a collation puts
between them is left out afterwards.
"""

from typing import Final, NamedTuple

from fedcop.store.batch import Reader, Store

LONGEST: Final = 60
_WINDOW: Final = 200
_WHO = (
    "SELECT n.id, n.host, n.name, n.display, n.discoverable,"
    " COALESCE((SELECT f.state FROM follow f WHERE f.follower_id = v.me AND f.target_id = n.id),"
    " ''), CASE WHEN n.deleted = 0 AND n.suspended = 0 AND n.kind <> 'Application'"
    " AND COALESCE((SELECT c.local - c.approved + c.hidden FROM community c"
    " WHERE c.actor_id = n.id), 0) < 1"
    " AND (SELECT b.id FROM personal_block b WHERE b.actor_id = v.me AND b.blocked_id = n.id)"
    " IS NULL AND (SELECT b.id FROM personal_block b WHERE b.actor_id = n.id"
    " AND b.blocked_id = v.me) IS NULL THEN 1 ELSE 0 END"
    " FROM (SELECT CAST(? AS BIGINT) AS me) v CROSS JOIN (SELECT * FROM actor"
    " WHERE {what} >= ? AND {what} < ?"
    f" ORDER BY {{what}}, id LIMIT {_WINDOW}) n"
)
_BY_NAME = _WHO.format(what="lower(name)")
_BY_DISPLAY = _WHO.format(what=f"substr(lower(display), 1, {LONGEST})")
_TAGS = (
    "WITH RECURSIVE found(tag) AS (SELECT min(tag) FROM hashtag WHERE tag >= ? AND tag < ?"
    " UNION ALL SELECT (SELECT min(h.tag) FROM hashtag h WHERE h.tag > f.tag AND h.tag < ?)"
    " FROM found f WHERE f.tag IS NOT NULL) SELECT tag FROM found WHERE tag IS NOT NULL LIMIT ?"
)
_USES = (
    "SELECT p.id, p.author_id FROM (SELECT post_id FROM hashtag"
    " WHERE (tag, post_id) < (?, ?) AND (tag, post_id) > (?, ?)"
    " ORDER BY tag DESC, post_id DESC LIMIT 1000) h CROSS JOIN post p"
    " WHERE p.id = h.post_id AND p.deleted = 0 AND p.audience = 0"
)
_FOLLOWED = "SELECT tag FROM followed_tag WHERE actor_id = ? AND tag = ANY_TEXT(?)"


class Candidate(NamedTuple):
    """Somebody whose name begins as was asked."""

    id: int
    host: str
    name: str
    display: str
    discoverable: int
    state: str  # of the reader's follow
    seen: int


async def list_by_name(reader: Reader, viewer: int, beginning: str) -> list[Candidate]:
    """Read whose handle begins so."""
    return await _list(reader, _BY_NAME, viewer, beginning)


async def list_by_display(reader: Reader, viewer: int, beginning: str) -> list[Candidate]:
    """Read whose full name begins so."""
    return await _list(reader, _BY_DISPLAY, viewer, beginning)


async def search_tags(store: Store, beginning: str, limit: int) -> list[str]:
    """Find the hashtags that begin so."""
    after = _after(beginning)
    rows = await store.search(_TAGS, beginning, after, after, limit)
    return [row[0] for row in rows if row[0].startswith(beginning)]


async def search_uses(store: Store, tag: str, since: int, until: int) -> list[tuple[int, int]]:
    """Find which posts in public stand under a hashtag between two ids, and by whom."""
    rows = await store.search(_USES, tag, until, tag, since)
    return [(row[0], row[1]) for row in rows]


async def list_followed(reader: Reader, actor: int, tags: list[str]) -> set[str]:
    """Read which of some hashtags somebody follows."""
    return {row[0] for row in await reader.read(_FOLLOWED, actor, tags)} if tags else set()


async def _list(reader: Reader, sql: str, viewer: int, beginning: str) -> list[Candidate]:
    rows = await reader.read(sql, viewer, beginning, _after(beginning))
    return [one for one in map(Candidate._make, rows) if one.seen]


def _after(beginning: str) -> str:
    """Return what comes after all that begins so."""
    return beginning[:-1] + chr(ord(beginning[-1]) + 1)

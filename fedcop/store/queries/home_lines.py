"""The lines that are written into people's home timelines.

The number of a line is that of what clients see there: the post, somebody's boost of it, or the
post as its community passes it on.
"""

from dataclasses import dataclass

from fedcop import ids
from fedcop.store.batch import Reader, Store
from fedcop.store.queries.windows import Source, Walk
from fedcop.store.statements import Statement

CHUNK = 1_000
KEPT = 800

_ONCE = " ON CONFLICT (owner_id, post_id) DO NOTHING"
_INTO = "INSERT INTO home_line (owner_id, line, post_id, via_id)"
_ONE = f"{_INTO} VALUES (?, ?, ?, ?){_ONCE}"
# Local followers alone: whoever is elsewhere has a lane.
_HERE = "0 + f.target_id = ? AND f.state = 'accepted' AND f.lane_id = 0"
_ACCEPTED = "state = 'accepted' AND lane_id = 0"
_FOLLOWS = Source("follow", "0 + target_id", "0 + id", _ACCEPTED, down=False)
_SOME = f"({_FOLLOWS.window('id', CHUNK)})"
_EDGE = (
    f"SELECT count(*), COALESCE(max(c.id), 0) FROM (SELECT a.id FROM {_SOME} a"
    f" UNION ALL SELECT b.id FROM {_SOME} b ORDER BY 1 LIMIT {CHUNK}) c"
)
_READERS = (
    f"FROM follow f CROSS JOIN account r WHERE {_HERE} AND 0 + f.id > ? AND 0 + f.id <= ?"
    " AND r.actor_id = f.follower_id AND r.disabled = 0 AND (r.read_at > ? OR r.created > ?)"
)
_SPREAD = f"{_INTO} SELECT f.follower_id, ?, ?, f.target_id {_READERS}{_ONCE}"
# A reply reaches those who follow both, as it would make no sense to others.
_SPREAD_REPLY = (
    f"{_INTO} SELECT f.follower_id, ?, ?, f.target_id {_READERS} AND (f.follower_id = ?"
    " OR (SELECT w.state FROM follow w WHERE w.follower_id = f.follower_id AND w.target_id = ?)"
    f" = 'accepted'){_ONCE}"
)
_TAKE_BACK = (
    "DELETE FROM home_line WHERE post_id = ? AND via_id = ? AND owner_id IN"
    f" (SELECT f.follower_id FROM follow f WHERE {_HERE} AND 0 + f.id > ? AND 0 + f.id <= ?)"
)
_TAKE_BACK_OWN = "DELETE FROM home_line WHERE owner_id = ? AND post_id = ? AND via_id = ?"
_WELCOME = (
    f"{_INTO} SELECT ?, {{line}}, p.id, ? FROM (SELECT id, top, deleted, audience FROM post"
    " WHERE {rows} ORDER BY id DESC LIMIT 40) p"
    f" WHERE p.top = 1 AND p.deleted = 0 AND p.audience < 4{_ONCE}"
)
_WELCOME_COMMUNITY = _WELCOME.format(
    line=f"p.id | {ids.RELAYED}", rows="community_id = ? AND top = 1 AND deleted = 0"
)
_WELCOME_PERSON = _WELCOME.format(line="p.id", rows="author_id = ?")
_TRIM = (
    "DELETE FROM home_line WHERE owner_id = ? AND line < (SELECT min(k.line) FROM (SELECT line"
    f" FROM home_line WHERE 0 + owner_id = ? ORDER BY line DESC LIMIT {KEPT}) k)"
)
_OWNERS = "SELECT actor_id FROM account WHERE actor_id > ? ORDER BY actor_id LIMIT ?"
_FOLLOWED = (
    "SELECT p.id, f.target_id FROM follow f CROSS JOIN post p WHERE f.follower_id = ?"
    " AND f.state = 'accepted' AND p.{whose} = f.target_id AND p.top = 1 AND p.deleted = 0"
    " AND p.audience < 4 AND p.id >= (SELECT COALESCE(min(k.id), 0) FROM (SELECT q.id FROM post q"
    " WHERE q.{whose} = f.target_id{which} ORDER BY q.id DESC LIMIT 40) k)"
)
_OF_COMMUNITIES = _FOLLOWED.format(whose="community_id", which=" AND q.top = 1 AND q.deleted = 0")
_OF_PEOPLE = _FOLLOWED.format(whose="author_id", which="")
_OWN = (
    "SELECT id, author_id FROM post WHERE author_id = ? AND deleted = 0 ORDER BY id DESC LIMIT 40"
)
_TAGGED = (
    "SELECT p.id, 0 FROM followed_tag t CROSS JOIN hashtag h CROSS JOIN post p WHERE t.actor_id = ?"
    " AND h.tag = t.tag AND p.id = h.post_id AND p.deleted = 0 AND p.audience = 0 AND h.post_id >="
    " (SELECT COALESCE(min(k.post_id), 0) FROM (SELECT q.post_id FROM hashtag q"
    " WHERE q.tag = t.tag ORDER BY q.post_id DESC LIMIT 40) k)"
)
_FILL = f"{_INTO} SELECT ?, {{}}, k.a, k.b FROM PAIRS(?) WHERE 1 = 1{_ONCE}"
_FILL_PLAIN = _FILL.format("k.a")
_FILL_RELAYED = _FILL.format(f"k.a | {ids.RELAYED}")


@dataclass(frozen=True, slots=True)
class Brought:
    """A post that would stand in a home timeline, and who brings it there."""

    post: int
    via: int
    relayed: bool  # its community passes it on

    @property
    def line(self) -> int:
        """Where it would stand."""
        return ids.relayed(self.post) if self.relayed else self.post


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some of those who follow one or two actors: follows after `after`, up to `last`."""

    after: int
    last: int
    more: bool
    since: int  # readers who were here since then


async def find_chunk(reader: Reader, targets: tuple[int, int], after: int, since: int) -> Chunk:
    """Find the next thousand of our people who follow either of two actors; 0 is nobody."""
    walks = (Walk(_FOLLOWS, target, (after,)) for target in targets)
    params = [param for walk in walks for param in walk.params]
    count, last = (await reader.read(_EDGE, *params))[0]
    return Chunk(after, last, count == CHUNK, since)


def insert_home_line(owner: int, line: int, post: int, via: int) -> Statement:
    """Put a post into somebody's home timeline."""
    return Statement(_ONE, (owner, line, post, via))


def spread_post(target: int, line: int, post: int, chunk: Chunk) -> Statement:
    """Put a post into the home timelines of those who follow an actor."""
    return Statement(_SPREAD, (line, post, target, *_readers(chunk)))


def spread_reply(target: int, post: int, chunk: Chunk, answered: int) -> Statement:
    """Put a reply into those home timelines whose readers also follow whom it answers."""
    return Statement(_SPREAD_REPLY, (post, post, target, *_readers(chunk), answered, answered))


def take_back(via: int, post: int, chunk: Chunk) -> Statement:
    """Take a post out of the home timelines into which somebody passed it on."""
    return Statement(_TAKE_BACK, (post, via, via, chunk.after, chunk.last))


def take_back_own(owner: int, post: int) -> Statement:
    """Take a post that somebody passed on out of their own home timeline."""
    return Statement(_TAKE_BACK_OWN, (owner, post, owner))


def welcome(owner: int, target: int, *, community: bool) -> Statement:
    """Put the latest of whom somebody follows from now on into their home timeline."""
    sql = _WELCOME_COMMUNITY if community else _WELCOME_PERSON
    return Statement(sql, (owner, target, target))


def trim(owner: int) -> Statement:
    """Keep only the latest lines of a home timeline."""
    return Statement(_TRIM, (owner, owner))


async def list_owners(reader: Reader, after: int, limit: int) -> list[int]:
    """Read whose home timelines there are."""
    return [row[0] for row in await reader.read(_OWNERS, after, limit)]


async def search_lines(store: Store, owner: int) -> list[Brought]:
    """Find what would stand in a home timeline today."""
    found: dict[int, Brought] = {}
    ways = ((_TAGGED, False), (_OF_COMMUNITIES, True), (_OF_PEOPLE, False), (_OWN, False))
    for sql, relayed in ways:
        rows = await store.search(sql, owner)
        found.update((row[0], Brought(row[0], row[1], relayed)) for row in rows)
    return sorted(found.values(), key=lambda one: one.line, reverse=True)[:KEPT]


def fill(owner: int, lines: list[Brought]) -> list[Statement]:
    """Put many posts into one home timeline."""
    kinds = ((_FILL_PLAIN, False), (_FILL_RELAYED, True))
    return [Statement(sql, (owner, _pairs(lines, relayed=relayed))) for sql, relayed in kinds]


def _pairs(lines: list[Brought], *, relayed: bool) -> str:
    chosen = (f"[{one.post},{one.via}]" for one in lines if one.relayed is relayed)
    return "[" + ",".join(chosen) + "]"


def _readers(chunk: Chunk) -> tuple[int, ...]:
    return (chunk.after, chunk.last, chunk.since, chunk.since)

"""Where a post belongs: what it answers, its thread, its community, and who stands where there."""

from collections.abc import Sequence
from dataclasses import dataclass

from fedcop.store.backend import Row
from fedcop.store.batch import Reader
from fedcop.store.statements import Keyed, Statement

_GROUND = (
    "c.actor_id, c.local, c.post_policy, c.approved, g.suspended, g.deleted, c.questions,"
    " c.archived"
)
_GROUND_JOIN = "community c JOIN actor g ON g.id = c.actor_id"
_PARENT = (
    "p.id, p.uri, p.author_id, p.community_id, p.root_id, p.audience, p.deleted, p.local,"
    " p.context_uri, p.here, p.practice"
)
_PARENT_WIDTH = 11
_PLACE = (
    f"{_PARENT}, {_GROUND} FROM post p LEFT JOIN community c ON c.actor_id = p.community_id"
    " LEFT JOIN actor g ON g.id = p.community_id"
)
_BY_ID = Keyed(f"SELECT p.id, {_PLACE} WHERE p.id = ANY_ID(?)")
_BY_URI = Keyed(f"SELECT p.uri, {_PLACE} WHERE p.uri = ANY_TEXT(?)")
_COMMUNITY = Keyed(f"SELECT c.actor_id, {_GROUND} FROM {_GROUND_JOIN} WHERE c.actor_id = ANY_ID(?)")
_STANDING = Keyed(
    "SELECT k.a, k.b, COALESCE(f.state, ''), COALESCE(s.id, 0) FROM PAIRS(?)"
    " LEFT JOIN follow f ON f.follower_id = k.a AND f.target_id = k.b"
    " LEFT JOIN steward s ON s.community_id = k.b AND s.actor_id = k.a",
    pairs=True,
)
_NAMED = Keyed(
    "SELECT k.a, k.b, m.id FROM PAIRS(?) CROSS JOIN mention m"
    " WHERE m.post_id = k.a AND m.actor_id = k.b",
    pairs=True,
)
_ORPHANS = (
    "SELECT id FROM post WHERE reply_to_uri = ? AND reply_to_id = 0 AND reply_to_uri <> '' LIMIT ?"
)
_BRANCH = "SELECT id, community_id, deleted, cause FROM post WHERE root_id = ? AND id <> ? LIMIT ?"
_MOVE = (
    "UPDATE post SET root_id = ?, community_id = ?, here = ?, context_uri = ?,"
    " audience = CASE WHEN audience < ? THEN ? ELSE audience END, version = version + 1"
    " WHERE id = ANY_ID(?)"
)
_CLAIM = (
    "UPDATE post SET community_id = ?, version = version + 1 WHERE root_id = ? AND community_id = 0"
)
_ATTACH = "UPDATE post SET reply_to_id = ?, version = version + 1 WHERE id = ?"
_LET_GO = "UPDATE post SET reply_to_uri = '' WHERE id = ? AND reply_to_id = 0"

# Guards: somebody is still a member; a post is in no community yet; a reply still waits for
# what it answers.
MEMBER = "FROM follow WHERE follower_id = ? AND target_id = ? AND state = 'accepted'"
UNCLAIMED = "FROM post WHERE id = ? AND deleted = 0 AND community_id = 0"
WAITS = "FROM post WHERE id = ? AND reply_to_id = 0"


@dataclass(frozen=True, slots=True)
class Ground:
    """A community as far as it decides who may write there."""

    id: int
    local: int
    post_policy: int
    approved: int
    suspended: int
    deleted: int
    questions: int = 0  # whether what asks something waits for answers there
    archived: int = 0  # since when nothing new is taken


@dataclass(frozen=True, slots=True)
class Parent:
    """What is answered, with the community it stands in; none known: 0 and None."""

    ground: Ground | None
    id: int
    uri: str
    author_id: int
    community_id: int
    root_id: int
    audience: int
    deleted: int
    local: int
    context_uri: str
    here: int
    practice: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is to another, or to a community."""

    member: bool = False  # an accepted follower
    steward: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """A reply somewhere below another."""

    id: int
    community_id: int
    deleted: int
    cause: int


async def find_parent(reader: Reader, number: int) -> Parent | None:
    """Find what is answered by our id."""
    return _parent(await reader.many(_BY_ID, number))


async def find_parent_by_uri(reader: Reader, uri: str) -> Parent | None:
    """Find what is answered by its uri."""
    return _parent(await reader.many(_BY_URI, uri))


async def find_ground(reader: Reader, community: int) -> Ground | None:
    """Find a community somebody wants to write in."""
    rows = await reader.many(_COMMUNITY, community)
    return Ground(*rows[0]) if rows else None


async def find_standing(reader: Reader, actor: int, target: int) -> Standing:
    """Say what somebody is to a community, or to a person they may follow."""
    state, steward = (await reader.many(_STANDING, (actor, target)))[0]
    return Standing(state == "accepted", steward != 0)


async def is_named(reader: Reader, post: int, actor: int) -> bool:
    """Whether a post names somebody."""
    return bool(await reader.many(_NAMED, (post, actor)))


async def list_orphans(reader: Reader, uri: str, limit: int) -> list[int]:
    """Read which replies wait for a post of this uri."""
    return [row[0] for row in await reader.read(_ORPHANS, uri, limit)]


async def list_branch(reader: Reader, root: int, limit: int) -> list[Branch]:
    """Read what stands under a start, itself not included."""
    return [Branch(*row) for row in await reader.read(_BRANCH, root, root, limit)]


def move_posts(posts: Sequence[int], parent: Parent) -> Statement:
    """Put posts into the thread, community and audience of what is answered."""
    place = (parent.root_id, parent.community_id, parent.here, parent.context_uri)
    return Statement(_MOVE, (*place, parent.audience, parent.audience, list(posts)))


def attach_post(post: int, parent: int) -> Statement:
    """Note what a reply answers, now that it is here."""
    return Statement(_ATTACH, (parent, post))


def let_go(post: int) -> Statement:
    """Let a reply wait no longer: it stands by itself."""
    return Statement(_LET_GO, (post,))


def claim_thread(root: int, community: int) -> Statement:
    """Put a thread of no community into one of another node, whole."""
    return Statement(_CLAIM, (community, root))


def _parent(rows: Sequence[Row]) -> Parent | None:
    if not rows:
        return None
    row = rows[0]
    ground = Ground(*row[_PARENT_WIDTH:]) if row[_PARENT_WIDTH] is not None else None
    return Parent(ground, *row[:_PARENT_WIDTH])

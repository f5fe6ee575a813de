"""Likes and boosts."""

from fedcop.store.batch import Reader
from fedcop.store.rows import ActorCard, BoostRow, ReactionRow, insert_of
from fedcop.store.statements import Keyed, Statement

_LIKE = Keyed(
    f"SELECT k.a, k.b, {ReactionRow.columns('r.')} FROM PAIRS(?) CROSS JOIN reaction r"
    " WHERE r.post_id = k.a AND r.actor_id = k.b",
    pairs=True,
)
_BOOST = Keyed(
    f"SELECT k.a, k.b, {BoostRow.columns('r.')} FROM PAIRS(?) CROSS JOIN boost r"
    " WHERE r.post_id = k.a AND r.actor_id = k.b",
    pairs=True,
)
_BOOST_BY_ID = Keyed(f"SELECT id, {BoostRow.columns()} FROM boost WHERE id = ANY_ID(?)")
_BOOST_BY_URI = Keyed(f"SELECT uri, {BoostRow.columns()} FROM boost WHERE uri = ANY_TEXT(?)")
_LIKE_BY_URI = (
    f"SELECT {ReactionRow.columns()} FROM reaction WHERE actor_id = ? AND uri = ? LIMIT 1"
)
_LIKERS = (
    f"SELECT {ActorCard.columns('a.')} FROM reaction r CROSS JOIN actor a"
    " WHERE r.post_id = ? AND r.actor_id > ? AND a.id = r.actor_id ORDER BY r.actor_id LIMIT ?"
)
_BOOSTERS = _LIKERS.replace("FROM reaction r", "FROM boost r")
_INSERT_LIKE = insert_of(ReactionRow)
_INSERT_BOOST = insert_of(BoostRow)
_DELETE_LIKE = "DELETE FROM reaction WHERE id = ?"
_DELETE_BOOST = "DELETE FROM boost WHERE id = ?"
_COUNT_LIKE = "UPDATE post SET likes = likes + ?, version = version + 1 WHERE id = ?"
_COUNT_BOOST = "UPDATE post SET boosts = boosts + ?, version = version + 1 WHERE id = ?"

# Guards: the like or the boost is still there.
STILL_LIKED = "FROM reaction WHERE id = ?"
STILL_BOOSTED = "FROM boost WHERE id = ?"


async def find_like(reader: Reader, post: int, actor: int) -> ReactionRow | None:
    """Find somebody's like of a post."""
    return ReactionRow.first(await reader.many(_LIKE, (post, actor)))


async def find_boost(reader: Reader, post: int, actor: int) -> BoostRow | None:
    """Find somebody's boost of a post."""
    return BoostRow.first(await reader.many(_BOOST, (post, actor)))


async def find_boost_by_id(reader: Reader, number: int) -> BoostRow | None:
    """Find a boost by our id."""
    return BoostRow.first(await reader.many(_BOOST_BY_ID, number))


async def find_like_by_uri(reader: Reader, actor: int, uri: str) -> ReactionRow | None:
    """Find somebody's like by the uri they gave it, looking through all of theirs."""
    return ReactionRow.first(await reader.read(_LIKE_BY_URI, actor, uri))


async def find_boost_by_uri(reader: Reader, uri: str) -> BoostRow | None:
    """Find a boost by the uri of its Announce."""
    return BoostRow.first(await reader.many(_BOOST_BY_URI, uri))


async def list_likers(reader: Reader, post: int, after: int, limit: int) -> list[ActorCard]:
    """Read who likes a post, in the order of their ids."""
    return ActorCard.all(await reader.read(_LIKERS, post, after, limit))


async def list_boosters(reader: Reader, post: int, after: int, limit: int) -> list[ActorCard]:
    """Read who passed a post on, communities too, in the order of their ids."""
    return ActorCard.all(await reader.read(_BOOSTERS, post, after, limit))


def insert_like(row: ReactionRow) -> tuple[Statement, ...]:
    """Add a like and count it."""
    return (
        Statement(_INSERT_LIKE, row.values()),
        Statement(_COUNT_LIKE, (1, row.post_id)),
    )


def delete_like(row: ReactionRow) -> tuple[Statement, ...]:
    """Take a like away and count it no longer."""
    return (Statement(_DELETE_LIKE, (row.id,)), Statement(_COUNT_LIKE, (-1, row.post_id)))


def insert_boost(row: BoostRow) -> Statement:
    """Add a boost, or a relay."""
    return Statement(_INSERT_BOOST, row.values())


def delete_boost(row: BoostRow) -> Statement:
    """Take a boost away."""
    return Statement(_DELETE_BOOST, (row.id,))


def count_boosts(post: int, count: int) -> Statement:
    """Count the people who pass a post on; relays are not counted."""
    return Statement(_COUNT_BOOST, (count, post))

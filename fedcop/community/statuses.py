"""What clients call a status: a post, or a post as somebody or a community passes it on."""

from fedcop import ids
from fedcop.store.batch import Reader
from fedcop.store.queries import posts, reactions
from fedcop.store.rows import ActorRow, BoostRow, PostRow


async def find_post(reader: Reader, number: int) -> PostRow | None:
    """Find the post that a status is, or passes on; a tombstone is none."""
    post = await posts.find_post(reader, number)
    if post is None:
        boost = await reactions.find_boost_by_id(reader, number)
        other = boost.post_id if boost else ids.unrelayed(number)
        post = await posts.find_post(reader, other) if other != number else None
    return post if post is not None and not post.deleted else None


async def find_own_boost(reader: Reader, actor: ActorRow, number: int) -> BoostRow | None:
    """Find the boost of one's own that a status is."""
    boost = await reactions.find_boost_by_id(reader, number)
    return boost if boost is not None and boost.actor_id == actor.id else None


async def find_boost(reader: Reader, actor: ActorRow, post_id: int) -> BoostRow | None:
    """Find how somebody passes a post on."""
    return await reactions.find_boost(reader, post_id, actor.id)

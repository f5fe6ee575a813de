"""What somebody puts at the top of their own profile: their `featured` collection."""

from typing import Final

from fedcop import clock, ids
from fedcop.community import events, policy, policy_posts
from fedcop.errors import Invalid, NotFound
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import communities, posts
from fedcop.store.queries.communities import PinRow
from fedcop.store.rows import ActorRow, PostRow

MOST: Final = 5


async def pin(unit: Unit, author: ActorRow, post_id: int) -> bool:
    """Put a post of one's own at the top; False when it is there already. Raises Invalid."""
    post = await _own(unit, author, post_id)
    policy.require(policy_posts.may_revise(author, post))
    if not policy_posts.may_show_off(post):
        raise Invalid("Validation failed: only what everybody may read can be pinned")
    if await communities.is_pinned(unit, author.id, post.id):
        return False
    if len(await communities.list_pins(unit, author.id, MOST)) == MOST:
        raise Invalid(f"Validation failed: {MOST} posts are pinned already; unpin one first")
    unit.touch(f"pins:{author.id}")
    unit.guard("FROM post WHERE id = ? AND deleted = 0", post.id)
    unit.add(communities.insert_pin(PinRow(ids.new_id(), author.id, post.id, clock.now_ms())))
    events.record(unit, events.PostPinned(post.id, post.root_id, author.id, author.id))
    return True


async def unpin(unit: Unit, author: ActorRow, post_id: int) -> bool:
    """Take a post of one's own from the top; False when it was not there."""
    post = await _own(unit, author, post_id)
    if not await communities.is_pinned(unit, author.id, post.id):
        return False
    unit.touch(f"pins:{author.id}")
    unit.add(communities.delete_pin(author.id, post.id))
    events.record(unit, events.PostUnpinned(post.id, post.root_id, author.id, author.id))
    return True


async def list_pinned(reader: Reader, author: int) -> list[int]:
    """Read the ids of what somebody pinned, the latest first."""
    return [row.post_id for row in await communities.list_pins(reader, author, MOST)]


async def is_pinned(reader: Reader, author: int, post: int) -> bool:
    """Whether somebody pinned a post of their own."""
    return await communities.is_pinned(reader, author, post)


async def _own(unit: Unit, author: ActorRow, post_id: int) -> PostRow:
    post = await posts.find_post(unit, post_id)
    if post is None or post.deleted:
        raise NotFound("There is no such post.")
    if post.author_id != author.id:
        raise Invalid("Validation failed: this post is somebody else's")
    return post

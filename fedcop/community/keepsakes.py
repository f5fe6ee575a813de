"""What somebody keeps for themselves: bookmarks, and notes on others. Nobody is told."""

from typing import Final

from fedcop import clock, ids
from fedcop.community import policy, policy_posts
from fedcop.errors import Invalid, NotFound
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import keepsakes, posts, reading
from fedcop.store.rows import ActorRow, BookmarkRow

_LONGEST_NOTE: Final = 2000


async def bookmark(unit: Unit, actor: ActorRow, post_id: int) -> None:
    """Keep a post to come back to; again changes nothing. Raises NotFound."""
    policy.require(policy.may_act(actor))
    post = await posts.find_post(unit, post_id)
    facts = await reading.find_reading(unit, post_id, actor.id)
    if post is None or post.deleted or not policy_posts.may_read(post, facts):
        raise NotFound("There is no such post.")
    unit.add(
        keepsakes.insert_bookmark(BookmarkRow(ids.new_id(), actor.id, post.id, clock.now_ms()))
    )


async def unbookmark(unit: Unit, actor: ActorRow, post_id: int) -> None:
    """Let a post go."""
    unit.add(keepsakes.delete_bookmark(post_id, actor.id))


async def note(unit: Unit, actor: ActorRow, subject: ActorRow, text: str) -> None:
    """Note something of somebody, in place of what was noted before; nothing forgets it."""
    bare = text.strip()
    if len(bare) > _LONGEST_NOTE:
        raise Invalid(f"comment: write {_LONGEST_NOTE} characters at most")
    if bare:
        unit.add(keepsakes.write_note(ids.new_id(), actor.id, subject.id, bare))
    else:
        unit.add(keepsakes.erase_note(actor.id, subject.id))


# Reads


async def is_bookmarked(reader: Reader, actor: int, post: int) -> bool:
    """Whether somebody keeps a post."""
    return await keepsakes.find_bookmark(reader, post, actor) is not None


async def find_note(reader: Reader, actor: int, subject: int) -> str:
    """Read what somebody noted of another."""
    return await keepsakes.find_note(reader, actor, subject)

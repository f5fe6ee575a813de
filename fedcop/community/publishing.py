"""What was a draft becomes an artifact, or its next revision, and is a draft no longer."""

from fedcop.community import posts
from fedcop.community.drafts import Draft, Edit
from fedcop.community.practice import artifact_drafts
from fedcop.store.batch import Unit
from fedcop.store.rows import ActorRow, PostRow


async def publish(unit: Unit, author: ActorRow, number: int, draft: Draft) -> PostRow:
    """Write what a draft became. Raises what `posts.write` raises, and NotFound."""
    await artifact_drafts.finish(unit, author, number)
    return await posts.write(unit, author, draft)


async def publish_revision(
    unit: Unit, author: ActorRow, number: int, post_id: int, edit: Edit
) -> PostRow | None:
    """Let an artifact say what a draft became. Raises what `posts.revise` raises, and NotFound."""
    await artifact_drafts.finish(unit, author, number)
    return await posts.revise(unit, author, post_id, edit)

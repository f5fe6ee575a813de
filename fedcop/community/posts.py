"""Write a post, say it anew, take it back: the same from whichever door."""

from fedcop.community.drafts import Draft, Edit
from fedcop.store.batch import Unit
from fedcop.store.rows import ActorRow, PostRow


async def write(unit: Unit, author: ActorRow, draft: Draft) -> PostRow:
    """Put a post into a community or thread, wherever it was written; twice is once."""
    raise NotImplementedError


async def revise(unit: Unit, actor: ActorRow, post_id: int, edit: Edit) -> PostRow | None:
    """Let its author say a post anew and keep what it said; None when the edit is not newer."""
    raise NotImplementedError


async def remove(
    unit: Unit, actor: ActorRow, post_id: int, reason: str = "", cause: int = 0
) -> PostRow | None:
    """Take a post back and leave a tombstone; None when it is one already."""
    raise NotImplementedError


async def remove_unknown(unit: Unit, actor: ActorRow, uri: str, cause: int) -> None:
    """Leave a tombstone for a post that was deleted before it reached us."""
    raise NotImplementedError

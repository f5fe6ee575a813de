"""What one must read of a post that belongs to the practice to show it, here or elsewhere."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from fedcop.community.practice import (
    adoptions,
    answered,
    meetings,
    questions,
    reviews,
    stated,
    thanks,
)
from fedcop.community.practice.kinds import KINDS
from fedcop.store.batch import Reader
from fedcop.store.rows import PostRow

Load = Callable[[Reader, PostRow], Awaitable[Any]]  # Any: a value of its own, or None

LOADERS: Final[dict[str, Load]] = {  # by the kind of practice
    **dict.fromkeys(KINDS, stated.load),
    adoptions.KIND: adoptions.load,
    answered.KIND: answered.load,
    reviews.KIND: reviews.load,
    meetings.KIND: meetings.load,
    thanks.KIND: thanks.load,
    questions.KIND: questions.told,
}


async def load(reader: Reader, post: PostRow) -> object | None:
    """Read what makes one of our posts more than a post."""
    loader = LOADERS.get(post.practice) if post.practice and post.local else None
    return await loader(reader, post) if loader else None

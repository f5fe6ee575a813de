"""What posts said before: every edit is kept, and who may read a post may read them."""

from collections.abc import Sequence

from fedcop.store.batch import Reader
from fedcop.store.queries import posts
from fedcop.store.rows import PostRow, RevisionRow

_TOP = 2**31 - 1


async def history(
    reader: Reader, post: PostRow, before: int = 0, limit: int = 20
) -> Sequence[RevisionRow]:
    """Read what a post said before, the latest first; `before` is the last number."""
    return await posts.list_revisions(reader, post.id, before or _TOP, limit)

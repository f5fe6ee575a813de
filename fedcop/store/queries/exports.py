"""What a community takes along: all that stands in it, page by page."""

from collections.abc import Sequence

from fedcop.store.batch import Reader
from fedcop.store.rows import ArtifactRow, PostRow

_ARTIFACTS = (
    f"SELECT {ArtifactRow.columns()} FROM artifact WHERE community_id = ? AND id > ?"
    " ORDER BY id LIMIT ?"
)
_POSTS = (
    f"SELECT {PostRow.columns()} FROM post WHERE community_id = ? AND deleted = 0 AND audience < 4"
    " AND id > ? ORDER BY id LIMIT ?"
)


async def list_artifacts(
    reader: Reader, community: int, after: int, limit: int
) -> Sequence[ArtifactRow]:
    """Read a page of the artifacts of a community, the oldest first."""
    return ArtifactRow.all(await reader.read(_ARTIFACTS, community, after, limit))


async def list_posts(reader: Reader, community: int, after: int, limit: int) -> Sequence[PostRow]:
    """Read a page of what was written in a community, the oldest first."""
    return PostRow.all(await reader.read(_POSTS, community, after, limit))

"""What a digest tells of: results on one's own work, and what communities stand for anew."""

from typing import Final

from fedcop.store.batch import Reader
from fedcop.store.queries.reading import SEEN, seen_by
from fedcop.store.rows import PostRow

_W: Final = PostRow.columns("w.")
_P: Final = PostRow.columns("p.")
_RESULTS: Final = (
    f"SELECT d.id, f.community_id, {_W} FROM post w JOIN artifact f ON f.id = w.id"
    " JOIN adoption d ON d.artifact_uri = f.uri JOIN post p ON p.id = d.id"
    " WHERE w.author_id = ? AND w.deleted = 0 AND d.finished > ? AND d.finished <= ?"
    f" AND d.adopter_id <> w.author_id AND p.deleted = 0 AND {SEEN} ORDER BY d.finished LIMIT ?"
)
_ENDORSED: Final = (
    f"SELECT e.endorser_id, {_P} FROM endorsement e JOIN artifact f ON f.uri = e.artifact_uri"
    " JOIN post p ON p.id = f.id WHERE e.endorser_id = ANY_ID(?) AND e.created > ?"
    f" AND e.created <= ? AND e.withdrawn = 0 AND p.deleted = 0 AND {SEEN}"
    " ORDER BY e.id DESC LIMIT ?"
)
_MOST: Final = 50

Span = tuple[int, int]


async def list_results(reader: Reader, author: int, span: Span) -> list[tuple[int, int, PostRow]]:
    """Read where it was told what came of somebody's work: the post, community and work."""
    rows = await reader.read(_RESULTS, author, *span, *seen_by(author), _MOST)
    return [(int(row[0]), int(row[1]), PostRow.of(row, 2)) for row in rows]


async def list_newly_endorsed(
    reader: Reader, viewer: int, communities: list[int], span: Span
) -> list[tuple[int, PostRow]]:
    """Read what communities endorsed, with the community."""
    rows = await reader.read(_ENDORSED, communities, *span, *seen_by(viewer), _MOST)
    return [(int(row[0]), PostRow.of(row, 1)) for row in rows]

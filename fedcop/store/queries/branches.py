"""The place of a post in its thread: what it answers, up to the start, and what comes after it."""

from collections.abc import Sequence
from typing import Final

from fedcop.store.batch import Reader
from fedcop.store.queries.spans import Span, Stretch
from fedcop.store.queries.timelines import REPLIES

MOST_ABOVE: Final = 100
_ABOVE = (
    "WITH RECURSIVE up(id, reply_to_id, step) AS ("
    " SELECT id, reply_to_id, 0 FROM post WHERE id = ?"
    " UNION ALL SELECT p.id, p.reply_to_id, u.step + 1 FROM up u CROSS JOIN post p"
    f" WHERE p.id = u.reply_to_id AND u.reply_to_id <> 0 AND u.step < {MOST_ABOVE})"
    " SELECT id FROM up WHERE step > 0 ORDER BY step DESC"
)
_ROOT = "SELECT root_id FROM post WHERE id = ?"


async def list_above(reader: Reader, post: int) -> list[int]:
    """Read what a post answers, the start of its thread first."""
    return [row[0] for row in await reader.read(_ABOVE, post)]


async def list_after(reader: Reader, post: int, limit: int) -> Sequence[tuple[int, int]]:
    """Read what was written in the thread of a post after it, and what each of it answers.

    An answer sorts after what it answers, so that all answers are among them.
    """
    root = await reader.read(_ROOT, post)
    if not root:
        return []
    stretch = Stretch(REPLIES, root[0][0], "id, reply_to_id")
    span = Span((1 << 63) - 1, post, up=True)
    rows = await reader.read(stretch.text(limit, up=True), *stretch.params(span))
    return [(row[0], row[1]) for row in rows]

"""Lists that are for one person alone: whom they block, and who asks to follow them."""

from typing import Final

from fedcop.store.batch import Reader
from fedcop.store.queries.spans import Span, Stretch
from fedcop.store.queries.windows import Source

_BLOCKS: Final = Source("personal_block", "actor_id", "id")
_REQUESTS: Final = Source("follow", "0 + target_id", "0 + id", "state = 'pending'")

Entry = tuple[int, int]  # by which row somebody stands there, and who


async def list_blocked(reader: Reader, actor: int, span: Span, size: int) -> list[Entry]:
    """Read a window of whom somebody blocks, by the ids of the blocks."""
    return await _list(reader, Stretch(_BLOCKS, actor, "id, blocked_id"), span, size)


async def list_requests(reader: Reader, target: int, span: Span, size: int) -> list[Entry]:
    """Read a window of who asks to follow somebody, by the ids of the follows."""
    return await _list(reader, Stretch(_REQUESTS, target, "id, follower_id"), span, size)


async def _list(reader: Reader, walk: Stretch, span: Span, size: int) -> list[Entry]:
    rows = await reader.read(walk.text(size, up=span.up), *walk.params(span))
    return [(row[0], row[1]) for row in rows]

"""How far somebody has read."""

from collections.abc import Sequence

from fedcop.store.batch import Reader
from fedcop.store.rows import MarkerRow, insert_of
from fedcop.store.statements import Statement

_OF = f"SELECT {MarkerRow.columns()} FROM marker WHERE owner_id = ? AND timeline = ANY_TEXT(?)"
_MOVE = (
    f"{insert_of(MarkerRow)} ON CONFLICT (owner_id, timeline) DO UPDATE SET"
    " last_read = excluded.last_read, updated = excluded.updated, version = marker.version + 1"
)


async def list_markers(reader: Reader, owner: int, timelines: Sequence[str]) -> list[MarkerRow]:
    """Read how far somebody has read some timelines."""
    return MarkerRow.all(await reader.read(_OF, owner, list(timelines)))


def move_marker(row: MarkerRow) -> Statement:
    """Note how far somebody has read a timeline; each time is another version."""
    return Statement(_MOVE, row.values())

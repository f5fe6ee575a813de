"""How safe people feel: sums alone, and a mark of who has answered this quarter."""

from fedcop.store.batch import Reader
from fedcop.store.statements import Statement

_COUNTS = (
    "SELECT quarter, item, level, answers FROM pulse_count"
    " WHERE community_id = ? AND quarter >= ? AND quarter < ?"
)
_ADD = (
    "INSERT INTO pulse_count (id, community_id, quarter, item, level, answers)"
    " VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT (community_id, quarter, item, level)"
    " DO UPDATE SET answers = pulse_count.answers + 1"
)
_MARKED = "SELECT 1 FROM pulse_mark WHERE mark = ?"
_MARK = "INSERT INTO pulse_mark (id, mark, quarter) VALUES (?, ?, ?)"
_FORGET = "DELETE FROM pulse_mark WHERE quarter < ?"

Count = tuple[int, int, int, int]  # quarter, item, level, how many


async def list_counts(reader: Reader, community: int, first: int, end: int) -> list[Count]:
    """Read how often each level was chosen, in the quarters from the first to before the end."""
    rows = await reader.read(_COUNTS, community, first, end)
    return [(int(row[0]), int(row[1]), int(row[2]), int(row[3])) for row in rows]


async def has_answered(reader: Reader, mark: str) -> bool:
    """Whether somebody with this mark has answered."""
    return bool(await reader.read(_MARKED, mark))


def add_level(number: int, community: int, quarter: int, chosen: tuple[int, int]) -> Statement:
    """Count one level that somebody chose for one statement."""
    return Statement(_ADD, (number, community, quarter, *chosen))


def mark_answered(number: int, mark: str, quarter: int) -> tuple[Statement, ...]:
    """Note that somebody has answered, and forget who did in earlier quarters."""
    return Statement(_FORGET, (quarter,)), Statement(_MARK, (number, mark, quarter))

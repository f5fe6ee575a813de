"""What each day was like on this node, in numbers that name nobody."""

from typing import Final

from fedcop import ids
from fedcop.store.batch import Reader, Store
from fedcop.store.rows import DayRow
from fedcop.store.statements import Statement

_COLUMNS: Final = DayRow.columns()
_LIST: Final = f"SELECT {_COLUMNS} FROM node_day WHERE day >= ? ORDER BY day"
# All by ranges of keys: what lies before the day is not looked at.
_COUNT: Final = (
    "SELECT (SELECT count(*) FROM post WHERE id > ? AND id <= ? AND local = 1 AND deleted = 0),"
    " (SELECT count(*) FROM inbox_message WHERE id > ? AND id <= ?),"
    " (SELECT count(*) FROM log_entry WHERE created >= ? AND created < ?),"
    " (SELECT count(*) FROM account WHERE read_at >= ? AND read_at < ?)"
)
# What is trimmed meanwhile, or comes again on another day, is not taken from the count.
_KEEP: Final = (
    f"INSERT INTO node_day ({_COLUMNS}) VALUES (?, ?, ?, ?, ?) ON CONFLICT (day) DO UPDATE SET"
    " posts = excluded.posts, people = GREATEST(node_day.people, excluded.people),"
    " arrived = GREATEST(node_day.arrived, excluded.arrived),"
    " told = GREATEST(node_day.told, excluded.told)"
)


async def list_days(reader: Reader, since: int) -> list[DayRow]:
    """Read the days from one on, in order."""
    return DayRow.all(await reader.read(_LIST, since))


async def count_day(store: Store, day: int, begin: int, end: int) -> DayRow:
    """Count what a day has brought so far; it begins and ends at these milliseconds."""
    first, last = ids.first_at(begin), ids.first_at(end)
    found = await store.search(_COUNT, first, last, first, last, begin, end, begin, end)
    posts, arrived, told, people = map(int, found[0])
    return DayRow(day, posts, people, arrived, told)


def keep_day(row: DayRow) -> Statement:
    """Keep the numbers of a day."""
    return Statement(_KEEP, row.values())

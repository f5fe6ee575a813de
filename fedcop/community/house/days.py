"""What each day was like on this node: counted now and then, in numbers that name nobody."""

from typing import Final

from fedcop import clock
from fedcop.community.perform import perform
from fedcop.store.batch import Reader, Store, Unit
from fedcop.store.queries import days
from fedcop.store.rows import DayRow

_DAY_MS: Final = 86_400_000
_SOON_MS: Final = 3_600_000


async def count(store: Store) -> None:
    """Count today, and in its first hour yesterday once more, which has ended meanwhile."""
    now = clock.now_ms()
    today = now // _DAY_MS
    first = today - 1 if now % _DAY_MS < _SOON_MS else today
    for day in range(first, today + 1):
        row = await days.count_day(store, day, day * _DAY_MS, (day + 1) * _DAY_MS)
        await perform(store, _keep, row)


async def list_last(reader: Reader, number: int) -> list[DayRow]:
    """Read the last days, in order, today the last; of which nothing is known, they are empty."""
    today = clock.now_ms() // _DAY_MS
    known = {row.day: row for row in await days.list_days(reader, today - number + 1)}
    every = range(today - number + 1, today + 1)
    return [known.get(day, DayRow(day, 0, 0, 0, 0)) for day in every]


async def _keep(unit: Unit, row: DayRow) -> None:
    unit.add(days.keep_day(row))

"""Let the log forget, piece by piece, so that nothing waits for it."""

from dataclasses import dataclass

from fedcop.store.batch import Store, Unit
from fedcop.store.queries import readers, retention
from fedcop.transport.health import DAY, DEAD_AFTER

_PIECE = 500


@dataclass(frozen=True, slots=True)
class Keep:
    """How long entries are kept, in milliseconds."""

    at_least: int = 7 * DAY
    at_most: int = 30 * DAY
    what_takes_back: int = 180 * DAY


async def trim(store: Store, now: int, keep: Keep | None = None) -> int:
    """Forget what no living lane is owed any more; return how many entries that were."""
    keep = keep or Keep()
    head = await readers.find_head(store)
    floor = await retention.find_floor(store, now - DEAD_AFTER, head)
    ages = (now - keep.at_least, now - keep.at_most, now - keep.what_takes_back)
    forgotten = 0
    while positions := await retention.list_forgettable(store, floor, ages, _PIECE):
        unit = Unit(store)
        unit.add(*retention.forget(positions))
        await unit.commit()
        forgotten += len(positions)
    unit = Unit(store)
    unit.add(retention.forget_items(now - keep.at_most, floor))
    await unit.commit()
    return forgotten

"""How far somebody has read a timeline, so that all their apps know it."""

from collections.abc import Mapping, Sequence
from typing import Final

from fedcop import clock, ids
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import markers as rows
from fedcop.store.queries import notifications
from fedcop.store.rows import ActorRow, MarkerRow

HOME: Final = "home"
NOTIFICATIONS: Final = "notifications"
TIMELINES: Final = (HOME, NOTIFICATIONS)


async def find(reader: Reader, owner: ActorRow, timelines: Sequence[str]) -> list[MarkerRow]:
    """Read how far somebody has read some timelines; those never begun are left out."""
    known = [name for name in TIMELINES if name in timelines]
    return await rows.list_markers(reader, owner.id, known) if known else []


async def move(unit: Unit, owner: ActorRow, places: Mapping[str, int]) -> None:
    """Note how far somebody has read some timelines."""
    now = clock.now_ms()
    for timeline in TIMELINES:
        if timeline not in places:
            continue
        last_read = places[timeline]
        row = MarkerRow(ids.new_id(), owner.id, timeline, last_read, 1, now)
        unit.touch(f"marker:{owner.id}:{timeline}")
        unit.add(rows.move_marker(row))
        if timeline == NOTIFICATIONS:
            unit.add(notifications.mark_read(owner.id, last_read, now))

"""What happened here is told on: home lines, notifications, peers, each of them once.

Normally the three join one unit. When one fails the others stand, and it repeats alone.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from fedcop import clock
from fedcop.community import events as happened
from fedcop.community.events import Event
from fedcop.community.notifications import tell
from fedcop.community.spreading import spread
from fedcop.diagnostics import about
from fedcop.errors import Conflict, FedcopError, Unavailable
from fedcop.federation.outbox.outbound import Outbound
from fedcop.federation.outbox.publish import publish
from fedcop.store.batch import Store, Unit
from fedcop.store.queries import events
from fedcop.store.rows import EventRow

log = logging.getLogger(__name__)

BATCH: Final = 64

Part = Callable[[Unit, EventRow, Event], Awaitable[bool]]


class Echo:
    """Tells events on, those of one key in order; one of it is at work on a store."""

    def __init__(self, store: Store, outbound: Outbound) -> None:
        self._store = store
        self._outbound = outbound

    async def run_batch(self) -> int:
        """Tell what waits, at most a batch; return how many were taken up. Raises Unavailable."""
        runs = await events.claim(self._store, clock.now_ms(), BATCH)
        await asyncio.gather(*(self._tell_run(run) for run in runs))
        return sum(len(run) for run in runs)

    async def _tell_run(self, run: tuple[EventRow, ...]) -> None:
        """Tell the events of one key, each once the one before it is done."""
        for row in run:
            with about(event=str(row.id)):
                if not await self._tell_one(row):
                    return

    async def _tell_one(self, row: EventRow) -> bool:
        """Tell one event; whether it is done with."""
        event = happened.read(row)
        parts = self._open_parts(row)
        try:
            return await self._together(row, event, parts)
        except Conflict:
            return False  # told meanwhile, or what it needs is being changed: the next turn sees
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - one part must not stop the others
            if len(parts) == 1:
                await self._fail(row, error)
            else:
                for part in parts:
                    await self._alone(row, event, part)
            return False

    def _open_parts(self, row: EventRow) -> list[Part]:
        parts: list[Part] = []
        if not row.spread:
            parts.append(spread)
        if not row.told:
            parts.append(_tell)
        if not row.published:
            parts.append(self._publish)
        return parts

    async def _together(self, row: EventRow, event: Event, parts: list[Part]) -> bool:
        unit = Unit(self._store)
        unit.guard(events.OPEN, row.id)
        finished = [await part(unit, row, event) for part in parts]
        unit.add(events.finish(row.id, clock.now_ms()))
        await unit.commit()
        return all(finished)

    async def _alone(self, row: EventRow, event: Event, part: Part) -> None:
        """Do one part by itself; when it fails, that is noted and it is tried again alone."""
        unit = Unit(self._store)
        unit.guard(events.OPEN, row.id)
        try:
            await part(unit, row, event)
            unit.add(events.finish(row.id, clock.now_ms()))
            await unit.commit()
        except (Conflict, Unavailable):
            return
        except Exception as error:  # noqa: BLE001 - it is noted on the event, and tried again
            await self._fail(row, error)

    async def _publish(self, unit: Unit, row: EventRow, event: Event) -> bool:
        await publish(unit, row, event, self._outbound)
        return True

    async def _fail(self, row: EventRow, error: Exception) -> None:
        safe = error.safe if isinstance(error, FedcopError) else type(error).__name__
        log.error("event %s (%s) is not told: %s", row.id, row.kind, safe, exc_info=error)
        unit = Unit(self._store)
        unit.add(*events.fail(row, safe, clock.now_ms()))
        await unit.commit()


async def _tell(unit: Unit, row: EventRow, event: Event) -> bool:
    await tell(unit, row, event)
    return True

"""Who listens in this process, and what is told to them when a bell rings.

Streams are hints: nothing is replayed, and what cannot be told in time is left out; clients page.
"""

import asyncio
import logging
from collections import OrderedDict
from contextlib import suppress
from typing import Final

from fedcop.api.ask import Desk
from fedcop.api.bearer import Caller
from fedcop.api.streaming import noticing, telling
from fedcop.api.streaming.outlet import Ending, Outlet
from fedcop.community import streams
from fedcop.errors import FedcopError, TooMany, Unauthenticated, Unavailable

log = logging.getLogger(__name__)

CLOSING: Final = "closing"  # rung in this process before it stops to answer

_KEY: Final = "streams"
_MOST: Final = 10_000
_MOST_OF_ONE: Final = 100
_WAITING: Final = 2_000  # bells
_KNOWN: Final = 1_000
_LOOK_AGAIN_SECONDS: Final = 60.0
_BREATH: Final = 50  # so many are looked at before others have their turn
_FIRST: Final = frozenset(("account", "*"))  # who may listen
_LATER: Final = frozenset(
    (
        streams.WRITTEN,
        streams.REVISED,
        streams.REMOVED,
        streams.BOOSTED,
        streams.UNBOOSTED,
        *noticing.KINDS,
    )
)
# A process that also hears what it rang itself hears these twice.
_ONCE: Final = frozenset((streams.WRITTEN, streams.REMOVED, streams.BOOSTED, streams.UNBOOSTED))

Bell = tuple[str, int]


class Hub:
    """All open streams of one process."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._telling = telling.Telling(desk)
        self._noticing = noticing.Noticing(desk)
        self._outlets: dict[Outlet, None] = {}
        self._bells: OrderedDict[Bell, None] = OrderedDict()
        self._told: OrderedDict[Bell, None] = OrderedDict()
        self._rung = asyncio.Event()
        self._looked = 0.0  # when all were last looked at
        self._task: asyncio.Task[None] | None = None
        desk.node.store.wakes.hear(self._heard)

    async def admit(self, secret: str) -> Caller:
        """Say who wants to listen. Raises Unauthenticated, TooMany and Unavailable."""
        caller = await self.desk.bearers.find(secret)
        if caller is None or caller.actor is None:
            raise Unauthenticated("The access token is invalid")
        mine = sum(1 for one in self._outlets if one.me == caller.actor.id)
        if mine >= _MOST_OF_ONE or len(self._outlets) >= _MOST:
            raise TooMany("Too many streams are open.", 60)
        return caller

    async def open(self, outlet: Outlet) -> None:
        """Let somebody hear from now on; it ends at once if their token did meanwhile."""
        if not self._outlets:
            self._bells.clear()  # what rang when nobody listened any more
        self._outlets[outlet] = None
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="streams")
        await self._look_at(outlet)
        with suppress(Unavailable):
            await self._telling.prepare(outlet.me)

    def close(self, outlet: Outlet) -> None:
        """Forget somebody who left."""
        outlet.end(Ending.LEFT)
        self._outlets.pop(outlet, None)

    def _heard(self, kind: str, number: int) -> None:
        """Hear a bell: what ends streams at once, the rest in its turn."""
        if not self._outlets:
            return
        if kind == CLOSING:
            self._end(Ending.LEFT, list(self._outlets))
        elif kind == "token":
            ended = [one for one in self._outlets if one.caller.token.id == number]
            self._end(Ending.TOKEN, ended)
        elif kind in _FIRST or kind in _LATER:
            self._queue(kind, number)

    def _queue(self, kind: str, number: int) -> None:
        self._bells.setdefault((kind, number))
        if kind in _FIRST:
            self._bells.move_to_end((kind, number), last=False)
        if len(self._bells) > _WAITING:
            self._bells.popitem()
        self._rung.set()

    def _end(self, why: Ending, outlets: list[Outlet]) -> None:
        for outlet in outlets:
            outlet.end(why)

    async def _run(self) -> None:
        """Answer one bell after another, as long as anybody listens."""
        now = asyncio.get_running_loop().time
        self._looked = now()
        while self._outlets:
            rest = self._looked + _LOOK_AGAIN_SECONDS - now()
            if rest > 0 and not self._bells:
                self._rung.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(rest):
                        await self._rung.wait()
                continue
            if rest <= 0:
                # However many bells ring meanwhile.
                self._looked = now()
                self._bells["*", 0] = None
                self._bells.move_to_end(("*", 0), last=False)
            bell, _ = self._bells.popitem(last=False)
            try:
                await self._answer(*bell)
            except FedcopError as error:
                log.warning("a stream does not hear of %s %s: %s", *bell, error.safe)
            except Exception:
                log.exception("a stream does not hear of %s %s", *bell)

    async def _answer(self, kind: str, number: int) -> None:
        if kind in _FIRST:
            await self._look_again(number if kind == "account" else 0)
        elif kind in noticing.KINDS:
            await self._noticing.tell(list(self._outlets), kind, number)
        elif not self._is_known((kind, number)):
            await self._telling.post(list(self._outlets), kind, number)

    def _is_known(self, bell: Bell) -> bool:
        if bell[0] not in _ONCE:
            return False
        known = bell in self._told
        self._told[bell] = None
        if len(self._told) > _KNOWN:
            self._told.popitem(last=False)
        return known

    async def _look_again(self, account: int) -> None:
        """End the streams of those who may not listen any more; account 0 is everybody's."""
        for count, outlet in enumerate(list(self._outlets), 1):
            if account in {0, outlet.caller.token.account_id}:
                await self._look_at(outlet)
            if count % _BREATH == 0:
                await asyncio.sleep(0)

    async def _look_at(self, outlet: Outlet) -> None:
        try:
            caller = await self.desk.bearers.find(outlet.secret)
        except Unavailable:
            return  # it is asked again
        if caller is None or caller.actor is None:
            outlet.end(Ending.TOKEN)
        else:
            outlet.caller = caller


def hub_of(desk: Desk) -> Hub:
    """Return the hub of this door."""
    found = desk.kept.get(_KEY)
    if found is None:
        found = desk.kept[_KEY] = Hub(desk)
    assert isinstance(found, Hub)  # noqa: S101 - nobody else uses this key
    return found

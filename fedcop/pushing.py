"""Tells apps at once what they are owed: many endpoints side by side, each in its order.

One worker is at it at a time. What it does not live to finish is still owed, so at worst an app is
told once more what it was told a moment before.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

import orjson

from fedcop import clock, ids
from fedcop.community import push_words, pushes
from fedcop.community.filters import Filters
from fedcop.community.perform import perform
from fedcop.community.push_words import Words
from fedcop.community.pushes import KEPT_MS, WAKE, Due, Told
from fedcop.diagnostics import about, new_tag
from fedcop.errors import Conflict, Unavailable
from fedcop.store.batch import Store
from fedcop.store.rows import ErrandRow
from fedcop.store.seal import Seal
from fedcop.transport.push import Goal, Outcome, Push, Pushed

log = logging.getLogger(__name__)

AT_ONCE: Final = 64
PER_HOST: Final = 8
FAILING: Final = 16  # of all: so that those who do not answer leave room
_LANDING_SECONDS: Final = 3.0
_PAUSE_SECONDS: Final = 10.0


class Pushing:
    """Takes up whoever is owed something and may be told now."""

    def __init__(
        self, store: Store, push: Push, seal: Seal, held: Callable[[], Awaitable[bool]]
    ) -> None:
        self._store = store
        self._push = push
        self._seal = seal
        self._held = held
        self._filters = Filters(store)
        self._flights: dict[int, asyncio.Task[None]] = {}
        self._hosts: Counter[str] = Counter()
        self._failing = 0

    async def step(self) -> int:
        """Begin to tell those who can be told now; return how many. Raises Unavailable."""
        room = AT_ONCE - len(self._flights)
        if not room:
            return 0
        busy = [host for host, number in self._hosts.items() if number >= PER_HOST]
        due = await pushes.list_due(self._store, 2 * AT_ONCE, busy, failing=self._failing < FAILING)
        begun = 0
        for one in due:
            if begun < room and one.id not in self._flights and self._has_room(one):
                self._begin(one)
                begun += 1
        return begun

    async def landed(self) -> None:
        """Wait until nothing is in the air."""
        while self._flights:
            await asyncio.wait(list(self._flights.values()))

    async def stop(self) -> None:
        """Let what is in the air land, if it does so soon."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_LANDING_SECONDS):
                await self.landed()
        for flight in self._flights.values():
            flight.cancel()
        await self.landed()

    def _has_room(self, one: Due) -> bool:
        return self._hosts[one.host] < PER_HOST and (not one.fails or self._failing < FAILING)

    def _begin(self, one: Due) -> None:
        self._hosts[one.host] += 1
        self._failing += bool(one.fails)
        flight = asyncio.create_task(self._fly(one.id), name=f"push {one.id}")
        self._flights[one.id] = flight

        def land(_flight: "asyncio.Task[None]") -> None:
            del self._flights[one.id]
            self._hosts[one.host] -= 1
            self._failing -= bool(one.fails)
            if not self._hosts[one.host]:
                del self._hosts[one.host]
            self._store.wakes.ring(WAKE)  # there is room again

        flight.add_done_callback(land)

    async def _fly(self, number: int) -> None:
        with about(run=new_tag(), push=str(number)):
            try:
                await self._tell(number)
            except Conflict:
                log.info("the app does not want to be told any more")
            except Unavailable as error:
                log.warning("pushes wait for the store: %s", error.safe)
                await asyncio.sleep(_PAUSE_SECONDS)  # it is still due, and would begin at once
            except Exception:
                log.exception("a push met something nobody thought of")
                await asyncio.sleep(_PAUSE_SECONDS)

    async def _tell(self, number: int) -> None:
        """Tell an app all it is owed, until something stands in the way."""
        while True:
            told = await pushes.find(self._store, number)
            if told is None:
                await perform(self._store, pushes.end, number)
                return
            if not told.owed:
                await perform(self._store, pushes.pause, told.push)
                return
            if not await self._tell_one(told, told.owed[0]):
                return

    async def _tell_one(self, told: Told, errand: ErrandRow) -> bool:
        """Tell an app of one notification; whether it can be told the next."""
        left = ids.time_of(errand.id) + KEPT_MS - clock.now_ms()
        words = None
        if left > 0:
            number = errand.notification_id
            words = await push_words.find(self._store, self._filters, told, number)
        if words is None:
            await perform(self._store, pushes.drop, told.push, errand.id)
            return True
        if not await self._held():
            return False  # another worker is at it now
        push = told.push
        goal = Goal(push.endpoint, push.p256dh, push.auth, standard=bool(push.standard))
        pushed = await self._push.send(goal, self._message(told, words), left // 1000)
        return await self._settle(told, errand, pushed)

    async def _settle(self, told: Told, errand: ErrandRow, pushed: Pushed) -> bool:
        push = told.push
        if pushed.outcome is Outcome.DONE:
            await perform(self._store, pushes.settle, push, errand.id)
            return True
        log.info("%s is not told: %s", push.host, pushed.said)
        if pushed.outcome is Outcome.GONE:
            await perform(self._store, pushes.end, push.id)
        elif pushed.outcome is Outcome.TOO_LARGE:
            await perform(self._store, pushes.drop, push, errand.id)
        else:
            refused = errand.id if pushed.outcome is Outcome.REFUSED else 0
            await perform(self._store, pushes.put_off, push, pushed.retry_after, refused)
        return pushed.outcome is Outcome.TOO_LARGE

    def _message(self, told: Told, words: Words) -> bytes:
        push = told.push
        return orjson.dumps(
            {
                "access_token": self._seal.open(
                    push.secret, pushes.purpose(push.token_id)
                ).decode(),
                "preferred_locale": told.account.locale,
                "notification_id": words.notification,
                "notification_type": words.type,
                "icon": words.icon,
                "title": words.title,
                "body": words.body,
            }
        )

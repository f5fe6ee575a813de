"""Composition root: the loops that process, tell on, deliver, ask again and tidy."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from fedcop import clock
from fedcop.assembly import Parts
from fedcop.community import (
    adopting,
    catching_up,
    events,
    indexing,
    meeting_times,
    membership,
    polls,
    pushes,
    quiet,
    series,
    welcoming,
)
from fedcop.community.perform import perform
from fedcop.community.practice import lifecycle
from fedcop.diagnostics import about, new_tag
from fedcop.errors import FedcopError, Unavailable
from fedcop.federation.inbox.process import Processor
from fedcop.federation.outbox.echo import Echo
from fedcop.federation.remote import carrying, gone, peers, quietly, scheduled
from fedcop.federation.remote import catching_up as remote_past
from fedcop.federation.remote.domains import sending_by_the_rules
from fedcop.pushing import Pushing
from fedcop.store.leases import Lease, bury, vouch
from fedcop.tidy import Tidy
from fedcop.transport.lanes import Lanes, Out

log = logging.getLogger(__name__)

_LONGEST_REST: Final = 5.0
_LONGEST_PAUSE: Final = 30.0
_SPREAD: Final = 100  # follows asked again in one turn

Step = Callable[[], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class _Loop:
    """One kind of work: what wakes it, how long it rests at most, and who else may do it."""

    name: str
    step: Step
    wake: str
    rest: float = _LONGEST_REST
    lease: Lease | None = None


class Worker:
    """Everything that happens after an answer was given."""

    def __init__(self, parts: Parts) -> None:
        store = parts.store
        self._parts = parts
        self._processor = Processor(parts.reach, parts.keys)
        self._echo = Echo(store, parts.outbound)
        self._tidy = Tidy(store, parts.settings)
        self.lanes = Lanes(
            store,
            Out(
                sending_by_the_rules(parts.reach.domains, parts.client.post),
                parts.keyring.signer,
                lambda inbox: gone.confirm(parts.reach, inbox),
            ),
        )
        pushing = Lease(store, "push")
        self._pushing = Pushing(store, parts.push, parts.seal, pushing.held)
        self._loops = (
            _Loop("inbox", self._processor.run_batch, "inbox", lease=Lease(store, "inbox")),
            _Loop("echo", self._echo.run_batch, "event", lease=Lease(store, "echo")),
            _Loop("follows", self._ask_again, "follow", 30.0, Lease(store, "follows")),
            _Loop("imports", self._bring, "import", 60.0, Lease(store, "imports")),
            _Loop("scheduled", self._write_due, "scheduled", 15.0, Lease(store, "scheduled")),
            _Loop("words", self._read_anew, events.WORDS, lease=Lease(store, "words")),
            _Loop("push", self._pushing.step, pushes.WAKE, lease=pushing),
            _Loop("polls", self._keep_time, polls.WAKE, 15.0, Lease(store, "polls")),
            _Loop("meetings", self._keep_meetings, "meeting", 20.0, Lease(store, "meetings")),
            _Loop("results", self._ask_results, "result", 300.0, Lease(store, "results")),
            _Loop("newcomers", self._welcome, "newcomer", 300.0, Lease(store, "newcomers")),
            _Loop("quiet", self._speak, quiet.WAKE, 20.0, Lease(store, "quiet")),
            _Loop("peers", self._learn, "peer", 300.0, Lease(store, "peers")),
            _Loop("past", self._read_past, catching_up.WAKE, 30.0, Lease(store, "past")),
            _Loop("review", self._look_again, "review", 300.0, Lease(store, "review")),
            _Loop("tidy", self._tidy.run, "tidy", 600.0, Lease(store, "tidy")),
            _Loop("dead", self._bury, "dead"),
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`, then let what is in the air land."""
        holders = [loop.lease.holder for loop in self._loops if loop.lease is not None]
        await vouch(self._parts.store, (*holders, self.lanes.holder))
        await self._bury()
        await self._parts.store.listen()
        delivering = asyncio.create_task(self.lanes.run(), name="lanes")
        tasks = [asyncio.create_task(self._keep(loop), name=loop.name) for loop in self._loops]
        try:
            await stop.wait()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.lanes.stop()
            await asyncio.gather(delivering, self._pushing.stop(), return_exceptions=True)
            for loop in self._loops:
                if loop.lease is not None:
                    await _quietly(loop.lease.let_go())

    async def _keep(self, loop: _Loop) -> None:
        """Take one step after another; after a failure with a growing pause."""
        pause = 0.0
        while True:
            done = 0
            try:
                with about(run=new_tag(), loop=loop.name):
                    done = await self._take(loop)
                pause = 0.0
            except Unavailable as error:
                log.warning("%s waits for the store: %s", loop.name, error.safe)
                pause = min(_LONGEST_PAUSE, pause * 2 or 0.5)
            except Exception:
                log.exception("%s met something nobody thought of", loop.name)
                pause = min(_LONGEST_PAUSE, pause * 2 or 1.0)
            if pause:
                await asyncio.sleep(pause)
            elif not done:
                await self._parts.store.wakes.wait(loop.wake, loop.rest)

    async def _take(self, loop: _Loop) -> int:
        if loop.lease is not None and not await loop.lease.held():
            return 0
        return await loop.step()

    async def _bury(self) -> int:
        """Take over at once what a worker held that ended without a word."""
        dead = await bury(self._parts.store)
        if dead:
            log.warning("took back %s leases of workers that are no more", dead)
        return 0

    async def _bring(self) -> int:
        """Do what members brought along from other nodes."""
        return await carrying.do_due(self._parts.reach)

    async def _write_due(self) -> int:
        """Write the posts whose time has come."""
        return await scheduled.write_due(self._parts.reach)

    async def _keep_time(self) -> int:
        """Close the polls that have ended, and tell how the others stand."""
        return await polls.keep_time(self._parts.store)

    async def _keep_meetings(self) -> int:
        """Remind of meetings, tell who comes, and write what follows in a series."""
        return await meeting_times.keep_time(self._parts.store, series.grow)

    async def _ask_results(self) -> int:
        """Ask those who apply something what came of it, when it is due."""
        return await adopting.ask_due(self._parts.store)

    async def _welcome(self) -> int:
        """Tell stewards of first questions that nobody answered within a day."""
        return await welcoming.remind(self._parts.store)

    async def _read_anew(self) -> int:
        """Keep the words of what was written, so that it can be searched."""
        return await indexing.keep_up(self._parts.store)

    async def _speak(self) -> int:
        """Let voices say what is asked without a name and due."""
        return await quietly.speak_due(self._parts.store, self._parts.seal)

    async def _look_again(self) -> int:
        """Mark what was to be reviewed again by now."""
        return await lifecycle.keep_time(self._parts.store)

    async def _learn(self) -> int:
        """Ask the peers we heard of what they run, each once a day."""
        return await peers.learn_due(self._parts.reach)

    async def _read_past(self) -> int:
        """Read what was said elsewhere before somebody here listened."""
        return await remote_past.run_due(self._parts.reach)

    async def _ask_again(self) -> int:
        """Send the follows again that nobody has answered."""
        due = await membership.due_pending(self._parts.store, clock.now_ms(), _SPREAD)
        for follow in due:
            try:
                await perform(self._parts.store, membership.ask_again, follow)
            except Unavailable:
                raise
            except FedcopError as error:
                log.warning("a follow is not asked again: %s", error.safe)
        return len(due)


async def _quietly(last: Awaitable[None]) -> None:
    try:
        await last
    except FedcopError as error:
        log.warning("at the end: %s", error.safe)

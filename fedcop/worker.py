"""Composition root: the loops that process, tell on, deliver, ask again and tidy."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Final

from fedcop import clock
from fedcop.assembly import Parts
from fedcop.community import (
    adopting,
    backups,
    catching_up,
    events,
    indexing,
    letters,
    meeting_times,
    membership,
    polls,
    pushes,
    quarantine,
    quiet,
    series,
    welcoming,
)
from fedcop.community.erasing import asking, ending
from fedcop.community.perform import perform
from fedcop.community.practice import lifecycle
from fedcop.diagnostics import about, new_tag
from fedcop.errors import FedcopError, Unavailable
from fedcop.federation.inbox.process import Processor
from fedcop.federation.outbox.echo import Echo
from fedcop.federation.remote import carrying, gone, peers, quietly, scheduled
from fedcop.federation.remote import catching_up as remote_past
from fedcop.federation.remote.domains import sending_by_the_rules
from fedcop.figures import OTHER, Figures
from fedcop.keeping.rounds import Rounds
from fedcop.mailing.sending import Mailing
from fedcop.pushing import Pushing
from fedcop.store.leases import Lease, bury, vouch
from fedcop.tidy import Tidy
from fedcop.transport.deliver import Delivered
from fedcop.transport.health import Peer
from fedcop.transport.lanes import Lanes, Out
from fedcop.transport.mail import Mail
from fedcop.watching import outward

log = logging.getLogger(__name__)

_LONGEST_REST: Final = 5.0
_LONGEST_PAUSE: Final = 30.0
_LOOK_SECONDS: Final = 2.0
_SPREAD: Final = 100  # follows asked again in one turn

_PATIENCE: Final = 900.0  # with a turn that reads much, or waits for other nodes
_BACKUP: Final = 12 * 3600.0  # with one backup
_SHORT: Final = 60.0  # with one that is short, and that all others wait for
_DAY_MS: Final = 86_400_000
_DELIVERY: Final = "delivery"
_SHARES: Final = {1: "microblog", 2: "groups"}  # by the form their peers want

Step = Callable[[], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class _Loop:
    """One kind of work: what wakes it, how long it rests at most, and who else may do it."""

    name: str
    step: Step
    wake: str
    rest: float = _LONGEST_REST
    lease: Lease | None = None
    patience: float = _PATIENCE
    inward: bool = False  # nothing of it leaves: it goes on in quarantine


class Worker:
    """Everything that happens after an answer was given."""

    def __init__(self, parts: Parts) -> None:
        store = parts.store
        self._parts = parts
        self._figures = parts.figures
        self._processor = Processor(parts.reach, parts.keys, parts.figures.verdicts)
        self._echo = Echo(store, parts.outbound)
        self._tidy = Tidy(store, parts.settings, parts.files)
        self.lanes = Lanes(
            store,
            Out(
                sending_by_the_rules(parts.reach.domains, parts.client.post),
                parts.keyring.signer,
                lambda inbox: gone.confirm(parts.reach, inbox),
                self._landed,
                lambda: self._figures.pulse.beat(_DELIVERY, _SHORT),
            ),
        )
        pushing = Lease(store, "push")
        self._pushing = Pushing(store, parts.push, parts.seal, pushing.held)
        mailing = Lease(store, "mail")
        self._mailing = Mailing(store, parts.settings, Mail(parts.settings), mailing.held)
        keeping = Lease(store, "backups")
        self._rounds = Rounds(store, parts.settings, keeping.held)
        self._silent_until = 0.0
        self._silent = False
        self._loops = (
            _Loop("inbox", self._processor.run_batch, "inbox", 5.0, Lease(store, "inbox"), _SHORT),
            _Loop("echo", self._echo.run_batch, "event", 5.0, Lease(store, "echo"), _SHORT),
            _Loop("follows", self._ask_again, "follow", 30.0, Lease(store, "follows")),
            _Loop("imports", self._bring, "import", 60.0, Lease(store, "imports")),
            _Loop("scheduled", self._write_due, "scheduled", 15.0, Lease(store, "scheduled")),
            _Loop("words", self._read_anew, events.WORDS, lease=Lease(store, "words"), inward=True),
            _Loop("push", self._pushing.step, pushes.WAKE, lease=pushing),
            _Loop("mail", self._mailing.step, letters.WAKE, 15.0, mailing),
            _Loop("polls", self._keep_time, polls.WAKE, 15.0, Lease(store, "polls")),
            _Loop("meetings", self._keep_meetings, "meeting", 20.0, Lease(store, "meetings")),
            _Loop("results", self._ask_results, "result", 300.0, Lease(store, "results")),
            _Loop("newcomers", self._welcome, "newcomer", 300.0, Lease(store, "newcomers")),
            _Loop("quiet", self._speak, quiet.WAKE, 20.0, Lease(store, "quiet")),
            _Loop("peers", self._learn, "peer", 300.0, Lease(store, "peers")),
            _Loop("past", self._read_past, catching_up.WAKE, 30.0, Lease(store, "past")),
            _Loop("review", self._look_again, "review", 300.0, Lease(store, "review")),
            _Loop("erasing", self._forget, asking.WAKE, 2.0, Lease(store, "erasing")),
            _Loop("outside", self._look_from_outside, "outside", 300.0, Lease(store, "outside")),
            _Loop("tidy", self._tidy.run, "tidy", 600.0, Lease(store, "tidy")),
            _Loop("dead", self._bury, "dead", inward=True),
            _Loop("backups", self._rounds.step, backups.WAKE, 30.0, keeping, _BACKUP, inward=True),
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`, then let what is in the air land."""
        holders = [loop.lease.holder for loop in self._loops if loop.lease is not None]
        await vouch(self._parts.store, (*holders, self.lanes.holder))
        await self._bury()
        await self._parts.store.listen()
        self._figures.pulse.beat(_DELIVERY, _SHORT)
        if await self._is_silent():
            log.warning("%s", quarantine.WORDS)
        delivering = self._begin(self._deliver(stop), _DELIVERY)
        tasks = [self._begin(self._keep(loop), loop.name) for loop in self._loops]
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

    def _begin(self, loop: Coroutine[object, object, None], name: str) -> "asyncio.Task[None]":
        """Begin a loop; whoever watches is told when it ends."""
        task = asyncio.create_task(loop, name=name)
        task.add_done_callback(lambda _: self._figures.pulse.end(name))
        return task

    async def _deliver(self, stop: asyncio.Event) -> None:
        """Deliver what is owed; in quarantine nothing, until it is released."""
        while await self._is_silent():
            self._figures.pulse.beat(_DELIVERY, _SHORT)
            await self._parts.store.wakes.wait(quarantine.WAKE, _LOOK_SECONDS)
            if stop.is_set():
                return
        await self.lanes.run()

    async def _is_silent(self) -> bool:
        """Whether this node is in quarantine; known for a moment."""
        if time.monotonic() >= self._silent_until:
            try:
                silent = bool(await quarantine.find_since(self._parts.store))
            except Unavailable:
                log.warning("whether this node may speak is not known: it does not")
                return True
            if self._silent and not silent:
                log.info("the quarantine has ended: this node speaks")
            self._silent = silent
            self._silent_until = time.monotonic() + _LOOK_SECONDS
        return self._silent

    def _landed(self, peer: Peer, delivered: Delivered) -> None:
        """Count how an attempt to deliver went."""
        _count_delivery(self._figures, peer, delivered)

    async def _keep(self, loop: _Loop) -> None:
        """Take one step after another; after a failure with a growing pause."""
        pause = 0.0
        while True:
            done = 0
            self._figures.pulse.beat(loop.name, loop.patience + loop.rest)
            begun = time.perf_counter()
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
            self._count(loop, time.perf_counter() - begun, failed=bool(pause))
            if pause:
                await asyncio.sleep(pause)
            elif not done:
                await self._parts.store.wakes.wait(loop.wake, loop.rest)

    async def _take(self, loop: _Loop) -> int:
        if loop.lease is not None and not await loop.lease.held():
            return 0
        if not loop.inward and await self._is_silent():
            return 0
        return await loop.step()

    def _count(self, loop: _Loop, seconds: float, *, failed: bool) -> None:
        """Count a turn, and how it went."""
        self._figures.pulse.went(loop.name, well=not failed)
        self._figures.turns.add(seconds, loop.name)
        if failed:
            self._figures.failures.add(loop.name)

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

    async def _forget(self) -> int:
        """Go on forgetting those who asked for it."""
        keep_ms = self._parts.settings.retention_days * _DAY_MS
        return await ending.go_on(self._parts.store, keep_ms)

    async def _look_again(self) -> int:
        """Mark what was to be reviewed again by now."""
        return await lifecycle.keep_time(self._parts.store)

    async def _look_from_outside(self) -> int:
        """See the certificate of our address and the clocks of peers, as those would see us."""
        return await outward.look(self._parts)

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


def _count_delivery(figures: Figures, peer: Peer, delivered: Delivered) -> None:
    share = _SHARES.get(peer.dialect, OTHER)
    figures.deliveries.add(share, delivered.outcome.name.lower())
    if delivered.status:
        figures.flights.add(delivered.seconds, share)


async def _quietly(last: Awaitable[None]) -> None:
    try:
        await last
    except FedcopError as error:
        log.warning("at the end: %s", error.safe)

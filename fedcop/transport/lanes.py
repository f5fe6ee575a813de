"""The delivering worker: lanes read the log, each at its own pace, and none waits for another.

Nothing is written when an entry concerns a lane, and a peer that is down costs nothing until it
is tried again: the map of who reads what is in memory, the rest follows from places in the store.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

from fedcop import clock
from fedcop.errors import Unavailable
from fedcop.store.batch import Store, Unit
from fedcop.store.queries import lanes, readers
from fedcop.transport.board import Board, LaneLimits
from fedcop.transport.flights import PEER, Flights, Out
from fedcop.transport.health import Peer
from fedcop.transport.holdings import LANE, Holdings

__all__ = ["LaneLimits", "Lanes", "Out"]

log = logging.getLogger(__name__)

Step = Callable[[], Awaitable[None]]

_FAR_BEHIND: Final = 5_000  # positions; beyond that it is cheaper to ask who lags
_PAGE: Final = 5_000
_PAUSE_SECONDS: Final = 1.0
_PUT_BACK_MS: Final = 60_000
_ALL_WAITING: Final = 2**62


class Lanes:
    """One worker that delivers; there may be several on several machines."""

    def __init__(self, store: Store, out: Out, limits: LaneLimits | None = None) -> None:
        self._board = Board(store, limits or LaneLimits())
        self._holdings = Holdings(self._board)
        self._flights = Flights(self._board, out)
        self._turned = out.turned
        self._stopping = False
        self._closed = False
        self._asleep = False
        self._log_rung = True
        self._asked: set[int] = set()
        self._peers_changed: set[int] = set()
        self._let_go_asked = False
        self._sweep_at = self._orphans_at = 0
        self._looked = self._written = 0.0
        self._clock = clock.now_ms()
        store.wakes.hear(self._hear)

    async def run(self) -> None:
        """Deliver until `stop`; cancelling is a crash, after which another reads on."""
        try:
            await self._until_it_works(self._begin)
            while not self._stopping:
                await self._until_it_works(self._turn)
                self._turned()
                await self._sleep()
            await self._drain()
        finally:
            self._closed = True
            self._flights.cancel()

    def stop(self) -> None:
        """Let what is in the air land, write it, let every lane go; `run` then returns."""
        self._stopping = True
        self._board.bell.set()

    @property
    def holder(self) -> int:
        """The number under which it leases lanes."""
        return self._board.holder

    @property
    def busy(self) -> bool:
        """Whether there is something to do now, rather than at some later time."""
        board = self._board
        return bool(
            not self._asleep
            or self._flights.count
            or board.dirty
            or board.peer_notes
            or board.bell.is_set()
        )

    def heard_from(self, host: str) -> None:
        """Take a sign of life of a peer: what is owed to it is tried again."""
        peer = self._board.readers.by_host.get(host)
        if peer is not None and peer.heard(clock.now_ms()):
            self._board.timers.set(peer.next_try, PEER, peer.id)
            self._board.bell.set()

    # The loop

    async def _until_it_works(self, step: Step) -> None:
        while True:
            try:
                await step()
            except Unavailable as error:
                log.warning("delivery waits for the store: %s", error.safe)
                await asyncio.sleep(_PAUSE_SECONDS)
            else:
                return

    async def _begin(self) -> None:
        board = self._board
        if board.store.backend.dialect == "sqlite":
            unit = Unit(board.store)
            unit.add(lanes.free_all())
            await unit.commit()
        await self._sweep()

    async def _turn(self) -> None:
        board = self._board
        board.bell.clear()
        await self._look()
        while await self._holdings.claim_some():
            self._flights.start_all()
        await self._holdings.read_hungry()
        self._flights.start_all()
        await self._holdings.renew()
        now = asyncio.get_running_loop().time()
        if board.urgent or now - self._written >= board.limits.flush_seconds:
            self._written = now
            await self._holdings.write()
        self._flights.start_all()

    async def _sleep(self) -> None:
        board = self._board
        if self._pressing():
            await asyncio.sleep(0)
            return
        pause = board.limits.poll_seconds
        if board.dirty or board.peer_notes:
            pause = board.limits.flush_seconds
        due = board.timers.next()
        if due is not None:
            pause = min(pause, max(0.0, (due - clock.now_ms()) / 1000))
        self._asleep = True
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await board.bell.wait()
        self._asleep = False

    def _pressing(self) -> bool:
        """Whether there is something to do at once."""
        board = self._board
        return bool(self._log_rung or self._asked or board.hungry or board.urgent)

    async def _drain(self) -> None:
        board = self._board
        for lane in board.held.values():
            board.leave(lane)
        await self._flights.stop(board.limits.drain_seconds)
        await self._holdings.write()

    # What there is to do

    def _hear(self, kind: str, number: int) -> None:
        if self._closed:
            return
        everything = kind == "*"
        if everything or kind == lanes.LOG:
            self._log_rung = True
        if everything or kind == lanes.LET_GO:
            self._let_go_asked = True
        if everything:
            self._peers_changed.update(self._board.readers.peers)
        if kind == lanes.LANE:
            self._asked.add(number)
        if kind == lanes.PEER:
            self._peers_changed.add(number)
        self._board.bell.set()

    async def _look(self) -> None:
        board, now = self._board, clock.now_ms()
        if now < self._clock - _PUT_BACK_MS:
            self._forget_times(now)
        self._clock = now
        if now >= self._sweep_at:
            await self._sweep()
        await self._look_at_rings(now)
        for due in board.timers.take(now):
            await self._look_at_due(due.kind, due.number, now)
        for peer in [board.revived.pop(number) for number in list(board.revived)]:
            await self._wake_lagging(peer, now)
        if now >= self._orphans_at:
            self._orphans_at = now + board.limits.orphans_ms
            await self._wake_all(await lanes.list_orphans(board.store, now), now)

    def _forget_times(self, now: int) -> None:
        """Look now at whatever waits for a time: the clock that set it was ahead."""
        board = self._board
        log.warning("the clock was put back: what waits to be delivered is tried now")
        self._sweep_at = self._orphans_at = 0
        for lane in board.held.values():
            lane.window.forget_times(now)
            board.timers.set(now, LANE, lane.id)
        for peer in board.readers.peers.values():
            peer.next_try = min(peer.next_try, now)
            board.timers.set(now, PEER, peer.id)

    async def _look_at_rings(self, now: int) -> None:
        if self._let_go_asked:
            self._let_go_asked = False
            await self._holdings.let_wanted_go()
        if self._peers_changed:
            await self._look_at_peers(now)
        loop_now = asyncio.get_running_loop().time()
        if self._log_rung or loop_now - self._looked >= self._board.limits.poll_seconds:
            self._log_rung, self._looked = False, loop_now
            await self._look_at_log(now)
        if self._asked:
            asked, self._asked = self._asked, set()
            await self._wake_all(asked, now)

    async def _look_at_log(self, now: int) -> None:
        board = self._board
        head = await readers.find_head(board.store)
        if head == board.head:
            return
        if head - board.head > _FAR_BEHIND:
            await self._sweep()
            return
        changed = await readers.list_changed(board.store, board.head)
        if len(changed) == _PAGE:
            await self._sweep()
            return
        told = await readers.list_told(board.store, board.head, head)
        await board.readers.change(changed)
        await board.readers.find(row.lane_id for row in told if row.lane_id)
        board.head = head
        for reading in changed:
            lane = board.held.get(reading.lane_id)
            if lane is not None and reading.ended > 1:
                board.leave(lane)  # what was for members is cut at once
            board.wake(reading.lane_id, now)
        for row in told:
            for number in board.readers.owed(row, now):
                board.wake(number, now)

    async def _look_at_due(self, kind: str, number: int, now: int) -> None:
        board = self._board
        if kind == LANE:
            lane = board.held.get(number)
            if lane is None:
                board.wake(number, now)
            else:
                board.queue(lane)
            return
        peer = board.readers.peers.get(number)
        if peer is None:
            return
        if peer.rests(now):
            board.timers.set(peer.next_try, PEER, number)
        else:
            await self._wake_lagging(peer, now)

    async def _look_at_peers(self, now: int) -> None:
        """Believe what others found out about peers: alive again, or of another dialect."""
        board = self._board
        changed, self._peers_changed = self._peers_changed, set()
        for state in await readers.list_some_peers(board.store, sorted(changed)):
            peer = board.readers.peers.get(state.id)
            if peer is None:
                continue
            rested, dialect = peer.rests(now), peer.dialect
            if peer.id in board.peer_notes:
                peer.dialect = state.dialect  # of its health we know more, and write it soon
            else:
                peer.take_over(state)
            if peer.dialect != dialect:
                for lane in board.held.values():
                    if lane.peer is peer:
                        lane.woken = True
                        board.leave(lane)
            if rested or peer.dialect != dialect:
                board.timers.set(max(now, peer.next_try), PEER, peer.id)

    async def _wake_all(self, numbers: "set[int] | list[int]", now: int) -> None:
        await self._board.readers.find(numbers)
        for number in numbers:
            self._board.wake(number, now)

    async def _wake_lagging(self, peer: Peer, now: int) -> None:
        """Have all lanes of a peer read on; as long as it is not proven, one after the other."""
        rows = await readers.list_lagging_of(self._board.store, peer.id, _ALL_WAITING)
        await self._board.readers.know_lanes(rows)
        for row in rows:
            self._board.wake(row.lane_id, now)

    async def _sweep(self) -> None:
        """Read everything in memory anew and find what lags: at the start, and now and then."""
        board, now = self._board, clock.now_ms()
        self._sweep_at = 0  # again at once, should the store fail midway
        board.head = await readers.find_head(board.store)
        self._peers_changed.update(board.readers.peers)
        await board.readers.load()
        for peer in board.readers.peers.values():
            if peer.rests(now):
                board.timers.set(peer.next_try, PEER, peer.id)
        for number, due in await readers.list_side_times(board.store):
            board.timers.set(due, LANE, number)
        after = 0
        while rows := await readers.list_lagging(board.store, after, now):
            await board.readers.know_lanes(rows)
            for row in rows:
                board.wake(row.lane_id, now)
            after = rows[-1].lane_id
        self._sweep_at = now + board.limits.sweep_ms

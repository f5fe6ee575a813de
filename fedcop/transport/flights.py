"""Items in the air: what takes off, and what follows from how it lands."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from fedcop import clock
from fedcop.diagnostics import about
from fedcop.errors import FedcopError, Unavailable
from fedcop.store.queries import readers
from fedcop.transport.board import Board
from fedcop.transport.deliver import Delivered, Outcome, Send, deliver
from fedcop.transport.health import SECOND, Peer, jittered
from fedcop.transport.holdings import LANE, MARGIN_MS
from fedcop.transport.lane import Lane
from fedcop.transport.signing import Signer
from fedcop.transport.window import Item

log = logging.getLogger(__name__)

PEER: Final = "peer"
_STUBBORN_AFTER: Final = 3
_FIRST_PAUSE: Final = 2 * SECOND
_LONGEST_PAUSE: Final = 60 * SECOND
# Beside the lane: after each failure so many minutes, then it is given up.
BESIDE_MINUTES: Final = (1, 5, 30, 120, 360, 720, 1440, 1440, 1440)
_OURSELVES_MS: Final = 5 * SECOND
_TELL_WELL_MS: Final = 600 * SECOND
_HELD_FOR_MS: Final = 30 * SECOND  # a lane that waits longer is let go meanwhile
_GONE_KEPT: Final = 1000
_GONE_FOR_MS: Final = 3_600 * SECOND

SignerOf = Callable[[int], Awaitable[Signer]]
OnGone = Callable[[str], Awaitable[bool]]
Landed = Callable[[Peer, Delivered], None]


def to_nobody(_peer: Peer, _delivered: Delivered) -> None:
    """Tell nobody how an attempt went."""


@dataclass(frozen=True, slots=True)
class Out:
    """How a worker gets out: who signs, what sends, and whom to ask when nobody is there."""

    send: Send
    signer_of: SignerOf
    on_gone: OnGone  # whether the origin says too that nobody is at an inbox any more
    landed: Landed = to_nobody  # told how each attempt went
    turned: Callable[[], None] = lambda: None  # told at each turn that delivery lives


class Flights:
    """Deliveries in the air."""

    def __init__(self, board: Board, out: Out) -> None:
        self._board = board
        self._out = out
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopped = False
        self._gone: OrderedDict[str, tuple[int, bool]] = OrderedDict()

    @property
    def count(self) -> int:
        """How many are in the air."""
        return len(self._tasks)

    # Taking off

    def start_all(self) -> None:
        """Let fly whatever may, lane by lane in turn."""
        board = self._board
        now = clock.now_ms()
        while not self._stopped and board.line and len(self._tasks) < board.limits.flights:
            lane = board.line.popleft()
            lane.queued = False
            if self._start_one(lane, now):
                board.queue(lane)

    def _start_one(self, lane: Lane, now: int) -> bool:
        board, peer = self._board, lane.peer
        if not self._may_start(lane, now):
            return False
        if peer.flying >= peer.width:
            board.parked.setdefault(peer.id, {})[lane.id] = lane
            return False
        item = self._next(lane, now)
        if item is None:
            self._nothing_to_do(lane, now)
            return False
        self._take_off(lane, item, now)
        return True

    def _may_start(self, lane: Lane, now: int) -> bool:
        board = self._board
        if lane.leaving or board.held.get(lane.id) is not lane:
            return False
        if lane.peer.rests(now):
            board.leave(lane)
            return False
        # Where the lease is too short, it is queued again once that is renewed.
        return now <= lane.lease_until - MARGIN_MS

    def _next(self, lane: Lane, now: int) -> Item | None:
        """Pick what flies next; a crash may never repeat more than a window.

        The last place in the window is kept for the one that holds the others up.
        """
        board, window, widest = self._board, lane.window, self._board.limits.widths.far
        if not lane.full(widest - 1):
            return window.next(now, fresh=not lane.peer.proven)
        if window.dirty:
            board.press(lane)
            return None
        return None if lane.full(widest) else window.first(now)

    def _take_off(self, lane: Lane, item: Item, now: int) -> None:
        lane.window.take_off(item)
        lane.peer.flying += 1
        task = asyncio.create_task(self._fly(lane, item, now))
        self._tasks.add(task)
        task.add_done_callback(partial(self._down, lane))

    def _nothing_to_do(self, lane: Lane, now: int) -> None:
        """Let a lane go when nothing of it can fly for a while."""
        window, board = lane.window, self._board
        if window.flying or (lane.full(board.limits.widths.far - 1) and window.dirty):
            return  # it is queued again when that has landed, or is written
        if lane.hungry(board.head):
            board.feed(lane)
            return
        due = window.due(now)
        if window.items and due - now < _HELD_FOR_MS:
            board.timers.set(due, LANE, lane.id)
        else:
            board.leave(lane)

    # In the air

    async def _fly(self, lane: Lane, item: Item, launched: int) -> None:
        try:
            delivered = await self._attempt(lane, item)
        except Exception:
            log.exception(
                "entry %s for %s: it could not be tried",
                item.position,
                lane.inbox,
                extra=self._activity_of(item),
            )
            delivered = None
        lane.window.come_back(item)
        lane.peer.flying -= 1
        if delivered is None:
            self._ourselves(lane, item)
        else:
            self._out.landed(lane.peer, delivered)
            self._settle_down(lane, item, delivered, launched)
        self._board.soil(lane)

    def _settle_down(self, lane: Lane, item: Item, delivered: Delivered, launched: int) -> None:
        """Land; where lines may be logged, they name the activity."""
        if delivered.outcome is Outcome.DONE:
            self._land(lane, item, delivered, launched)
            return
        with about(**self._activity_of(item)):
            self._land(lane, item, delivered, launched)

    def _activity_of(self, item: Item) -> dict[str, str]:
        return {"activity": self._board.bodies.id_of(item.position, item.form)}

    async def _attempt(self, lane: Lane, item: Item) -> Delivered | None:
        """Make one attempt; None when it is we who could not."""
        try:
            body = await self._board.bodies.get(item.position, item.form)
            if body is None:
                return Delivered(Outcome.DONE)  # the log has let it go
            signer = await self._out.signer_of(item.actor_id)
        except Unavailable as error:
            with about(**self._activity_of(item)):
                log.warning("entry %s for %s: %s", item.position, lane.inbox, error.safe)
            return None
        except FedcopError as error:
            return Delivered(Outcome.REFUSED, error=f"nobody can sign it: {error.safe}")
        delivered = await deliver(self._out.send, signer, lane.inbox, body, shared=lane.shared)
        if delivered.outcome is Outcome.GONE and await self._really_gone(lane.inbox):
            return Delivered(Outcome.REFUSED, delivered.status, "gone", seconds=delivered.seconds)
        return delivered

    async def _really_gone(self, inbox: str) -> bool:
        now = clock.now_ms()
        until, verdict = self._gone.get(inbox, (0, False))
        if until > now:
            return verdict
        verdict = await self._out.on_gone(inbox)
        self._gone[inbox] = (now + _GONE_FOR_MS, verdict)
        self._gone.move_to_end(inbox)
        if len(self._gone) > _GONE_KEPT:
            self._gone.popitem(last=False)
        return verdict

    def _down(self, lane: Lane, task: asyncio.Task[None]) -> None:
        board, peer = self._board, lane.peer
        self._tasks.discard(task)
        if self._stopped:
            return
        for parked in board.parked.pop(peer.id, {}).values():
            board.queue(parked)
        board.queue(lane)
        if lane.hungry(board.head):
            board.feed(lane)
        if len(lane.window.landed) >= board.limits.widths.far // 2:
            board.press(lane)
        self.start_all()

    # Landing

    def _land(self, lane: Lane, item: Item, delivered: Delivered, launched: int) -> None:
        now, window = clock.now_ms(), lane.window
        if delivered.status and delivered.outcome is not Outcome.LATER:
            self._answered(lane.peer, now, delivered)
        match delivered.outcome:
            case Outcome.DONE:
                window.finish(item)
            case Outcome.REFUSED | Outcome.POLICY:
                window.refuse(item, delivered.status, delivered.error)
                log.info("%s refused entry %s: %s", lane.inbox, item.position, delivered.error)
            case Outcome.LATER:
                self._failed(lane, item, delivered, launched)
            case Outcome.UNAUTHORISED | Outcome.GONE:
                self._put_off(lane, item, delivered, answers=True)

    def _answered(self, peer: Peer, now: int, delivered: Delivered) -> None:
        board = self._board
        if not peer.proven and peer.waiting:
            board.asking[peer.id] = peer
            board.bell.set()
        if peer.answered(now, delivered.seconds):
            log.info("%s: it answers again", peer.host)
            board.revived[peer.id] = peer
            board.bell.set()
        elif now - peer.told_ok < _TELL_WELL_MS:
            return
        peer.told_ok = now
        board.peer_notes[peer.id] = readers.is_well(peer.id, now, delivered.status)

    def _failed(self, lane: Lane, item: Item, delivered: Delivered, launched: int) -> None:
        peer, now = lane.peer, clock.now_ms()
        ours = not delivered.slow_down and peer.blames_item(launched)
        if not ours and peer.failed(now, launched, delivered.retry_after):
            self._rest(peer, delivered)
        answers_others = peer.last_ok > lane.window.first_failed(item, now)
        self._put_off(lane, item, delivered, answers=answers_others)

    def _rest(self, peer: Peer, delivered: Delivered) -> None:
        """Leave a peer alone: its lanes are let go and cost nothing until it is tried again."""
        board = self._board
        log.info("%s: %s; next try at %s", peer.host, delivered.error, clock.iso(peer.next_try))
        board.peer_notes[peer.id] = readers.fails(peer.state(), delivered.status, delivered.error)
        board.timers.set(peer.next_try, PEER, peer.id)
        peer.waiting.clear()
        board.asking.pop(peer.id, None)
        for lane in board.held.values():
            if lane.peer is peer:
                board.leave(lane)
        board.bell.set()

    def _put_off(self, lane: Lane, item: Item, delivered: Delivered, *, answers: bool) -> None:
        """Try an item again later: in its lane at first, beside it when it is the stubborn one."""
        window, now = lane.window, clock.now_ms()
        status, error = delivered.status, delivered.error
        if item.beside:
            if item.tries >= len(BESIDE_MINUTES):
                window.give_up(item, status, error)
                log.warning("%s: entry %s is given up: %s", lane.inbox, item.position, error)
                return
            pause = max(BESIDE_MINUTES[item.tries] * 60, delivered.retry_after) * SECOND
            window.put_off_beside(item, now + jittered(pause), status, error)
            return
        tries = window.tries(item) + 1
        if answers and tries >= _STUBBORN_AFTER:
            window.set_aside(item, now + jittered(BESIDE_MINUTES[0] * 60 * SECOND), status, error)
            log.info("%s: entry %s waits beside: %s", lane.inbox, item.position, error)
            return
        pause = max(_FIRST_PAUSE << min(tries, 6), delivered.retry_after * SECOND)
        window.put_off(item, now + jittered(min(_LONGEST_PAUSE, pause)), now)
        self._board.timers.set(item.next_try, LANE, lane.id)

    def _ourselves(self, lane: Lane, item: Item) -> None:
        """Try again soon what our own store or a fault of ours kept from flying."""
        item.next_try = clock.now_ms() + jittered(_OURSELVES_MS)
        self._board.timers.set(item.next_try, LANE, lane.id)

    async def stop(self, seconds: float) -> None:
        """Wait for what is in the air, for a while."""
        self._stopped = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        self.cancel()

    def cancel(self) -> None:
        """Drop what is in the air."""
        self._stopped = True
        for task in self._tasks:
            task.cancel()

"""Leasing lanes, reading what they are owed, writing how far they have come, letting them go."""

import logging
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from fedcop import clock
from fedcop.store.batch import Unit
from fedcop.store.queries import lanes, readers, side_queue
from fedcop.transport.board import Board
from fedcop.transport.deliver import LONGEST_SECONDS
from fedcop.transport.health import SECOND, Peer
from fedcop.transport.lane import Lane
from fedcop.transport.window import NEVER, Kept

if TYPE_CHECKING:
    from fedcop.store.queries.lanes import Owed
    from fedcop.store.queries.side_queue import Waiting

log = logging.getLogger(__name__)

LANE: Final = "lane"
MARGIN_MS: Final = int(LONGEST_SECONDS * SECOND) + 5 * SECOND
_LOOK_AGAIN_MS: Final = 60 * SECOND
_WRITTEN_AT_ONCE: Final = 128


class Holdings:
    """The lanes of one worker, as far as the store is concerned."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._renew_at = 0

    # Leasing

    async def claim_some(self) -> bool:
        """Lease a batch of lanes that have something to read, and read it; False: none."""
        board = self._board
        chosen = self._choose()
        if not chosen:
            return False
        now = clock.now_ms()
        until = now + board.limits.lease_ms
        unit = Unit(board.store)
        unit.add(lanes.claim(chosen, board.holder, now, until))
        try:
            await unit.commit()
            claimed = await lanes.list_claimed(board.store, chosen, board.holder, now)
        except BaseException:
            for number in chosen:
                board.readers.peer_of[number].held -= 1
                board.wake(number, now)
            raise
        taken = [self._take(row, until) for row in claimed]
        await self._not_had([n for n in chosen if n not in board.held], now)
        await self.read(taken)
        return True

    def _choose(self) -> list[int]:
        """Pick lanes of several peers, of each no more than may fly to it."""
        board, chosen = self._board, list[int]()
        for peer in list(board.asking.values()):
            while peer.waiting and peer.held < peer.width:
                if len(chosen) == board.limits.batch or self._full(chosen):
                    return chosen
                number = next(iter(peer.waiting))
                del peer.waiting[number]
                if number not in board.held:
                    peer.held += 1
                    chosen.append(number)
            del board.asking[peer.id]  # it asks again when a lane of it is let go
        return chosen

    def _full(self, chosen: list[int]) -> bool:
        return len(self._board.held) + len(chosen) >= self._board.limits.held

    def _take(self, row: lanes.Claimed, until: int) -> Lane:
        board = self._board
        peer = board.readers.peer_of[row.id]
        lane = Lane(row, peer, until, board.trials.pop(row.id, {}))
        board.held[row.id] = lane
        return lane

    async def _not_had(self, missing: list[int], now: int) -> None:
        """Forget lanes that are gone; look again later for those that others have or want."""
        board = self._board
        if not missing:
            return
        there = {row.lane_id for row in await readers.list_lanes(board.store, missing)}
        for number in missing:
            peer = board.readers.peer_of[number]
            peer.held -= 1
            self._ask_again(peer)
            if number in there:
                board.timers.set(now + _LOOK_AGAIN_MS, LANE, number)
            else:
                board.readers.forget(number)

    # Reading

    async def read_hungry(self) -> None:
        """Read on for lanes that have little left."""
        board = self._board
        while board.hungry:
            some = [board.hungry.pop(n) for n in list(board.hungry)[: board.limits.batch]]
            await self.read([lane for lane in some if lane.hungry(board.head)])

    async def read(self, some: list[Lane]) -> None:
        """Read what lanes are owed, those that read alike together; then they may fly."""
        board = self._board
        try:
            beside = await self._read_beside([n.id for n in some if not n.window.begun])
            alike: defaultdict[int, list[Lane]] = defaultdict(list)
            for lane in some:
                alike[lane.span].append(lane)
            for span, group in alike.items():
                await self._read_alike(group, span, beside)
        except BaseException:
            board.hungry.update((lane.id, lane) for lane in some)
            raise

    async def _read_beside(self, fresh: list[int]) -> "dict[int, list[Waiting]]":
        beside: defaultdict[int, list[Waiting]] = defaultdict(list)
        if fresh:
            for row in await side_queue.list_waiting(self._board.store, fresh):
                beside[row.lane_id].append(row)
        return beside

    async def _read_alike(
        self, group: list[Lane], span: int, beside: "dict[int, list[Waiting]]"
    ) -> None:
        board, head = self._board, self._board.head
        for lane in group:
            lane.woken = False
        asks = [(lane.id, lane.window.read_to) for lane in group]
        found: defaultdict[int, list[Owed]] = defaultdict(list)
        for row in await lanes.list_owed(board.store, asks, span):
            if row.position <= head:
                found[row.lane_id].append(row)
        for lane in group:
            if not lane.window.begun:
                lane.window.wait_beside(beside.get(lane.id, ()))
            lane.window.take(found[lane.id], min(head, lane.window.read_to + span))
            lane.fed(len(found[lane.id]))
            self._has_read(lane)

    def _has_read(self, lane: Lane) -> None:
        board = self._board
        if lane.window.dirty:
            board.soil(lane)
        if lane.hungry(board.head):
            board.feed(lane)
        board.queue(lane)

    # Writing

    async def write(self) -> None:
        """Write what became of things, in one unit for many lanes; let go what is done."""
        board = self._board
        board.urgent = False
        for _ in range(1 + len(board.dirty) // _WRITTEN_AT_ONCE):
            some = [board.dirty.pop(n) for n in list(board.dirty)[:_WRITTEN_AT_ONCE]]
            ours = [lane for lane in some if self._has_something(lane)]
            if ours or board.peer_notes:
                await self._write(ours)

    def _has_something(self, lane: Lane) -> bool:
        """Whether there is something of a lane to write, its end included."""
        if self._board.held.get(lane.id) is not lane:
            return False  # it was let go, and is perhaps leased anew
        return lane.window.dirty or (lane.leaving and not lane.window.flying)

    async def _write(self, some: list[Lane]) -> None:
        board, now = self._board, clock.now_ms()
        unit = Unit(board.store)
        leaving = {lane.id for lane in some if lane.leaving and not lane.window.flying}
        kept = [(lane, lane.window.to_keep(last=lane.id in leaving)) for lane in some]
        notes, board.peer_notes = board.peer_notes, {}
        unit.add(*(lane.place_statement(k, release=lane.id in leaving) for lane, k in kept))
        for lane, k in kept:
            if k.anything:
                unit.add(*lane.other_statements(k, now))
        unit.add(*notes.values())
        if leaving:
            unit.wake(lanes.FREE)
        try:
            await unit.commit()
        except BaseException:
            self._take_back(kept)
            board.peer_notes = notes | board.peer_notes
            raise
        for lane, k in kept:
            self._written(lane, k, now, gone=lane.id in leaving)

    def _take_back(self, kept: list[tuple[Lane, Kept]]) -> None:
        for lane, k in kept:
            lane.window.not_kept(k)
            self._board.soil(lane)

    def _written(self, lane: Lane, kept: Kept, now: int, *, gone: bool) -> None:
        board = self._board
        lane.window.kept(kept)
        if gone:
            self._let_go(lane, now)
        else:
            board.queue(lane)  # what leaves is looked at again when it has landed

    def _let_go(self, lane: Lane, now: int) -> None:
        board = self._board
        del board.held[lane.id]
        board.hungry.pop(lane.id, None)
        lane.peer.held -= 1
        if lane.window.trials:
            board.trials[lane.id] = lane.window.trials
        due = lane.window.due(now)
        if due < NEVER:
            board.timers.set(due, LANE, lane.id)
        if lane.woken:
            board.wake(lane.id, now)
        self._ask_again(lane.peer)

    def _ask_again(self, peer: Peer) -> None:
        if peer.waiting:
            self._board.asking[peer.id] = peer

    # Keeping

    async def renew(self) -> None:
        """Lease for longer what we are still at work on; what others have is lost to us."""
        board, now = self._board, clock.now_ms()
        if now < self._renew_at:
            return
        self._renew_at = now + board.limits.lease_ms // 12
        old = [
            lane.id
            for lane in board.held.values()
            if not lane.leaving and lane.lease_until - now < board.limits.lease_ms // 3 * 2
        ]
        if not old:
            return
        until = now + board.limits.lease_ms
        unit = Unit(board.store)
        unit.add(lanes.renew(old, board.holder, now, until))
        await unit.commit()
        ours = await lanes.list_held(board.store, old, board.holder, now)
        for number in old:
            lane = board.held.get(number)
            if lane is None:
                continue
            if ours.get(number) == lane.token:
                lane.lease_until = until
                board.queue(lane)
            else:
                self._lose(lane)

    def _lose(self, lane: Lane) -> None:
        """Start nothing more on a lane whose lease is over; what landed is written if it may be."""
        log.warning("lane %s: its lease is over, or another worker wants it", lane.inbox)
        lane.woken = True
        self._board.leave(lane)

    async def let_wanted_go(self) -> None:
        """Let lanes go that somebody else wants."""
        board = self._board
        if not board.held:
            return
        for number in await lanes.list_wanted(board.store, list(board.held), clock.now_ms()):
            lane = board.held.get(number)
            if lane is not None:
                board.leave(lane)
                board.urgent = True

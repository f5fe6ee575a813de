"""What the parts of one delivering worker share: the lanes it leases and what is to be done."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

from fedcop import ids
from fedcop.store.batch import Store
from fedcop.store.statements import Statement
from fedcop.transport.bodies import Bodies
from fedcop.transport.health import Peer, Widths
from fedcop.transport.lane import Lane
from fedcop.transport.readers import Readers
from fedcop.transport.timers import Timers
from fedcop.transport.window import Trials


@dataclass(frozen=True, slots=True)
class LaneLimits:
    """How much at once, and how long; seconds, and milliseconds where the clock is concerned."""

    flights: int = 128  # deliveries in the air
    widths: Widths = field(default_factory=Widths)  # deliveries in the air to one peer
    held: int = 384  # lanes leased
    batch: int = 48  # lanes leased and read in one go
    lease_ms: int = 120_000
    flush_seconds: float = 0.1
    poll_seconds: float = 1.0
    sweep_ms: int = 3_600_000  # when everything in memory is read anew
    orphans_ms: int = 30_000  # when lanes are sought that a worker left behind
    drain_seconds: float = 20.0


@dataclass(slots=True)
class Board:
    """State of one worker; only its event loop touches it."""

    store: Store
    limits: LaneLimits
    holder: int = field(default_factory=ids.new_id)
    held: dict[int, Lane] = field(default_factory=dict)
    asking: dict[int, Peer] = field(default_factory=dict)  # peers with lanes that wait to be leased
    hungry: dict[int, Lane] = field(default_factory=dict)
    dirty: dict[int, Lane] = field(default_factory=dict)
    line: deque[Lane] = field(default_factory=deque)  # lanes in line to fly
    parked: dict[int, dict[int, Lane]] = field(default_factory=dict)  # by peer that has no room
    peer_notes: dict[int, Statement] = field(default_factory=dict)
    revived: dict[int, Peer] = field(default_factory=dict)
    timers: Timers = field(default_factory=Timers)
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    head: int = 0
    urgent: bool = False  # something waits for a write
    readers: Readers = field(init=False)
    bodies: Bodies = field(init=False)
    trials: dict[int, Trials] = field(default_factory=dict)  # failed tries, by lane

    def __post_init__(self) -> None:
        self.readers = Readers(self.store, self.limits.widths)
        self.bodies = Bodies(self.store)

    def wake(self, number: int, now: int) -> None:
        """Have a lane read what it is owed, unless its peer is left alone just now."""
        lane = self.held.get(number)
        if lane is not None:
            lane.woken = True
            if lane.hungry(self.head):
                self.feed(lane)
            return
        peer = self.readers.peer_of.get(number)
        if peer is not None and not peer.rests(now):
            peer.waiting[number] = None
            self.asking[peer.id] = peer

    def queue(self, lane: Lane) -> None:
        """Put a lane in line to fly."""
        if not lane.queued and not lane.leaving:
            lane.queued = True
            self.line.append(lane)

    def feed(self, lane: Lane) -> None:
        """Read on for a lane."""
        self.hungry[lane.id] = lane
        self.bell.set()

    def soil(self, lane: Lane) -> None:
        """Note that something of a lane is to be written."""
        if not self.dirty:
            self.bell.set()
        self.dirty[lane.id] = lane

    def press(self, lane: Lane) -> None:
        """Write what became of a lane at once."""
        if lane.window.dirty:
            self.soil(lane)
            self.urgent = True
            self.bell.set()

    def leave(self, lane: Lane) -> None:
        """Let a lane go as soon as everything has landed and is written."""
        lane.leaving = True
        self.soil(lane)

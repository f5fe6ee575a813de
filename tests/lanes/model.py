"""Random days in the life of a node: everything that can happen to its lanes, in any order."""

import asyncio
import logging
import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fedcop import clock
from fedcop.transport.retention import Keep, trim
from fedcop.values import Audience
from tests.lanes.owed import Told
from tests.lanes.receivers import Manner
from tests.lanes.world import Remote, World

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

OWNERS = (1, 2, 3)
CALM_EVERY = 120
LIVE_OBJECTS = 8
LEASE_SECONDS = 130
AUDIENCES = (Audience.PUBLIC, Audience.PUBLIC, Audience.FOLLOWERS, Audience.MEMBERS)
BODIES = ((True, True), (True, True), (False, True), (True, False))
JUMPS = (2, 4, 8, 20, 60, 120, 600, 3_600, 7_200, 20_000, 43_200, 90_000, 90_000, 90_000, 90_000)
ALL_ARE_BACK = 7_200  # seconds after which every peer was tried again
FORGET_AT_ONCE = Keep(at_least=0, at_most=10**15, what_takes_back=10**15)


@dataclass
class Report:
    """What a run came to."""

    steps: int
    seconds: float
    wrong: list[str]
    received: int
    repeats: int
    kinds: dict[str, int] = field(default_factory=dict)
    story: list[str] = field(default_factory=list)  # what led to the first thing that is wrong


class Model:
    """One run: random steps, and now and then a calm in which everything must have come."""

    def __init__(self, url: str, seed: int, workers: int) -> None:
        self.world = World(url, seed)
        self.chance = random.Random(seed)
        self.workers = workers
        self.objects: list[Told] = []
        self.acts: list[tuple[Told, list[tuple[Remote, int]]]] = []  # likes and boosts
        self.members: set[tuple[str, int]] = set()
        self.kinds: dict[str, int] = {}
        self.number = 0
        self.dying: list[asyncio.Event] = []
        self.actions: tuple[tuple[float, Callable[[], Awaitable[None]]], ...] = (
            (30, self.publish),
            (10, self.act_upon),
            (6, self.take_back),
            (8, self.follow),
            (6, self.leave),
            (2.5, self.move),
            (1, self.gather),
            (2, self.speak),
            (4, self.trouble),
            (4, self.repair),
            (2.5, self.poison),
            (2.5, self.crash),
            (2, self.crash_soon),
            (0.6, self.stall),
            (5, self.burst),
            (1, self.night),
            (0.7, self.forget),
        )

    async def run(self, steps: int) -> Report:
        """Take so many steps; stop at the first thing that is wrong."""
        world, begun = self.world, time.monotonic()
        world.now = 1_800_000_000.0
        with clock.held(world.clock):
            try:
                await self._begin()
                while world.step < steps and not world.oracle.wrong:
                    await self._step()
                await self._calm()
            finally:
                await world.close()
        oracle = world.oracle
        return Report(
            world.step,
            time.monotonic() - begun,
            oracle.wrong,
            oracle.received,
            oracle.repeats,
            self.kinds,
            self._story(),
        )

    def _story(self) -> list[str]:
        """Tell what happened to the first item that went wrong, and around it."""
        oracle = self.world.oracle
        if not oracle.wrong:
            return []
        inbox, _, item = oracle.wrong[0].split(" ")[:3]
        words = (item.rstrip(":"), "CRASH", "CALM", "MOVE", "STEP", inbox)
        return oracle.story(*words)

    async def _begin(self) -> None:
        world = self.world
        await world.start(peers=5)
        for peer in world.peers:
            for number in range(3):
                # One peer has no shared inbox; of another one actor does not use it.
                own = peer is world.peers[4] or (peer is world.peers[3] and number == 2)
                world.add_remote(peer, shared=not own)
        for _ in range(self.workers):
            world.start_worker()

    async def _step(self) -> None:
        world = self.world
        world.step += 1
        weights = [weight for weight, _ in self.actions]
        action = self.chance.choices([act for _, act in self.actions], weights)[0]
        world.oracle.note(f"STEP {world.step} {action.__name__}")
        self.kinds[action.__name__] = self.kinds.get(action.__name__, 0) + 1
        await action()
        await self._replace_the_dead()
        await world.pass_time(self.chance.choice((0, 0.05, 0.2, 0.5, 2)))
        for _ in range(self.chance.randrange(6)):
            await asyncio.sleep(0)
        if world.step % CALM_EVERY == 0:
            await self._calm()

    # What people do

    def told(self, kind: str, about: str, **more: object) -> Told:
        self.number += 1
        owner = self.chance.choice(OWNERS)
        told = Told(
            id=f"{kind.lower()}{self.number}",
            step=self.world.step,
            kind=kind,
            key=about or f"object{self.number}",
            actor=owner,
            object=about or f"object{self.number}",
            bodies=self.chance.choice(BODIES),
            same=False,
        )
        told.same = all(told.bodies) and self.chance.random() < 0.5
        for name, value in more.items():
            setattr(told, name, value)
        return told

    def streams(self, owner: int) -> dict[tuple[int, int], int]:
        streams = {(owner, int(self.chance.choice(AUDIENCES))): 0}
        if self.chance.random() < 0.3:
            other = self.chance.choice(OWNERS)
            streams[other, int(Audience.PUBLIC)] = self.chance.choice((0, 1, 2))
        return streams

    def some_remotes(self) -> list[tuple[Remote, int]]:
        count = self.chance.choice((0, 0, 0, 1, 1, 2))
        return [(r, 0) for r in self.chance.sample(self.world.remotes, count)]

    async def publish(self) -> None:
        told = self.told("Create", "")
        told.streams = self.streams(told.actor)
        self._remember(told)
        await self.world.tell(told, self.some_remotes())

    def _remember(self, told: Told) -> None:
        self.objects.append(told)
        if len(self.objects) > LIVE_OBJECTS:
            self.objects.pop(0)

    async def act_upon(self) -> None:
        if not self.objects:
            return
        about = self.chance.choice(self.objects)
        kind = self.chance.choice(("Update", "Update", "Like", "Announce"))
        told = self.told(kind, about.object)
        if kind == "Update":
            told.actor = about.actor
        else:
            told.object = told.id
        told.streams = dict(about.streams) if kind == "Update" else self.streams(told.actor)
        to = self.some_remotes()
        if kind != "Update":
            self.acts.append((told, to))
        await self.world.tell(told, to)

    async def take_back(self) -> None:
        if self.acts and self.chance.random() < 0.5:
            born, _ = self.acts.pop(self.chance.randrange(len(self.acts)))
            kind = "Undo"
        elif self.objects:
            born = self.objects.pop(self.chance.randrange(len(self.objects)))
            kind = "Delete"
        else:
            return
        told = self.told(kind, born.object, actor=born.actor, born=born, key=born.key)
        told.bodies, told.same = (True, True), True
        told.streams = dict(born.streams)
        await self.world.take_back(told, [])

    async def follow(self) -> None:
        remote, owner = self.chance.choice(self.world.remotes), self.chance.choice(OWNERS)
        self.members.add((remote.name, owner))
        await self.world.follow(remote, owner, self.world.step)

    async def leave(self) -> None:
        if not self.members:
            return
        name, owner = self.chance.choice(sorted(self.members))
        self.members.discard((name, owner))
        remote = next(r for r in self.world.remotes if r.name == name)
        await self.world.leave(remote, owner, self.world.step)

    async def burst(self) -> None:
        """Several things at once, in one group of units."""
        steps: list[Awaitable[None]] = []
        if self.chance.random() < 0.5:
            remote, owner = self.chance.choice(self.world.remotes), self.chance.choice(OWNERS)
            if (remote.name, owner) not in self.members:
                self.members.add((remote.name, owner))
                steps.append(self.world.follow(remote, owner, self.world.step))
        steps += [self.publish() for _ in range(self.chance.randrange(2, 6))]
        await asyncio.gather(*steps)

    # What servers do

    async def move(self) -> None:
        remote = self.chance.choice(self.world.remotes)
        shared = self.chance.random() < 0.5
        turn = self.chance.randrange(3)
        path = f"/inbox{turn}" if shared else f"/u/{remote.name}/inbox{turn}"
        await self.world.move(remote, path, shared=shared)

    async def gather(self) -> None:
        """An inbox falls silent as all behind it leave; later a colleague is reached there."""
        world, remotes = self.world, self.world.remotes
        shared = [r.inbox for r in remotes if r.inbox.shared]
        pairs = [(i, r) for i in shared for r in remotes if r.peer is i.peer and r.inbox is not i]
        if not pairs:
            return
        silent, comes = self.chance.choice(pairs)
        behind = {r.name: r for r in remotes if r.inbox is silent}
        for name, owner in sorted(m for m in self.members if m[0] in behind):
            self.members.discard((name, owner))
            await world.leave(behind[name], owner, world.step)
        self._repair(silent.peer.name)
        for count in (0, 8):
            for _ in range(count):
                await self.publish()
            await self._replace_the_dead()
            await world.until_idle()
        await world.move(comes, silent.path, shared=True)

    async def speak(self) -> None:
        peer = self.chance.choice(self.world.peers)
        await self.world.speak(peer, 3 - peer.dialect)

    async def trouble(self) -> None:
        manner = self.world.receivers.manners[self.chance.choice(self.world.peers).name]
        match self.chance.randrange(8):
            case 0 | 1:
                manner.down = True
            case 2:
                manner.status, manner.retry_after = self.chance.choice(((429, 30), (503, 5)))
            case 3:
                manner.status = self.chance.choice((500, 401, 403, 408, 502))
            case 4:
                manner.delay = manner.late = 0.01
            case 5:
                manner.breaks = 0.3
            case 6:
                manner.fails = 0.4
            case 7:
                manner.delay, manner.fails, manner.breaks = 0.005, 0.2, 0.2

    async def repair(self) -> None:
        self._repair(self.chance.choice(self.world.peers).name)

    def _repair(self, name: str) -> None:
        refuses = self.world.receivers.manners[name].refuses
        self.world.receivers.manners[name] = Manner(refuses=refuses)

    async def poison(self) -> None:
        """Something that one peer will not take, now or ever."""
        told = self.told("Create", "", bodies=(True, True))
        told.streams = self.streams(told.actor)
        for peer in self.chance.sample(self.world.peers, 2):
            status = self.chance.choice((500, 500, 500, 401, 422))
            self.world.receivers.manners[peer.name].refuses[told.id] = status
        self._remember(told)
        await self.world.tell(told, self.some_remotes())

    # What happens to us

    async def crash(self) -> None:
        if self.world.workers:
            self.world.kill(self.chance.choice(self.world.workers))

    async def crash_soon(self) -> None:
        workers = [w for w in self.world.workers if w.task not in self.world.store.gates]
        if workers:
            when = self.chance.choice(("before", "after"))
            self.world.kill_at(self.chance.choice(workers), self.chance.randrange(1, 6), when)

    async def _replace_the_dead(self) -> None:
        """Start a worker for each that died; the leases of the dead run out."""
        while len(self.world.workers) < self.workers:
            await self.world.bury()
            self.world.start_worker()

    async def stall(self) -> None:
        """A worker stops in the middle, another takes over, and then the first goes on."""
        world = self.world
        free = [w for w in world.workers if w.task not in world.store.gates]
        if not free:
            return
        stalled = self.chance.choice(free)
        world.hold_up(stalled)
        for _ in range(self.chance.randrange(1, 12)):
            await self.publish()
            await asyncio.sleep(0.002)
        await world.until_quiet()
        world.oracle.crash(asyncio.get_running_loop().time())
        await world.pass_time(LEASE_SECONDS)
        other = world.start_worker()
        for _ in range(self.chance.randrange(2, 25)):
            await self.publish()
            await asyncio.sleep(0.002)
        stalled.held_up.set()
        await asyncio.sleep(0.01)
        world.kill(stalled)
        while len(world.workers) > self.workers:
            world.kill(other)

    async def night(self) -> None:
        """Hours pass."""
        await self.world.until_quiet()
        await self.world.pass_time(self.chance.choice((30, 300, 4_000, 30_000)))
        self.world.oracle.crash(asyncio.get_running_loop().time())  # leases may have run out

    async def forget(self) -> None:
        """The log lets go what nobody is owed."""
        await trim(self.world.store, clock.now_ms(), FORGET_AT_ONCE)

    # The calm

    async def _calm(self) -> None:
        """All peers are well again and time passes: everything owed must come.

        So must what comes again after a crash: later that would be for no reason.
        """
        world, oracle = self.world, self.world.oracle
        world.store.gates.clear()
        world.heal()
        for jump in (0, *JUMPS):
            oracle.note(f"JUMP {jump}")
            await self._replace_the_dead()
            await world.pass_time(jump)
            await world.until_idle()
            if oracle.wrong or (jump >= ALL_ARE_BACK and not oracle.waiting):
                break
        if not oracle.wrong:
            oracle.wrong += oracle.missing()
        oracle.calm()


async def run_model(url: str, seed: int, steps: int, *, workers: int = 1) -> Report:
    """Run one seed on one database."""
    log = logging.getLogger("fedcop")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        return await Model(url, seed, workers).run(steps)
    finally:
        log.setLevel(before)

"""A node with its log and its delivering workers, and the remote servers around it."""

import asyncio
import json
import random
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from fedcop import clock, ids
from fedcop.errors import Conflict
from fedcop.federation.outbox import audiences
from fedcop.federation.outbox.append import Entry, Form, ToLane, ToStream, append, find_born
from fedcop.store.batch import Store, Unit
from fedcop.store.connection import open_backend
from fedcop.store.queries import lanes as lane_queries
from fedcop.store.rows import ActorRow
from fedcop.store.statements import Position, Statement
from fedcop.transport.client import Answer, Client, OutRequest
from fedcop.transport.guard import GuardPolicy
from fedcop.transport.health import Widths
from fedcop.transport.lanes import LaneLimits, Lanes, Out
from fedcop.uris import Uris
from tests.lanes.oracle import Oracle
from tests.lanes.owed import Inbox, PeerModel, Told
from tests.lanes.receivers import Manner, Receivers

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

WINDOW = 4
LIMITS = LaneLimits(
    flights=48, held=24, batch=6, widths=Widths(2, WINDOW), flush_seconds=0.004, poll_seconds=0.2
)
_FOLLOW = (
    "INSERT INTO follow (id, follower_id, target_id, state, created, changed)"
    " VALUES (?, ?, ?, 'accepted', 0, 0)"
    " ON CONFLICT (follower_id, target_id) DO UPDATE SET state = 'accepted'"
)
_LEAVE = "UPDATE follow SET state = 'left' WHERE follower_id = ? AND target_id = ?"
_FREE = "UPDATE lane SET lease_until = 1 WHERE holder = ?"
_DIALECT = "UPDATE peer SET dialect = ? WHERE host = ?"
_PEER = "INSERT INTO peer (id, host, dialect, created) VALUES (?, ?, ?, 0)"


class Killed(BaseException):
    """A worker was to die here."""


class WiredStore(Store):
    """A store whose commits can be held up or cut short, for one worker at a time."""

    def wire(self) -> None:
        self.gates: dict[asyncio.Task[None], Callable[[str], Awaitable[None]]] = {}

    async def commit(self, unit: Unit) -> bool:
        task = asyncio.current_task()
        gate = self.gates.get(task) if task else None
        if gate:
            await gate("before")
        done = await super().commit(unit)
        if gate:
            await gate("after")
        return done


@dataclass(eq=False)
class Remote:
    """A remote actor."""

    row: ActorRow
    peer: PeerModel
    inbox: Inbox

    @property
    def name(self) -> str:
        return self.row.name


@dataclass(eq=False)
class Worker:
    """One delivering worker, running."""

    number: int
    lanes: Lanes
    task: asyncio.Task[None]
    held_up: asyncio.Event = field(default_factory=asyncio.Event)


class World:
    """Drives the code by its public functions, and tells the oracle what it did."""

    def __init__(self, url: str, seed: int) -> None:
        self.url = url
        self.chance = random.Random(seed)
        self.oracle = Oracle(WINDOW)
        self.receivers = Receivers(self.oracle, random.Random(seed + 1))
        self.peers: list[PeerModel] = []
        self.remotes: list[Remote] = []
        self.workers: list[Worker] = []
        self.dead: list[Worker] = []
        self.started = 0
        self.now = 1_800_000_000.0
        self.step = 0
        self.crashes = 0

    # Begin and end

    async def start(self, peers: int) -> None:
        self.store = WiredStore(await open_backend(self.url), Uris("https://cop.example"))
        self.store.wire()
        await self.receivers.start()
        self.client = Client(GuardPolicy(development=True), "fedcop test")
        unit = Unit(self.store)
        for number in range(peers):
            peer = PeerModel(f"p{number}", honours_members=number % 2 == 0, dialect=1 + number % 2)
            peer.dialects.append((0.0, peer.dialect))
            self.peers.append(peer)
            host = self.receivers.host(peer.name)
            unit.add(Statement(_PEER, (ids.new_id(), host, peer.dialect)))
        await unit.commit()

    async def close(self) -> None:
        for worker in list(self.workers):
            self.kill(worker)
        await self.client.close()
        await self.receivers.stop()
        await self.store.close()

    def add_remote(self, peer: PeerModel, *, shared: bool) -> Remote:
        number = len(self.remotes) + 1
        name = f"a{number}"
        path = "/inbox" if shared else f"/u/{name}/inbox"
        row = ActorRow(
            1000 + number,
            f"https://{peer.name}/{name}",
            "Person",
            self.receivers.host(peer.name),
            name,
            inbox=self.receivers.url(peer.name, f"/u/{name}/inbox"),
            shared_inbox=self.receivers.url(peer.name, path) if shared else "",
        )
        remote = Remote(row, peer, self.oracle.inbox(peer, path, shared=shared))
        self.remotes.append(remote)
        return remote

    # Workers

    def start_worker(self) -> Worker:
        self.started += 1
        send = partial(self._send, self.started)
        lanes = Lanes(self.store, Out(send, self._signer, self._gone), LIMITS)
        worker = Worker(self.started, lanes, asyncio.create_task(lanes.run()))
        self.workers.append(worker)
        return worker

    async def _send(self, number: int, request: OutRequest, _signer: object) -> Answer:
        tagged = replace(request, headers=(*request.headers, ("X-Worker", str(number))))
        return await self.client.tell(tagged)

    async def _signer(self, _actor: int) -> None:
        return None

    async def _gone(self, _inbox: str) -> bool:
        return False

    def kill(self, worker: Worker) -> None:
        """End a worker as a crash would: nothing in memory is written."""
        worker.task.cancel()
        self.store.gates.pop(worker.task, None)
        self.workers.remove(worker)
        self.dead.append(worker)
        self.oracle.crash(asyncio.get_running_loop().time(), worker.number)

    def kill_at(self, worker: Worker, commits: int, when: str) -> asyncio.Event:
        """End a worker at one of its next commits, before or after it is done."""
        left, dead = commits, asyncio.Event()

        async def gate(moment: str) -> None:
            nonlocal left
            if moment != when or worker not in self.workers:
                return
            left -= 1
            if left <= 0:
                self.kill(worker)
                dead.set()
                await asyncio.sleep(3600)

        self.store.gates[worker.task] = gate
        return dead

    def hold_up(self, worker: Worker) -> None:
        """Let a worker stall at its next commit until `held_up` is set."""

        async def gate(moment: str) -> None:
            if moment == "before":
                await worker.held_up.wait()

        self.store.gates[worker.task] = gate

    async def bury(self) -> None:
        """Let the leases of the dead run out."""
        dead, self.dead = self.dead, []
        for worker in dead:
            await self.free_leases(worker)

    async def free_leases(self, worker: Worker) -> None:
        """What waiting for its leases to run out would do."""
        unit = Unit(self.store)
        unit.add(Statement(_FREE, (worker.lanes.holder,)))
        await unit.commit()

    # Time

    def clock(self) -> float:
        return self.now

    async def pass_time(self, seconds: float) -> None:
        """Let time pass; nobody notices until they are woken."""
        self.now += seconds
        self.store.wakes.ring("tick")
        await asyncio.sleep(0)

    async def until_quiet(self, seconds: float = 0.6) -> None:
        """Wait until no peer is at work on a request."""
        end = asyncio.get_running_loop().time() + seconds
        quiet = 0
        while quiet < 3 and asyncio.get_running_loop().time() < end:
            quiet = 0 if self.receivers.busy else quiet + 1
            await asyncio.sleep(0.001)

    async def until_idle(self, seconds: float = 60.0) -> None:
        """Wait until nobody has anything to do at this time of the clock."""
        end = asyncio.get_running_loop().time() + seconds
        while any(w.lanes.busy for w in self.workers) or self.receivers.busy:
            for worker in self.workers:
                if worker.task.done():
                    worker.task.result()
            assert asyncio.get_running_loop().time() < end, "the workers never come to rest"
            await asyncio.sleep(0.001)
        self.oracle.idle(asyncio.get_running_loop().time())

    # What happens

    async def tell(self, told: Told, to: list[tuple[Remote, int]], born: int = 0) -> None:
        """Tell something to streams and to some remote actors."""
        unit = Unit(self.store)
        await append(unit, ids.new_id(), [self.entry(told, to, born)])
        now = asyncio.get_running_loop().time()
        self.oracle.tell(told, [(remote.inbox, form) for remote, form in to], now)
        await unit.commit()

    def entry(self, told: Told, to: list[tuple[Remote, int]], born: int) -> Entry:
        bodies = [
            json.dumps({"id": told.id, "form": 0 if told.same else form}).encode()
            if told.bodies[form - 1]
            else None
            for form in (1, 2)
        ]
        streams = (ToStream(o, a, Form(form)) for (o, a), form in told.streams.items())
        lanes = (
            ToLane(r.row.delivery_inbox, r.row.host, r.inbox.shared, Form(form)) for r, form in to
        )
        return Entry(
            told.actor,
            told.kind,
            told.object,
            told.key,
            born,
            bodies[1],
            bodies[0],
            (*streams, *lanes),
        )

    async def take_back(self, told: Told, to: list[tuple[Remote, int]]) -> None:
        """Tell a Delete or an Undo of what was told."""
        assert told.born
        born = await find_born(self.store, told.born.actor, told.born.kind, told.born.object)
        await self.tell(told, to, born)

    async def follow(self, remote: Remote, owner: int, step: int) -> None:
        """A remote actor follows one of ours and is accepted, or accepted again."""
        told = Told(
            f"accept{step}-{remote.name}-{owner}",
            step,
            "Accept",
            f"pair:{owner}:{remote.row.id}",
            owner,
            f"follow{step}-{remote.name}",
            (True, True),
            True,
        )
        self.oracle.tell(told, [(remote.inbox, 0)], asyncio.get_running_loop().time())
        self.oracle.accept(remote.inbox, remote.name, owner, told)
        joining = Unit(self.store)
        joining.add(Statement(_FOLLOW, (ids.new_id(), remote.row.id, owner)))
        await joining.commit()
        unit = Unit(self.store)
        entry = self.entry(told, [(remote, 0)], 0)
        at = (await append(unit, ids.new_id(), [entry]))[0]
        honours = remote.peer.honours_members
        audiences.accepted(unit, remote.row, owner_row(owner), at, honours_members=honours)
        await unit.commit()

    async def leave(self, remote: Remote, owner: int, step: int) -> None:
        """A remote actor stops following one of ours."""
        leaving = Unit(self.store)
        leaving.add(Statement(_LEAVE, (remote.row.id, owner)))
        await leaving.commit()
        unit = Unit(self.store)
        audiences.ended(unit, remote.row, owner_row(owner))
        await unit.commit()
        now = asyncio.get_running_loop().time()
        self.oracle.leave(remote.inbox, remote.name, owner, step, now)

    async def move(self, remote: Remote, path: str, *, shared: bool) -> None:
        """A remote actor is reached elsewhere from now on."""
        before, old_url = remote.inbox, remote.row.delivery_inbox
        url = self.receivers.url(remote.peer.name, path)
        own, common = (remote.row.inbox, url) if shared else (url, "")
        remote.row = replace(remote.row, inbox=own, shared_inbox=common)
        if url == old_url:
            return
        there = await self.store.read("SELECT 1 FROM lane WHERE inbox = ?", old_url)
        for _ in range(3):
            await self.bury()
            unit = Unit(self.store)
            try:
                honours = remote.peer.honours_members
                await audiences.moved(unit, remote.row, old_url, honours_members=honours)
                await unit.commit()
                break
            except Conflict:
                continue
        else:
            raise AssertionError("an inbox could not be moved")
        now = asyncio.get_running_loop().time()
        new = self.oracle.inbox(remote.peer, path, shared=shared)
        remote.inbox = new
        if not there:
            return
        others = any(names - {remote.name} for names in before.behind.values())
        if others and not shared:
            self.oracle.split(before, new, remote.name, self.step, now)
            return
        self.oracle.move(before, new, now)
        for other in self.remotes:
            if other.inbox is before:
                self._follow_along(other, new, url)

    def _follow_along(self, other: Remote, new: Inbox, url: str) -> None:
        """Who was behind the old inbox is behind the new one."""
        other.inbox = new
        other.row = replace(
            other.row,
            inbox=other.row.inbox if new.shared else url,
            shared_inbox=url if new.shared else "",
        )

    async def speak(self, peer: PeerModel, dialect: int) -> None:
        """A peer runs other software from now on."""
        host = self.receivers.host(peer.name)
        unit = Unit(self.store)
        unit.add(Statement(_DIALECT, (dialect, host)))
        rows = await self.store.read("SELECT id FROM peer WHERE host = ?", host)
        unit.wake(lane_queries.PEER, rows[0][0])
        self.oracle.speak(peer, dialect, asyncio.get_running_loop().time())
        await unit.commit()

    def heal(self) -> None:
        for name in list(self.receivers.manners):
            self.receivers.manners[name] = Manner()


def owner_row(owner: int) -> ActorRow:
    """One of ours."""
    return ActorRow(owner, f"https://cop.example/{owner}", "Group", "", f"o{owner}")


__all__ = ["LIMITS", "WINDOW", "Position", "Remote", "Worker", "World", "clock"]

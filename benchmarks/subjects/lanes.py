"""Many lanes, a third of them dead: what an entry costs, and picking up what is due."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from itertools import count
from typing import Final

import uvloop
from multidict import CIMultiDict, CIMultiDictProxy

from benchmarks import machine, node
from benchmarks.databases import Databases
from benchmarks.figures import Figure
from benchmarks.node import Node
from benchmarks.sampler import Look
from benchmarks.subject import Bench, Profile, Subject
from fedcop import clock
from fedcop.assembly import open_store
from fedcop.community import accounts
from fedcop.federation.keyring import Keyring
from fedcop.federation.outbox.append import Entry, ToStream, append
from fedcop.store.batch import Store, Unit
from fedcop.store.queries import readers
from fedcop.transport.client import Answer, OutRequest
from fedcop.transport.lanes import Lanes, Out
from fedcop.transport.signing import Signer

_DAY: Final = 86_400_000
_DEAD: Final = 10  # three of ten
_BODY: Final = b'{"type":"Create","object":"' + b"x" * 2800 + b'"}'
_EVERYBODY: Final = 1  # streams by their audience
_FOLLOWERS: Final = 2
_GROWING: Final = ("log_entry", "log_address", "lane", "lane_stream", "lane_item", "peer", "stream")
_PATIENCE: Final = 120.0
_WARM: Final = 5
_WRITTEN_AFTER: Final = 0.5  # places are written in groups, a little later
_NUMBERS: Final = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {0})"


class Growth(Subject):
    """The log and its readers, with a way out that takes everything at once."""

    name = "lanes"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        lanes = bench.size.lanes
        self.figures = tuple(f for one in bench.databases for f in _figures(one.kind, lanes))
        self._places: list[tuple[Databases, Node, str]] = []
        self._events = count(1)

    def prepare(self) -> None:
        """Set up lanes in bulk."""
        for databases in self.bench.databases:
            url = databases.make("lanes")
            own = node.make_node(self.bench.folder / f"lanes-{databases.kind}", url)
            ground = node.within(own, partial(node.settle_in, seal=own.sealed_by(), threads=0))
            databases.execute(url, _lanes(ground.founder.id, self.bench.size.lanes))
            self._places.append((databases, own, url))

    def measure(self) -> Mapping[str, float]:
        """Append, then let a worker pick up what is due, on each kind of database."""
        found: dict[str, float] = {}
        with machine.on(machine.SERVER_CORE):
            for databases, own, _ in self._places:
                found |= uvloop.run(self._one(databases, own))
        return found

    async def _one(self, databases: Databases, own: Node) -> dict[str, float]:
        key, lanes = databases.kind.lower(), self.bench.size.lanes
        store = await open_store(own.settings)
        try:
            cost = Cost(databases)
            found = await self._append(store, cost, key)
            taken = Counter[str]()
            async with _worker(store, own, taken):
                await _until_at_rest(store)
                alive = lanes - _dead(lanes)
                for name, audience, due in (
                    ("all", _EVERYBODY, alive),
                    ("few", _FOLLOWERS, _few(lanes)),
                ):
                    taken.clear()
                    to = await _stream(store, audience)
                    cost.begin()
                    await self._add(store, to)
                    await _until(taken, due)
                    await asyncio.sleep(_WRITTEN_AFTER)
                    found[f"{name}-{key}"] = cost.spent() / due
                    await _until_at_rest(store)
                    _require_once(taken, due)
            return found
        finally:
            await store.close()

    def profile(self) -> Mapping[str, Profile]:
        """Pick up what is due once more, looking at where the time goes."""
        found = {}
        for databases, own, _ in self._places[: self.bench.size.profiled]:
            found[f"all-{databases.kind.lower()}"] = uvloop.run(self._profile(own))
        return found

    async def _profile(self, own: Node) -> Profile:
        due = self.bench.size.lanes - _dead(self.bench.size.lanes)
        store, taken = await open_store(own.settings), Counter[str]()
        async with _worker(store, own, taken):
            await _until_at_rest(store)
            to = await _stream(store, _EVERYBODY)
            with Look() as look:
                await self._add(store, to)
                await _until(taken, due)
        await store.close()
        return Profile(look.samples, due)

    async def _append(self, store: Store, cost: "Cost", key: str) -> dict[str, float]:
        appends = self.bench.size.appends
        to = await _stream(store, _EVERYBODY)
        for _ in range(_WARM):
            await self._add(store, to)
        before, clocks = await _rows(store), []
        cost.begin()
        for _ in range(appends):
            began = time.perf_counter()
            await self._add(store, to)
            clocks.append(time.perf_counter() - began)
        spent = cost.spent() / appends
        grown = {name: rows - before[name] for name, rows in (await _rows(store)).items()}
        expected = dict.fromkeys(_GROWING, 0) | {"log_entry": appends, "log_address": appends}
        if grown != expected:
            raise RuntimeError(f"{appends} appends added these rows: {grown}")
        return {f"append-{key}": spent, f"clock-{key}": sorted(clocks)[appends // 2] * 1000}

    async def _add(self, store: Store, to: ToStream) -> None:
        number = next(self._events) + clock.now_ms() * 1000
        uri = f"{node.ORIGIN}/n/{number}"
        entry = Entry(to.owner_id, "Create", uri, uri, 0, None, _BODY, (to,))
        unit = Unit(store)
        await append(unit, number, [entry])
        await unit.commit()

    def close(self) -> None:
        """Let the databases go."""
        for databases, _, url in self._places:
            databases.drop(url)


class Cost:
    """CPU of this process and of the database, in ms from `begin` on."""

    def __init__(self, databases: Databases) -> None:
        self._databases = databases
        self.begin()

    def begin(self) -> None:
        """Count from here."""
        self._before = self._now()

    def spent(self) -> float:
        """Return what was spent since."""
        return (self._now() - self._before) * 1000

    def _now(self) -> float:
        return time.process_time() + self._databases.cpu()


def _figures(kind: str, lanes: int) -> tuple[Figure, ...]:
    key, dead = kind.lower(), _dead(lanes)
    return (
        Figure(f"append-{key}", f"append, {lanes} lanes, {dead} dead ({kind})", goal=5.0),
        Figure(f"clock-{key}", "… by the clock", scaled=False),
        Figure(f"all-{key}", f"… picking for each of {lanes - dead} lanes due", goal=1.0),
        Figure(f"few-{key}", f"… picking when {_few(lanes)} of them are due", goal=1.0),
    )


def _dead(lanes: int) -> int:
    return lanes * 3 // _DEAD


def _few(lanes: int) -> int:
    """Count the lanes that read the second stream."""
    return min(100, lanes // _DEAD)


def _lanes(owner: int, lanes: int) -> list[str]:
    """Write the statements that make lanes with a peer each; three of ten died five days ago."""
    numbers, now = _NUMBERS.format(lanes), clock.now_ms()
    dead = f"CASE WHEN i % {_DEAD} < 3 THEN {{0}} ELSE 0 END"
    return [
        "DELETE FROM event",
        "INSERT INTO peer (id, host, failures, failing_since, next_try, created)"
        f" {numbers} SELECT i, 'g' || i || '.example', {dead.format(20)},"
        f" {dead.format(now - 5 * _DAY)}, {dead.format(now + _DAY)}, {now} FROM n",
        "INSERT INTO lane (id, inbox, peer_id, shared)"
        f" {numbers} SELECT i, 'https://g' || i || '.example/inbox', i, 1 FROM n",
        "INSERT INTO stream (id, owner_id, audience)"
        f" VALUES ({_EVERYBODY}, {owner}, {_EVERYBODY}), ({_FOLLOWERS}, {owner}, {_FOLLOWERS})",
        "INSERT INTO lane_stream (lane_id, stream_id, after)"
        f" {numbers} SELECT i, {_EVERYBODY}, 0 FROM n",
        "INSERT INTO lane_stream (lane_id, stream_id, after)"
        f" {numbers} SELECT i, {_FOLLOWERS}, 0 FROM n WHERE i % {_DEAD} = 5"
        f" ORDER BY i LIMIT {_few(lanes)}",
    ]


@asynccontextmanager
async def _worker(store: Store, own: Node, taken: Counter[str]) -> AsyncIterator[None]:
    """Run a delivering worker whose every request is taken at once."""
    headers = CIMultiDictProxy(CIMultiDict[str]())

    async def take(request: OutRequest, _signer: Signer) -> Answer:
        taken[request.url] += 1
        return Answer(202, headers, b"", request.url)

    async def never(_inbox: str) -> bool:
        return False

    lanes = Lanes(store, Out(take, Keyring(store, own.sealed_by()).signer, never))
    running = asyncio.create_task(lanes.run())
    try:
        yield
    finally:
        lanes.stop()
        await running


async def _stream(store: Store, audience: int) -> ToStream:
    ada = await accounts.find_by_name(store, "ada")
    assert ada is not None
    return ToStream(ada.id, audience)


async def _until(taken: Counter[str], due: int) -> None:
    until = time.monotonic() + _PATIENCE
    while taken.total() < due:
        if time.monotonic() > until:
            raise RuntimeError(f"{taken.total()} of {due} lanes were picked up")
        await asyncio.sleep(0.01)


async def _until_at_rest(store: Store) -> None:
    """Wait until every lane has written that it came to the end."""
    until = time.monotonic() + _PATIENCE
    while await readers.list_lagging(store, 0, clock.now_ms()):
        if time.monotonic() > until:
            raise RuntimeError("some lanes do not say that they have come to the end")
        await asyncio.sleep(0.1)


def _require_once(taken: Counter[str], due: int) -> None:
    if taken.total() != due or len(taken) != due:
        raise RuntimeError(f"{due} lanes were due, {len(taken)} got {taken.total()} requests")


async def _rows(store: Store) -> dict[str, int]:
    found = {}
    for table in _GROWING:
        found[table] = int((await store.search(f"SELECT count(*) FROM {table}"))[0][0])
    return found

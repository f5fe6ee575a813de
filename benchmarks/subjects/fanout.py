"""What goes out: one post to many inboxes, each delivery signed."""

import asyncio
import time
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from benchmarks import certificates, machine, node
from benchmarks.certificates import DOMAIN
from benchmarks.figures import Figure
from benchmarks.node import Node
from benchmarks.processes import Program, free_port
from benchmarks.subject import Bench, Profile, Subject
from fedcop.community import membership
from fedcop.community.perform import perform
from fedcop.store.batch import Store
from fedcop.store.queries import readers

if TYPE_CHECKING:
    from benchmarks.databases import Databases

_PATIENCE: Final = 180.0
_QUIET: Final = 0.3  # how long nothing may be waiting to be written before we believe it is over
_LOOK: Final = 0.05
_EVER: Final = 2**62


class FanOut(Subject):
    """Followers with an inbox each, on a few hosts that speak TLS."""

    name = "fan-out"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._port = free_port()
        size = bench.size
        warm = f"signed delivery, {size.followers} inboxes on {size.hosts} hosts"
        self.figures = tuple(
            figure
            for one in bench.databases
            for figure in (
                Figure(
                    f"warm-{one.kind.lower()}",
                    f"{warm} ({one.kind})",
                    goal=0.65,
                    yardstick="GoToSocial 1.0 to 1.3 ms; httpx with one pool 11",
                ),
                Figure(f"cold-{one.kind.lower()}", "… the first to each, and the Accept"),
            )
        )
        self._places: list[tuple[Databases, Node, str]] = []

    def prepare(self) -> None:
        """Set up nodes with somebody whom many follow; nobody has told them yet."""
        folder = self.bench.folder / "fan-out"
        folder.mkdir()
        self._authority, self._certificate = certificates.make(folder / "tls")
        self._key = folder / "key.pem"
        self._key.write_text(node.rsa_keys()[0].public.to_pem(), "ascii")
        for databases in self.bench.databases:
            template = databases.make("fan_out")
            own = node.make_node(folder / databases.kind, template)
            node.within(own, partial(self._settle, own))
            self._places.append((databases, own, template))

    async def _settle(self, own: Node, store: Store) -> None:
        ground = await node.settle_in(store, own.sealed_by(), threads=0)
        hosts = self.bench.size.hosts
        described = []
        for number in range(self.bench.size.followers):
            host = f"h{number % hosts}.{DOMAIN}:{self._port}"
            described.append(node.remote_person(f"https://{host}/users/f{number}", host))
        for person in await node.remember(store, described):
            uri = f"{person.uri}/follows/1"
            await perform(store, membership.join, person, ground.founder, uri, 0)

    def measure(self) -> Mapping[str, float]:
        """Meet every host, then write some posts, on each kind of database."""
        found: dict[str, float] = {}
        for databases, own, template in self._places:
            url = databases.copy(template, "fan_out_round")
            own.use(url)
            found |= self._one(own, databases.kind.lower())
            databases.drop(url)
        return found

    def _one(self, own: Node, key: str) -> dict[str, float]:
        size = self.bench.size
        with self._sink() as sink, self._worker(own) as worker:
            before = worker.cpu()
            worker.ask("work")
            self._wait(own, sink, size.followers)
            met = worker.cpu() - before
            self._write(own, sink, worker, 1)  # by which every host is met as often as it will be
            before = worker.cpu()
            self._write(own, sink, worker, size.spread)
            spent = worker.cpu() - before
        return {
            f"cold-{key}": met / size.followers * 1000,
            f"warm-{key}": spent / (size.followers * size.spread) * 1000,
        }

    def _write(self, own: Node, sink: Program, worker: Program, posts: int) -> None:
        """Let some posts go out one after the other: nothing twice, nothing missing."""
        sink.ask("clear")
        for number in range(posts):
            worker.ask(f"write {number}")
            self._wait(own, sink, self.bench.size.followers * (number + 1))
        _check(sink.ask("count"), self.bench.size.followers * posts)

    def _sink(self) -> Program:
        words = (self._certificate, self._port, self._key)
        return Program("sink", *words, core=machine.GENERATOR_CORE)

    def _worker(self, own: Node) -> Program:
        return Program("worker", own.file, self._authority)

    def _wait(self, own: Node, sink: Program, expected: int) -> None:
        """Wait until everything arrived and every place is written."""
        until = time.monotonic() + _PATIENCE
        while (arrived := sink.ask("count")["posts"]) < expected:
            if time.monotonic() > until:
                raise RuntimeError(f"{arrived} of {expected} deliveries arrived")
            time.sleep(_LOOK)
        node.within(own, partial(_until_at_rest, until))
        time.sleep(_QUIET)

    def profile(self) -> Mapping[str, Profile]:
        """Do it once more, looking at where the time goes."""
        found = {}
        size = self.bench.size
        for databases, own, template in self._places[: size.profiled]:
            url = databases.copy(template, "fan_out_profile")
            own.use(url)
            with self._sink() as sink, self._worker(own) as worker:
                worker.ask("work")
                self._wait(own, sink, size.followers)
                self._write(own, sink, worker, 1)
                worker.start_sampling()
                self._write(own, sink, worker, size.spread)
                units = size.followers * size.spread
                found[f"warm-{databases.kind.lower()}"] = Profile(worker.stop_sampling(), units)
            databases.drop(url)
        return found

    def close(self) -> None:
        """Let the templates go."""
        for databases, _, template in self._places:
            databases.drop(template)


async def _until_at_rest(until: float, store: Store) -> None:
    """Wait until every lane has written that it came to the end."""
    while await readers.list_lagging(store, 0, _EVER):
        if time.monotonic() > until:
            raise RuntimeError("some lanes do not say that they have come to the end")
        await asyncio.sleep(_LOOK)


def _check(count: dict[str, Any], expected: int) -> None:
    missing = expected - count["distinct"]
    twice = count["posts"] - count["distinct"]
    if missing or twice or count["false"] or not count["verified"]:
        raise RuntimeError(f"{missing} missing, {twice} twice, {count['false']} signed wrongly")

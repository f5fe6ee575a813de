"""What comes in: signed POSTs kept with full durability, then processed to the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from benchmarks import certificates, load, node, replies
from benchmarks.databases import POSTGRESQL, Databases
from benchmarks.figures import Figure
from benchmarks.node import Ground, Node
from benchmarks.processes import Program, free_port
from benchmarks.subject import Bench, Profile, Subject
from fedcop.store.batch import Store

_GOTOSOCIAL: Final = "GoToSocial 4.6 to 5.4 ms, received and stored"
_HALF_SHARE: Final = 4  # of the messages so many times fewer are sent at half the highest load
_COUNT: Final = {
    "kept": "SELECT count(*) FROM inbox_message",
    "waiting": "SELECT count(*) FROM inbox_message WHERE state = 0",
    "applied": "SELECT count(*) FROM inbox_message WHERE state = 1",
    "stored": "SELECT count(*) FROM post WHERE local = 0",
    "told": "SELECT count(*) FROM event WHERE kind = 'PostWritten' AND done > 0",
    "announced": "SELECT count(*) FROM log_entry",
}


def figures_of(kind: str) -> tuple[Figure, ...]:
    """Name the figures of one kind of database."""
    key = kind.lower()
    own = (
        Figure(f"kept-{key}", f"signed POST kept, 202 ({kind})", goal=0.35, yardstick=_GOTOSOCIAL),
        Figure(f"rate-{key}", "… the highest load", "/s", scaled=False),
        Figure(f"p50-{key}", "… p50 at half of that", scaled=False),
        Figure(f"p99-{key}", "… p99 at half of that", goal=50.0, scaled=False),
        Figure(
            f"processed-{key}",
            f"processed to the end ({kind})",
            goal=1.4,
            yardstick="aim 0.9 ms; part of the above for GoToSocial",
        ),
    )
    if kind != POSTGRESQL:
        return own
    return (
        *own,
        Figure("kept-server", "… keeping, in PostgreSQL's own processes"),
        Figure("processed-server", "… processing, in PostgreSQL's own processes"),
    )


@dataclass(slots=True)
class _Place:
    """One kind of database with its template."""

    databases: Databases
    node: Node
    template: str
    ground: Ground


class Inbound(Subject):
    """Replies from people whose keys are known."""

    name = "inbound"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.figures = tuple(f for one in bench.databases for f in figures_of(one.kind))
        self._people = replies.people(hosts=20, count=bench.size.people)
        self._places: list[_Place] = []

    def prepare(self) -> None:
        """Set up a node on each kind of database, with everybody known to it."""
        self._authority, _ = certificates.make(self.bench.folder / "inbound-tls")
        for databases in self.bench.databases:
            template = databases.make("inbound")
            own = node.make_node(self.bench.folder / f"inbound-{databases.kind}", template)
            ground = node.within(own, partial(self._settle, own))
            databases.execute(template, ["DELETE FROM event"])
            self._places.append(_Place(databases, own, template, ground))

    async def _settle(self, own: Node, store: Store) -> Ground:
        ground = await node.settle_in(store, own.sealed_by())
        await node.remember(store, self._people)
        return ground

    def measure(self) -> Mapping[str, float]:
        """Keep, count, process, count again, on each kind of database."""
        found: dict[str, float] = {}
        for place in self._places:
            found |= self._one(place)
        return found

    def _one(self, place: _Place) -> dict[str, float]:
        url = place.databases.copy(place.template, "inbound_round")
        place.node.use(url)
        found = self._keep(place) | self._process(place)
        place.databases.drop(url)
        return found

    def _keep(self, place: _Place) -> dict[str, float]:
        """Measure the door at its highest load, then how long it takes at half of that."""
        port, key = free_port(), place.databases.kind.lower()
        first, many, calm = self._requests(place.ground)
        with Program("node", place.node.file, port) as web:
            load.send(port, first).require(202)
            before, server_before = web.cpu(), place.databases.cpu()
            highest = load.send(port, many).require(202)
            spent, server = web.cpu() - before, place.databases.cpu() - server_before
            half = load.send(port, calm, rate=highest.rate / 2).require(202)
        sent = len(first) + len(many) + len(calm)
        _require(place.node, {"kept": sent, "waiting": sent})
        return {
            f"kept-{key}": spent / len(many) * 1000,
            f"rate-{key}": highest.rate,
            f"p50-{key}": half.percentile(0.5),
            f"p99-{key}": half.percentile(0.99),
        } | ({"kept-server": server / len(many) * 1000} if server else {})

    def _requests(self, ground: Ground) -> tuple[list[bytes], list[bytes], list[bytes]]:
        """Sign all requests: one by each, to fetch the keys; the many; those at half the load."""
        people, each = len(self._people), self.bench.size.messages
        ends = [people, people * (1 + each), people * (1 + each + max(each // _HALF_SHARE, 5))]
        starts = [0, *ends[:-1]]
        first, many, calm = (
            replies.signed_replies(
                self._people, ground.threads, ground.community, range(start, end)
            )
            for start, end in zip(starts, ends, strict=True)
        )
        return first, many, calm

    def _process(self, place: _Place) -> dict[str, float]:
        """Measure what it takes until nothing waits any more."""
        messages = _count(place.node)["kept"]
        with Program("worker", place.node.file, self._authority) as worker:
            before, server_before = worker.cpu(), place.databases.cpu()
            worker.ask("work")
            worker.ask("drain")
            spent, server = worker.cpu() - before, place.databases.cpu() - server_before
        everything = ("applied", "stored", "told", "announced")
        _require(place.node, {"waiting": 0, **dict.fromkeys(everything, messages)})
        key = place.databases.kind.lower()
        found = {f"processed-{key}": spent / messages * 1000}
        return found | ({"processed-server": server / messages * 1000} if server else {})

    def profile(self) -> Mapping[str, Profile]:
        """Do it once more, looking at where the time goes."""
        found: dict[str, Profile] = {}
        for place in self._places[: self.bench.size.profiled]:
            url = place.databases.copy(place.template, "inbound_profile")
            place.node.use(url)
            found |= self._profile(place)
            place.databases.drop(url)
        return found

    def _profile(self, place: _Place) -> dict[str, Profile]:
        port, key = free_port(), place.databases.kind.lower()
        first, many, _ = self._requests(place.ground)
        with Program("node", place.node.file, port) as web:
            load.send(port, first)
            web.start_sampling()
            load.send(port, many)
            kept = Profile(web.stop_sampling(), len(many))
        with Program("worker", place.node.file, self._authority) as worker:
            worker.start_sampling()
            worker.ask("work")
            worker.ask("drain")
            processed = Profile(worker.stop_sampling(), len(first) + len(many))
        return {f"kept-{key}": kept, f"processed-{key}": processed}

    def close(self) -> None:
        """Let the templates go."""
        for place in self._places:
            place.databases.drop(place.template)


def _count(own: Node) -> dict[str, int]:
    async def count(store: Store) -> dict[str, int]:
        return {name: int((await store.search(sql))[0][0]) for name, sql in _COUNT.items()}

    return node.within(own, count)


def _require(own: Node, expected: Mapping[str, int]) -> None:
    """Void the run when a single row is missing."""
    counted = _count(own)
    wrong = {name: counted[name] for name, number in expected.items() if counted[name] != number}
    if wrong:
        raise RuntimeError(f"of {dict(expected)} there are {wrong}: nothing of this round counts")

"""The overview of those who run a node, and what its metrics cost, when it has become large."""

from collections.abc import Mapping
from functools import partial
from statistics import median
from typing import Final

import httpx
import uvloop

from benchmarks import machine, node
from benchmarks.databases import Databases
from benchmarks.figures import Figure
from benchmarks.node import Node
from benchmarks.subject import Bench, Subject
from benchmarks.subjects.lanes import Cost
from fedcop import clock
from fedcop.assembly import Parts, open_parts
from fedcop.community import accounts, sessions
from fedcop.community.perform import perform
from fedcop.watching.metrics import Metrics
from fedcop.web.site import people_app

_PEERS: Final = 5_000
_BEHIND: Final = 20  # one peer in so many is behind
_FAILING: Final = 50
_READS: Final = 20


class Overview(Subject):
    """`/admin` with traffic lights, beside 5,000 peers and as many log entries as are stored."""

    name = "overview"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.figures = tuple(f for one in bench.databases for f in _figures(one.kind, bench))
        self._nodes: list[tuple[Databases, str, Node]] = []

    def prepare(self) -> None:
        """Set up a node, and give it peers with lanes and a long log."""
        for databases in self.bench.databases:
            url = databases.make("overview")
            own = node.make_node(self.bench.folder / f"overview-{databases.kind}", url)
            node.within(own, partial(node.settle_in, seal=own.sealed_by(), threads=5))
            databases.execute(url, [*_peers(), *_log(self.bench.size.stored), "ANALYZE"])
            self._nodes.append((databases, url, own))

    def measure(self) -> Mapping[str, float]:
        """Read the page as its owner, for the first time and then again; then the metrics."""
        found: dict[str, float] = {}
        with machine.on(machine.SERVER_CORE):
            for databases, _, own in self._nodes:
                found |= uvloop.run(_measure(databases, own))
        return found

    def close(self) -> None:
        """Let the databases go."""
        for databases, url, _ in self._nodes:
            databases.drop(url)


async def _measure(databases: Databases, own: Node) -> dict[str, float]:
    parts, key, cost = await open_parts(own.settings), databases.kind.lower(), Cost(databases)
    try:
        browser = await _signed_in(parts)
        costs = []
        for _ in range(_READS + 1):
            cost.begin()
            answer = await browser.get("/admin")
            costs.append(cost.spent())
            answer.raise_for_status()
        cost.begin()
        await Metrics(parts, "web").page()
        counted = cost.spent()
        return {
            f"overview-first-{key}": costs[0],
            f"overview-{key}": median(costs[1:]),
            f"metrics-{key}": counted,
        }
    finally:
        await parts.close()


async def _signed_in(parts: Parts) -> httpx.AsyncClient:
    found = await accounts.find_login(parts.store, "ada")
    assert found is not None
    begun = await perform(parts.store, sessions.begin, found[1].id, "Firefox/1 Linux")
    transport = httpx.ASGITransport(people_app(parts))
    browser = httpx.AsyncClient(transport=transport, base_url=parts.settings.origin)
    browser.cookies.set(parts.settings.cookie, begun.token)
    return browser


def _figures(kind: str, bench: Bench) -> tuple[Figure, ...]:
    key, stored = kind.lower(), bench.size.stored
    many = f"{_PEERS} peers, {stored} log entries"
    return (
        Figure(f"overview-{key}", f"/admin, {many} ({kind})", goal=50.0),
        Figure(f"overview-first-{key}", "… the first time", goal=50.0),
        Figure(f"metrics-{key}", "… its metrics"),
    )


def _numbers(last: int) -> str:
    return (
        "WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT)"
        f" UNION ALL SELECT i + 1 FROM n WHERE i < {last})"
    )


def _peers() -> list[str]:
    """Write the statements that make peers, each with a lane into the one long stream."""
    numbers, ago = _numbers(_PEERS), clock.now_ms() - 10_000_000
    head = "(SELECT COALESCE(max(head), 0) FROM log_head)"
    return [
        f"INSERT INTO peer (id, host, created, software, failing_since) {numbers}"
        " SELECT 9000000 + i, 'node' || i || '.example', 1, 'mastodon',"
        f" CASE WHEN i % {_FAILING} = 0 THEN {ago} ELSE 0 END FROM n",
        f"INSERT INTO lane (id, inbox, peer_id, shared, place) {numbers}"
        " SELECT 9000000 + i, 'https://node' || i || '.example/inbox', 9000000 + i, 1,"
        f" CASE WHEN i % {_BEHIND} = 0 THEN 0 ELSE {head} END FROM n",
    ]


def _log(stored: int) -> list[str]:
    """Write the statements that make the log long."""
    numbers, now = _numbers(stored), clock.now_ms()
    return [
        "INSERT INTO log_entry (position, actor_id, kind, object_uri, key, forms, event_id,"
        f" created) {numbers} SELECT 1000000 + i, 1, 'Create', 'https://p.example/n/' || i, 'k',"
        f" 3, i, {now} - 1000 * ({stored} - i) FROM n",
        f"INSERT INTO log_address (position, stream_id, form) {numbers}"
        " SELECT 1000000 + i, 1, 0 FROM n",
        f"UPDATE log_head SET head = {1_000_000 + stored}",
        f"UPDATE lane SET place = {1_000_000 + stored} WHERE place > 0",
    ]

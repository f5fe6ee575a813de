"""Members whose apps listen: what an open stream holds, and how soon all of them hear of a post."""

import asyncio
import http.client
import json
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import uvloop

from benchmarks import machine, node
from benchmarks.databases import Databases
from benchmarks.ears import Ears
from benchmarks.figures import Figure
from benchmarks.node import Node
from benchmarks.processes import Program, free_port
from benchmarks.subject import Bench, Profile, Subject
from fedcop import clock
from fedcop.community import oauth
from fedcop.community.perform import perform
from fedcop.store.batch import Store, Unit
from fedcop.store.queries import apps
from fedcop.store.rows import ActorRow, AppRow
from fedcop.store.seal import Seal

_FIRST: Final = 1_001  # id of the first listener
_SCOPES: Final = "read write follow push"
_PATIENCE: Final = 60.0
_SETTLED: Final = 1.0  # seconds until what was opened has come to rest


@dataclass(frozen=True, slots=True)
class _Filled:
    """A node with its listeners' tokens, and that of whom they follow."""

    databases: Databases
    node: Node
    url: str
    tokens: tuple[str, ...]
    author: str


class Streams(Subject):
    """Everybody follows the same person, and each listens with an app of their own."""

    name = "streams"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        many = bench.size.streams
        self.figures = tuple(f for one in bench.databases for f in _figures(one.kind, many))
        self._filled: list[_Filled] = []

    def prepare(self) -> None:
        """Set up a node with so many people."""
        self._filled = [self._fill(databases) for databases in self.bench.databases]

    def _fill(self, databases: Databases) -> _Filled:
        url = databases.make("streams")
        own = node.make_node(self.bench.folder / f"streams-{databases.kind}", url)
        with own.file.open("a", encoding="utf-8") as settings:
            settings.write('client_limits = ["api=1000000", "person=1000000"]\n')
        author, secret = node.within(own, partial(_settle_in, seal=own.sealed_by()))
        tokens = tuple(secrets.token_urlsafe(32) for _ in range(self.bench.size.streams))
        databases.execute(url, list(_rows(author.id, tokens)))
        return _Filled(databases, own, url, tokens, secret)

    def measure(self) -> Mapping[str, float]:
        """Open all streams, then write some posts."""
        found: dict[str, float] = {}
        for filled in self._filled:
            with Program("serving", filled.node.file, port := free_port()) as web:
                found |= uvloop.run(self._measure(filled, web, port))
        return found

    async def _measure(self, filled: _Filled, web: Program, port: int) -> Mapping[str, float]:
        key, ears = filled.databases.kind.lower(), Ears(port)
        await _post(port, filled.author)
        await asyncio.sleep(_SETTLED)
        idle = machine.memory_of_tree(web.pid)
        try:
            await ears.open(filled.tokens)
            await asyncio.sleep(_SETTLED)
            before, slowest = web.cpu(), 0.0
            for _ in range(self.bench.size.tidings):
                slowest = max(slowest, await _tell(ears, port, filled.author))
            spent = (web.cpu() - before) / self.bench.size.tidings / len(filled.tokens)
            held = machine.memory_of_tree(web.pid) - idle
        finally:
            ears.close()
        return {
            f"streams-held-{key}": held,
            f"streams-heard-{key}": slowest,
            f"streams-told-{key}": spent * 1000,
        }

    def profile(self) -> Mapping[str, Profile]:
        """Tell them once more, looking at where the time goes."""
        found: dict[str, Profile] = {}
        for filled in self._filled[: self.bench.size.profiled]:
            with Program("serving", filled.node.file, port := free_port()) as web:
                uvloop.run(self._look(filled, web, port))
                key = f"streams-heard-{filled.databases.kind.lower()}"
                found[key] = Profile(web.stop_sampling(), self.bench.size.tidings)
        return found

    async def _look(self, filled: _Filled, web: Program, port: int) -> None:
        ears = Ears(port)
        try:
            await ears.open(filled.tokens)
            web.start_sampling()
            for _ in range(self.bench.size.tidings):
                await _tell(ears, port, filled.author)
        finally:
            ears.close()

    def close(self) -> None:
        """Let the databases go."""
        for filled in self._filled:
            filled.databases.drop(filled.url)


def _figures(kind: str, many: int) -> tuple[Figure, ...]:
    key = kind.lower()
    return (
        Figure(
            f"streams-held-{key}",
            f"{many} open streams, memory above idle ({kind})",
            unit="MB",
            goal=150.0,
            scaled=False,
        ),
        Figure(
            f"streams-heard-{key}",
            "… a post has reached the last of them",
            unit="s",
            goal=1.0,
            scaled=False,
        ),
        Figure(f"streams-told-{key}", "… its CPU for each of them, all that a post costs included"),
    )


async def _tell(ears: Ears, port: int, author: str) -> float:
    """Write a post; say after how many seconds the last one heard of it."""
    heard, began = ears.expect(), time.perf_counter()
    await _post(port, author)
    return await asyncio.wait_for(heard, _PATIENCE) - began


async def _post(port: int, author: str) -> None:
    await asyncio.get_running_loop().run_in_executor(None, _send, port, author)


def _send(port: int, author: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    headers = {"Host": node.HOST, "Authorization": f"Bearer {author}"}
    body = json.dumps({"status": "The new sheet lies on both wards. " * 10})
    headers["Content-Type"] = "application/json"
    try:
        connection.request("POST", "/api/v1/statuses", body, headers)
        answer = connection.getresponse()
        if answer.status != http.client.OK:
            raise RuntimeError(f"a post was answered {answer.status}: {answer.read(200)!r}")
    finally:
        connection.close()


async def _settle_in(store: Store, seal: Seal) -> tuple[ActorRow, str]:
    """Set up a node with an author, and an app that writes for them."""
    author = (await node.settle_in(store, seal, threads=0)).founder
    return author, await perform(store, _let_in, author)


async def _let_in(unit: Unit, author: ActorRow) -> str:
    row = AppRow(1, "bench", oauth.hash_secret("bench"), "Bench", "", "urn:none", _SCOPES, 1)
    unit.add(apps.insert_app(row))
    return oauth.issue(unit, row, author.id, _SCOPES).secret


def _rows(author: int, tokens: Sequence[str]) -> Iterator[str]:
    """Write the statements that make so many people, each with an app and following one."""
    now, last = clock.now_ms(), _FIRST + len(tokens) - 1
    people = (
        f"WITH RECURSIVE n(i) AS (SELECT CAST({_FIRST} AS BIGINT)"
        f" UNION ALL SELECT i + 1 FROM n WHERE i < {last})"
    )
    here = f"'{node.ORIGIN}/u/r' || i"
    yield (
        "INSERT INTO actor (id, uri, kind, host, name, display, url, summary, published)"
        f" {people} SELECT i, {here}, 'Person', '', 'r' || i, 'Reader ' || i, {here},"
        f" '<p>Nurse on ward ' || i || '.</p>', {now} FROM n"
    )
    yield (
        "INSERT INTO account (actor_id, email, created, read_at)"
        f" {people} SELECT i, 'r' || i || '@{node.HOST}', {now}, {now} FROM n"
    )
    yield (
        "INSERT INTO follow (id, follower_id, target_id, state, created, changed)"
        f" {people} SELECT i, i, {author}, 'accepted', 1, 1 FROM n"
    )
    values = ", ".join(
        f"({number}, '{oauth.hash_secret(token)}', 1, {number}, '{_SCOPES}', {now}, {now})"
        for number, token in enumerate(tokens, _FIRST)
    )
    yield (
        "INSERT INTO app_token (id, token_hash, app_id, account_id, scopes, created, seen)"
        f" VALUES {values}"
    )
    yield "ANALYZE"

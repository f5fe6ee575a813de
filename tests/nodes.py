"""Real nodes: processes of `fedcop serve`, or `web` and `worker`, each on a loopback name.

A node is set up with the makers of `builders`, so its keys are at hand. What people do on it is
done by verbs beside its processes; what peers do goes over real sockets.
"""

import asyncio
import base64
import json
import os
import socket  # noqa: TID251 - to find a free port
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx

from fedcop import settings as house
from fedcop.assembly import Parts, open_parts, open_store
from fedcop.community import accounts
from fedcop.community.perform import perform
from fedcop.settings import Settings
from fedcop.store.batch import Store
from fedcop.store.rows import ActorRow
from tests import builders, databases, nursery
from tests.corpus import ROOT

T = TypeVar("T")

SERVE, WEB, WORKER = "serve", "web", "worker"
_MASTER_KEY = base64.b64encode(bytes(range(32))).decode()  # that of builders.SEAL
_READY_SECONDS = 60.0
_STOP_SECONDS = 20.0


def free_port() -> int:
    """Find a port that nobody listens on; it stays the node's over restarts."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Node:
    """One node: its folder, its database, and whichever of its processes run."""

    name: str
    port: int
    folder: Path
    database: str
    store: Store = field(init=False)
    parts: Parts = field(init=False)
    _running: dict[str, nursery.Child] = field(default_factory=dict)
    _outside: httpx.AsyncClient = field(init=False)

    @property
    def host(self) -> str:
        return f"{self.name}.localhost:{self.port}"

    @property
    def origin(self) -> str:
        return f"http://{self.host}"

    @property
    def config(self) -> Path:
        return self.folder / "fedcop.toml"

    @property
    def settings(self) -> Settings:
        return house.load(self.config, {})

    @property
    def verbs(self) -> tuple[str, ...]:
        """The processes that make the whole of it, on its kind of database."""
        return (SERVE,) if self.database.startswith("sqlite") else (WEB, WORKER)

    # Setting up

    async def set_up(self, **more: object) -> None:
        values = {
            "origin": self.origin,
            "secret": "only-for-tests-0123456789abcdefgh",
            "organization": self.name.title(),
            "database": self.database,
            "master_key": _MASTER_KEY,
            **more,
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        lines = [f"{name} = {json.dumps(value)}\n" for name, value in values.items()]
        self.config.write_text("".join(lines))
        self.config.chmod(0o600)
        (self.folder / "data").mkdir(exist_ok=True)
        store = await open_store(self.settings, beside=True)
        await builders.make_node(store, self.name.title())
        await store.close()
        self.parts = await open_parts(self.settings, beside=True)
        self.store = self.parts.store
        self._outside = httpx.AsyncClient(timeout=20)

    async def close(self) -> None:
        await self.stop()
        await self._outside.aclose()
        await self.parts.close()

    # Its processes

    async def start(self, *verbs: str) -> None:
        """Start processes, all of the node when none is named, and wait until they are ready."""
        chosen = verbs or self.verbs
        marks = {verb: len(self.log(verb)) for verb in chosen}
        for verb in chosen:
            await self._launch(verb)
        for verb in chosen:
            await self._ready(verb, marks[verb])

    async def _launch(self, verb: str) -> None:
        environ = {k: v for k, v in os.environ.items() if not k.startswith("FEDCOP_")}
        words = ("--config", str(self.config), verb)
        self._running[verb] = await nursery.start(words, environ, self._log_file(verb))

    async def _ready(self, verb: str, mark: int) -> None:
        end = time.monotonic() + _READY_SECONDS
        while "ready: " not in self.log(verb)[mark:]:
            process = self._running[verb]
            if process.ended or time.monotonic() > end:
                raise AssertionError(
                    f"{verb} of {self.name} is not ready:\n{self.log(verb)[mark:]}"
                )
            await asyncio.sleep(0.03)

    async def kill(self, verb: str) -> None:
        """End a process as a power cut would."""
        process = self._running.pop(verb)
        process.kill()
        await process.wait()

    async def stop(self, *verbs: str) -> None:
        """Let processes end as an operator would; what does not end in time is killed."""
        ending = [self._running.pop(v) for v in verbs or tuple(self._running)]
        for process in ending:
            process.terminate()
        for process in ending:
            try:
                await asyncio.wait_for(process.wait(), _STOP_SECONDS)
            except TimeoutError:
                process.kill()
                await process.wait()

    def pid(self, verb: str) -> int:
        return self._running[verb].pid

    def runs(self, verb: str) -> bool:
        """Whether a process is there and has not ended."""
        process = self._running.get(verb)
        return process is not None and not process.ended

    def _log_file(self, verb: str) -> Path:
        return self.folder / f"{verb}.log"

    def log(self, verb: str = "") -> str:
        """What a process has logged so far; of all when none is named."""
        files = [self._log_file(v) for v in ((verb,) if verb else self.verbs)]
        return "".join(f.read_text(errors="replace") for f in files if f.exists())

    # The doors

    async def run(self, *words: str) -> tuple[int, list[dict[str, Any]]]:
        """Run a command of the operator; its exit code and its lines as JSON."""
        environ = {k: v for k, v in os.environ.items() if not k.startswith("FEDCOP_")}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "fedcop", "--config", str(self.config), "--json", *words),
            cwd=ROOT,
            env=environ,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        lines = [json.loads(line) for line in out.decode().splitlines() if line.startswith("{")]
        assert process.returncode is not None
        assert b"Traceback" not in err, err.decode()
        return process.returncode, lines

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask the node something from outside."""
        given = {"Host": self.host, "Accept": "application/activity+json", **headers}
        return await self._outside.get(f"http://127.0.0.1:{self.port}{path}", headers=given)

    async def post(self, path: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
        """Post bytes with just these headers beside those of HTTP itself."""
        url = f"http://127.0.0.1:{self.port}{path}"
        return await self._outside.post(url, content=body, headers={"Host": self.host, **headers})

    # Its people

    async def person(self, name: str) -> ActorRow:
        return await builders.make_person(self.store, name)

    async def community(self, founder: ActorRow, name: str, **more: Any) -> ActorRow:
        return await builders.make_community(self.store, founder, name, **more)

    async def do(self, verb: Callable[..., Awaitable[T]], *args: Any, **kwargs: Any) -> T:
        """Do what a person does, beside the running node."""
        return await perform(self.store, verb, *args, **kwargs)

    async def known(self, name: str) -> ActorRow:
        found = await accounts.find_by_name(self.store, name)
        assert found is not None, name
        return found

    # What is in its store

    async def number(self, sql: str, *params: object) -> int:
        """The first column of the first row."""
        rows = await self.store.read(sql, *params)
        return int(rows[0][0] or 0) if rows else 0

    async def at_rest(self) -> bool:
        """Whether nothing waits to be processed, told on or delivered."""
        waiting = await self.number("SELECT count(*) FROM inbox_message WHERE state = 0")
        untold = await self.number("SELECT count(*) FROM event WHERE done = 0")
        return not waiting and not untold


async def until(what: Callable[[], Any], seconds: float = 20.0, *, why: object = "") -> Any:
    """Wait until something holds, or something is found, and return it."""
    end = time.monotonic() + seconds
    while True:
        found = what()
        if isinstance(found, Awaitable):
            found = await found
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {why() if callable(why) else why}")
        await asyncio.sleep(0.02)


class Town:
    """Whatever nodes a test needs; all of them end with it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = AsyncExitStack()
        self.nodes: list[Node] = []

    async def node(self, name: str, kind: str, *, url: str = "", **settings: object) -> Node:
        """Set up a node on a fresh database of a kind, or on the one named; it does not run yet."""
        folder = self._folder / name
        folder.mkdir(parents=True)
        database = url or await self._open.enter_async_context(databases.fresh(kind, folder))
        node = Node(name, free_port(), folder, database)
        await node.set_up(**settings)
        self._open.push_async_callback(node.close)
        self.nodes.append(node)
        return node

    async def close(self) -> None:
        await self._open.aclose()

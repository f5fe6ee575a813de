"""`fedcop serve`, `web` and `worker`: run a node until it is told to stop."""

import asyncio
import contextlib
import gc
import logging
import resource
import signal
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator
from typing import TYPE_CHECKING, Final

import click
import uvicorn

from fedcop import app, diagnostics
from fedcop.api.streaming.hub import CLOSING
from fedcop.assembly import Parts, open_parts, open_store
from fedcop.cli.desk import Desk, Verb, command
from fedcop.cli.locks import only_one
from fedcop.cli.scraped import Scraped
from fedcop.cli.sockets import Sockets
from fedcop.community.perform import perform
from fedcop.community.setting_up import beginning
from fedcop.errors import Misconfigured
from fedcop.settings import Settings
from fedcop.store.connection import sqlite_path
from fedcop.store.schema import require_schema
from fedcop.transport.notify import READY, STOPPING, tell_systemd
from fedcop.watching.metrics import Metrics
from fedcop.worker import Worker

if TYPE_CHECKING:
    import socket  # noqa: TID251 - the type of what uvicorn is handed

log = logging.getLogger(__name__)

_KEEP_ALIVE: Final = 60
_LAST_ANSWERS: Final = 10
_BACKLOG: Final = 2048
_LONGEST_WORD: Final = 16_384  # of a client on a WebSocket, in bytes
_PING_SECONDS: Final = 30.0
_YOUNG: Final = 10_000  # objects made since the collector looked last


class _Web(uvicorn.Server):
    """A server that leaves signals to us and says when it listens."""

    def __init__(self, chosen: Settings, parts: Parts) -> None:
        super().__init__(
            uvicorn.Config(
                app.build(parts),
                host=chosen.bind_host,
                port=chosen.bind_port,
                loop="none",
                http="httptools",
                ws=Sockets,
                ws_max_size=_LONGEST_WORD,
                ws_ping_interval=_PING_SECONDS,
                ws_ping_timeout=_PING_SECONDS,
                ws_per_message_deflate=False,  # a window for each connection costs 10 kB
                lifespan="off",
                log_config=None,
                log_level="warning",
                access_log=False,
                proxy_headers=False,  # whose word counts is decided where it is needed
                server_header=False,
                backlog=_BACKLOG,
                timeout_keep_alive=_KEEP_ALIVE,
                timeout_graceful_shutdown=_LAST_ANSWERS,
            )
        )
        self._chosen = chosen
        self._wakes = parts.store.wakes

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them to the command."""
        yield

    async def startup(self, sockets: "list[socket.socket] | None" = None) -> None:
        """Listen, and say so. Raises Misconfigured when the port is taken."""
        try:
            await super().startup(sockets)
        except SystemExit as error:
            where = f"{self._chosen.bind_host}:{self._chosen.bind_port}"
            raise Misconfigured(
                f"bind_port: cannot listen on {where}; free it or choose another"
            ) from error
        if self.started:
            log.info("ready: %s", self._chosen.origin)
            tell_systemd(READY)

    async def shutdown(self, sockets: "list[socket.socket] | None" = None) -> None:
        """Stop answering; streams, which would go on, end first."""
        self._wakes.ring(CLOSING)
        await super().shutdown(sockets)


@click.command("serve", cls=Verb)
@click.option("--leash", is_flag=True, hidden=True, help="Stop when standard input closes.")
@command
async def serve(desk: Desk, *, leash: bool) -> None:
    """Run the whole node in one process: pages, peers, processing and delivery."""
    chosen = _begin(desk)
    with only_one(desk.output, chosen.data / "serve.lock", "this node is served"):
        async with _opened(chosen) as parts:
            await _offer_setup(parts)
            web = _Web(chosen, parts)
            stop = _stop_signal(web, leash=leash)
            counted = _told(parts, "serve", stop)
            await _until(stop, _answer(web, stop), Worker(parts).run(stop), *counted)


@click.command("web", cls=Verb)
@command
async def web(desk: Desk) -> None:
    """Answer people and peers; `fedcop worker` does the rest. Needs PostgreSQL."""
    chosen = _begin(desk)
    _require_postgresql(chosen, "web")
    async with _opened(chosen) as parts:
        await parts.store.listen()
        await _offer_setup(parts)
        server = _Web(chosen, parts)
        stop = _stop_signal(server)
        await _until(stop, _answer(server, stop), *_told(parts, "web", stop))


@click.command("worker", cls=Verb)
@command
async def worker(desk: Desk) -> None:
    """Process what arrived and deliver what is owed; `fedcop web` answers. Needs PostgreSQL."""
    chosen = _begin(desk)
    _require_postgresql(chosen, "worker")
    async with _opened(chosen) as parts:
        stop = _stop_signal(None)
        log.info("ready: at work for %s", chosen.origin)
        tell_systemd(READY)
        await _until(stop, Worker(parts).run(stop), *_told(parts, "worker", stop))


def _begin(desk: Desk) -> Settings:
    chosen = desk.settings()
    _allow_many_sockets()
    diagnostics.set_up(chosen.log_level, chosen.log_format)
    return chosen


def _allow_many_sockets() -> None:
    """Take as many files as we may: each stream is one, and shells allow 1,024 at first."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _require_postgresql(chosen: Settings, verb: str) -> None:
    if sqlite_path(chosen.database) is not None:
        raise Misconfigured(
            f"database: SQLite bears one process; run `fedcop serve` instead of `fedcop {verb}`,"
            " or choose postgresql://…"
        )


@contextlib.asynccontextmanager
async def _opened(chosen: Settings) -> AsyncIterator[Parts]:
    store = await open_store(chosen)
    try:
        await require_schema(store.backend)
    finally:
        await store.close()
    parts = await open_parts(chosen)
    settle()
    try:
        yield parts
    finally:
        await parts.close()


async def _offer_setup(parts: Parts) -> None:
    """Show how a node is set up in a browser that nobody owns."""
    if not await beginning.has_owner(parts.store):
        link = await perform(parts.store, beginning.make_setup_link)
        click.echo(f"Nobody owns this node yet. Set it up within a day: {link}", err=True)


def settle() -> None:
    """Spare the collector what stays, and let it look seldom: streams are many objects."""
    gc.collect()
    gc.freeze()
    # With 2,000 streams open, a post to all of them took a third longer at Python's 700.
    gc.set_threshold(_YOUNG)


def _stop_signal(server: uvicorn.Server | None, *, leash: bool = False) -> asyncio.Event:
    """Make what is set by SIGINT and SIGTERM; the second one does not wait for anybody."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def hear() -> None:
        if stop.is_set() and server is not None:
            server.force_exit = True
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, hear)
    if leash:
        loop.add_reader(sys.stdin.fileno(), lambda: stop.set() if not sys.stdin.read(1) else None)
    return stop


async def _answer(server: uvicorn.Server, stop: asyncio.Event) -> None:
    """Answer requests until `stop`."""
    serving = asyncio.create_task(server.serve())
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    server.should_exit = True
    await serving


def _told(
    parts: Parts, kind: str, stop: asyncio.Event
) -> tuple[Coroutine[object, object, None], ...]:
    """Tell Prometheus what this process counts, where the operator wants that."""
    chosen = parts.settings
    if not chosen.metrics_port:
        return ()
    app = Metrics(parts, kind)
    return (_answer(Scraped(app, chosen.metrics_host, chosen.metrics_port), stop),)


async def _until(stop: asyncio.Event, *parts: Coroutine[object, object, None]) -> None:
    """Run the parts of a node side by side; when one ends, all do."""
    tasks = [asyncio.create_task(part) for part in parts]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    tell_systemd(STOPPING)
    await asyncio.gather(*tasks)
    log.info("stopped")

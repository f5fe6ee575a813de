"""What `serve`, `web` and `worker` have in common: how a process begins, and how it ends."""

import asyncio
import contextlib
import gc
import logging
import resource
import signal
import sys
from collections.abc import AsyncIterator, Coroutine
from typing import Final

import uvicorn

from fedcop import diagnostics
from fedcop.assembly import Parts, open_parts, open_store
from fedcop.cli.desk import Desk
from fedcop.cli.scraped import Scraped
from fedcop.errors import Misconfigured
from fedcop.settings import Settings
from fedcop.store.connection import sqlite_path
from fedcop.store.schema import require_schema
from fedcop.transport.notify import STOPPING, tell_systemd
from fedcop.watching.metrics import Metrics

log = logging.getLogger(__name__)

_YOUNG: Final = 10_000  # objects made since the collector looked last


def begin(desk: Desk) -> Settings:
    """Read the settings, and make a process of this one that serves."""
    chosen = desk.settings()
    _allow_many_sockets()
    diagnostics.set_up(chosen.log_level, chosen.log_format)
    return chosen


def _allow_many_sockets() -> None:
    """Take as many files as we may: each stream is one, and shells allow 1,024 at first."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def require_postgresql(chosen: Settings, verb: str) -> None:
    """Insist on a database that several processes can share. Raises Misconfigured."""
    if sqlite_path(chosen.database) is not None:
        raise Misconfigured(
            f"database: SQLite bears one process; run `fedcop serve` instead of `fedcop {verb}`,"
            " or choose postgresql://…"
        )


@contextlib.asynccontextmanager
async def opened(chosen: Settings) -> AsyncIterator[Parts]:
    """Open a node whose schema is of this version. Raises Misconfigured and Unavailable."""
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


def settle() -> None:
    """Spare the collector what stays, and let it look seldom: streams are many objects."""
    gc.collect()
    gc.freeze()
    # With 2,000 streams open, a post to all of them took a third longer at Python's 700.
    gc.set_threshold(_YOUNG)


def stop_signal(server: uvicorn.Server | None, *, leash: bool = False) -> asyncio.Event:
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


async def answer(server: uvicorn.Server, stop: asyncio.Event) -> None:
    """Answer requests until `stop`."""
    serving = asyncio.create_task(server.serve())
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    server.should_exit = True
    await serving


def told(
    parts: Parts, kind: str, stop: asyncio.Event
) -> tuple[Coroutine[object, object, None], ...]:
    """Tell Prometheus what this process counts, where the operator wants that."""
    chosen = parts.settings
    if not chosen.metrics_port:
        return ()
    app = Metrics(parts, kind)
    return (answer(Scraped(app, chosen.metrics_host, chosen.metrics_port), stop),)


async def until(stop: asyncio.Event, *parts: Coroutine[object, object, None]) -> None:
    """Run the parts of a node side by side; when one ends, all do."""
    tasks = [asyncio.create_task(part) for part in parts]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    tell_systemd(STOPPING)
    await asyncio.gather(*tasks)
    log.info("stopped")

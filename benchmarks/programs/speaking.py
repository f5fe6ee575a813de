"""How a program of the benchmarks speaks with who started it: a line of JSON for each question."""

import asyncio
import json
import socket  # noqa: TID251 - as uvicorn has it
import sys
import threading
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import uvicorn
import uvloop
from starlette.types import ASGIApp

from benchmarks import sampler


def answer(value: object = None) -> None:
    """Say something; the first time it means `ready`."""
    print(json.dumps(value), flush=True)


async def questions() -> AsyncIterator[str]:
    """Hear what is asked, until nobody is left to ask."""
    loop = asyncio.get_running_loop()
    heard: asyncio.Queue[str] = asyncio.Queue()

    def listen() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(heard.put_nowait, line.strip())
        loop.call_soon_threadsafe(heard.put_nowait, "")

    threading.Thread(target=listen, daemon=True).start()
    while question := await heard.get():
        yield question


def run(main: Coroutine[Any, Any, None]) -> None:
    """Run a program on the event loop that `fedcop serve` uses."""
    sampler.be_ready()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main)


class _Server(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        answer()


async def serve(app: ASGIApp, port: int, **options: Any) -> None:
    """Serve an application until told to stop."""
    config = uvicorn.Config(
        app,
        port=port,
        http="httptools",
        access_log=False,
        log_level="error",
        timeout_keep_alive=60,
        **options,
    )
    await _Server(config).serve()

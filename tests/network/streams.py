"""Web processes with real sockets, and clients that listen: what tests of streams begin with."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from fedcop import clock
from fedcop.assembly import open_parts
from fedcop.cli.running import answer
from fedcop.cli.serve import _Web
from fedcop.settings import Settings
from fedcop.store.rows import ActorRow
from fedcop.worker import Worker
from tests.api.rig import Home, open_home
from tests.nodes import free_port, until

SECONDS = 5.0


@dataclass
class Ear:
    """A client on a WebSocket."""

    socket: ClientConnection

    async def next(self, seconds: float = SECONDS) -> Any:
        """The next frame."""
        async with asyncio.timeout(seconds):
            return json.loads(await self.socket.recv())

    async def nothing(self, seconds: float = 0.4) -> None:
        """Nothing comes for a while."""
        with suppress(TimeoutError):
            said = await self.next(seconds)
            raise AssertionError(f"heard {said}")

    def waiting(self) -> bool:
        """Whether something has come that was not looked at."""
        return bool(self.socket.recv_messages.frames)

    async def say(self, **words: Any) -> None:
        """Say something."""
        await self.socket.send(json.dumps(words))

    async def subscribe(self, stream: str, **more: Any) -> None:
        """Listen to one more stream; when this returns, it is so."""
        await self.say(type="subscribe", stream=stream, **more)
        await self.say(type="subscribe", stream="no such stream")
        assert (await self.next())["status"] == 400


@dataclass
class Station:
    """A node whose web processes listen on ports."""

    home: Home
    ports: list[int]
    webs: list[Any] = field(default_factory=list)

    def url(self, query: str = "", port: int = 0) -> str:
        return f"ws://127.0.0.1:{self.ports[port]}/api/v1/streaming{query}"

    @asynccontextmanager
    async def ear(
        self, secret: str, query: str = "", port: int = 0, **more: Any
    ) -> AsyncIterator[Ear]:
        """Somebody who listens, by the token in a header."""
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        async with connect(self.url(query, port), additional_headers=headers, **more) as socket:
            ear = Ear(socket)
            await ear.say(type="subscribe", stream="no such stream")
            while (await ear.next()).get("error") != "Unknown stream type":
                pass
            yield ear

    @asynccontextmanager
    async def lines(self, secret: str, path: str, port: int = 0) -> AsyncIterator[Any]:
        """Somebody who listens in lines."""
        url = f"http://127.0.0.1:{self.ports[port]}/api/v1/streaming/{path}"
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        async with (
            httpx.AsyncClient(timeout=SECONDS) as client,
            client.stream("GET", url, headers=headers) as answer,
        ):
            yield answer


@asynccontextmanager
async def open_station(settings: Settings, webs: int = 1) -> AsyncIterator[Station]:
    """A node with some web processes, each with a store of its own, and a worker."""
    async with open_home(settings) as home, AsyncExitStack() as stack:
        # The app of the rig is old enough to be swept while nobody uses it.
        await home.change("UPDATE app SET created = ?, used = ?", clock.now_ms(), clock.now_ms())
        station = Station(home, [free_port() for _ in range(webs)])
        stop = asyncio.Event()
        tasks = []
        for number, port in enumerate(station.ports):
            chosen = replace(settings, bind_host="127.0.0.1", bind_port=port)
            parts = home.parts
            if webs > 1:
                parts = await open_parts(settings)
                stack.push_async_callback(parts.close)
                await parts.store.listen()
            web = _Web(chosen, parts)
            station.webs.append(web)
            tasks.append(asyncio.create_task(answer(web, stop), name=f"web {number}"))
        tasks.append(asyncio.create_task(Worker(home.parts).run(stop)))
        await until(lambda: all(web.started for web in station.webs))
        try:
            yield station
        finally:
            stop.set()
            async with asyncio.timeout(SECONDS):
                await asyncio.gather(*tasks)


async def say(home: Home, actor: ActorRow, text: str, **more: Any) -> Any:
    """Somebody posts from an app; return the status."""
    answer = await (await home.phone_of(actor)).post("/api/v1/statuses", status=text, **more)
    assert answer.status_code == 200, answer.text
    return answer.json()

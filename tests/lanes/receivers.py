"""Remote servers of the lane tests: real sockets that answer, delay, fail, and break off.

One listening socket serves every peer; the Host header says which is meant.
"""

import asyncio
import json
import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Protocol

_REASON = {202: "Accepted", 401: "Unauthorized", 403: "Forbidden", 410: "Gone"}


@dataclass(eq=False, slots=True)
class Request:
    """One attempt that reached a peer."""

    host: str  # the name of the peer, without domain and port
    path: str
    body: dict[str, Any]
    began: float  # by the clock of the loop
    worker: int  # who sends it; it may be dead by now

    @property
    def id(self) -> str:
        return self.body["id"]


class Witness(Protocol):
    """Who watches what reaches the peers."""

    def begins(self, request: Request) -> None:
        """A request has come in whole."""

    def taken(self, request: Request) -> None:
        """The peer has kept it."""

    def ends(self, request: Request, status: int) -> None:
        """The peer has answered; 0: it broke off."""


@dataclass(slots=True)
class Manner:
    """How a peer answers; chances lie between 0 and 1, delays are seconds."""

    down: bool = False
    status: int = 202
    delay: float = 0.0  # before it takes an item
    late: float = 0.0  # after it took one, before it answers
    breaks: float = 0.0  # it breaks off after it took one
    fails: float = 0.0  # a 500 that takes nothing
    retry_after: int = 0
    refuses: dict[str, int] = field(default_factory=dict)  # by item, always the same


class Receivers:
    """Every peer: how it behaves; what it takes is told to the witness."""

    def __init__(self, witness: Witness, chance: random.Random) -> None:
        self.witness = witness
        self.chance = chance
        self.manners: defaultdict[str, Manner] = defaultdict(Manner)
        self.port = 0
        self.requests = 0
        self.busy = 0
        self._open: set[asyncio.StreamWriter] = set()

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=512)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self._server.close()
        for writer in list(self._open):
            writer.close()
        await asyncio.sleep(0)

    def host(self, name: str) -> str:
        return f"{name}.localhost:{self.port}"

    def url(self, name: str, path: str = "/inbox") -> str:
        return f"http://{self.host(name)}{path}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                size = int(head.lower().partition(b"content-length: ")[2].partition(b"\r")[0])
                raw = await reader.readexactly(size)
                self.busy += 1
                try:
                    if not await self._answer(head.decode(), raw, writer):
                        return
                finally:
                    self.busy -= 1
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            self._open.discard(writer)
            writer.close()

    async def _answer(self, head: str, raw: bytes, writer: asyncio.StreamWriter) -> bool:
        name = head.partition("Host: ")[2].partition(".")[0]
        now = asyncio.get_running_loop().time()
        worker = int(head.partition("X-Worker: ")[2].partition("\r")[0])
        request = Request(name, head.split(" ", 2)[1], json.loads(raw), now, worker)
        self.requests += 1
        self.witness.begins(request)
        status = 0
        try:
            status = await self._treat(request, self.manners[name])
        finally:
            self.witness.ends(request, status)
        if status:
            retry = self.manners[name].retry_after
            extra = f"Retry-After: {retry}\r\n" if retry and status >= 400 else ""
            reason = _REASON.get(status, "So")
            text = f"HTTP/1.1 {status} {reason}\r\n{extra}Content-Length: 0\r\n\r\n"
            writer.write(text.encode())
        return status > 0

    async def _treat(self, request: Request, manner: Manner) -> int:
        if manner.down:
            return 0
        if manner.delay:
            await asyncio.sleep(manner.delay * self.chance.random())
        if manner.fails and self.chance.random() < manner.fails:
            return 500
        status = manner.refuses.get(request.id, manner.status)
        if status >= 300:
            return status
        self.witness.taken(request)
        if manner.late:
            await asyncio.sleep(manner.late * self.chance.random())
        return 0 if manner.breaks and self.chance.random() < manner.breaks else status

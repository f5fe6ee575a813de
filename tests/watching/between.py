"""What stands between a node and its peers: a proxy that may change things, a peer with a clock."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from email.utils import formatdate

from fedcop import clock

Change = Callable[[bytes], bytes]


async def _request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    size = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            size = int(line.partition(b":")[2])
    return head + await reader.readexactly(size)


def unchanged(request: bytes) -> bytes:
    """Leave a request as it is, and say who asks."""
    return re.sub(rb"(?i)(x-forwarded-for: [^\r]*)", rb"\1, 203.0.113.9", request)


@dataclass
class Proxy:
    """Passes requests on to a port, each on a connection of its own, once it has changed them."""

    to: int
    change: Change = unchanged

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            request = self.change(await _request(reader))
            line, _, rest = request.partition(b"\r\n")
            inside, outside = await asyncio.open_connection("127.0.0.1", self.to)
            outside.write(line + b"\r\nConnection: close\r\n" + rest)
            writer.write(await inside.read())
            await writer.drain()
            outside.close()
        writer.close()


@asynccontextmanager
async def proxy(port: int, to: int) -> AsyncIterator[Proxy]:
    """Let a proxy listen at a port."""
    made = Proxy(to)
    async with await asyncio.start_server(made.talk, "127.0.0.1", port):
        yield made


@asynccontextmanager
async def peer_whose_clock_is_off(seconds: float) -> AsyncIterator[int]:
    """Let somebody answer whose Date differs from ours; gives the port."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            await _request(reader)
            date = formatdate(clock.now() + seconds, usegmt=True)
            head = f"HTTP/1.1 404 Not Found\r\nDate: {date}\r\nContent-Length: 0\r\n"
            writer.write(f"{head}Connection: close\r\n\r\n".encode())
            await writer.drain()
        writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]

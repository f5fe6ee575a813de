"""A listener between nodes: every byte that comes to a node or goes out of it, as it was sent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from tests.nodes import Node


@dataclass
class Wire:
    """What went over the address of one node."""

    heard: bytearray = field(default_factory=bytearray)

    def since(self, mark: int) -> bytes:
        """What went over it after a moment."""
        return bytes(self.heard[mark:])

    @property
    def mark(self) -> int:
        """This moment."""
        return len(self.heard)


@asynccontextmanager
async def tapped(node: Node, port: int) -> AsyncIterator[Wire]:
    """Stand at the address of a node that itself listens on another port."""
    wire = Wire()

    async def pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while chunk := await source.read(65_536):
                wire.heard += chunk
                target.write(chunk)
                await target.drain()
        target.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            inner, outer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(pass_on(reader, outer), pass_on(inner, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", node.port)
    try:
        yield wire
    finally:
        server.close()

"""The nodes of a demo: real ones, each a process of its own on a loopback name."""

import asyncio
import os
import secrets
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import Final

from fedcop import __version__
from fedcop import settings as house
from fedcop.assembly import Parts, open_parts
from fedcop.cli.demo.steps import Organization
from fedcop.cli.setup import make_node, write_settings
from fedcop.errors import FedcopError, Misconfigured, Unavailable
from fedcop.settings import PREFIX, Settings
from fedcop.store.batch import Unit
from fedcop.store.queries import node_values
from fedcop.transport.client import Client, OutRequest
from fedcop.transport.guard import GuardPolicy

_HOST: Final = "127.0.0.1"
_READY_SECONDS: Final = 30.0
_STOP_SECONDS: Final = 20.0
_PAUSE: Final = 0.05
_SERVER_ERROR: Final = 500
_LAST_LINES: Final = 5


class Node:
    """One organization's node, with its folder; `process` while it is served."""

    def __init__(self, organization: Organization, folder: Path, port: int) -> None:
        self.organization = organization
        self._first_port = port
        self.folder = folder / organization.key
        self.process: Process | None = None

    @property
    def log(self) -> Path:
        """What it says while it is served."""
        return self.folder / "serve.log"

    @property
    def settings_file(self) -> Path:
        """Its settings."""
        return self.folder / "fedcop.toml"

    def settings(self) -> Settings:
        """Read its settings; the environment is that of another node and has no say."""
        return house.load(self.settings_file, {})

    async def set_up(self, taken: set[int]) -> None:
        """Make it, or find it as it was left. Raises Misconfigured when its port is taken."""
        if not self.settings_file.exists():
            port = await _free_port(self._first_port, taken)
            values = {
                "origin": f"http://{self.organization.key}.localhost:{port}",
                "organization": self.organization.title,
                "contact": f"admin@{self.organization.key}.localhost",
                "secret": secrets.token_hex(32),
            }
            write_settings(self.settings_file, values)
        chosen = self.settings()
        if not await _is_free(chosen.bind_port):
            raise Misconfigured(
                f"port {chosen.bind_port}, of {chosen.origin}, is taken; free it, or begin anew"
                " with `fedcop demo reset`"
            )
        taken.add(chosen.bind_port)
        await make_node(chosen)

    async def open(self) -> Parts:
        """Open it beside the process that serves it."""
        parts = await open_parts(self.settings(), beside=True)
        unit = Unit(parts.store)
        unit.add(node_values.keep_first(node_values.DEMO, "1"))
        await unit.commit()
        return parts

    async def start(self) -> None:
        """Serve it in a process of its own, which ends when we do. Raises Unavailable."""
        words = ("-m", "fedcop", "--config", str(self.settings_file), "serve", "--leash")
        environ = {name: text for name, text in os.environ.items() if not name.startswith(PREFIX)}
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                *words,
                stdin=PIPE,
                stdout=log,
                stderr=log,
                env=environ,
                start_new_session=True,  # Ctrl-C is ours to pass on, once
            )
        await self._answers()

    async def stop(self) -> None:
        """Let it finish what is in the air; whoever stays too long is killed."""
        process = self.process
        if process is None or process.returncode is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(_STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    async def ended(self) -> None:
        """Wait until it ends by itself, which it should not. Raises Unavailable."""
        if self.process is not None:
            await self.process.wait()
        raise Unavailable(f"{self.organization.title} ended: {self._last_words()}")

    async def _answers(self) -> None:
        """Wait until the first page is there."""
        url, until = f"{self.settings().origin}/", time.monotonic() + _READY_SECONDS
        client = Client(GuardPolicy(development=True), f"fedcop/{__version__} (demo)")
        try:
            while not await _is_answered(client, url):
                if self.process is None or self.process.returncode is not None:
                    await self.ended()
                if time.monotonic() > until:
                    raise Unavailable(f"{url} does not answer: {self._last_words()}")
                await asyncio.sleep(_PAUSE)
        finally:
            await client.close()

    def _last_words(self) -> str:
        lines = self.log.read_text("utf-8", "replace").splitlines()[-_LAST_LINES:]
        return " | ".join(lines) or f"see {self.log}"


async def _is_answered(client: Client, url: str) -> bool:
    try:
        answer = await client.send(OutRequest("GET", url, (("Accept", "text/html"),)))
    except FedcopError:
        return False
    return answer.status < _SERVER_ERROR


async def _free_port(first: int, taken: set[int]) -> int:
    """Find the first port from `first` on that nobody has; 0 is for any."""
    if not first:
        return await _any_port()
    for port in range(first, first + 100):
        if port not in taken and await _is_free(port):
            return port
    raise Misconfigured(f"no port from {first} on is free")


async def _any_port() -> int:
    server = await asyncio.start_server(_hang_up, _HOST, 0)
    port: int = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    return port


async def _is_free(port: int) -> bool:
    try:
        server = await asyncio.start_server(_hang_up, _HOST, port)
    except OSError:
        return False
    server.close()
    await server.wait_closed()
    return True


async def _hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()

"""`fedcop serve` and `fedcop web`: answer people and peers until told to stop."""

import contextlib
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import click
import uvicorn

from fedcop import app
from fedcop.api.streaming.hub import CLOSING
from fedcop.assembly import Parts
from fedcop.cli.desk import Desk, Verb, command
from fedcop.cli.locks import only_one
from fedcop.cli.running import answer, begin, opened, require_postgresql, stop_signal, told, until
from fedcop.cli.sockets import Sockets
from fedcop.community.perform import perform
from fedcop.community.setting_up import beginning
from fedcop.errors import Misconfigured
from fedcop.settings import Settings
from fedcop.transport.notify import READY, tell_systemd
from fedcop.worker import Worker

if TYPE_CHECKING:
    import socket  # noqa: TID251 - the type of what uvicorn is handed

log = logging.getLogger(__name__)

_KEEP_ALIVE: Final = 60
_LAST_ANSWERS: Final = 10
_BACKLOG: Final = 2048
_LONGEST_WORD: Final = 16_384  # of a client on a WebSocket, in bytes
_PING_SECONDS: Final = 30.0


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
    chosen = begin(desk)
    with only_one(desk.output, chosen.data / "serve.lock", "this node is served"):
        async with opened(chosen) as parts:
            await _offer_setup(parts)
            web = _Web(chosen, parts)
            stop = stop_signal(web, leash=leash)
            counted = told(parts, "serve", stop)
            await until(stop, answer(web, stop), Worker(parts).run(stop), *counted)


@click.command("web", cls=Verb)
@command
async def web(desk: Desk) -> None:
    """Answer people and peers; `fedcop worker` does the rest. Needs PostgreSQL."""
    chosen = begin(desk)
    require_postgresql(chosen, "web")
    async with opened(chosen) as parts:
        await parts.store.listen()
        await _offer_setup(parts)
        server = _Web(chosen, parts)
        stop = stop_signal(server)
        await until(stop, answer(server, stop), *told(parts, "web", stop))


async def _offer_setup(parts: Parts) -> None:
    """Show how a node is set up in a browser that nobody owns."""
    if not await beginning.has_owner(parts.store):
        link = await perform(parts.store, beginning.make_setup_link)
        click.echo(f"Nobody owns this node yet. Set it up within a day: {link}", err=True)

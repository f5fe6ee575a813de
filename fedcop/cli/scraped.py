"""A small server beside the others, for what is counted."""

import contextlib
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import uvicorn

from fedcop.errors import Misconfigured

if TYPE_CHECKING:
    import socket  # noqa: TID251 - the type of what uvicorn is handed

    from starlette.types import ASGIApp

log = logging.getLogger(__name__)

_AT_ONCE: Final = 32
_LAST_ANSWERS: Final = 2


class Scraped(uvicorn.Server):
    """Answers at an address of its own, to few."""

    def __init__(self, app: "ASGIApp", host: str, port: int) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                loop="none",
                http="httptools",
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="warning",
                access_log=False,
                proxy_headers=False,
                server_header=False,
                limit_concurrency=_AT_ONCE,
                timeout_graceful_shutdown=_LAST_ANSWERS,
            )
        )
        self._where = f"{host}:{port}"

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them to the command."""
        yield

    async def startup(self, sockets: "list[socket.socket] | None" = None) -> None:
        """Listen. Raises Misconfigured when the port is taken."""
        try:
            await super().startup(sockets)
        except SystemExit as error:
            raise Misconfigured(
                f"metrics_port: cannot listen on {self._where}; free it or choose another"
            ) from error
        log.info("counted at http://%s/metrics", self._where)

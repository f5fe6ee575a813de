"""A whole node in one process, as `fedcop serve` runs it: `… FEDCOP.TOML PORT`."""

import socket  # noqa: TID251 - as uvicorn has it
import sys
from dataclasses import replace
from pathlib import Path

from benchmarks.programs import speaking
from fedcop import settings
from fedcop.cli import running, serve
from fedcop.worker import Worker


class _Web(serve._Web):
    """Says to who started it that it listens."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        speaking.answer()


async def run(file: Path, port: int) -> None:
    """Serve until told to stop."""
    chosen = replace(settings.load(file, {}), bind_host="127.0.0.1", bind_port=port)
    async with running.opened(chosen) as parts:
        web = _Web(chosen, parts)
        stop = running.stop_signal(web)
        await running.until(stop, running.answer(web, stop), Worker(parts).run(stop))


if __name__ == "__main__":
    speaking.run(run(Path(sys.argv[1]), int(sys.argv[2])))

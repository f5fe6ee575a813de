"""A backup in a process of its own, so that the node goes on answering: `-m fedcop.keeping.errand`.

It is handed the settings on its standard input, which stays open: when it ends, so does this.
"""

import asyncio
import os
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from fedcop import settings as house
from fedcop.errors import FedcopError, Unavailable
from fedcop.keeping.making import Made, Wish, create
from fedcop.keeping.patience import give_way
from fedcop.settings import Settings

_LONGEST_LINE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Errand:
    """The process that makes one backup."""

    process: asyncio.subprocess.Process

    @classmethod
    async def begin(cls, settings: Settings) -> "Errand":
        """Start it."""
        pipe = asyncio.subprocess.PIPE
        words = (sys.executable, "-m", "fedcop.keeping.errand")
        process = await asyncio.create_subprocess_exec(
            *words, stdin=pipe, stdout=pipe, limit=_LONGEST_LINE
        )
        if process.stdin is not None:
            process.stdin.write(orjson.dumps(house.write_text(settings)) + b"\n")
            await process.stdin.drain()
        return cls(process)

    async def end(self) -> Made:
        """Wait for what it made. Raises Unavailable with what it met."""
        line = await self.process.stdout.readline() if self.process.stdout else b""
        await self.process.wait()
        if not line:
            raise Unavailable("the process that makes backups ended without a word")
        said: dict[str, Any] = orjson.loads(line)
        if "error" in said:
            raise Unavailable(said["error"])
        return Made(**{**said, "path": Path(said["path"])})

    async def stop(self) -> None:
        """End it, wherever it is."""
        if self.process.returncode is None:
            self.process.kill()
            await self.process.wait()


def _die_with_the_node() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


def _main() -> None:
    text = orjson.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_die_with_the_node, daemon=True).start()
    give_way()
    try:
        settings = house.read_text(text, Path())
        made = asyncio.run(create(settings, Wish.usual(settings), lambda _: None))
        said = orjson.dumps(made, default=str)
    except FedcopError as error:
        said = orjson.dumps({"error": error.safe})
    except OSError as error:
        said = orjson.dumps({"error": str(error)})
    sys.stdout.buffer.write(said + b"\n")
    sys.stdout.flush()
    os._exit(0)  # the thread that watches would hold us


if __name__ == "__main__":
    _main()

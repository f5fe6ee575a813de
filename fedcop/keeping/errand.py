"""A backup in a process of its own, so that the node goes on answering, as a worker begins it."""

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from fedcop import settings as house
from fedcop.errors import Unavailable
from fedcop.keeping.sets import Made
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
        words = (sys.executable, "-m", "fedcop.keeping.alone")
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

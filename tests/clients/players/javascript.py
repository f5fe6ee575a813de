"""The bridge to libraries of JavaScript: a process of node that is asked in lines of JSON."""

import asyncio
import ctypes
import json
import shutil
import signal
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import Any, Final

from tests.clients.players.shape import RefusedError

FOLDER: Final = Path(__file__).parents[1]
_LONGEST_LINE: Final = 8_000_000
_DIE_WITH_PARENT: Final = 1


def missing() -> str:
    """What has to be brought before these libraries can play, if anything."""
    if not shutil.which("node") or not shutil.which("npm"):
        return "node or npm is missing; on Debian: apt-get install nodejs npm"
    if not (FOLDER / "node_modules" / "masto").exists():
        return "the libraries are missing: npm ci --prefix tests/clients --ignore-scripts"
    return ""


def _die_with_the_test() -> None:
    ctypes.CDLL(None, use_errno=True).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


class Bridge:
    """One library in one process."""

    def __init__(self, library: str) -> None:
        self._library = library
        self._process: asyncio.subprocess.Process | None = None
        self._lock = asyncio.Lock()

    async def ask(self, what: str, **given: Any) -> Any:
        """Let the library do something."""
        async with self._lock:
            process = self._process = self._process or await self._start()
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps({"ask": what, **given}).encode() + b"\n")
            line = await process.stdout.readline()
        assert line, f"{self._library} ended: see the output of the test"
        answer = json.loads(line)
        if refusal := answer.get("refused"):
            raise RefusedError(refusal["status"], str(refusal["said"]))
        assert "wrong" not in answer, f"{self._library} {what} {given}: {answer['wrong']}"
        return answer["said"]

    async def _start(self) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *("node", "--dns-result-order=ipv4first", "bridge.mjs", self._library),
            cwd=FOLDER,
            stdin=PIPE,
            stdout=PIPE,
            limit=_LONGEST_LINE,
            preexec_fn=_die_with_the_test,
        )

    async def close(self) -> None:
        """End the process."""
        if self._process is not None:
            assert self._process.stdin is not None
            self._process.stdin.close()
            await self._process.wait()

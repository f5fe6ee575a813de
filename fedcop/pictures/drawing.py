"""Pictures drawn anew in a process of their own, a few at a time."""

import asyncio
import json
import sys
from dataclasses import dataclass
from typing import Final

from fedcop.errors import Invalid, Unavailable
from fedcop.pictures.looking import look_at

_AT_ONCE: Final = 2
_SECONDS: Final = 30.0
_TOO_MUCH: Final = 3
_BROKEN: Final = "Validation failed: File: this picture is broken or cannot be read"
_MOVES_LONG: Final = "Validation failed: File: this picture moves for longer than is taken here"
_BUSY: Final = "Too many pictures are being drawn just now; try again in a while."


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as we drew it: nothing of what came is in it but what is seen."""

    kind: str
    body: bytes
    width: int
    height: int
    small_kind: str
    small: bytes
    small_width: int
    small_height: int
    blurhash: str


class Studio:
    """Draws pictures, a few at a time, for one process of ours."""

    def __init__(self, at_once: int = _AT_ONCE, seconds: float = _SECONDS) -> None:
        self._seats = asyncio.Semaphore(at_once)
        self._seconds = seconds

    async def draw(self, data: bytes) -> Drawn:
        """Draw a picture anew. Raises Invalid for what is none, Unavailable when all is busy."""
        look = await asyncio.to_thread(look_at, data)
        try:
            async with asyncio.timeout(self._seconds):
                await self._seats.acquire()
        except TimeoutError as error:
            raise Unavailable(_BUSY) from error
        try:
            code, told = await self._run(data, look.kind)
        finally:
            self._seats.release()
        if code == _TOO_MUCH:
            raise Invalid(_MOVES_LONG)
        if code or not told:
            raise Invalid(_BROKEN)
        return _read(told)

    async def _run(self, data: bytes, kind: str) -> tuple[int, bytes]:
        # Without our environment: nothing in it is for a process that reads what strangers sent.
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-m", "fedcop.pictures.studio", kind),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={},
        )
        try:
            async with asyncio.timeout(self._seconds):
                told, _ = await process.communicate(data)
        except TimeoutError:
            return 1, b""
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        return process.returncode or 0, told


def _read(told: bytes) -> Drawn:
    start = 4 + int.from_bytes(told[:4], "big")
    head = json.loads(told[4:start])
    middle = start + head.pop("size")
    return Drawn(body=told[start:middle], small=told[middle:], **head)

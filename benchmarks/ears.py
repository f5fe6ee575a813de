"""Listeners that cost little: open WebSockets that only count what comes."""

import asyncio
import base64
import os
import time
from collections.abc import Sequence
from typing import Final, cast

from benchmarks.node import HOST

_PATIENCE: Final = 120.0
_AT_ONCE: Final = 50
_TEXT, _PING = 0x81, 0x89
_PONG: Final = b"\x8a"
_UNMASKED: Final = bytes(4)  # a mask of zeros changes nothing
_SHORT, _LONG = 126, 127


class _Ear(asyncio.Protocol):
    """One stream."""

    def __init__(self, ears: "Ears", secret: str) -> None:
        self._ears = ears
        self._request = (
            f"GET /api/v1/streaming?stream=user HTTP/1.1\r\nHost: {HOST}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\n"
            f"Authorization: Bearer {secret}\r\n\r\n"
        ).encode()
        self._read = b""
        self._open = False

    def itself(self) -> "_Ear":
        return self

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one by its looks
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._read += data
        if not self._open:
            head, end, self._read = self._read.partition(b"\r\n\r\n")
            if not end:
                self._read = head
                return
            if b" 101 " not in head[:16]:
                self._ears.failed(f"a stream was answered {head[:60]!r}")
            self._open = True
            self._ears.count()
        while (size := _size(self._read)) and len(self._read) >= size:
            frame, self._read = self._read[:size], self._read[size:]
            if frame[0] == _TEXT:
                self._ears.count()
            elif frame[0] == _PING:
                self._transport.write(_PONG + bytes([frame[1] | 0x80]) + _UNMASKED + frame[2:])

    def connection_lost(self, _error: Exception | None) -> None:
        self._ears.failed("a stream ended by itself")

    def close(self) -> None:
        self._transport.abort()


def _size(read: bytes) -> int:
    """Say how long the frame is that begins here; 0 when that is not known yet."""
    if len(read) < 10:  # the longest head
        return 2 + read[1] if len(read) > 1 and read[1] < _SHORT else 0
    if read[1] < _SHORT:
        return 2 + read[1]
    if read[1] == _SHORT:
        return 4 + int.from_bytes(read[2:4], "big")
    return 10 + int.from_bytes(read[2:10], "big")


class Ears:
    """Many streams of one process, each with a token of its own."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._ears: list[_Ear] = []
        self._missing = 0
        self._over: asyncio.Future[float] | None = None
        self._closing = False

    async def open(self, secrets: Sequence[str]) -> None:
        """Open a stream with each token, some at once."""
        loop = asyncio.get_running_loop()
        for first in range(0, len(secrets), _AT_ONCE):
            some = [_Ear(self, secret) for secret in secrets[first : first + _AT_ONCE]]
            opened = self.expect(len(some))
            for ear in some:
                await loop.create_connection(ear.itself, "127.0.0.1", self._port)
            self._ears += some
            await asyncio.wait_for(opened, _PATIENCE)

    def expect(self, many: int = 0) -> "asyncio.Future[float]":
        """Give what says when each stream has heard one thing more."""
        self._missing = many or len(self._ears)
        self._over = asyncio.get_running_loop().create_future()
        return self._over

    def count(self) -> None:
        """Count what a stream heard."""
        self._missing -= 1
        if self._missing == 0 and self._over and not self._over.done():
            self._over.set_result(time.perf_counter())

    def failed(self, why: str) -> None:
        """Give up."""
        if self._over and not self._over.done() and not self._closing:
            self._over.set_exception(RuntimeError(why))

    def close(self) -> None:
        """Let all streams go."""
        self._closing = True
        for ear in self._ears:
            ear.close()

"""A load generator that costs little: raw requests on kept connections, answers counted."""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import uvloop

_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = b"content-length:"
_TICK = 0.001
_PATIENCE = 300.0


@dataclass(slots=True)
class Load:
    """What came of a load: statuses, and milliseconds from when a request was due."""

    statuses: Counter[int] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)
    seconds: float = 0.0
    bytes: int = 0

    @property
    def rate(self) -> float:
        """Answers in a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """Return a percentile of the latencies, in milliseconds."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000

    def require(self, status: int) -> "Load":
        """Insist that every answer had this status."""
        if set(self.statuses) != {status}:
            raise RuntimeError(f"answers were {dict(self.statuses)}, not {status}")
        return self


class _Run:
    """Requests on their way over some connections."""

    def __init__(self, requests: Sequence[bytes], rate: float) -> None:
        self.load = Load()
        self.requests = iter(requests)
        self.left = len(requests)
        self.rate = rate
        self.due: deque[tuple[float, bytes]] = deque()
        self.idle: deque[_Connection] = deque()
        self.done = asyncio.get_running_loop().create_future()
        self.began = time.perf_counter()
        self.released = 0

    def next(self, connection: "_Connection") -> None:
        """Give a connection something to do, if there is."""
        if self.due:
            connection.send(*self.due.popleft())
        elif not self.rate and (request := next(self.requests, None)) is not None:
            connection.send(time.perf_counter(), request)
        else:
            self.idle.append(connection)

    def tick(self) -> None:
        """Release what is due by now, whether or not somebody is free to take it."""
        now, over = time.perf_counter(), False
        while not over and self.released < (now - self.began) * self.rate:
            request = next(self.requests, None)
            if request is None:
                over = True
                continue
            self.released += 1
            self.due.append((now, request))
        while self.due and self.idle:
            self.idle.popleft().send(*self.due.popleft())
        if not over:
            asyncio.get_running_loop().call_later(_TICK, self.tick)

    def answered(self, due: float, status: int, size: int) -> None:
        """Count an answer."""
        self.load.latencies.append(time.perf_counter() - due)
        self.load.statuses[status] += 1
        self.load.bytes += size
        self.left -= 1
        if not self.left and not self.done.done():
            self.done.set_result(None)

    def failed(self, why: str) -> None:
        """Give up."""
        if not self.done.done():
            self.done.set_exception(RuntimeError(why))


class _Connection(asyncio.Protocol):
    def __init__(self, run: _Run) -> None:
        self._run = run
        self._read = b""
        self._due = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one by its looks
        self._run.next(self)

    def send(self, due: float, request: bytes) -> None:
        self._due = due
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        read = self._read = self._read + data if self._read else data
        head = read.find(_END_OF_HEAD)
        if head < 0:
            return
        lower = read[:head].lower()
        at = lower.find(_LENGTH)
        end = lower.find(b"\r", at)
        length = int(lower[at + len(_LENGTH) : end if end > 0 else head]) if at > 0 else 0
        if len(read) < head + 4 + length:
            return
        self._read = b""
        self._run.answered(self._due, int(read[9:12]), len(read))
        self._run.next(self)

    def connection_lost(self, error: Exception | None) -> None:
        if self._run.left:
            statuses = dict(self._run.load.statuses)
            self._run.failed(f"the server hung up after {statuses}: {error}")

    def close(self) -> None:
        self._transport.close()


def send(port: int, requests: Sequence[bytes], *, at_once: int = 32, rate: float = 0.0) -> Load:
    """Send requests over some connections: as fast as they are answered, or so many a second."""
    return uvloop.run(_send(port, requests, at_once, rate))


async def _send(port: int, requests: Sequence[bytes], at_once: int, rate: float) -> Load:
    run = _Run(requests, rate)
    loop = asyncio.get_running_loop()
    connections = [
        (await loop.create_connection(lambda: _Connection(run), "127.0.0.1", port))[1]
        for _ in range(at_once)
    ]
    if rate:
        run.began = time.perf_counter()
        run.tick()
    await asyncio.wait_for(run.done, _PATIENCE)
    run.load.seconds = time.perf_counter() - run.began
    for connection in connections:
        connection.close()
    return run.load

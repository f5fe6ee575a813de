"""One open connection: who listens to what, and what waits to be sent to them."""

import asyncio
from collections import deque
from collections.abc import Coroutine
from contextlib import suppress
from enum import Enum
from typing import Final

import orjson

from fedcop import clock
from fedcop.api.bearer import Caller
from fedcop.api.streaming.channels import Channel

_MOST_FRAMES: Final = 200
_MOST_BYTES: Final = 500_000
_NOTHING: Final = "undefined"  # as Mastodon says it; Mastodon.py fails on an empty line


class Ending(Enum):
    """Why a connection ends."""

    LEFT = "left"
    TOKEN = "the token has ended"  # noqa: S105 - no token
    SLOW = "too slow"


class Message:
    """Something that is told: framed once for each stream, sent to many."""

    __slots__ = ("_frames", "_payload", "event", "line")

    def __init__(self, event: str, payload: bytes = b"") -> None:
        self.event = event
        self._payload = payload
        self._frames: dict[bytes, str] = {}
        self.line = f"event: {event}\ndata: {payload.decode() or _NOTHING}\n\n"

    def frame(self, label: bytes) -> str:
        """Frame it for a socket, which names the stream it comes by."""
        known = self._frames.get(label)
        if known is None:
            said = b',"payload":' + orjson.dumps(self._payload.decode()) if self._payload else b""
            whole = b'{"stream":%s,"event":"%s"%s}' % (label, self.event.encode(), said)
            known = self._frames[label] = whole.decode()
        return known


class Outlet:
    """Whoever is connected; what waits for them is bounded, and who is too slow is let go."""

    __slots__ = (
        "_bell",
        "_over",
        "_size",
        "_waiting",
        "caller",
        "channels",
        "ended",
        "opened",
        "secret",
    )

    def __init__(self, caller: Caller, secret: str) -> None:
        self.caller = caller
        self.secret = secret  # asked again when something about its account changes
        self.channels: dict[Channel, None] = {}
        self.ended: Ending | None = None
        self.opened = clock.now_ms()
        self._waiting: deque[str] = deque()
        self._size = 0
        self._bell = asyncio.Event()
        self._over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @property
    def me(self) -> int:
        """Say who listens."""
        return self.caller.actor.id if self.caller.actor else 0

    def offer(self, channel: Channel, message: Message) -> None:
        """Let something be sent by one of its streams."""
        self.put(self._form(channel, message))

    def put(self, frame: str) -> None:
        """Let a frame be sent; with too many waiting, nothing more is."""
        if self.ended is not None:
            return
        if len(self._waiting) >= _MOST_FRAMES or self._size > _MOST_BYTES:
            self.end(Ending.SLOW)
            return
        self._waiting.append(frame)
        self._size += len(frame)
        self._bell.set()

    async def take(self, seconds: float | None = None) -> list[str]:
        """Wait for frames, so long at most, and take all there are."""
        if not self._waiting:
            self._bell.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._bell.wait()
        taken = list(self._waiting)
        self._waiting.clear()
        self._size = 0
        return taken

    def end(self, why: Ending) -> None:
        """Let it go; what waits is not sent any more."""
        if self.ended is not None:
            return
        self.ended = why
        self._waiting.clear()
        if not self._over.done():
            self._over.set_result(None)

    async def serve(self, *parts: Coroutine[object, object, None]) -> None:
        """Do what belongs to it, side by side, until one part is done or it is let go."""
        tasks = [asyncio.create_task(part) for part in parts]
        for task in tasks:
            task.add_done_callback(lambda _: self.end(Ending.LEFT))
        try:
            await self._over
        finally:
            for task in tasks:
                task.cancel()
            # What a connection breaks with when its other side is gone is no news.
            await asyncio.gather(*tasks, return_exceptions=True)

    def _form(self, channel: Channel, message: Message) -> str:
        return message.frame(channel.label)


class LineOutlet(Outlet):
    """A connection that is told in lines, by one stream alone."""

    __slots__ = ()

    def _form(self, channel: Channel, message: Message) -> str:
        return message.line

"""Streams over plain HTTP: one stream for each connection, told in lines (server-sent events)."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from starlette.types import Receive, Send

from fedcop.api.ask import Answer, Ask, Pairs
from fedcop.api.bearer import stream_token
from fedcop.api.streaming.channels import Channel
from fedcop.api.streaming.hub import Hub, hub_of
from fedcop.api.streaming.outlet import LineOutlet

if TYPE_CHECKING:
    from fedcop.api.streaming.outlet import Outlet

_THUMP_SECONDS: Final = 15.0
_THUMP: Final = b":thump\n\n"
_HEADERS: Final = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
)


@dataclass(frozen=True, slots=True)
class Endless(Answer):
    """An answer that goes on until its client leaves or may not hear any more."""

    hub: Hub = field(kw_only=True)
    outlet: "Outlet" = field(kw_only=True)

    def with_headers(self, more: Pairs) -> "Endless":
        """Say more in the headers."""
        headers = self.headers + more
        return Endless(self.body, self.status, headers, hub=self.hub, outlet=self.outlet)

    async def play(self, receive: Receive, send: Send) -> None:
        """Put it on the wire as it comes."""
        said = [(name.lower().encode(), text.encode("latin-1")) for name, text in self.headers]
        start = {"type": "http.response.start", "status": 200, "headers": [*_HEADERS, *said]}
        try:
            await self.hub.open(self.outlet)
            await send(start)
            await send({"type": "http.response.body", "body": _THUMP, "more_body": True})
            await self.outlet.serve(_until_left(receive), _write(self.outlet, send))
        finally:
            self.hub.close(self.outlet)
        await send({"type": "http.response.body", "body": b""})


async def listen(ask: Ask, channel: Channel) -> Endless:
    """Answer with a stream. Raises Refused and TooMany."""
    assert ask.caller is not None  # noqa: S101 - its routes are for people alone
    channel.check(ask.caller.scopes)
    hub = hub_of(ask.desk)
    secret = stream_token(ask.headers, ask.query)
    outlet = LineOutlet(await hub.admit(secret), secret)
    outlet.channels[channel] = None
    return Endless(b"", hub=hub, outlet=outlet)


async def _until_left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _write(outlet: "Outlet", send: Send) -> None:
    while True:
        lines = await outlet.take(_THUMP_SECONDS)
        body = "".join(lines).encode() or _THUMP
        await send({"type": "http.response.body", "body": body, "more_body": True})

"""WebSockets as uvicorn serves them, cut off when their other side does not read."""

from typing import TYPE_CHECKING, Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

if TYPE_CHECKING:
    import asyncio

    from uvicorn._types import ASGISendEvent

_LAST_SECONDS: Final = 5.0


class Sockets(WebSocketsSansIOProtocol):
    """A connection that ends even when what was written last is never read."""

    async def run_asgi(self) -> None:
        """Answer it, its headers named in small letters as ASGI promises."""
        self.scope["headers"] = [(name.lower(), text) for name, text in self.scope["headers"]]
        await super().run_asgi()

    async def send(self, message: "ASGISendEvent") -> None:
        """Put something on the wire; a refusal is an end of the handshake too."""
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and not message.get("more_body"):
            self.handshake_complete = True

    def on_task_complete(self, task: "asyncio.Task[None]") -> None:
        """Give the other side a moment to read, once we are done with it."""
        super().on_task_complete(task)
        self.loop.call_later(_LAST_SECONDS, self.transport.abort)

    def keepalive_timeout(self) -> None:
        """Let go of who does not answer."""
        super().keepalive_timeout()
        self.transport.abort()

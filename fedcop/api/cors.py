"""Lets programs in any browser read what is answered, errors too."""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ORIGIN: Final = b"access-control-allow-origin"
_EXPOSED: Final = (
    b"Link, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-Id,"
    b" Mastodon-Async-Refresh"
)
_OPEN: Final = [(_ORIGIN, b"*"), (b"access-control-expose-headers", _EXPOSED)]
_METHODS: Final = b"GET, POST, PUT, PATCH, DELETE, OPTIONS"
_USUAL: Final = b"Authorization, Content-Type, Idempotency-Key, Accept, Origin"
_DAY: Final = b"86400"
_LONGEST: Final = 500


class Cors:
    """Puts the headers on every answer, and answers what browsers ask beforehand."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and its answer back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS":
            await _preflight(scope, send)
            return

        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = [pair for pair in message["headers"] if pair[0].lower() != _ORIGIN]
                message["headers"] = [*told, *_OPEN]
            await send(message)

        await self._app(scope, receive, send_with)


async def _preflight(scope: Scope, send: Send) -> None:
    """Allow whatever a browser asks for; who speaks is not asked here."""
    wanted = dict(scope["headers"]).get(b"access-control-request-headers", b"")
    allowed = wanted if wanted and len(wanted) <= _LONGEST else _USUAL
    headers = [
        *_OPEN,
        (b"access-control-allow-methods", _METHODS),
        (b"access-control-allow-headers", allowed),
        (b"access-control-max-age", _DAY),
        (b"vary", b"Access-Control-Request-Headers"),
    ]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})

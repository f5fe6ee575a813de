"""What every answer of the people's door tells the browser: nothing from elsewhere, no frames."""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Vary": "Accept, Accept-Language, Signature, Cookie",
}
_RAW: Final = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


def with_script(script: str, asked: str) -> dict[str, str]:
    """Let one page run one script of ours, which may ask one address; it works without."""
    return {"Content-Security-Policy": f"{_POLICY}; script-src {script}; connect-src {asked}"}


class SafeHeaders:
    """Puts the headers on every answer; what a page says of itself stands."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and its answer back."""

        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = {name for name, _ in message["headers"]}
                missing = [pair for pair in _RAW if pair[0] not in said]
                message["headers"] = [*message["headers"], *missing]
            await send(message)

        await self._app(scope, receive, send_with)

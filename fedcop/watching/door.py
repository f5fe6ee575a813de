"""What whoever watches asks: whether it lives, whether it is ready, how a request arrived."""

from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from fedcop.community.limits import is_trusted
from fedcop.settings import Networks
from fedcop.watching.readiness import Readiness

LIVES: Final = "/healthz"
READY: Final = "/readyz"
AS_ASKED: Final = "/healthz/as-asked"  # and whatever follows: `fedcop check` asks for odd paths
CLAIMED: Final = "192.0.2.77"  # RFC 5737: nobody comes from there, whatever they claim

_PATHS: Final = frozenset({LIVES, READY})
_UNSAVED: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_MOST: Final = 4096
_NAMED: Final = frozenset(
    {"signature", "signature-input", "digest", "content-digest", "date", "authorization"}
)


def is_watched(path: str) -> bool:
    """Whether a path is one of those that are asked by whoever watches."""
    return path in _PATHS or path.startswith(AS_ASKED)


class Watched:
    """Answers without the database where it can, and never with what is not the asker's own."""

    def __init__(self, readiness: Readiness, trusted: Networks = ()) -> None:
        self._readiness = readiness
        self._trusted = trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        answer = await self._answer_of(scope["path"])(request)
        await answer(scope, receive, send)

    def _answer_of(self, path: str) -> Callable[[Request], Awaitable[Response]]:
        if path.startswith(AS_ASKED):
            return self._as_asked
        return self._ready if path == READY else _lives

    async def _ready(self, _request: Request) -> Response:
        found = await self._readiness.look()
        well = all(one.well for one in found)
        body = {"ready": well} | {one.name: one.found for one in found}
        return JSONResponse(body, 200 if well else 503, _UNSAVED)

    async def _as_asked(self, request: Request) -> Response:
        """Say how a request arrived, so that who sent it sees what a proxy made of it."""
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > _MOST:
                return JSONResponse({"error": "body: it is too large"}, 413, _UNSAVED)
        query = request.scope["query_string"]
        target = request.scope["raw_path"] + (b"?" + query if query else b"")
        arrived = {
            "method": request.method,
            "target": target.decode("latin-1")[:_MOST],
            "host": request.headers.get("host", ""),
            "headers": sorted(_NAMED & set(request.headers.keys())),
            "body": sha256(body).hexdigest(),
            "from": self._origin_of(request),
        }
        return JSONResponse(arrived, 200, _UNSAVED)

    def _origin_of(self, request: Request) -> str:
        """Say what became of the address that the asker claimed to come from.

        `nothing` was said by whoever passed it on; it was `passed on` as the asker wrote it;
        `doubted`, since who says it is no proxy of ours; or it is `believed`.
        """
        said = ",".join(request.headers.getlist("x-forwarded-for"))
        hops = [hop.strip() for hop in said.split(",") if hop.strip()]
        if not hops:
            return "nothing"
        if hops[-1] == CLAIMED:
            return "passed on"
        peer = request.client.host if request.client else ""
        return "believed" if is_trusted(peer, self._trusted) else "doubted"


async def _lives(_request: Request) -> Response:
    return PlainTextResponse("ok\n", headers=_UNSAVED)

"""How the peers' door answers: bytes with a type, an ETag, and what caches may do with them."""

import hashlib
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response

from fedcop.activitypub.media_types import ACTIVITY_JSON

# What is served may depend on who asks and for what (security.md, row 33).
VARY: Final = "Accept, Signature, Authorization"
_PUBLIC: Final = {"Vary": VARY, "Cache-Control": "public, max-age=60"}
_PRIVATE: Final = {"Vary": VARY, "Cache-Control": "private, no-store"}
_EVERYBODY: Final = {
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "public, max-age=600",
    "X-Content-Type-Options": "nosniff",
}
_ABSENT: Final = b'{"error":"Not found"}'
_JSON: Final = "application/json"

Made = tuple[bytes, str]  # a body and its ETag


def made_of(body: bytes) -> Made:
    """Name a body by its content."""
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def document(request: Request, made: Made) -> Response:
    """Answer with something anybody may see; 304 when the asker has it already."""
    body, etag = made
    headers = {**_PUBLIC, "ETag": etag}
    known = request.headers.get("if-none-match")
    if known and etag in known:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=ACTIVITY_JSON, headers=headers)


def private(body: bytes) -> Response:
    """Answer one who may see it; nobody keeps a copy on the way."""
    return Response(body, media_type=ACTIVITY_JSON, headers=_PRIVATE)


def keep_private(response: Response) -> Response:
    """Let nobody keep a copy of an answer that only some get."""
    response.headers["Cache-Control"] = _PRIVATE["Cache-Control"]
    return response


def absent() -> Response:
    """Answer alike for what is not there and for what one may not see."""
    return Response(_ABSENT, 404, media_type=_JSON, headers=_PRIVATE)


def gone(body: bytes) -> Response:
    """Answer for what was deleted."""
    return Response(body, 410, media_type=ACTIVITY_JSON, headers=_PUBLIC)


def sent_on(where: str) -> Response:
    """Send a peer to where something really is."""
    return Response(status_code=302, headers={**_PUBLIC, "Location": where})


def plain(body: bytes, media_type: str) -> Response:
    """Answer with what is the same for everybody, browsers of other sites too."""
    return Response(body, media_type=media_type, headers=_EVERYBODY)


def refuse(status: int, why: str) -> Response:
    """Answer an asker who did something wrong, in one line."""
    return Response(orjson.dumps({"error": why}), status, media_type=_JSON, headers=_PRIVATE)

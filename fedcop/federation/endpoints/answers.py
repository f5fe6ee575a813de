"""How the peers' door answers: bytes with a type, an ETag, and what caches may do with them."""

import hashlib
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response

from fedcop.activitypub.media_types import ACTIVITY_JSON

# What is served may depend on who asks and for what.
VARY: Final = "Accept, Signature, Signature-Input"
_PUBLIC: Final = {"Vary": VARY, "Cache-Control": "public, max-age=60"}
_PRIVATE: Final = {"Vary": VARY, "Cache-Control": "private, no-store"}
_ABSENT: Final = b'{"error":"Not found"}'


def etag_of(body: bytes) -> str:
    """Name a body by its content."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def document(request: Request, body: bytes, etag: str, media_type: str = ACTIVITY_JSON) -> Response:
    """Answer with something anybody may see; 304 when the asker has it already."""
    headers = {**_PUBLIC, "ETag": etag}
    known = request.headers.get("if-none-match")
    if known and etag in known:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def private(body: bytes) -> Response:
    """Answer one who may see it; nobody keeps a copy on the way."""
    return Response(body, media_type=ACTIVITY_JSON, headers=_PRIVATE)


def absent() -> Response:
    """Answer alike for what is not there and for what one may not see."""
    return Response(_ABSENT, 404, media_type="application/json", headers=_PRIVATE)


def gone(body: bytes) -> Response:
    """Answer for what was deleted."""
    return Response(body, 410, media_type=ACTIVITY_JSON, headers={"Vary": VARY})


def plain(value: object, media_type: str) -> Response:
    """Answer with JSON that is the same for everybody, such as WebFinger."""
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=600"}
    return Response(orjson.dumps(value), media_type=media_type, headers=headers)


def refuse(status: int, why: str) -> Response:
    """Answer an asker who did something wrong, in one line."""
    return Response(
        orjson.dumps({"error": why}), status, media_type="application/json", headers=_PRIVATE
    )

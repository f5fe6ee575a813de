"""Files that do not lie on this machine, given out piece by piece: whole, or the part asked for."""

import re
from collections.abc import AsyncIterator, Mapping
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response, StreamingResponse
from starlette.types import Scope

from fedcop.community.media import Blob, Pieces

_PIECE: Final = 1 << 20
_FIRST: Final = 1024
_RANGE: Final = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))")


async def answer(files: Pieces, blob: Blob, scope: Scope, headers: Mapping[str, str]) -> Response:
    """Answer with a file, or the part of it that is asked for. Raises NotFound and Unavailable.

    Several parts at once are answered with the whole, as RFC 9110 allows.
    """
    told = {**headers, "Accept-Ranges": "bytes", "Content-Type": blob.mime}
    if blob.name:
        told["Content-Disposition"] = f'attachment; filename="{blob.name}"'
    given = Headers(scope=scope)
    asked = _RANGE.fullmatch(given.get("range", "").strip())
    if asked and given.get("if-range", told["ETag"]) != told["ETag"]:
        asked = None
    first = await files.read(blob.hash, *_start_of(asked))
    size = first.size
    start, end = _part(asked, size)
    if start >= end:
        return Response(None, 416, {**headers, "Content-Range": f"bytes */{size}"})
    if asked:
        told["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    told["Content-Length"] = str(end - start)
    status = 206 if asked else 200
    if scope["method"] == "HEAD":
        return Response(None, status, told)
    begun = first.body[: end - start] if asked is None or asked[1] else b""
    return StreamingResponse(_pieces(files, blob.hash, (start, end), begun), status, told)


def _start_of(asked: re.Match[str] | None) -> tuple[int, int]:
    """Say which piece to read before the size is known; of what is asked from the end, a little."""
    if asked is None:
        return 0, _PIECE
    if asked[1] is None:
        return 0, _FIRST
    start = int(asked[1])
    return start, start + _PIECE


def _part(asked: re.Match[str] | None, size: int) -> tuple[int, int]:
    if asked is None:
        return 0, size
    if asked[1] is None:
        return max(0, size - int(asked[3])), size
    return int(asked[1]), min(size, int(asked[2]) + 1 if asked[2] else size)


async def _pieces(
    files: Pieces, name: str, part: tuple[int, int], begun: bytes
) -> AsyncIterator[bytes]:
    """Read on where the first piece ended; whoever reads slowly holds one piece and no more."""
    at, end = part
    if begun:
        yield begun
        at += len(begun)
    while at < end:
        piece = await files.read(name, at, min(end, at + _PIECE))
        if not piece.body:
            return
        yield piece.body
        at += len(piece.body)

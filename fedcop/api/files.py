"""/media: files as they are kept, given out so that nothing in them can run.

Under /media/proxy stand copies of what other nodes show; each is had when it is first asked for.
"""

import re
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from fedcop.api import pieces
from fedcop.api.cors import Cors
from fedcop.api.problem import NOT_FOUND
from fedcop.community import media
from fedcop.community.media import Blob
from fedcop.errors import FedcopError, NotFound
from fedcop.federation.remote.copying import Copier

if TYPE_CHECKING:
    from fedcop.api.ask import OpenNode

PREFIX: Final = "/media/"
_PATH: Final = re.compile(r"/media/([1-9][0-9]{0,17})/([0-9a-z.-]{1,80})")
_COPY: Final = re.compile(
    r"/media/proxy/(of/)?([1-9][0-9]{0,17})/([0-9a-f]{32})(-small)?(?:\.[a-z0-9]{1,5})?"
)
_READS: Final = frozenset({"GET", "HEAD"})
_SAFE: Final = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "no-referrer",
}
# It may be there in a moment.
_MISSING: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class Shelves:
    """Gives out what people uploaded, and copies of what stands elsewhere."""

    def __init__(self, node: "OpenNode") -> None:
        self._node = node
        self._copier = Copier(node.reach, node.files, node.settings.max_copy)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or part of one: players and viewers ask for ranges."""
        try:
            answer = await self._answer(scope)
        except FedcopError as error:
            text = NOT_FOUND if isinstance(error, NotFound) else error.safe
            answer = JSONResponse({"error": text}, error.status, _MISSING)
        await answer(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response:
        if scope["method"] not in _READS:
            told = {"error": "There is nothing here for this method."}
            return JSONResponse(told, 405, {"Allow": "GET, HEAD, OPTIONS"})
        blob = await self._find(scope["path"])
        headers = _SAFE | {"ETag": f'"{blob.hash}"'}
        if headers["ETag"] in Headers(scope=scope).get("if-none-match", ""):
            return Response(None, 304, headers)
        return await self._given(blob, scope, headers)

    async def _find(self, path: str) -> Blob:
        copy = _COPY.fullmatch(path)
        if copy is not None:
            find = self._copier.of_profile if copy[1] else self._copier.of_post
            return await find(int(copy[2]), copy[3], small=bool(copy[4]))
        found = _PATH.fullmatch(path)
        if found is None:
            raise NotFound("There is no such file.")
        return await media.find_blob(self._node.store, int(found[1]), found[2])

    async def _given(self, blob: Blob, scope: Scope, headers: dict[str, str]) -> Response:
        path = await self._node.files.here(blob.hash)
        if path is None:
            return await pieces.answer(self._node.files, blob, scope, headers)
        name = blob.name or None
        return FileResponse(path, headers=headers, media_type=blob.mime, filename=name)


def files_app(node: "OpenNode") -> ASGIApp:
    """Build the place where files are given out, to any site."""
    return Cors(Shelves(node))

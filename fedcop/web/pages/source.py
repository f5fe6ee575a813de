"""The source code of this node, for whoever asks."""

import asyncio

from starlette.responses import RedirectResponse, Response

from fedcop import __version__
from fedcop.web import source
from fedcop.web.ask import Ask


async def show(ask: Ask) -> Response:
    """Hand out the source code, or lead to where the operator keeps it."""
    if ask.site.settings.source:
        return RedirectResponse(ask.site.settings.source, 302)
    packed = await asyncio.to_thread(source.archive)
    named = {"Content-Disposition": f'attachment; filename="fedcop-{__version__}.zip"'}
    return Response(packed, media_type="application/zip", headers=named)

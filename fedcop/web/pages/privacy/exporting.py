"""Take along all that is kept about oneself."""

from typing import Final

from starlette.responses import Response, StreamingResponse

from fedcop import clock
from fedcop.community import privacy_requests
from fedcop.federation.documents import belongings
from fedcop.store.rows import ActorRow
from fedcop.web.ask import Ask

ZIP: Final = "application/zip"


async def show(ask: Ask) -> Response:
    """Say what there is to take."""
    last = await privacy_requests.find_last(ask.store, ask.me.id, privacy_requests.EXPORT)
    return await ask.page("settings_export.html", last=last.created if last else 0)


async def take(ask: Ask) -> Response:
    """Hand it out, written while it is read."""
    return await hand_out(ask, ask.me)


async def hand_out(ask: Ask, actor: ActorRow) -> Response:
    """Hand out all that is kept of somebody, and note that it was."""
    await ask.do(privacy_requests.note_export, actor, ask.me.id)
    name = f"{actor.name}-{clock.iso(clock.now_ms())[:10]}.zip"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    body = belongings.archive(ask.store, ask.site.files, actor)
    return StreamingResponse(body, media_type=ZIP, headers=headers)

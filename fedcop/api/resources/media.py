"""/api/v1/media: pictures and other files, put here before a status shows them."""

from typing import Final

from fedcop.api import uploads
from fedcop.api.ask import Answer, Ask
from fedcop.api.entities.media import entity
from fedcop.api.routes import Route
from fedcop.community import media, quotas
from fedcop.community.quotas import quota_of
from fedcop.errors import Invalid


async def upload(ask: Ask) -> Answer:
    """Take a file; it is finished when this answers."""
    me, file = ask.me(), ask.params.file("file")
    if file is None:
        raise Invalid("Validation failed: File can't be blank")
    words = uploads.words(ask.params)
    data = await uploads.read(ask, file, "File")
    name, mime = file.filename or "", file.content_type or ""
    studio, quota = uploads.studio_of(ask), quota_of(ask.settings)
    await quotas.check(ask.store, me.id, 1, quota)  # nothing is kept for who has no room at all
    if mime.startswith("image/"):
        kept = await media.keep_picture(ask.parts.files, studio, data)
    else:
        kept = await media.keep_file(ask.parts.files, studio, data, name)
    row = await ask.do(media.upload, me, kept, words, quota)
    return Answer.json(entity(row, ask.store.uris))


async def show(ask: Ask) -> Answer:
    """Say what a file of one's own is."""
    row = await media.get_own(ask.store, ask.me(), ask.id())
    return Answer.json(entity(row, ask.store.uris))


async def describe(ask: Ask) -> Answer:
    """Say what a file shows and where to look, before it is posted."""
    row = await ask.do(media.describe, ask.me(), ask.id(), uploads.words(ask.params))
    return Answer.json(entity(row, ask.store.uris))


async def discard(ask: Ask) -> Answer:
    """Take a file back, before it is posted."""
    await ask.do(media.discard, ask.me(), ask.id())
    return Answer.empty()


_ONE: Final = "/api/v1/media/:id"
ROUTES: Final = (
    Route("POST", "/api/v1/media", upload, "write:media", limit="media", files=1),
    Route("POST", "/api/v2/media", upload, "write:media", limit="media", files=1),
    Route("GET", _ONE, show, "write:media"),
    Route("PUT", _ONE, describe, "write:media"),
    Route("DELETE", _ONE, discard, "write:media"),
)

"""Captions and transcripts: put beside a recording of one's own, and read."""

from typing import Final

from starlette.responses import Response

from fedcop.community import captions, quotas
from fedcop.community.quotas import quota_of
from fedcop.community.timelines import Line
from fedcop.errors import Invalid, NotFound, Refused, Unavailable
from fedcop.store.rows import MediaRow
from fedcop.tongues import _
from fedcop.web import words
from fedcop.web.ask import Ask
from fedcop.web.door import Way
from fedcop.web.forms import Problems
from fedcop.web.pages.threads import find_standing

_FIELD: Final = "captions"
_FIELDS: Final = {"captions": _FIELD, "language": "language"}


async def show(ask: Ask) -> Response:
    """Show what there is to read of a recording, and a form for more."""
    line, file = await _own(ask)
    return await _page(ask, line, file, Problems())


async def add(ask: Ask) -> Response:
    """Put captions or a transcript beside a recording."""
    line, file = await _own(ask)
    problems = Problems()
    data = ask.form.files.get(_FIELD)
    if not data:
        problems.add(_FIELD, _("Choose a file."))
        return await _page(ask, line, file, problems)
    quota = quota_of(ask.site.settings)
    try:
        await quotas.check(ask.store, ask.me.id, 1, quota)
        kind = captions.kind_of(data, ask.form.names.get(_FIELD, ""))
        heard = await captions.keep(ask.site.files, data, kind, ask.form.line("language"))
        await ask.do(captions.add, ask.me, file.id, heard, quota)
    except (Invalid, Refused, Unavailable) as error:
        problems.take(error, _FIELDS)
        return await _page(ask, line, file, problems)
    return ask.go(ask.place)


async def remove(ask: Ask) -> Response:
    """Take captions or a transcript away."""
    _line, file = await _own(ask)
    await ask.do(captions.remove, ask.me, file.id, ask.form.number("part"))
    return ask.go(ask.place.removesuffix("/remove"))


async def transcript(ask: Ask) -> Response:
    """Show all that is said in a recording."""
    line = await find_standing(ask)
    part = next((row for row in line.parts if row.id == ask.number("file")), None)
    if part is None or not part.description:
        raise NotFound("There is no such transcript.")
    return await ask.page("transcript.html", line=line, part=part)


async def _own(ask: Ask) -> tuple[Line, MediaRow]:
    """Find a recording beside a post of one's own. Raises NotFound, Gone and Refused."""
    line = await find_standing(ask)
    if line.post.author_id != ask.me.id:
        raise Refused("Only its author puts captions beside a recording.")
    for row in line.files:
        if row.id == ask.number("file") and row.kind in captions.RECORDINGS:
            return line, row
    raise NotFound("There is no such recording.")


async def _page(ask: Ask, line: Line, file: MediaRow, problems: Problems) -> Response:
    return await ask.page(
        "captions.html",
        422 if problems else 200,
        line=line,
        file=file,
        parts=[row for row in line.parts if row.part_of == file.id],
        tongues=words.tongues(),
        chosen=ask.form.line("language") or line.post.language or ask.tongue,
        problems=problems,
    )


WAYS: Final[tuple[Way, ...]] = (
    Way("/n/{id}/captions/{file}", show, add, limit="write", files=True),
    Way("/n/{id}/captions/{file}/remove", act=remove, limit="write"),
    Way("/n/{id}/transcript/{file}", transcript, guests=True),
)

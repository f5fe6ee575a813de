"""The notes of a meeting, and what is made of them."""

from typing import Final

from starlette.responses import Response

from fedcop.community import meeting_notes
from fedcop.community.practice import meetings
from fedcop.community.practice.formats import FORMATS
from fedcop.errors import Conflict, Invalid, Refused
from fedcop.web.ask import Ask
from fedcop.web.forms import Form, Problems
from fedcop.web.pages.gathering import meeting
from fedcop.web.pages.gathering.meeting import Gathering

_MEANWHILE: Final = (
    "Somebody else has written notes while you did. Theirs are below: put yours into them, then"
    " save again."
)


async def pad(ask: Ask) -> Response:
    """Show the pad: what was noted, or the headings of the format."""
    held = await _mine(ask)
    shape = FORMATS.get(held.row.format, FORMATS[""])
    fields = {"notes": held.row.notes or shape.notes}
    return await _show(ask, held, Form(fields), Problems())


async def save(ask: Ask) -> Response:
    """Write down what was said."""
    held, notes, problems = await _mine(ask), ask.form.text("notes"), Problems()
    try:
        await ask.do(meeting_notes.write, ask.me, held.row.id, notes, ask.form.line("mark"))
    except Conflict:
        problems.add("notes", _MEANWHILE)
        return await _show(ask, await _mine(ask), ask.form, problems)
    except Invalid as error:
        problems.take(error, {"notes": "notes"})
        return await _show(ask, held, ask.form, problems)
    return ask.go(f"{held.path}#notes")


async def turn(ask: Ask) -> Response:
    """Begin a lesson, a story or a practice from the notes."""
    held = await _mine(ask)
    kind = ask.form.line("kind")
    draft = await ask.do(meeting_notes.begin_outcome, ask.me, held.row.id, kind)
    return ask.go(f"/drafts/{draft.id}")


async def _mine(ask: Ask) -> Gathering:
    held = await meeting.find(ask)
    if not await meeting_notes.may_write(ask.store, ask.me, held.line.post):
        raise Refused("Whoever comes to a meeting writes its notes.")
    return held


async def _show(ask: Ask, held: Gathering, form: Form, problems: Problems) -> Response:
    return await ask.page(
        "meeting_notes.html",
        422 if problems else 200,
        held=held,
        form=form,
        problems=problems,
        mark=meetings.mark_of(held.row.notes),
        theirs=held.row.notes if problems else "",
    )

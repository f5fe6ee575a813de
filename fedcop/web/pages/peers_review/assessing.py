"""Lay one's own work beside the rubric of a standard; nobody else is shown what one finds."""

from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from fedcop.community import timelines
from fedcop.community.practice import artifacts, assessing
from fedcop.community.practice.assessing import Found, Look
from fedcop.community.practice.packing import fields_of
from fedcop.errors import FedcopError, NotFound
from fedcop.federation.remote import lookup
from fedcop.store.rows import AssessmentRow
from fedcop.web.ask import Ask
from fedcop.web.forms import Form, Problems
from fedcop.web.pages.library.parts import Criterion, criteria_in
from fedcop.web.pages.peers_review import subject
from fedcop.web.pages.peers_review.subject import Subject

_NAMED: Final = {"work": "work", "levels": "levels"}
_LEVELS: Final = range(1, 5)


@dataclass(frozen=True, slots=True)
class Rubric:
    """A standard with its criteria, and what one kept beside it."""

    subject: Subject
    criteria: tuple[Criterion, ...]
    kept: tuple[tuple[AssessmentRow, Look], ...]


async def show_rubric(ask: Ask) -> Response:
    """Show the criteria, or what one found before."""
    rubric = await _rubric(ask)
    wanted = ask.request.query_params.get("kept", "")
    for row, look in rubric.kept:
        if str(row.id) == wanted:
            return await _page(ask, rubric, (Form(_fields(rubric, look)), Problems()), (row, look))
    return await _page(ask, rubric, (Form(), Problems()))


async def assess(ask: Ask) -> Response:
    """Show what one found, and keep it only where one asks for that."""
    rubric, problems = await _rubric(ask), Problems()
    look = await _look(ask, rubric)
    standard = rubric.subject.row
    try:
        assessing.check_look(standard, look)
        if ask.form.ticked("keep"):
            row = await ask.do(assessing.keep_assessment, ask.me, standard, look)
            return ask.go(f"{rubric.subject.path}/assess?kept={row.id}#found")
    except FedcopError as error:
        problems.take(error, _NAMED)
    shown = None if problems else (None, look)
    return await _page(ask, rubric, (ask.form, problems), shown)


async def forget(ask: Ask) -> Response:
    """Let go of what one kept."""
    rubric = await _rubric(ask)
    await ask.do(assessing.forget_assessment, ask.me, ask.form.number("assessment"))
    return ask.go(f"{rubric.subject.path}/assess")


async def _rubric(ask: Ask) -> Rubric:
    found = await subject.find(ask)
    if found.row.kind != assessing.KIND:
        raise NotFound("Only a standard has criteria to look at one's work by.")
    revision = await artifacts.revision(ask.store, found.row.id, found.row.number)
    criteria = criteria_in(fields_of(revision).get("criteria"))
    kept = await assessing.my_assessments(ask.store, ask.me, found.row.uri)
    return Rubric(found, criteria, tuple((row, assessing.look_in(row)) for row in kept))


async def _look(ask: Ask, rubric: Rubric) -> Look:
    form, found = ask.form, []
    for at, one in enumerate(rubric.criteria):
        level, evidence = form.number(f"level-{at}"), form.line(f"evidence-{at}")
        if level in _LEVELS or evidence:
            found.append(Found(one.name, level if level in _LEVELS else 0, evidence))
    work = form.line("work")
    return Look(tuple(found), work, await _work(ask, work))


async def _work(ask: Ask, address: str) -> str:
    """Find the artifact that an address names, if one may read it."""
    full = f"{ask.store.uris.origin}{address}" if address.startswith("/") else address
    post = await lookup.post_at(ask.store, full) if address else None
    row = await artifacts.find(ask.store, post.uri) if post else None
    line = await timelines.post(ask.store, ask.viewer, row.id) if row else None
    return row.uri if row is not None and line is not None and not line.post.deleted else ""


def _fields(rubric: Rubric, look: Look) -> dict[str, str]:
    """Fill the form with what one found."""
    said = {one.criterion: one for one in look.found}
    fields = {"work": look.work}
    for at, one in enumerate(rubric.criteria):
        if one.name in said:
            fields[f"level-{at}"] = str(said[one.name].level)
            fields[f"evidence-{at}"] = said[one.name].evidence
    return fields


async def _page(
    ask: Ask,
    rubric: Rubric,
    sheet: tuple[Form, Problems],
    shown: tuple[AssessmentRow | None, Look] | None = None,
) -> Response:
    form, problems = sheet
    work = await artifacts.find(ask.store, shown[1].work_uri) if shown else None
    line = await timelines.post(ask.store, ask.viewer, work.id) if work else None
    return await ask.page(
        "assess.html",
        422 if problems else 200,
        rubric=rubric,
        subject=rubric.subject,
        form=form,
        problems=problems,
        shown=shown,
        text=assessing.text_of_look(shown[1]) if shown else "",
        work=work if line is not None and line.post.author_id != ask.me.id else None,
    )

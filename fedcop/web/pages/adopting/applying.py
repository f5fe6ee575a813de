"""Tell that a team applies something: three questions now, the result when it is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from starlette.responses import Response

from fedcop import clock
from fedcop.community import adopting, timelines
from fedcop.community.practice import adoptions, artifacts, assessing, cycles
from fedcop.community.practice.parts import AdoptionPart
from fedcop.community.timelines import Line
from fedcop.errors import FedcopError, Invalid, NotFound, Refused
from fedcop.federation.remote import applying
from fedcop.store.rows import AdoptionRow, ArtifactRow
from fedcop.values import JSON
from fedcop.web.ask import Ask
from fedcop.web.forms import Form, Problems
from fedcop.web.pages.library.reading import find, find_standing

_ASKED: Final = tuple(one for one in cycles.PROMPTS if one is not cycles.CHANGES)
_FOUND: Final = ("a meeting", "a thread", "a search", "a colleague")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is applied, and how somebody applies it already."""

    line: Line
    row: ArtifactRow
    mine: tuple[AdoptionRow, ...] = ()


async def show(ask: Ask) -> Response:
    """Ask where it is applied, since when, and what was changed."""
    subject = await _subject(ask)
    stays = "1" if ask.site.settings.results_stay else ""
    fields = {"since": clock.utc(clock.now_ms()).date().isoformat()} | (
        {"discreet": stays} if stays else {}
    )
    wanted = ask.request.query_params.get("assessment", "")
    if wanted.isdigit():
        row = await assessing.my_assessment(ask.store, ask.me, int(wanted[:18]))
        fields["changes"] = assessing.text_of_look(assessing.look_in(row))
    return await _show_form(ask, subject, Form(fields), Problems())


async def apply(ask: Ask) -> Response:
    """Tell that a team applies it; a second time changes what was told."""
    subject, form, problems = await _subject(ask), ask.form, Problems()
    if not form.line("team"):
        problems.add("team", "Say where: a team, a ward, a place.")
    began = _day(form.line("since"), problems)
    if not problems:
        part = AdoptionPart(
            artifacts.pin_of(subject.row),
            organization_uri=ask.store.uris.organization(),
            team=form.line("team"),
            told=_told(form, (cycles.CHANGES,)),
            began=began,
            discreet=_is_discreet(ask),
        )
        try:
            part = await adoptions.joined(ask.store, ask.me, part)
            draft = await applying.draft_of(ask.site.reach, subject.line.post, part)
            await ask.do(adopting.apply, ask.me, draft)
        except (Invalid, Refused) as error:
            problems.add("", error.safe)
    if problems:
        return await _show_form(ask, subject, form, problems)
    return ask.go(f"/a/{subject.row.id}?tab=results#talk")


async def ask_result(ask: Ask) -> Response:
    """Ask what came of it, along the value it had."""
    subject, row = await _own(ask)
    told = adoptions.read(row)
    fields = {name: str(words) for name, words in told.told.items()}
    fields |= {"team": row.team, "result": row.result, "adaptation": row.adaptation_uri}
    for one in told.outcome:
        for name in ("direction", "range", "confidence", "weekly"):
            fields[f"{one['dimension']}-{name}"] = str(one.get(name, ""))
    if row.discreet:
        fields["discreet"] = "1"
    return await _show_result(ask, subject, row, (Form(fields), Problems()))


async def tell_result(ask: Ask) -> Response:
    """Tell what came of it."""
    subject, row = await _own(ask)
    form, problems = ask.form, Problems()
    if not form.line("team"):
        problems.add("team", "Say where: a team, a ward, a place.")
    if form.line("result") and form.line("result") not in cycles.RESULTS:
        problems.add("result", "Choose what came of it.")
    if not problems:
        try:
            part = _part(ask, row)
            told = await _post_of(ask, row)
            edit = await applying.edit_of(ask.site.reach, subject.line.post, told.post, part)
            await ask.do(adopting.tell_result, ask.me, row.id, edit)
        except FedcopError as error:
            problems.add("", error.safe)
    if problems:
        return await _show_result(ask, subject, row, (form, problems))
    return ask.go(f"/a/{subject.row.id}?tab=results#talk")


async def lead_to_result(ask: Ask) -> Response:
    """Lead from the post that tells of an adoption to where its result is told."""
    row = await adoptions.find(ask.store, ask.number("id"))
    artifact = await artifacts.find(ask.store, row.artifact_uri) if row else None
    if row is None or artifact is None or row.adopter_id != ask.me.id:
        raise NotFound("There is nothing here that you told of.")
    return ask.go(f"/a/{artifact.id}/result?of={row.id}")


async def _show_form(ask: Ask, subject: Subject, form: Form, problems: Problems) -> Response:
    return await ask.page(
        "apply.html",
        422 if problems else 200,
        subject=subject,
        form=form,
        problems=problems,
        forced=ask.site.settings.results_stay,
    )


async def _show_result(
    ask: Ask, subject: Subject, row: AdoptionRow, sheet: tuple[Form, Problems]
) -> Response:
    form, problems = sheet
    return await ask.page(
        "apply_result.html",
        422 if problems else 200,
        subject=subject,
        row=row,
        form=form,
        problems=problems,
        asked=cycles,
        prompts=_ASKED,
        found=_FOUND,
        forced=ask.site.settings.results_stay,
    )


async def _subject(ask: Ask) -> Subject:
    line, row = await find_standing(ask)
    return Subject(line, row, tuple(await adoptions.list_mine(ask.store, row.uri, ask.me)))


async def _own(ask: Ask) -> tuple[Subject, AdoptionRow]:
    """Find how whoever asks applies the artifact in the address. Raises NotFound."""
    line, row = await find(ask)
    mine = await adoptions.list_mine(ask.store, row.uri, ask.me)
    wanted = ask.request.query_params.get("of", "") or ask.form.line("of")
    chosen = [one for one in mine if str(one.id) == wanted] or mine[-1:]
    if not chosen:
        raise NotFound("You have not told that you apply this.")
    return Subject(line, row, tuple(mine)), chosen[0]


async def _post_of(ask: Ask, row: AdoptionRow) -> Line:
    line = await timelines.post(ask.store, ask.viewer, row.id)
    if line is None or line.post.deleted:
        raise NotFound("What you told has been removed.")
    return line


def _part(ask: Ask, row: AdoptionRow) -> AdoptionPart:
    form = ask.form
    return AdoptionPart(
        adoptions.read(row).pin,
        team=form.line("team"),
        result=form.line("result"),
        told=_told(form, cycles.PROMPTS),
        outcome=_outcome(form),
        adaptation_uri=row.adaptation_uri,
        began=row.began,
        discreet=_is_discreet(ask),
    )


def _told(form: Form, prompts: tuple[cycles.Prompt, ...]) -> dict[str, JSON]:
    said = {one.name: form.text(one.name).strip() for one in prompts}
    return {name: words for name, words in said.items() if words}


def _outcome(form: Form) -> tuple[Mapping[str, JSON], ...]:
    found: list[Mapping[str, JSON]] = []
    for dimension in cycles.DIMENSIONS:
        named = ("direction", "range", "confidence")
        said = {name: form.line(f"{dimension}-{name}") for name in named}
        if dimension == "time" and form.line("time-weekly"):
            said["weekly"] = form.line("time-weekly")
            said["direction"] = said["direction"] or "better"
        if said["direction"]:
            kept: dict[str, JSON] = {name: word for name, word in said.items() if word}
            found.append({"dimension": dimension, **kept})
    return tuple(found)


def _is_discreet(ask: Ask) -> bool:
    return ask.site.settings.results_stay or ask.form.ticked("discreet")


def _day(text: str, problems: Problems) -> int:
    """Read a day that has come; none is today."""
    if not text:
        return clock.now_ms()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        problems.add("since", "Write the day as 2026-05-31.")
        return 0
    ms = int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp() * 1000)
    if ms > clock.now_ms() + 86_400_000:
        problems.add("since", "Choose a day that has come.")
    return max(1, min(ms, clock.now_ms()))

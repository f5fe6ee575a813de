"""Review one revision: its text beside the verdict, point by point, and against a standard."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from starlette.responses import Response

from fedcop.community import posts, timelines, unnamed_reviews
from fedcop.community.policy import Answer
from fedcop.community.practice import artifacts, assessing, invitations, reviews
from fedcop.community.practice.parts import Point, ReviewPart
from fedcop.community.practice.review_words import POINTS, VERDICTS
from fedcop.community.timelines import Line
from fedcop.errors import FedcopError, NotFound
from fedcop.federation.remote import reviewing
from fedcop.store.rows import ActorCard, ArtifactRevisionRow, InvitationRow, UnnamedReviewRow
from fedcop.tongues import N_
from fedcop.values import ArtifactPin
from fedcop.web.ask import Ask
from fedcop.web.forms import Form, Problems
from fedcop.web.pages.peers_review import subject
from fedcop.web.pages.peers_review.subject import Subject

FIELDS: Final = {"must": "must", "verdict": "verdict"}
_LONGEST: Final = 2000
_LEVELS: Final = range(1, 5)
_LISTED: Final = 50
_HELP: Final = {
    "approve": N_("As it stands."),
    "approveWithChanges": N_("Good to use; some things could be better."),
    "needsWork": N_("Not yet."),
    "block": N_("It could do harm. Say below which."),
    "comment": N_("No verdict, only remarks."),
}
_ASKED: Final = {
    "works": (N_("What works?"), N_("One thing on each line.")),
    "change": (N_("What would you change?"), N_("One thing on each line.")),
    "must": (
        N_("What must be fixed?"),
        N_("Nothing is endorsed before this is mended, or answered."),
    ),
    "question": (N_("What do you wonder?"), N_("One question on each line.")),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is reviewed, by whom before, and for whom."""

    subject: Subject
    revision: ArtifactRevisionRow
    invited: InvitationRow | None
    before: tuple[tuple[reviews.Review, ActorCard], ...]
    criteria: tuple[str, ...]
    rubric: str
    standards: tuple[Line, ...]
    unnamed: Answer  # whether one may review without a name, and why not
    mine: UnnamedReviewRow | None  # the review without a name that one wrote

    @property
    def pin(self) -> ArtifactPin:
        """The revision that is reviewed."""
        return ArtifactPin(self.subject.row.uri, self.revision.number, self.revision.digest)


async def lead(ask: Ask) -> Response:
    """Lead to the revision that one is asked to review, or to what it says now."""
    found = await subject.find(ask)
    number = found.row.number
    for row in await invitations.list_for(ask.store, ask.me.id, invitations.SHOWN):
        if row.thing_uri == found.row.uri and row.number:
            number = row.number
            break
    return ask.go(f"{found.path}/review/{number}")


async def show(ask: Ask) -> Response:
    """Show the text beside what is asked."""
    sheet = await _sheet(ask)
    return await show_sheet(ask, sheet, await _begun(ask, sheet), Problems())


async def review(ask: Ask) -> Response:
    """Write the review."""
    sheet, problems = await _sheet(ask), Problems()
    part = read_part(ask, sheet, problems)
    if not problems:
        try:
            draft = await reviewing.draft_of(ask.site.reach, sheet.subject.line.post, part)
            verb = unnamed_reviews.review_openly
            await ask.do(verb, ask.site.seal, ask.me, sheet.pin, draft)
            if sheet.invited is not None and sheet.invited.state != invitations.ACCEPTED:
                await ask.do(invitations.answer, ask.me, sheet.invited.id, invitations.ACCEPTED)
        except FedcopError as error:
            problems.take(error, FIELDS)
    if problems:
        return await show_sheet(ask, sheet, ask.form, problems)
    return ask.go(f"{sheet.subject.path}?tab=reviews#talk")


def read_part(ask: Ask, sheet: Sheet, problems: Problems) -> ReviewPart:
    """Read what somebody finds."""
    if ask.form.line("verdict") not in reviews.VERDICTS:
        problems.add("verdict", "Choose what you think of it.")
    return ReviewPart(
        pin=sheet.pin,
        verdict=ask.form.line("verdict"),
        rubric_uri=sheet.rubric,
        scores=_scores(ask, sheet),
        conflict=ask.form.line("conflict")[:_LONGEST],
        points=_points(ask),
    )


async def answer(ask: Ask) -> Response:
    """Say whether one will review it."""
    sheet = await _sheet(ask)
    if sheet.invited is None:
        raise NotFound("Nobody has asked you.")
    will = ask.form.ticked("yes")
    state = invitations.ACCEPTED if will else invitations.DECLINED
    await ask.do(invitations.answer, ask.me, sheet.invited.id, state)
    return ask.go(f"{sheet.subject.path}/review/{sheet.revision.number}" if will else "/home")


async def close(ask: Ask) -> Response:
    """Say that a revision mends what a review asked for; who wrote it says so to all."""
    found = await subject.find(ask)
    number, mended = ask.number("point"), found.row.number
    written = await reviews.find_with(ask.store, number)
    if written is not None and written.row.reviewer_id == ask.me.id:
        await _say_mended(ask, written, number, mended)
    else:
        await ask.do(reviews.close, ask.me, number, mended)
    return ask.back(f"{found.path}/endorse")


async def _say_mended(ask: Ask, written: reviews.Review, number: int, mended: int) -> None:
    """Say a review anew, with the revision that mends one of its points."""
    line = await timelines.post(ask.store, ask.viewer, written.row.id)
    if line is None:
        raise NotFound("There is no such review.")
    at = [point.id for point in written.points].index(number)
    part = reviews.part_of(written)
    points = list(part.points)
    points[at] = replace(points[at], closed_in=mended)
    part = replace(part, points=tuple(points))
    edit = await reviewing.edit_of(ask.site.reach, line.post, part)
    await ask.do(posts.revise, ask.me, written.row.id, edit)


async def _begun(ask: Ask, sheet: Sheet) -> Form:
    """Fill in what one found when one looked at it beside the standard, for oneself."""
    wanted = ask.request.query_params.get("assessment", "")
    if not wanted.isdigit():
        return Form()
    look = assessing.look_in(await assessing.my_assessment(ask.store, ask.me, int(wanted[:18])))
    said = {one.criterion: one for one in look.found}
    fields = {"works": assessing.text_of_look(look)}
    for at, name in enumerate(sheet.criteria):
        if name in said:
            fields[f"score-{at}"] = str(said[name].level)
    return Form(fields)


async def _sheet(ask: Ask) -> Sheet:
    return await make_sheet(ask, await subject.find(ask), ask.number("number"))


async def make_sheet(ask: Ask, found: Subject, number: int) -> Sheet:
    """Read what it takes to review a revision. Raises NotFound."""
    revision = await artifacts.revision(ask.store, found.row.id, number)
    numbers = await reviews.list_standards(ask.store, found.row.community_id)
    standards = await timelines.some(ask.store, ask.viewer, numbers)
    rubric, criteria = await _standard(ask, standards)
    pin = ArtifactPin(found.row.uri, revision.number, revision.digest)
    return Sheet(
        subject=found,
        revision=revision,
        invited=await invitations.find_for(ask.store, "review", pin, ask.me.id),
        before=tuple(await reviews.list_of(ask.store, found.row.uri, limit=_LISTED)),
        criteria=criteria,
        rubric=rubric,
        standards=tuple(standards),
        unnamed=await unnamed_reviews.may_stay_unnamed(ask.store, ask.me, found.row),
        mine=await unnamed_reviews.find_mine(ask.store, ask.site.seal, ask.me, pin),
    )


async def show_sheet(ask: Ask, sheet: Sheet, form: Form, problems: Problems) -> Response:
    """Show the form of a review."""
    return await ask.page(
        "review.html",
        422 if problems else 200,
        sheet=sheet,
        subject=sheet.subject,
        form=form,
        problems=problems,
        verdicts=VERDICTS,
        help=_HELP,
        asked=_ASKED,
        points=POINTS,
        levels=_LEVELS,
    )


async def _standard(ask: Ask, choices: Sequence[Line]) -> tuple[str, tuple[str, ...]]:
    """Return the standard that was chosen, with its criteria."""
    wanted = ask.request.query_params.get("standard", "") or ask.form.line("standard")
    for line in choices:
        if str(line.post.id) == wanted:
            row = await artifacts.get(ask.store, line.post.id)
            return row.uri, reviews.criteria_of(row)
    return "", ()


def _points(ask: Ask) -> tuple[Point, ...]:
    lines = ((kind, line) for kind in POINTS for line in ask.form.text(kind).split("\n"))
    return tuple(Point(kind, line.strip(" -*\t")) for kind, line in lines if line.strip(" -*\t"))


def _scores(ask: Ask, sheet: Sheet) -> tuple[tuple[str, int], ...]:
    given = ((name, ask.form.number(f"score-{at}")) for at, name in enumerate(sheet.criteria))
    return tuple((name, level) for name, level in given if level in _LEVELS)

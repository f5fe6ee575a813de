"""One report and the list of them, as those who look after the node and stewards both see them."""

from dataclasses import dataclass
from typing import Final, NamedTuple

import orjson
from starlette.responses import Response

from fedcop import clock
from fedcop.community import accounts, house_rules
from fedcop.community.moderating import casework, deciding
from fedcop.community.moderating.casework import Case
from fedcop.community.moderating.deciding import Deed
from fedcop.community.moderating.judges import Judge
from fedcop.errors import FedcopError
from fedcop.store.rows import (
    ActorRow,
    DecisionRow,
    EvidenceRow,
    PostRow,
    ReportRow,
    ReportStepRow,
    RuleRow,
)
from fedcop.tongues import _
from fedcop.values import Audience
from fedcop.web.ask import Ask
from fedcop.web.forms import Problems
from fedcop.web.pages.moderating import words

_FIELDS: Final = {
    "reason": "reason",
    "act": "act",
    "answer": "answer",
    "note": "note",
    "days": "days",
}


class Kept(NamedTuple):
    """A post as it was reported, and as it is now."""

    uri: str
    said: dict[str, str]
    post: PostRow | None
    changed: bool
    now: PostRow | None  # where what it says may be shown to whoever works on it


@dataclass(frozen=True, slots=True)
class Seat:
    """From where somebody works on reports: the pages of the node or those of a community."""

    judge: Judge
    base: str
    working: bool = True  # and not only looking
    reporters: bool = False  # sees who reported


class Line(NamedTuple):
    """A report in a list."""

    row: ReportRow
    subject: ActorRow | None
    community: ActorRow | None
    category: str
    worker: str


async def lines_of(ask: Ask, rows: list[ReportRow]) -> list[Line]:
    """Put reports into lines."""
    found: list[Line] = []
    known: dict[int, ActorRow | None] = {}
    for row in rows:
        for number in (row.subject_id, row.community_id, row.assigned_id):
            if number and number not in known:
                known[number] = await accounts.find(ask.store, number)
        worker = known.get(row.assigned_id)
        subject, community = known.get(row.subject_id), known.get(row.community_id)
        category = _(words.CATEGORIES.get(row.category, words.CATEGORIES["other"]))
        found.append(Line(row, subject, community, category, worker.name if worker else ""))
    return found


async def rules_about(ask: Ask, community: int) -> list[RuleRow]:
    """List the rules something may break: those of the node, then those its community adds."""
    rules = await house_rules.list_rules(ask.store)
    return rules + (await house_rules.list_rules(ask.store, community) if community else [])


async def facts_of(ask: Ask, seat: Seat, case: Case) -> dict[str, object]:
    """Gather what the page of a report shows."""
    report = case.report
    rules = await house_rules.name_rules(ask.store, report.community_id)
    reporter = await accounts.find(ask.store, report.reporter_id) if seat.reporters else None
    return {
        "case": case,
        "base": seat.base,
        "working": seat.working,
        "reporter": reporter,
        "posts": [_kept(seat, one) for one in case.posts],
        "category": _(words.CATEGORIES.get(report.category, words.CATEGORIES["other"])),
        "broken": [rules[one] for one in orjson.loads(report.rules) if one in rules],
        "rules": await rules_about(ask, report.community_id),
        "rule_names": rules,
        "acts": [(act, *map(_, words.ACTS[act])) for act in seat.judge.acts],
        "outcomes": {act: _(text) for act, text in words.OUTCOMES.items()},
        "steps": [await _step(ask, one) for one in case.steps],
        "names": await names_of(ask, [*case.decisions, *case.history]),
        "day": day,
    }


async def names_of(ask: Ask, rows: list[DecisionRow]) -> dict[int, str]:
    """Name those who decided."""
    found = {0: _("the command line")}
    for row in rows:
        if row.by_id not in found:
            actor = await accounts.find(ask.store, row.by_id)
            found[row.by_id] = actor.name if actor else ""
    return found


def day(at: int) -> str:
    """Write the day of a time."""
    return f"{clock.utc(at):%Y-%m-%d}"


async def settle(ask: Ask, seat: Seat, number: int) -> Problems:
    """Do what the form of a report asks."""
    form, problems = ask.form, Problems()
    days = form.line("days")
    if days and not (days.isascii() and days.isdigit()):
        problems.add("days", _("Write a number of days, or nothing."))
        return problems
    deed = Deed(
        act=form.line("act"),
        reason=form.text("reason"),
        rule_id=form.number("rule"),
        words=form.text("words"),
        days=form.number("days"),
    )
    try:
        await ask.do(casework.resolve, seat.judge, number, deed, form.text("answer"))
    except FedcopError as error:
        problems.take(error, _FIELDS)
    return problems


async def annotate(ask: Ask, seat: Seat, number: int) -> Problems:
    """Keep a note of those who work on a report."""
    problems = Problems()
    try:
        await ask.do(casework.annotate, seat.judge, number, ask.form.text("note"))
    except FedcopError as error:
        problems.take(error, _FIELDS)
    return problems


async def take_on(ask: Ask, seat: Seat, number: int) -> Response:
    """Take a report on, or hand it over: to somebody by name, or to nobody."""
    to = ask.me.id
    if ask.form.ticked("nobody"):
        to = 0
    elif name := ask.form.line("to").lstrip("@").lower():
        actor = await accounts.find_by_name(ask.store, name)
        to = actor.id if actor else to
    await ask.do(casework.assign, seat.judge, number, to)
    return ask.go(f"{seat.base}/{number}")


async def take_back(ask: Ask, seat: Seat, number: int, back: str) -> Response:
    """Take a decision back."""
    await ask.do(deciding.lift, seat.judge, number)
    return ask.go(back)


def _kept(seat: Seat, one: tuple[EvidenceRow, PostRow | None]) -> Kept:
    evidence, post = one
    said = orjson.loads(evidence.said)
    stands = post is not None and not post.deleted
    changed = bool(post and stands and said and post.revision != said.get("revision"))
    # Members' posts are shown as far as they were reported, and no further.
    may = post is not None and (
        post.audience <= Audience.UNLISTED or post.community_id == seat.judge.community_id != 0
    )
    return Kept(evidence.uri, said, post, changed, post if changed and may else None)


async def _step(ask: Ask, row: ReportStepRow) -> tuple[ReportStepRow, str, str, dict[str, object]]:
    number = row.actor_id
    actor = await accounts.find(ask.store, number) if number else None
    said = _(words.STEPS.get(row.step, "Note"))
    return row, actor.name if actor else "", said, orjson.loads(row.about)


async def find_actor(ask: Ask, number: int) -> ActorRow | None:
    """Find whom a decision is about."""
    return await accounts.find(ask.store, number)


def said_in(step: ReportStepRow) -> tuple[str, str, str, str]:
    """Read what another node said of a report: which one, what it did, why, by which rule."""
    about = orjson.loads(step.about)
    outcome = words.OUTCOMES.get(about.get("outcome", ""), "")
    return about.get("host", ""), _(outcome) if outcome else "", step.text, about.get("rule", "")

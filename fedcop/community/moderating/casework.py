"""Work on reports: take one on, note something, settle it and answer whoever reported."""

from dataclasses import dataclass

import orjson

from fedcop import clock
from fedcop.community import audit, events
from fedcop.community.moderating import deciding
from fedcop.community.moderating.deciding import Deed
from fedcop.community.moderating.evidence import add_step
from fedcop.community.moderating.judges import (
    ACTS,
    DISMISS,
    REMOVE,
    Judge,
    may_see,
    require_judge,
)
from fedcop.community.moderation_events import ReportAnswered
from fedcop.errors import Conflict, Invalid, NotFound
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import actors, decisions, reports
from fedcop.store.queries import posts as post_queries
from fedcop.store.queries.reports import Which
from fedcop.store.rows import (
    ActorRow,
    DecisionRow,
    EvidenceRow,
    PostRow,
    ReportRow,
    ReportStepRow,
)

__all__ = ["Which"]

_LONGEST = 5_000
_MOST = 50


@dataclass(frozen=True, slots=True)
class Case:
    """A report with all that belongs to it; `others` are open ones of the same posts or person."""

    report: ReportRow
    subject: ActorRow | None
    community: ActorRow | None
    posts: list[tuple[EvidenceRow, PostRow | None]]
    steps: list[ReportStepRow]
    decisions: list[DecisionRow]
    others: list[ReportRow]
    history: list[DecisionRow]
    before: list[ReportRow]


async def assign(unit: Unit, judge: Judge, number: int, to: int) -> None:
    """Let somebody work on a report; 0 is nobody. Raises NotFound and Refused."""
    row = await _get(unit, judge, number)
    if row.assigned_id == to:
        return
    unit.add(reports.assign_report(row.id, to))
    add_step(unit, row.id, judge.actor_id, "assigned" if to else "released", to=to)
    _note(unit, judge, "assign-report", row)


async def annotate(unit: Unit, judge: Judge, number: int, text: str) -> None:
    """Note something for those who work on a report, and for nobody else. Raises Invalid."""
    row = await _get(unit, judge, number)
    if not text.strip():
        raise Invalid("note: say something")
    if len(text) > _LONGEST:
        raise Invalid(f"note: write {_LONGEST:,} characters at most")
    add_step(unit, row.id, judge.actor_id, "note", text.strip())


async def resolve(
    unit: Unit, judge: Judge, number: int, deed: Deed, answer: str = ""
) -> list[DecisionRow]:
    """Settle a report, and the others of the same posts: do something, or nothing, and say so.

    Raises Refused, NotFound, Invalid and Conflict.
    """
    row = await _get(unit, judge, number)
    if row.state != "open":
        raise Conflict("This report is settled already.")
    if deed.act not in ACTS:
        raise Invalid("act: choose what to do")
    if len(answer) > _LONGEST:
        raise Invalid(f"answer: write {_LONGEST:,} characters at most")
    made: list[DecisionRow] = []
    if deed.act != DISMISS:
        made = await _act(unit, judge, row, deed)
    same = [one for one in await _same(unit, row) if may_see(judge, one)]
    for one in (row, *same):
        unit.guard(reports.STILL_OPEN, one.id)
        by = (clock.now_ms(), judge.actor_id)
        unit.add(reports.settle_report(one.id, deed.act, answer.strip(), by))
        about = {"rule": deed.rule_id, "decisions": [str(each.id) for each in made]}
        step = add_step(unit, one.id, judge.actor_id, deed.act, deed.reason.strip(), **about)
        events.record(unit, ReportAnswered(one.id, step.id))
        _note(unit, judge, "resolve-report", one, deed.act)
    return made


async def reopen(unit: Unit, judge: Judge, number: int) -> None:
    """Let a settled report wait again; what was decided stands until it is taken back."""
    row = await _get(unit, judge, number)
    if row.state == "open":
        return
    unit.add(reports.reopen_report(row.id))
    add_step(unit, row.id, judge.actor_id, "reopened")
    _note(unit, judge, "reopen-report", row)


async def hear_answer(
    unit: Unit, row: ReportRow, host: str, said: tuple[str, str, str], cause: int = 0
) -> bool:
    """Keep what another node says it did about a report of ours; False when it said so already.

    `said` is what was done, the reason and the rule, as far as it says.
    """
    outcome, reason, rule = said
    for step in await reports.list_steps(unit, row.id):
        if step.step == "answered" and orjson.loads(step.about).get("host") == host:
            return False
    unit.touch(f"report:{row.id}")
    about = {"host": host, "outcome": outcome[:20], "rule": rule[:500]}
    step = add_step(unit, row.id, 0, "answered", reason[:_LONGEST], **about)
    events.record(unit, ReportAnswered(row.id, step.id, host), cause)
    return True


# Reads


async def open_case(reader: Reader, judge: Judge, number: int) -> Case:
    """Read a report with all that belongs to it. Raises NotFound."""
    row = await _find(reader, judge, number)
    evidence = await reports.list_evidence(reader, row.id)
    posts = [(one, await post_queries.find_post_by_uri(reader, one.uri)) for one in evidence]
    about = await reports.list_about(reader, row.subject_id, 2**62, _MOST) if row.subject_id else []
    node = not judge.community_id
    history = await decisions.list_of_subject(reader, row.subject_id, _MOST)
    return Case(
        report=row,
        subject=await actors.find_actor(reader, row.subject_id),
        community=await actors.find_actor(reader, row.community_id) if row.community_id else None,
        posts=posts,
        steps=await reports.list_steps(reader, row.id),
        decisions=await decisions.list_of_report(reader, row.id),
        others=[one for one in await _same(reader, row) if may_see(judge, one)],
        history=[one for one in history if node or one.community_id == judge.community_id],
        before=[one for one in about if one.id != row.id and may_see(judge, one)],
    )


async def list_cases(
    reader: Reader, which: Which, before: int = 2**62, limit: int = 50
) -> list[ReportRow]:
    """Read reports as they are wanted, the latest first."""
    return await reports.list_reports(reader, which, before, limit)


async def count_cases(reader: Reader, judge: Judge) -> int:
    """Count the open reports that somebody may work on, up to a hundred."""
    return await reports.count_open(reader, judge.actor_id, judge.community_id)


async def list_filed(
    reader: Reader, reporter: ActorRow, before: int = 2**62, limit: int = 50
) -> list[tuple[ReportRow, list[ReportStepRow]]]:
    """Read what somebody reported, each with what other nodes answered, the latest first."""
    found = []
    for row in await reports.list_of_reporter(reader, reporter.id, before, limit):
        steps = await reports.list_steps(reader, row.id)
        found.append((row, [step for step in steps if step.step == "answered"]))
    return found


async def _act(unit: Unit, judge: Judge, row: ReportRow, deed: Deed) -> list[DecisionRow]:
    subject = await actors.find_actor(unit, row.subject_id)
    if subject is None:
        raise Conflict("Nobody is known whom this is about; all that is left is to dismiss it.")
    uris = orjson.loads(row.posts)
    found = [await post_queries.find_post_by_uri(unit, uri) for uri in uris]
    posts = tuple(one for one in found if one is not None and one.author_id == subject.id)
    if judge.community_id and deed.act == REMOVE:
        posts = tuple(one for one in posts if one.community_id == judge.community_id)
    whole = Deed(
        act=deed.act,
        reason=deed.reason,
        rule_id=deed.rule_id,
        words=deed.words,
        days=deed.days,
        report_id=row.id,
    )
    return await deciding.decide(unit, judge, subject, whole, posts)


async def _same(reader: Reader, row: ReportRow) -> list[ReportRow]:
    """Read the other open reports of the same posts, or of the person alone like this one."""
    if not row.subject_id:
        return []
    mine = set(orjson.loads(row.posts))
    found = await reports.list_open_about(reader, row.subject_id, _MOST)
    return [
        one
        for one in found
        if one.id != row.id and (mine & (theirs := set(orjson.loads(one.posts))) or mine == theirs)
    ]


async def _get(unit: Unit, judge: Judge, number: int) -> ReportRow:
    await require_judge(unit, judge)
    row = await _find(unit, judge, number)
    unit.touch(f"report:{row.id}")
    return row


async def _find(reader: Reader, judge: Judge, number: int) -> ReportRow:
    row = await reports.find_report(reader, number)
    if row is None or not may_see(judge, row):
        raise NotFound("There is no such report.")
    return row


def _note(unit: Unit, judge: Judge, act: str, row: ReportRow, outcome: str = "") -> None:
    """Write an act of those who look after the node into its log; stewards have their own."""
    if not judge.community_id:
        about = {"outcome": outcome} if outcome else None
        audit.note(unit, judge.actor_id, act, str(row.id), about)

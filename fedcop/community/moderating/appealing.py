"""Ask for another look at a decision, once; somebody who did not decide answers."""

from dataclasses import dataclass, replace
from typing import Final

from fedcop import clock, ids
from fedcop.community import audit, events, offices
from fedcop.community.moderating import deciding
from fedcop.community.moderating.evidence import add_step
from fedcop.community.moderating.judges import Judge, require_judge
from fedcop.community.moderation_events import AppealAnswered, AppealFiled
from fedcop.community.offices import Right
from fedcop.errors import Conflict, Invalid, NotFound, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import decisions, reports, stewards
from fedcop.store.rows import AppealRow, DecisionRow

UPHELD: Final = "upheld"
OVERTURNED: Final = "overturned"
_LONGEST: Final = 5_000
_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """An appeal with the decision it is about."""

    appeal: AppealRow
    decision: DecisionRow


async def appeal(unit: Unit, subject: int, number: int, text: str) -> AppealRow:
    """Ask for another look, once and within twenty days. Raises Refused, Invalid, Conflict."""
    row = await deciding.get_decision(unit, number)
    if row.subject_id != subject:
        raise NotFound("There is no such decision.")
    if row.lifted:
        raise Conflict("This was taken back already.")
    if clock.now_ms() > row.created + deciding.APPEAL_MS:
        raise Refused("Twenty days have passed: it is too late to ask for another look.")
    if await decisions.find_appeal_of(unit, number) is not None:
        raise Conflict("Another look was asked for already.")
    if not text.strip():
        raise Invalid("text: say why it should be looked at again")
    if len(text) > _LONGEST:
        raise Invalid(f"text: write {_LONGEST:,} characters at most")
    unit.touch(f"appeal:{number}")
    made = AppealRow(ids.new_id(), number, text.strip(), "open", clock.now_ms())
    unit.add(decisions.insert_appeal(made))
    if row.report_id:
        add_step(unit, row.report_id, subject, "appealed")
    events.record(unit, AppealFiled(number))
    return made


async def answer_appeal(
    unit: Unit, judge: Judge, number: int, verdict: str, text: str
) -> AppealRow:
    """Let a decision stand, or take it back, and say why. Raises Refused, Invalid, Conflict."""
    await require_judge(unit, judge)
    asked = await _get(unit, judge, number)
    if asked.appeal.state != "open":
        raise Conflict("This was answered already.")
    if verdict not in {UPHELD, OVERTURNED}:
        raise Invalid("verdict: say whether it stands")
    if not text.strip():
        raise Invalid("answer: say why, they read it")
    if len(text) > _LONGEST:
        raise Invalid(f"answer: write {_LONGEST:,} characters at most")
    alone = await _require_another(unit, judge, asked.decision)
    unit.guard(decisions.UNANSWERED, number)
    row = replace(
        asked.appeal,
        state=verdict,
        decided=clock.now_ms(),
        decided_by=judge.actor_id,
        answer=text.strip(),
    )
    unit.add(decisions.answer_appeal(row))
    if verdict == OVERTURNED and not asked.decision.lifted:
        await deciding.undo(unit, judge.actor_id, asked.decision)
    if asked.decision.report_id:
        add_step(unit, asked.decision.report_id, judge.actor_id, verdict)
    about = {"verdict": verdict, **({"alone": True} if alone else {})}
    audit.note(unit, judge.actor_id, "answer-appeal", str(asked.decision.id), about)
    events.record(unit, AppealAnswered(asked.decision.id))
    return row


# Reads


async def why_not(reader: Reader, judge: Judge, decision: DecisionRow) -> str:
    """Say why somebody may not answer an appeal; nothing when they may.

    Whoever decided does not judge it again, but for an owner when there is nobody else.
    """
    if judge.actor_id and decision.subject_id == judge.actor_id:
        return "This is about yourself."
    if not judge.actor_id or decision.by_id != judge.actor_id:
        return ""
    if not await _others(reader, judge, decision) and judge.role == offices.OWNER:
        return ""
    return "You decided this yourself: somebody else has to look at it again."


async def is_alone(reader: Reader, judge: Judge, decision: DecisionRow) -> bool:
    """Whether an owner judges their own decision because there is nobody else."""
    return bool(judge.actor_id) and decision.by_id == judge.actor_id


async def list_asked(
    reader: Reader, judge: Judge, state: str = "open", limit: int = _MOST
) -> list[Asked]:
    """Read the appeals that are for somebody to see, the latest first."""
    found = []
    for row in await decisions.list_appeals(reader, state, limit):
        decision = await decisions.find_decision(reader, row.decision_id)
        if decision is not None and _is_for(judge, decision):
            found.append(Asked(row, decision))
    return found


async def find_about(reader: Reader, decision: DecisionRow) -> AppealRow | None:
    """Find the appeal against a decision."""
    return await decisions.find_appeal_of(reader, decision.id)


async def find_asked(reader: Reader, judge: Judge, number: int) -> Asked:
    """Read one appeal. Raises NotFound."""
    return await _get(reader, judge, number)


async def _get(reader: Reader, judge: Judge, number: int) -> Asked:
    row = await decisions.find_appeal(reader, number)
    decision = await decisions.find_decision(reader, row.decision_id) if row else None
    if row is None or decision is None or not _is_for(judge, decision):
        raise NotFound("There is no such appeal.")
    return Asked(row, decision)


def _is_for(judge: Judge, decision: DecisionRow) -> bool:
    if judge.actor_id and decision.subject_id == judge.actor_id:
        return False
    return not judge.community_id or decision.community_id == judge.community_id


async def _require_another(unit: Unit, judge: Judge, decision: DecisionRow) -> bool:
    """Go on for somebody who did not decide; whether there was nobody else. Raises Refused."""
    if reason := await why_not(unit, judge, decision):
        raise Refused(reason)
    return await is_alone(unit, judge, decision)


async def _others(reader: Reader, judge: Judge, decision: DecisionRow) -> bool:
    """Whether there is somebody else who could look at it."""
    for number, role in await reports.list_lookers(reader):
        if number not in {judge.actor_id, decision.subject_id} and offices.may(
            role, Right.WORK_ON_REPORTS
        ):
            return True
    if not judge.community_id:
        return False
    return await stewards.find_another(reader, judge.community_id, judge.actor_id) is not None

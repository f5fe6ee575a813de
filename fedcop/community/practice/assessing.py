"""One's own work beside the rubric of a standard: for oneself, unless one says it elsewhere."""

import json
from dataclasses import dataclass
from typing import Final

import orjson

from fedcop import clock, ids
from fedcop.community import policy
from fedcop.errors import Conflict, Invalid, NotFound
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import assessments as queries
from fedcop.store.rows import ActorRow, ArtifactRow, AssessmentRow

KIND: Final = "standard"
LONGEST_EVIDENCE: Final = 500
LONGEST_WORK: Final = 300
_LEVELS: Final = range(1, 5)
_MOST: Final = 50  # of one person beside one standard


@dataclass(frozen=True, slots=True)
class Found:
    """Which level somebody sees in their work for one criterion, and what shows it."""

    criterion: str
    level: int
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody found of their work: in words what it is, and where it is an artifact."""

    found: tuple[Found, ...]
    work: str = ""
    work_uri: str = ""


async def keep_assessment(
    unit: Unit, person: ActorRow, standard: ArtifactRow, look: Look
) -> AssessmentRow:
    """Keep what somebody found, for themselves alone. Raises Invalid and Conflict."""
    policy.require(policy.may_act(person))
    check_look(standard, look)
    unit.touch(f"assessments:{person.id}")
    if len(await queries.list_assessments(unit, person.id, standard.uri, _MOST)) >= _MOST:
        raise Conflict(f"You have kept {_MOST} of these; let one go first.")
    said = [[one.criterion, one.level, one.evidence] for one in look.found]
    row = AssessmentRow(
        id=ids.new_id(),
        actor_id=person.id,
        standard_uri=standard.uri,
        number=standard.number,
        said=orjson.dumps(said).decode(),
        created=clock.now_ms(),
        work=look.work,
        work_uri=look.work_uri,
    )
    unit.add(queries.insert_assessment(row))
    return row


async def forget_assessment(unit: Unit, person: ActorRow, number: int) -> None:
    """Let go of what somebody found; of others' nothing happens."""
    unit.add(queries.delete_assessment(number, person.id))


async def my_assessments(
    reader: Reader, person: ActorRow, standard_uri: str
) -> list[AssessmentRow]:
    """Read what somebody kept beside a standard, the latest first."""
    return await queries.list_assessments(reader, person.id, standard_uri, _MOST)


async def my_assessment(reader: Reader, person: ActorRow, number: int) -> AssessmentRow:
    """Read one thing that somebody kept. Raises NotFound: to others it is not there."""
    row = await queries.find_assessment(reader, number, person.id)
    if row is None:
        raise NotFound("You have kept nothing like this.")
    return row


def check_look(standard: ArtifactRow, look: Look) -> None:
    """Go on with a look at one's work beside a standard. Raises Invalid."""
    if standard.kind != KIND:
        raise Invalid("standard: there are no criteria here")
    if not any(one.level in _LEVELS for one in look.found):
        raise Invalid("levels: choose a level for one criterion at least")
    if len(look.work) > LONGEST_WORK:
        raise Invalid(f"work: write {LONGEST_WORK} characters at most")
    for one in look.found:
        if len(one.evidence) > LONGEST_EVIDENCE:
            raise Invalid(f"levels: write {LONGEST_EVIDENCE} characters at most for each criterion")


def look_in(row: AssessmentRow) -> Look:
    """Read what was kept."""
    found = tuple(Found(name, level, evidence) for name, level, evidence in json.loads(row.said))
    return Look(found, row.work, row.work_uri)


def text_of_look(look: Look) -> str:
    """Say what somebody found as lines that a review or a result can take up."""
    lines = [f"{one.criterion}: {one.level} of 4. {one.evidence}".strip() for one in look.found]
    return "\n".join(line for one, line in zip(look.found, lines, strict=True) if one.level)

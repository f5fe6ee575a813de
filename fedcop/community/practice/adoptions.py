"""Adoptions: a team applies one exact revision of a practice, and later tells what came of it.

Intent takes seconds, the result comes when it is due. What did not work counts and is thanked for
like what worked. One adoption for each team and artifact: a second one is refused here, and counted
once where it comes from elsewhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import orjson

from fedcop import clock
from fedcop.community import catching_up
from fedcop.community.practice import cycles, lineage
from fedcop.community.practice.cycles import EARLY, NOT, PARTLY, PROMPTS, RESULTS, WORKED
from fedcop.community.practice.noun import Noun
from fedcop.community.practice.parts import AdoptionPart, Origin
from fedcop.errors import Invalid, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import adoptions as rows
from fedcop.store.queries import artifacts, posts
from fedcop.store.queries.adoptions import Applied
from fedcop.store.rows import ActorRow, AdoptionRow, PostRow
from fedcop.values import JSON, ArtifactPin

__all__ = ["Applied", "Results", "Told"]

KIND: Final = "adoption"
DUE_MS: Final = 42 * 86_400_000  # the result is asked for after six weeks
AGAIN_MS: Final = 14 * 86_400_000  # once more after two, then no more
FAILURES: Final = 2  # so many that did not work ask for a review
LONGEST_TEAM: Final = 200
LONGEST: Final = 2000
MOST_OUTCOMES: Final = 10
TAG: Final = "applied"  # a reply with this hashtag says so as well
_TOP: Final = 2**62
_CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    "dimension": cycles.DIMENSIONS,
    "direction": cycles.DIRECTIONS,
    "range": cycles.RANGES,
    "confidence": cycles.CONFIDENCES,
}


@dataclass(frozen=True, slots=True)
class Results:
    """How many teams apply an artifact, and what they say came of it."""

    adoptions: int = 0
    worked: int = 0
    partly: int = 0
    failed: int = 0
    early: int = 0
    elsewhere: int = 0  # teams that name a revision which is not here; they count nowhere else

    @property
    def told(self) -> int:
        """How many said what came of it."""
        return self.worked + self.partly + self.failed


@dataclass(frozen=True, slots=True)
class Told:
    """An adoption as it is told to others."""

    row: AdoptionRow
    told: Mapping[str, JSON]
    outcome: tuple[Mapping[str, JSON], ...]

    @property
    def pin(self) -> ArtifactPin:
        """The revision that is applied."""
        return ArtifactPin(self.row.artifact_uri, self.row.number, self.row.digest)


# Reads


async def find(reader: Reader, post_id: int) -> AdoptionRow | None:
    """Find an adoption by the id of its post."""
    return await rows.find(reader, post_id)


async def list_of(
    reader: Reader, artifact_uri: str, viewer: int = 0, before: int = 0, limit: int = 50
) -> list[Applied]:
    """Read who applies an artifact, as far as `viewer` may read it, the latest first."""
    return await rows.list_of(reader, artifact_uri, viewer, before or _TOP, min(limit, rows.MOST))


async def list_of_organization(
    reader: Reader, organization_uri: str, viewer: int = 0, before: int = 0, limit: int = 50
) -> list[Applied]:
    """Read what an organization applies, the latest first."""
    most = min(limit, rows.MOST)
    return await rows.list_of_organization(reader, organization_uri, viewer, before or _TOP, most)


async def list_from(reader: Reader, organization_uri: str, viewer: int = 0) -> list[Applied]:
    """Read what others apply of what an organization wrote, the latest first."""
    return await rows.list_from(reader, organization_uri, viewer, rows.MOST)


async def list_of_many(
    reader: Reader, artifacts: Sequence[str], viewer: int = 0, limit: int = 200
) -> list[Applied]:
    """Read who applies any of some artifacts, the latest first."""
    return await rows.list_of_many(reader, artifacts, viewer, limit) if artifacts else []


async def list_mine(reader: Reader, artifact_uri: str, actor: ActorRow) -> list[AdoptionRow]:
    """Read where somebody applies an artifact."""
    return await rows.list_mine(reader, artifact_uri, actor.id)


async def joined(reader: Reader, actor: ActorRow, part: AdoptionPart) -> AdoptionPart:
    """Add to what somebody tells now what they told of the same team before."""
    known = await find_of_team(reader, actor, part)
    if known is None or known.adopter_id != actor.id:
        return part
    before = read(known)
    return replace(
        part,
        result=part.result or known.result,
        told={**before.told, **part.told},
        outcome=part.outcome or before.outcome,
        adaptation_uri=part.adaptation_uri or known.adaptation_uri,
    )


async def results_of(reader: Reader, artifact_uri: str) -> Results:
    """Count who applies an artifact and what came of it, each team once."""
    known = await rows.list_teams(reader, artifact_uri)
    others = await rows.list_teams(reader, artifact_uri, known=False)
    said = list(known.values())
    return Results(
        adoptions=len(said),
        worked=said.count(WORKED),
        partly=said.count(PARTLY),
        failed=said.count(NOT),
        early=said.count(EARLY),
        elsewhere=len(others.keys() - known.keys()),
    )


def says_applied(hashtags: Iterable[str]) -> bool:
    """Whether somebody says by a hashtag that they apply what they answer."""
    return any(tag.casefold() == TAG for tag in hashtags)


async def said_by_tag(reader: Reader, answered: PostRow) -> AdoptionPart | None:
    """Return that somebody applies what they answer, as it is now; None where it is no artifact."""
    artifact = await artifacts.find_artifact(reader, answered.id) if answered.practice else None
    if artifact is None:
        return None
    return AdoptionPart(ArtifactPin(artifact.uri, artifact.number, artifact.digest), tagged=True)


def read(row: AdoptionRow) -> Told:
    """Read what is kept of an adoption."""
    return Told(row, _read(row.told, {}), tuple(_read(row.outcome, [])))


async def load(reader: Reader, post: PostRow) -> Told | None:
    """Read what is told of an adoption beside its post."""
    row = await rows.find(reader, post.id)
    return read(row) if row else None


# The noun


async def _begin(unit: Unit, author: ActorRow, post: PostRow, part: AdoptionPart) -> None:
    """Keep who applies what. Raises Invalid and Refused."""
    check(part)
    if part.tagged and await find_of_team(unit, author, part):
        return  # they have said so, and answer once more
    if author.local:
        await _require_first(unit, author, part)
    now = post.published or clock.now_ms()
    row = _row(AdoptionRow(post.id, part.pin.uri, 0, author.id, part.began or now), part)
    if author.local:
        row = _timed(row, clock.now_ms())
    unit.touch(f"adoptions:{row.artifact_uri}")
    unit.add(rows.insert(row), rows.count(row.artifact_uri))
    await _want_revision(unit, row)
    _hear_of_adaptation(unit, row)


async def _change(unit: Unit, author: ActorRow, post: PostRow, part: AdoptionPart) -> bool:
    """Keep what is said anew of it: its result above all. Raises Invalid and Refused."""
    before = await rows.find(unit, post.id)
    if before is None or part.tagged:
        return False
    check(part)
    if part.pin.uri != before.artifact_uri:
        raise Refused("adopts: an adoption stays with what is applied.")
    if author.local and part.team != before.team:
        await _require_first(unit, author, part)
    row = _row(before, part)
    if row == before:
        return False
    row = replace(row, author_agreed=0, adopter_agreed=0)  # nobody agreed to what is said now
    if author.local and row.result != before.result:
        row = _timed(row, clock.now_ms())
    unit.touch(f"adoptions:{row.artifact_uri}")
    unit.add(rows.change(row), rows.count(row.artifact_uri))
    if row.number != before.number:
        await _want_revision(unit, row)
    _hear_of_adaptation(unit, row)
    return True


async def _bury(unit: Unit, post: PostRow) -> None:
    row = await rows.find(unit, post.id)
    if row is not None:
        unit.touch(f"adoptions:{row.artifact_uri}")
        unit.add(rows.delete(row.id), rows.count(row.artifact_uri))


async def _require_first(unit: Unit, author: ActorRow, part: AdoptionPart) -> None:
    """Go on when nobody of the team has said so before. Raises Refused."""
    known = await find_of_team(unit, author, part)
    if known is None:
        return
    if known.adopter_id == author.id:
        raise Refused("You have told that this team applies it: change what you told.")
    raise Refused("Somebody of this team has told that it applies this.")


async def confirm(unit: Unit, author: ActorRow, reply: PostRow, part: AdoptionPart) -> bool:
    """Let a reply from elsewhere be an adoption; False where its author has told of one already.

    Raises Invalid.
    """
    check(part)
    if await rows.list_mine(unit, part.pin.uri, author.id):
        return False
    now = clock.now_ms()
    began = part.began or reply.published or now
    row = _row(AdoptionRow(reply.id, part.pin.uri, 0, author.id, began), part)
    unit.touch(f"adoptions:{row.artifact_uri}")
    unit.add(rows.insert(row), rows.count(row.artifact_uri), posts.become(reply.id, KIND))
    await _want_revision(unit, row)
    return True


async def find_of_team(reader: Reader, author: ActorRow, part: AdoptionPart) -> AdoptionRow | None:
    """Find how a team applies an artifact already, whoever told of it."""
    uri = part.pin.uri
    if part.organization_uri and part.team:
        return await rows.find_of_team(reader, uri, part.organization_uri, part.team)
    mine = await rows.list_mine(reader, uri, author.id)
    return next((row for row in mine if row.team == part.team), None)


def check(part: AdoptionPart) -> None:
    """Go on with an adoption that says what it must. Raises Invalid."""
    if not part.pin.uri:
        raise Invalid("An adoption names what is applied.")
    if part.result and part.result not in RESULTS:
        raise Invalid("Choose what came of it: it worked, partly, it did not, too early.")
    if len(part.team) > LONGEST_TEAM:
        raise Invalid(f"Name the team in {LONGEST_TEAM} characters at most.")
    if any(len(str(text)) > LONGEST for text in part.told.values()):
        raise Invalid(f"Write {LONGEST:,} characters at most for each question.")
    if not all(is_outcome(one) for one in part.outcome):
        raise Invalid("Choose of what kind the outcome is, and which way it went.")


def is_outcome(one: Mapping[str, JSON]) -> bool:
    """Whether an outcome says of what kind it is and which way it went, in words we know."""
    named = {name: one.get(name, "") for name in _CHOICES}
    known = all(not value or value in _CHOICES[name] for name, value in named.items())
    known = known and one.get("weekly", "") in {"", *cycles.WEEKLY}
    return known and bool(named["dimension"] and named["direction"])


def _row(row: AdoptionRow, part: AdoptionPart) -> AdoptionRow:
    """Write down what a part says."""
    known = {prompt.name for prompt in PROMPTS}
    told = {name: text for name, text in sorted(part.told.items()) if name in known and text}
    finished = part.result not in {"", EARLY}
    return replace(
        row,
        number=part.pin.number,
        digest=part.pin.digest,
        organization_uri=part.organization_uri,
        team=part.team,
        result=part.result,
        told=_write(told),
        outcome=_write([dict(one) for one in part.outcome[:MOST_OUTCOMES]]),
        adaptation_uri=part.adaptation_uri,
        began=part.began or row.began,
        finished=(row.finished or clock.now_ms()) if finished else 0,
        discreet=int(part.discreet),
    )


def _timed(row: AdoptionRow, now: int) -> AdoptionRow:
    """Say when one of ours is asked what came of it: not any more once that is told."""
    return replace(row, due=now + DUE_MS if row.waits else 0, reminded=0)


async def _want_revision(unit: Unit, row: AdoptionRow) -> None:
    """Want a revision of another node that is named, and not here."""
    known = await artifacts.find_artifact_by_uri(unit, row.artifact_uri)
    if not row.number or (known and await artifacts.find_revision(unit, known.id, row.number)):
        return
    catching_up.applied(unit, row.id)


def _hear_of_adaptation(unit: Unit, row: AdoptionRow) -> None:
    if row.adaptation_uri:
        pin = ArtifactPin(row.artifact_uri, row.number, row.digest)
        lineage.hear(unit, row.adaptation_uri, Origin(lineage.ADAPTED, pin))


def _read(text: str, otherwise: Any) -> Any:  # noqa: ANN401 - JSON of our own
    return orjson.loads(text) if text else otherwise


def _write(value: object) -> str:
    return orjson.dumps(value).decode() if value else ""


NOUN: Final = Noun(_begin, _change, _bury)

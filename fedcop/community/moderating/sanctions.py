"""Limit or suspend a person without a report, and let them act again."""

from dataclasses import dataclass

from fedcop.community.moderating import deciding
from fedcop.community.moderating.deciding import Deed
from fedcop.community.moderating.judges import ON_PEOPLE, SUSPEND, Judge
from fedcop.errors import Conflict, Malformed, NotFound
from fedcop.store.batch import Reader, Store, Unit
from fedcop.store.queries import actors, decisions, sanctions
from fedcop.store.rows import ActorRow, DecisionRow

Reach = sanctions.Reach  # who no longer sees somebody


@dataclass(frozen=True, slots=True)
class Holding:
    """The decisions that hold for a person."""

    limit: DecisionRow | None
    suspension: DecisionRow | None


async def sanction(unit: Unit, judge: Judge, person: int, deed: Deed) -> DecisionRow:
    """Limit or suspend somebody, as on a report. Raises what a decision raises."""
    if deed.act not in ON_PEOPLE:
        raise Malformed("act: write limit or suspend")
    subject = await _find(unit, person)
    return (await deciding.decide(unit, judge, subject, deed))[0]


async def release(unit: Unit, judge: Judge, person: int, act: str, why: str = "") -> None:
    """Let somebody act, or be shown to all, again. Raises Conflict when nothing holds."""
    subject = await _find(unit, person)
    row = await decisions.find_in_force(unit, subject.id, act, 0)
    if row is None:
        word = "suspended" if act == SUSPEND else "limited"
        raise Conflict(f"They are not {word} by anybody here.")
    await deciding.lift(unit, judge, row.id, why=why)


async def measure(store: Store, person: int) -> Reach:
    """Count what goes with somebody while they are suspended or limited."""
    return await sanctions.measure(store, person)


async def list_holding(reader: Reader, person: int) -> Holding:
    """Read what holds for somebody now."""
    return Holding(
        await decisions.find_in_force(reader, person, "limit", 0),
        await decisions.find_in_force(reader, person, SUSPEND, 0),
    )


async def _find(unit: Unit, person: int) -> ActorRow:
    subject = await actors.find_actor(unit, person)
    if subject is None or subject.deleted:
        raise NotFound("There is no such person here.")
    return subject

"""The safety pulse: four statements a quarter, told of seven people and more, once it is over.

An answer is added to sums and kept nowhere. That somebody has answered is kept as a mark which
this node alone can make again, until the quarter is over. A quarter is told when it is over and
not before, so that no two tellings of it differ by one person.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from fedcop import clock
from fedcop.community import membership, policy
from fedcop.community.insights.suppress import share
from fedcop.errors import Conflict, Invalid
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import pulse as queries
from fedcop.store.queries.pulse import Count
from fedcop.store.queries.unnamed_reviews import count_own_members
from fedcop.store.rows import ActorRow
from fedcop.store.seal import Seal
from fedcop.tongues import N_

STATEMENTS: Final = (
    N_("If I make a mistake here, it is not held against me."),
    N_("I can bring up problems and hard questions here."),
    N_("It is easy to ask others here for help."),
    N_("Nobody here would undermine on purpose what I do."),
)
LEVELS: Final = range(1, 6)  # from not at all to fully
K: Final = 7  # people, before anything is told
SHOWN: Final = 4  # quarters
_GOOD: Final = 4
_STEP: Final = 10  # percent
_LOWEST: Final = 1.5  # beyond these a mean would tell what each of them said
_HIGHEST: Final = 4.5
_MONTHS: Final = 3
_MOST: Final = 100_000  # members
_YEAR: Final = 4


@dataclass(frozen=True, slots=True)
class Pulse:
    """What one quarter says; empty words where too few answered."""

    quarter: int
    mean: str = ""
    share: str = ""
    people: str = ""
    answered: str = ""  # of the members on this node today

    @property
    def name(self) -> str:
        """Which quarter it is of."""
        return f"{self.quarter // _YEAR}, quarter {self.quarter % _YEAR + 1}"


def quarter_at(ms: int) -> int:
    """Say in which quarter a moment lies, counted from the year 0."""
    at = clock.utc(ms)
    return at.year * _YEAR + (at.month - 1) // _MONTHS


async def may_answer(reader: Reader, person: ActorRow, group: ActorRow) -> policy.Answer:
    """Whether somebody may say how safe they feel in a community: members, where they are many."""
    if not await membership.is_member(reader, person.id, group.id):
        return policy.Answer("Only members are asked.")
    if await count_own_members(reader, group.id, K) < K:
        return policy.Answer(f"Fewer than {K} members are of this node; they could be told apart.")
    return policy.may_act(person)


async def has_answered(reader: Reader, seal: Seal, person: ActorRow, group: ActorRow) -> bool:
    """Whether somebody has answered this quarter."""
    return await queries.has_answered(reader, _mark(seal, person, group))


async def answer_pulse(
    unit: Unit, seal: Seal, person: ActorRow, group: ActorRow, levels: Sequence[int]
) -> None:
    """Add what somebody says to the sums. Raises Refused, Invalid and Conflict."""
    policy.require(await may_answer(unit, person, group))
    if len(levels) != len(STATEMENTS) or any(level not in LEVELS for level in levels):
        raise Invalid("levels: choose one for each of the four")
    mark, quarter = _mark(seal, person, group), quarter_at(clock.now_ms())
    if await queries.has_answered(unit, mark):
        raise Conflict("You have answered this quarter.")
    unit.touch(f"pulse:{mark}")
    unit.add(*queries.mark_answered(_number(), mark, quarter))
    for item, level in enumerate(levels):
        unit.add(queries.add_level(_number(), group.id, quarter, (item, level)))


async def list_pulses(reader: Reader, community: int) -> list[Pulse]:
    """Read what the last quarters say that are over, the latest first."""
    now = quarter_at(clock.now_ms())
    counts = await queries.list_counts(reader, community, now - SHOWN, now)
    members = await count_own_members(reader, community, _MOST)
    quarters = range(now - 1, now - SHOWN - 1, -1)
    return [told(quarter, counts, members) for quarter in quarters]


async def last_before(reader: Reader, community: int, moment: int) -> tuple[Count, ...]:
    """Read the sums of the last quarter that was over at a moment."""
    quarter = quarter_at(moment)
    return tuple(await queries.list_counts(reader, community, quarter - 1, quarter))


def told(quarter: int, counts: Iterable[Count], members: int = 0) -> Pulse:
    """Say what a quarter says: nothing of fewer than seven, and nothing exactly."""
    mine = [(item, level, many) for at, item, level, many in counts if at == quarter]
    people = sum(many for item, _, many in mine if item == 0)
    if people < K:
        return Pulse(quarter)
    everything = sum(many for _, _, many in mine)
    mean = sum(level * many for _, level, many in mine) / everything
    good = sum(many for _, level, many in mine if level >= _GOOD) / everything
    low = people - people % K
    return Pulse(
        quarter,
        mean=_banded(mean),
        share=f"{round(100 * good / _STEP) * _STEP} %",
        people=f"{low} to {low + K - 1}",
        answered=f"{share(low, members)} %" if members else "",
    )


def _banded(mean: float) -> str:
    if mean <= _LOWEST:
        return f"{_LOWEST} or less"
    return f"{_HIGHEST} or more" if mean >= _HIGHEST else f"{mean:.1f}"


def _mark(seal: Seal, person: ActorRow, group: ActorRow) -> str:
    return seal.blind(f"pulse:{person.id}:{group.id}:{quarter_at(clock.now_ms())}")


def _number() -> int:
    """Make an id that says nothing of when it was made."""
    return secrets.randbelow(2**59) + 1

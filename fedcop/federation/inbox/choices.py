"""Activities that mean several things: the first meaning that fits is taken."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from fedcop.federation.inbox.arrival import Arrival, Handler, Ignored, Outcome
from fedcop.store.batch import Unit

_NOTHING: Final = Ignored("object: nothing here that this is about")


@dataclass(frozen=True, slots=True)
class Choice:
    """One meaning of an activity; its `check` answers None where something else is meant."""

    check: Callable[[Arrival], Awaitable[Any | Ignored | None]]  # Any: a plan of its own
    apply: Callable[[Unit, Arrival, Any], Awaitable[Outcome]]
    relayed: bool = False  # whether a community may pass it on


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an activity means, and the plan for it."""

    choice: Choice
    plan: Any  # known to the halves of the choice alone


def first_of(*choices: Choice) -> Handler[Chosen]:
    """Make one handler of several meanings, asked in this order."""

    async def check(arrival: Arrival) -> Chosen | Ignored:
        for choice in choices:
            if arrival.group is not None and not choice.relayed:
                continue
            plan = await choice.check(arrival)
            if isinstance(plan, Ignored):
                return plan
            if plan is not None:
                return Chosen(choice, plan)
        return _NOTHING

    async def apply(unit: Unit, arrival: Arrival, chosen: Chosen) -> Outcome:
        return await chosen.choice.apply(unit, arrival, chosen.plan)

    return Handler(check, apply, relayed=any(choice.relayed for choice in choices))

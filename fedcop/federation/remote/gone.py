"""Somebody's inbox answers that nobody is there: ask their origin before they are let go."""

from typing import Final

from fedcop.federation.remote.actors import confirm_gone
from fedcop.federation.remote.reach import Reach
from fedcop.store.queries.outbound import list_behind
from fedcop.transport.budget import Budget

_FETCHES: Final = 6
_SECONDS: Final = 30.0


async def confirm(reach: Reach, inbox: str) -> bool:
    """Whether the origin too says that nobody is at an inbox; if so, their follows end here."""
    actors = await list_behind(reach.store, inbox)
    budget = Budget(fetches=_FETCHES, seconds=_SECONDS)
    answers = [await confirm_gone(reach, actor, budget) for actor in actors]
    return all(answers)

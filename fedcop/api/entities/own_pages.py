"""Pages of lists that are for one person alone: nobody is left out of them."""

from collections.abc import Sequence

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import accounts
from fedcop.community.people import Span


def span(ask: Ask) -> Span:
    """Say which part of a list is asked for."""
    return Span(ask.page.below, ask.page.above, up=ask.page.upward)


async def of_entries(ask: Ask, rows: Sequence[tuple[int, int]], limit: int) -> Answer:
    """Answer with people; of each is told by which row they stand in the list, and who."""
    shown = sorted(rows[:limit], reverse=True)
    answer = Answer.listed(await accounts.listed(ask, [actor for _, actor in shown]))
    ends = (shown[0][0], shown[-1][0]) if shown else (0, 0)
    return ask.linked(answer, *ends, more=len(rows) > limit or ask.page.upward)

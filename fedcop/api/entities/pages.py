"""Pages of entities: from what is asked to a list with its Link header."""

from collections.abc import Sequence
from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import accounts, statuses
from fedcop.community import people, status_pages
from fedcop.community.people import Stretch
from fedcop.community.status_pages import List, Span

_STATUSES: Final = (20, 40)
_PEOPLE: Final = (40, 80)


async def of_statuses(ask: Ask, wanted: List) -> Answer:
    """Answer with a page of a list of statuses."""
    part = _span(ask), ask.page.limit(*_STATUSES)
    page = await status_pages.page(ask.store, ask.viewer, wanted, part)
    answer = Answer.listed(await statuses.lines(ask, page.glances))
    return ask.linked(answer, page.first, page.last, more=page.more)


async def of_people(ask: Ask, wanted: Stretch) -> Answer:
    """Answer with a page of a list of people."""
    part = _span(ask), ask.page.limit(*_PEOPLE)
    page = await people.page(ask.store, ask.viewer, wanted, part)
    answer = Answer.listed(await accounts.listed(ask, page.actors))
    return ask.linked(answer, page.first, page.last, more=page.more)


async def of_some(ask: Ask, status_ids: Sequence[int]) -> Answer:
    """Answer with statuses by id; those the reader may not see are left out."""
    return Answer.listed(list((await statuses.by_ids(ask, status_ids)).values()))


def _span(ask: Ask) -> Span:
    return Span(ask.page.below, ask.page.above, up=ask.page.upward)

"""Pages of entities: from what is asked to a list with its Link header."""

from collections.abc import Sequence
from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import accounts, filtered, statuses
from fedcop.api.entities.filtered import Matches
from fedcop.community import people, status_pages
from fedcop.community.people import Stretch
from fedcop.community.status_pages import Glance, List, Sieve, Span
from fedcop.values import FilterContext

_STATUSES: Final = (20, 40)
_PEOPLE: Final = (40, 80)


async def of_statuses(ask: Ask, wanted: List, context: FilterContext | None = None) -> Answer:
    """Answer with a page of a list of statuses, without what the reader's filters hide there."""
    part = _span(ask), ask.page.limit(*_STATUSES)
    matches: Matches = {}
    sieve = await _sieve(ask, context, matches)
    page = await status_pages.page(ask.store, ask.viewer, wanted, part, sieve)
    answer = Answer.listed(await statuses.lines(ask, page.glances, matches))
    return ask.linked(answer, page.first, page.last, more=page.more)


async def of_people(ask: Ask, wanted: Stretch) -> Answer:
    """Answer with a page of a list of people."""
    part = _span(ask), ask.page.limit(*_PEOPLE)
    page = await people.page(ask.store, ask.viewer, wanted, part)
    answer = Answer.listed(await accounts.listed(ask, page.actors))
    return ask.linked(answer, page.first, page.last, more=page.more)


async def of_some(
    ask: Ask, status_ids: Sequence[int], context: FilterContext | None = None
) -> Answer:
    """Answer with statuses by id; those the reader may not see are left out."""
    return Answer.listed(list((await statuses.by_ids(ask, status_ids, context)).values()))


async def _sieve(ask: Ask, context: FilterContext | None, matches: Matches) -> Sieve | None:
    """Return what leaves out hidden posts, and notes why others are folded."""
    sieve = await filtered.sieve_of(ask, context)
    if sieve is None or context is None:
        return None

    async def sift(glances: list[Glance]) -> list[Glance]:
        said = await statuses.said_of(ask, glances)
        matches.update(filtered.find(sieve, context, glances, said))
        return [one for one in glances if not filtered.hides(matches.get(one.post_id, ()))]

    return sift


def _span(ask: Ask) -> Span:
    return Span(ask.page.below, ask.page.above, up=ask.page.upward)

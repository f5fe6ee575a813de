"""Pages of entities: from what is asked to a list with its Link header."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import accounts, filtered, statuses
from fedcop.community import people, status_pages
from fedcop.community.filters import Sieve
from fedcop.community.people import Stretch
from fedcop.community.status_pages import Glance, List, Span
from fedcop.values import FilterContext

if TYPE_CHECKING:
    from fedcop.api.entities.filtered import Matches
    from fedcop.api.entities.shelf import Said

_STATUSES: Final = (20, 40)
_PEOPLE: Final = (40, 80)


async def of_statuses(ask: Ask, wanted: List, context: FilterContext | None = None) -> Answer:
    """Answer with a page of a list of statuses, without what the reader's filters hide there."""
    part = _span(ask), ask.page.limit(*_STATUSES)
    sift = await _sift(ask, context)
    page = await status_pages.page(ask.store, ask.viewer, wanted, part, sift)
    said = sift.said if sift else await statuses.said_of(ask, page.glances)
    found = await statuses.pieces(ask, page.glances, said, sift.matches if sift else {})
    return ask.linked(Answer.pieced(found), page.first, page.last, more=page.more)


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


class _Sift:
    """Leaves out hidden posts, and keeps what it rendered and why others are folded."""

    def __init__(self, ask: Ask, sieve: Sieve, context: FilterContext) -> None:
        self._ask = ask
        self._sieve = sieve
        self._context = context
        self.said: dict[int, Said] = {}
        self.matches: Matches = {}

    async def __call__(self, glances: list[Glance]) -> list[Glance]:
        """Return what is left."""
        said = await statuses.said_of(self._ask, glances)
        found = filtered.find(self._sieve, self._context, glances, said)
        self.said |= said
        self.matches |= found
        hidden = {post for post, matches in found.items() if filtered.hides(matches)}
        return [one for one in glances if one.post_id not in hidden] if hidden else glances


async def _sift(ask: Ask, context: FilterContext | None) -> _Sift | None:
    sieve = await filtered.sieve_of(ask, context)
    return None if sieve is None or context is None else _Sift(ask, sieve, context)


def _span(ask: Ask) -> Span:
    return Span(ask.page.below, ask.page.above, up=ask.page.upward)

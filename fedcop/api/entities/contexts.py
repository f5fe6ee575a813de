"""The context of a status: what it answers, and what answers it."""

from typing import Final

from fedcop.api.ask import Ask
from fedcop.api.entities import statuses
from fedcop.community import status_pages
from fedcop.values import FilterContext

# How many above and below, for strangers and for people of this node.
_FOR_ALL: Final = (40, 60)
_FOR_OURS: Final = (100, 500)


async def one(ask: Ask, status_id: int) -> bytes:
    """Render the context of a status. Raises NotFound."""
    glance = await status_pages.one(ask.store, ask.viewer, status_id)
    most = _FOR_OURS if ask.viewer else _FOR_ALL
    above, below = await status_pages.around(ask.store, ask.viewer, glance, most)
    before = await statuses.within(ask, above, FilterContext.THREAD)
    after = await statuses.within(ask, below, FilterContext.THREAD)
    return b'{"ancestors":[%s],"descendants":[%s]}' % (b",".join(before), b",".join(after))

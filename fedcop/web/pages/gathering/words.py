"""The glossary of a community: its words, and what it means by them."""

from starlette.responses import Response

from fedcop.community.practice import glossary
from fedcop.web.ask import Ask
from fedcop.web.pages.communities import find as find_community
from fedcop.web.pages.communities import may_start


async def show(ask: Ask) -> Response:
    """Show the words of a community."""
    group, seat = await find_community(ask)
    return await ask.page(
        "glossary.html",
        group=group,
        seat=seat,
        terms=await glossary.terms(ask.store, group.actor.id, ask.viewer),
        may_start=may_start(ask, group, seat),
    )

"""What the stewards of a community see of those who run the node reading it."""

from starlette.responses import Response

from fedcop.community import accounts
from fedcop.community.house import glass
from fedcop.errors import NotFound
from fedcop.web.ask import Ask
from fedcop.web.pages.communities import find


async def show(ask: Ask) -> Response:
    """Show who read this community, when and why; to its stewards."""
    group, seat = await find(ask)
    if not (seat.steward and group.actor.local):
        raise NotFound("There is no such page.")
    rows = await glass.list_of(ask.store, group.actor.id)
    readings = [(row, await accounts.find(ask.store, row.actor_id)) for row in rows]
    return await ask.page("glass_told.html", group=group, seat=seat, readings=readings)

"""/api/v2/notifications: what one was told, put together where it belongs together."""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import accounts
from fedcop.api.entities import notifications as entities
from fedcop.api.entities.own_pages import span
from fedcop.api.resources.notifications import most, wanted
from fedcop.api.routes import Route
from fedcop.community import notices

_READ: Final = "read:notifications"
_WRITE: Final = "write:notifications"


async def show_all(ask: Ask) -> Answer:
    """Read what one was told, in groups."""
    part = span(ask), ask.page.limit(40, 80)
    page = await notices.groups(ask.store, ask.me(), part, wanted(ask), _types(ask))
    answer = Answer.raw(await entities.grouped(ask, page.groups))
    return ask.linked(answer, page.first, page.last, more=page.more)


async def show(ask: Ask) -> Answer:
    """Read one group."""
    group = await notices.get_group(ask.store, ask.me(), ask.word("group_key"))
    return Answer.raw(await entities.grouped(ask, [group]))


async def people(ask: Ask) -> Answer:
    """Read who all is in a group."""
    group = await notices.get_group(ask.store, ask.me(), ask.word("group_key"))
    actors = list(dict.fromkeys(row.actor_id for row in group.notices))
    return Answer.listed(await accounts.listed(ask, actors))


async def dismiss(ask: Ask) -> Answer:
    """Forget one group."""
    await ask.do(notices.dismiss_group, ask.me(), ask.word("group_key"))
    return Answer.empty()


async def count(ask: Ask) -> Answer:
    """Count the groups in which there is something one has not read."""
    types = _types(ask)
    found = await notices.unread(ask.store, ask.me(), wanted(ask))
    keys = {notices.group_key(row, types) for row in found}
    return Answer.json({"count": min(len(keys), most(ask))})


def _types(ask: Ask) -> frozenset[str]:
    """Read which types may be put together: all that can be, when none is named."""
    named = ask.params.texts("grouped_types")
    return notices.GROUPED & frozenset(named) if named else notices.GROUPED


ROUTES: Final = (
    Route("GET", "/api/v2/notifications", show_all, _READ),
    Route("GET", "/api/v2/notifications/unread_count", count, _READ),
    Route("GET", "/api/v2/notifications/:group_key", show, _READ),
    Route("GET", "/api/v2/notifications/:group_key/accounts", people, f"{_READ} {_WRITE}"),
    Route("POST", "/api/v2/notifications/:group_key/dismiss", dismiss, _WRITE),
)

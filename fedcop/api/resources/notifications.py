"""/api/v1/notifications: what one was told, one by one."""

from functools import partial
from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import notifications as entities
from fedcop.api.entities.own_pages import span
from fedcop.api.routes import Route
from fedcop.community import notices
from fedcop.community.notices import Wanted

_READ: Final = "read:notifications"
_WRITE: Final = "write:notifications"


def wanted(ask: Ask) -> Wanted:
    """Read which notifications are asked for; types that we do not know are none."""
    params = ask.params
    return Wanted(
        notices.wanted_types(params.texts("types"), params.texts("exclude_types")),
        params.id("account_id"),
        params.flag("include_filtered"),
        partial(entities.without_hidden, ask),
    )


def most(ask: Ask) -> int:
    """Read up to how many are to be counted."""
    return ask.page.limit(100, 1000)


async def show_all(ask: Ask) -> Answer:
    """Read what one was told."""
    part = span(ask), ask.page.limit(40, 80)
    page = await notices.page(ask.store, ask.me(), part, wanted(ask))
    answer = Answer.listed(await entities.many(ask, page.notices))
    return ask.linked(answer, page.first, page.last, more=page.more)


async def show(ask: Ask) -> Answer:
    """Read one notification."""
    row = await notices.get(ask.store, ask.me(), ask.id())
    return Answer.raw(b"".join(await entities.many(ask, [row])) or b"{}")


async def count(ask: Ask) -> Answer:
    """Count what one has not read."""
    found = await notices.unread(ask.store, ask.me(), wanted(ask))
    return Answer.json({"count": min(len(found), most(ask))})


async def dismiss(ask: Ask) -> Answer:
    """Forget one notification."""
    await ask.do(notices.dismiss, ask.me(), ask.id())
    return Answer.empty()


async def dismiss_named(ask: Ask) -> Answer:
    """Forget one notification, as older clients ask for it."""
    await ask.do(notices.dismiss, ask.me(), ask.params.id("id"))
    return Answer.empty()


async def clear(ask: Ask) -> Answer:
    """Forget all."""
    await ask.do(notices.clear, ask.me())
    return Answer.empty()


ROUTES: Final = (
    Route("GET", "/api/v1/notifications", show_all, _READ),
    Route("GET", "/api/v1/notifications/:id", show, _READ),
    Route("GET", "/api/v1/notifications/unread_count", count, _READ),
    Route("POST", "/api/v1/notifications/:id/dismiss", dismiss, _WRITE),
    Route("POST", "/api/v1/notifications/dismiss", dismiss_named, _WRITE),
    Route("POST", "/api/v1/notifications/clear", clear, _WRITE),
)

"""/api/v1/conversations: threads for named people, by their last post."""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import conversations as entities
from fedcop.api.entities.own_pages import span
from fedcop.api.routes import Route
from fedcop.community import conversations


async def show_all(ask: Ask) -> Answer:
    """Read one's conversations."""
    limit = ask.page.limit(20, 40)
    page = await conversations.page(ask.store, ask.me(), span(ask), limit)
    answer = Answer.listed(await entities.many(ask, page.conversations))
    return ask.linked(answer, page.first, page.last, more=page.more)


async def read(ask: Ask) -> Answer:
    """Note that one has read a conversation."""
    return await _mark(ask, unread=False)


async def unread(ask: Ask) -> Answer:
    """Note that one wants to come back to a conversation."""
    return await _mark(ask, unread=True)


async def remove(ask: Ask) -> Answer:
    """Take a conversation off one's list."""
    await ask.do(conversations.remove, ask.me(), ask.id())
    return Answer.empty()


async def _mark(ask: Ask, *, unread: bool) -> Answer:
    await ask.do(conversations.mark, ask.me(), ask.id(), unread=unread)
    found = await conversations.get(ask.store, ask.me(), ask.id())
    return Answer.raw((await entities.many(ask, [found]))[0])


ROUTES: Final = (
    Route("GET", "/api/v1/conversations", show_all, "read:statuses"),
    Route("DELETE", "/api/v1/conversations/:id", remove, "write:conversations"),
    Route("POST", "/api/v1/conversations/:id/read", read, "write:conversations"),
    Route("POST", "/api/v1/conversations/:id/unread", unread, "write:conversations"),
)

"""/api/v1/scheduled_statuses: what somebody has yet to say."""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import scheduled
from fedcop.api.entities.own_pages import span
from fedcop.api.resources.statuses_write import read_time
from fedcop.api.routes import Route
from fedcop.community import posting
from fedcop.errors import Invalid


async def show_all(ask: Ask) -> Answer:
    """Read what somebody has yet to say."""
    limit = ask.page.limit()
    rows = await posting.list_scheduled(ask.store, ask.me().id, span(ask), limit + 1)
    shown = sorted(rows[:limit], key=lambda row: -row.id)
    answer = Answer.json(await scheduled.many(ask, shown))
    ends = (shown[0].id, shown[-1].id) if shown else (0, 0)
    return ask.linked(answer, *ends, more=len(rows) > limit or ask.page.upward)


async def show(ask: Ask) -> Answer:
    """Read one of them."""
    row = await posting.get_scheduled(ask.store, ask.me(), ask.id())
    return Answer.json(await scheduled.one(ask, row))


async def move(ask: Ask) -> Answer:
    """Let one wait for another time."""
    due = read_time(ask, "scheduled_at")
    if not due:
        raise Invalid("Validation failed: Scheduled at can't be blank")
    row = await ask.do(posting.reschedule, ask.me(), ask.id(), due)
    return Answer.json(await scheduled.one(ask, row))


async def cancel(ask: Ask) -> Answer:
    """Let one wait no longer."""
    await ask.do(posting.cancel, ask.me(), ask.id())
    return Answer.empty()


ROUTES: Final = (
    Route("GET", "/api/v1/scheduled_statuses", show_all, "read:statuses"),
    Route("GET", "/api/v1/scheduled_statuses/:id", show, "read:statuses"),
    Route("PUT", "/api/v1/scheduled_statuses/:id", move, "write:statuses"),
    Route("DELETE", "/api/v1/scheduled_statuses/:id", cancel, "write:statuses"),
)

"""/api/v1/follow_requests: who asks to follow."""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import relationships
from fedcop.api.entities.own_pages import of_entries, span
from fedcop.api.routes import Route
from fedcop.community import accounts, following
from fedcop.errors import NotFound
from fedcop.store.rows import ActorRow


async def show(ask: Ask) -> Answer:
    """Read who asks."""
    limit = ask.page.limit(40, 80)
    rows = await following.list_asking(ask.store, ask.me().id, span(ask), limit + 1)
    return await of_entries(ask, rows, limit)


async def authorize(ask: Ask) -> Answer:
    """Let somebody follow."""
    other = await _asker(ask)
    await ask.do(following.let_in, ask.me(), other)
    return Answer.raw(await relationships.one(ask, other.id))


async def reject(ask: Ask) -> Answer:
    """Turn somebody away."""
    other = await _asker(ask)
    await ask.do(following.turn_away, ask.me(), other)
    return Answer.raw(await relationships.one(ask, other.id))


async def _asker(ask: Ask) -> ActorRow:
    found = await accounts.find(ask.store, ask.id())
    if found is None:
        raise NotFound("Nobody of this number asks.")
    return found


_PATH: Final = "/api/v1/follow_requests"
ROUTES: Final = (
    Route("GET", _PATH, show, "read:follows"),
    Route("POST", f"{_PATH}/:id/authorize", authorize, "write:follows"),
    Route("POST", f"{_PATH}/:id/reject", reject, "write:follows"),
)

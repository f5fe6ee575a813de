"""/api/v1/statuses, as far as it is read."""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import contexts, pages, statuses
from fedcop.api.routes import Auth, Handle, Route
from fedcop.community import people, status_pages

_MOST: Final = 40


async def show(ask: Ask) -> Answer:
    """Read one status."""
    return Answer.raw(await statuses.one(ask, ask.id()))


async def some(ask: Ask) -> Answer:
    """Read several statuses; those the reader may not see are left out."""
    return await pages.of_some(ask, ask.params.ids("id")[:_MOST])


async def context(ask: Ask) -> Answer:
    """Read what a status answers, and what answers it."""
    return Answer.raw(await contexts.one(ask, ask.id()))


async def favourited_by(ask: Ask) -> Answer:
    """Read who likes a status."""
    return await pages.of_people(ask, people.likers(await _post(ask)))


async def reblogged_by(ask: Ask) -> Answer:
    """Read who passes a status on."""
    return await pages.of_people(ask, people.boosters(await _post(ask)))


async def _post(ask: Ask) -> int:
    return (await status_pages.one(ask.store, ask.viewer, ask.id())).post_id


def _route(path: str, handle: Handle) -> Route:
    return Route("GET", f"/api/v1/statuses{path}", handle, "read:statuses", Auth.OPEN)


ROUTES: Final = (
    _route("/:id", show),
    _route("", some),
    _route("/:id/context", context),
    _route("/:id/favourited_by", favourited_by),
    _route("/:id/reblogged_by", reblogged_by),
)

"""/api/v1/favourites: what somebody likes."""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import pages
from fedcop.api.routes import Route
from fedcop.community import status_pages


async def show(ask: Ask) -> Answer:
    """Read what one likes, what was liked last first."""
    return await pages.of_statuses(ask, status_pages.liked(ask.me().id))


ROUTES: Final = (Route("GET", "/api/v1/favourites", show, "read:favourites"),)

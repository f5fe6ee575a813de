"""/api/v1/bookmarks: what somebody wants to find again."""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import pages
from fedcop.api.routes import Route
from fedcop.community import status_pages


async def show(ask: Ask) -> Answer:
    """Read what one wants to find again, what was marked last first."""
    return await pages.of_statuses(ask, status_pages.bookmarked(ask.me().id))


ROUTES: Final = (Route("GET", "/api/v1/bookmarks", show, "read:bookmarks"),)

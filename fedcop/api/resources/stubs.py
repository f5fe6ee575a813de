"""What clients look for and what is not here: a neutral answer each, so that none of them stumbles.

Each says in the reference what it is. When one is built, its line here goes.
"""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.routes import Auth, Handle, Route
from fedcop.errors import NotFound

NOTHING_YET: Final = "always an empty list"
_NO_COLLECTIONS: Final = "always an empty list: nobody collects people here"
_NO_TRENDS: Final = "always an empty list: this node ranks nothing"


async def nothing(ask: Ask) -> Answer:
    """Answer that there is none."""
    return Answer.listed([])


async def familiar(ask: Ask) -> Answer:
    """Answer that nobody one knows follows those asked about."""
    return Answer.json([{"id": str(one), "accounts": []} for one in ask.params.ids("id")])


async def no_such(ask: Ask) -> Answer:
    """Answer that what is asked for is not there."""
    raise NotFound("There is none.")


async def no_collections(ask: Ask) -> Answer:
    """Answer that nobody has collected anybody."""
    return Answer.json({"collections": []})


async def done(ask: Ask) -> Answer:
    """Answer that it is done: there was nothing to do."""
    return Answer.empty()


def _get(path: str, scope: str, why: str = NOTHING_YET, handle: Handle = nothing) -> Route:
    """Declare a stub for people, or for everybody when it has no scope."""
    return Route("GET", path, handle, scope, Auth.USER if scope else Auth.OPEN, stub=why)


ROUTES: Final = (
    _get("/api/v1/accounts/:id/endorsements", ""),
    _get("/api/v1/accounts/:id/identity_proofs", "read:accounts"),
    _get(
        "/api/v1/accounts/familiar_followers",
        "read:follows",
        "always an empty list for each account",
        familiar,
    ),
    _get("/api/v1/accounts/:id/collections", "", _NO_COLLECTIONS, no_collections),
    _get(
        "/api/v1/accounts/:id/in_collections", "read:collections", _NO_COLLECTIONS, no_collections
    ),
    _get("/api/v1/announcements", "read"),
    _get("/api/v1/collections/:id", "", "always 404: nobody collects people here", no_such),
    _get("/api/v1/directory", ""),
    _get("/api/v1/endorsements", "read:accounts"),
    _get(
        "/api/v1/statuses/:id/quotes", "read:statuses", "always an empty list: nobody quotes here"
    ),
    Route(
        "POST",
        "/api/v1/statuses/:id/translate",
        no_such,
        "read:statuses",
        Auth.APP,
        stub="always 404: nothing is translated here",
    ),
    _get("/api/v1/suggestions", "read"),
    Route("DELETE", "/api/v1/suggestions/:id", done, "read", stub="nobody is suggested"),
    _get("/api/v2/suggestions", "read"),
    _get("/api/v1/trends", "", _NO_TRENDS),
    _get("/api/v1/trends/links", "", _NO_TRENDS),
    _get("/api/v1/trends/statuses", "", _NO_TRENDS),
    _get("/api/v1/trends/tags", "", _NO_TRENDS),
)

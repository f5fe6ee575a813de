"""What clients look for and what is not here: a neutral answer each, so that none of them stumbles.

Each says in the reference what it is. When one is built, its line here goes.
"""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.routes import Auth, Handle, Route
from fedcop.errors import NotFound

_POLICY: Final = {
    "for_not_following": "accept",
    "for_not_followers": "accept",
    "for_new_accounts": "accept",
    "for_private_mentions": "accept",
    "for_limited_accounts": "accept",
    "summary": {"pending_requests_count": 0, "pending_notifications_count": 0},
}
# As it was in Mastodon 4.3's first drafts; the app for iOS still reads it.
_OLD_POLICY: Final = {
    "filter_not_following": False,
    "filter_not_followers": False,
    "filter_new_accounts": False,
    "filter_private_mentions": False,
    "summary": {"pending_requests_count": 0, "pending_notifications_count": 0},
}
NOTHING_YET: Final = "always an empty list"
_LATER: Final = "always an empty list until this part of the node is built"
_NO_TRENDS: Final = "always an empty list: this node ranks nothing"


async def nothing(ask: Ask) -> Answer:
    """Answer that there is none."""
    return Answer.listed([])


async def policy(ask: Ask) -> Answer:
    """Answer that every notification arrives."""
    return Answer.json(_POLICY)


async def old_policy(ask: Ask) -> Answer:
    """Answer the same in an older form."""
    return Answer.json(_OLD_POLICY)


async def familiar(ask: Ask) -> Answer:
    """Answer that nobody one knows follows those asked about."""
    return Answer.json([{"id": str(one), "accounts": []} for one in ask.params.ids("id")])


async def markers(ask: Ask) -> Answer:
    """Answer that no place in a timeline is marked."""
    return Answer.empty()


async def no_push(ask: Ask) -> Answer:
    """Answer that no push is wished."""
    raise NotFound("push: none")


def _get(path: str, scope: str, why: str = NOTHING_YET, handle: Handle = nothing) -> Route:
    """Declare a stub for people, or for everybody when it has no scope."""
    return Route("GET", path, handle, scope, Auth.USER if scope else Auth.OPEN, stub=why)


ROUTES: Final = (
    _get("/api/v1/accounts/:id/endorsements", ""),
    _get("/api/v1/accounts/:id/featured_tags", "", _LATER),
    _get("/api/v1/accounts/:id/identity_proofs", "read:accounts"),
    _get("/api/v1/accounts/:id/lists", "read:lists", _LATER),
    _get(
        "/api/v1/accounts/familiar_followers",
        "read:follows",
        "always an empty list for each account",
        familiar,
    ),
    _get("/api/v1/announcements", "read"),
    _get("/api/v1/conversations", "read:statuses", _LATER),
    _get("/api/v1/directory", ""),
    _get("/api/v1/endorsements", "read:accounts"),
    _get("/api/v1/featured_tags", "read:accounts", _LATER),
    _get("/api/v1/featured_tags/suggestions", "read:accounts"),
    _get("/api/v1/filters", "read:filters", _LATER),
    _get("/api/v2/filters", "read:filters", _LATER),
    _get("/api/v1/followed_tags", "read:follows", _LATER),
    _get("/api/v1/lists", "read:lists", _LATER),
    _get("/api/v1/markers", "read:statuses", "always an empty object", markers),
    _get("/api/v1/notifications/policy", "read:notifications", "everything arrives", old_policy),
    _get("/api/v2/notifications/policy", "read:notifications", "everything arrives", policy),
    _get("/api/v1/notifications/requests", "read:notifications", _LATER),
    _get("/api/v1/push/subscription", "push", "always 404: no push is wished", no_push),
    _get("/api/v1/suggestions", "read"),
    _get("/api/v2/suggestions", "read"),
    _get("/api/v1/trends", "", _NO_TRENDS),
    _get("/api/v1/trends/links", "", _NO_TRENDS),
    _get("/api/v1/trends/statuses", "", _NO_TRENDS),
    _get("/api/v1/trends/tags", "", _NO_TRENDS),
)

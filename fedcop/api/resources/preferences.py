"""What somebody prefers, and who they are."""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.routes import Route


async def show(ask: Ask) -> Answer:
    """Say what somebody prefers when they write and read."""
    told = {
        "posting:default:visibility": "public",
        "posting:default:sensitive": False,
        "posting:default:language": ask.account().locale or None,
        "reading:expand:media": "default",
        "reading:expand:spoilers": False,
    }
    return Answer.json(told)


ROUTES: Final = (Route("GET", "/api/v1/preferences", show, "read:accounts"),)

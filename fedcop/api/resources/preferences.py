"""What somebody prefers."""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities.credentials import VISIBILITIES
from fedcop.api.routes import Route
from fedcop.values import Audience


async def show(ask: Ask) -> Answer:
    """Say what somebody prefers when they write and read."""
    account = ask.account()
    told = {
        "posting:default:visibility": VISIBILITIES.get(Audience(account.audience), "public"),
        "posting:default:sensitive": bool(account.sensitive),
        "posting:default:language": account.language or None,
        "reading:expand:media": "default",
        "reading:expand:spoilers": False,
    }
    return Answer.json(told)


ROUTES: Final = (Route("GET", "/api/v1/preferences", show, "read:accounts"),)

"""What this node is, as clients read it."""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.routes import Auth, Route


async def emojis(ask: Ask) -> Answer:
    """List the pictures of our own that texts may hold: there are none yet."""
    return Answer.listed([])


ROUTES: Final = (Route("GET", "/api/v1/custom_emojis", emojis, "", Auth.OPEN),)

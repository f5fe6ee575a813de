"""Where the address of a voice leads people: to what it says."""

from starlette.responses import Response

from fedcop.community import voices
from fedcop.web import paths
from fedcop.web.ask import Ask
from fedcop.web.pages.communities import find


async def of_community(ask: Ask) -> Response:
    """Lead to the voice of a community, or to the community where it has none yet."""
    group, _ = await find(ask)
    voice = await voices.find(ask.store, group.actor) if group.actor.local else None
    return ask.go(paths.of_actor(voice or group.actor))


async def of_node(ask: Ask) -> Response:
    """Lead to what this node is."""
    return ask.go("/about")

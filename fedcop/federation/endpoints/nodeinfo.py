"""GET of NodeInfo: what runs here, and how much it is used."""

from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response

from fedcop import __version__, clock
from fedcop.activitypub import nodeinfo
from fedcop.activitypub.nodeinfo import NodeFacts, Version
from fedcop.community.joining import modes
from fedcop.federation.endpoints import answers
from fedcop.federation.endpoints.door import Door
from fedcop.store.queries.usage import Usage, count_usage

_HOUR_MS: Final = 60 * 60 * 1000


async def version_2_0(door: Door, request: Request) -> Response:
    """Describe the node after NodeInfo 2.0."""
    return await _answer(door, "2.0")


async def version_2_1(door: Door, request: Request) -> Response:
    """Describe the node after NodeInfo 2.1."""
    return await _answer(door, "2.1")


async def _answer(door: Door, version: Version) -> Response:
    usage = await _usage(door)
    options = await door.options.get(door.store)
    facts = NodeFacts(
        version=__version__,
        open_registrations=modes.mode_of(door.settings, options) == modes.OPEN,
        users=usage.people,
        active_month=usage.active_month,
        active_half_year=usage.active_half_year,
        posts=usage.threads,
        comments=usage.replies,
        metadata={
            "nodeName": door.settings.name,
            "nodeOrganization": door.settings.organization,
            nodeinfo.ORGANIZATION: door.store.uris.organization(),
            "languages": list(door.settings.languages),
            # Libraries for apps look here for what a server of another name speaks like.
            "upstream": {"name": "mastodon"},
        },
    )
    body = orjson.dumps(nodeinfo.write_nodeinfo(version, facts))
    return answers.plain(body, nodeinfo.content_type(version))


async def _usage(door: Door) -> Usage:
    """Count, once an hour: it means to look at every post."""
    now = clock.now_ms()
    counted = door.counted
    if counted.usage is None or counted.until <= now:
        counted.until = now + _HOUR_MS
        counted.usage = await count_usage(door.store, now)
    return counted.usage

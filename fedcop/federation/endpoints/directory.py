"""GET of the directory of a community: for its members, and the nodes that have some."""

import orjson
from starlette.requests import Request
from starlette.responses import Response

from fedcop import uris as paths
from fedcop.activitypub import writing
from fedcop.activitypub.vocabulary import Collection
from fedcop.community import directory
from fedcop.community.directory import Listed
from fedcop.federation.endpoints import answers
from fedcop.federation.endpoints.door import Door
from fedcop.store.queries import collections
from fedcop.store.queries.follows import find_follow
from fedcop.store.rows import ActorRow
from fedcop.values import JSON, Audience


async def show(door: Door, request: Request, group: ActorRow) -> Response:
    """List who of us wants to be found by the members, for those who are."""
    reader = await door.reader_of(request)
    if reader is None or not await _is_member(door, reader, group):
        return answers.absent()
    found = await directory.list_of(door.store, group)
    items = [_item(one) for one in found if one.person is not None and one.person.local]
    uri = paths.directory(group.uri)
    shown = writing.write(Collection("OrderedCollection", uri, total_items=len(items)))
    return answers.private(orjson.dumps({**shown, "orderedItems": items}))


async def _is_member(door: Door, reader: ActorRow, group: ActorRow) -> bool:
    """Whether somebody is a member, or the node of some."""
    if reader.suspended or reader.deleted:
        return False
    if await collections.is_told(door.store, reader.host, group.id, Audience.MEMBERS):
        return True
    follow = await find_follow(door.store, reader.id, group.id)
    return follow is not None and follow.state == "accepted"


def _item(one: Listed) -> dict[str, JSON]:
    told: dict[str, JSON] = {
        "type": "Person",
        "id": one.uri,
        "name": one.name,
        "cop:skills": list(one.said.skills),
        "cop:askMeAbout": one.said.about,
        "cop:mentor": one.said.mentor,
    }
    return {name: value for name, value in told.items() if value}

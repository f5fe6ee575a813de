"""GET below /.well-known: who is behind a handle, and where the node describes itself."""

import orjson
from starlette.requests import Request
from starlette.responses import Response

from fedcop.activitypub import nodeinfo, webfinger
from fedcop.activitypub.media_types import JRD_JSON
from fedcop.errors import Malformed
from fedcop.federation.endpoints import answers
from fedcop.federation.endpoints.door import Door
from fedcop.store.queries.actors import find_actor_by_uri, find_local_actor
from fedcop.store.queries.communities import find_community
from fedcop.store.rows import ActorRow
from fedcop.values import Handle, host_of, normalise_host


async def finger(door: Door, request: Request) -> Response:
    """Say who is behind a handle, or behind the address of an actor."""
    try:
        resource = webfinger.read_resource(request.query_params.get("resource", ""))
    except Malformed as error:
        return answers.refuse(400, error.safe)
    actor = await _find(door, resource)
    if actor is None or not await _is_shown(door, actor):
        return answers.absent()
    if actor.deleted:
        return answers.refuse(410, "Gone")
    if actor.suspended:
        return answers.absent()
    handle = Handle(actor.name, host_of(door.uris.origin))
    subscribe = f"{door.uris.origin}/lookup?q={{uri}}"
    jrd = webfinger.write_jrd(handle, actor.uri, actor.kind, subscribe)
    return answers.plain(orjson.dumps(jrd), JRD_JSON)


async def host_meta(door: Door, request: Request) -> Response:
    """Say in XML where our WebFinger is."""
    return answers.plain(webfinger.host_meta_xml(door.uris.origin), "application/xrd+xml")


async def host_meta_json(door: Door, request: Request) -> Response:
    """Say in JSON where our WebFinger is."""
    return answers.plain(orjson.dumps(webfinger.host_meta_json(door.uris.origin)), JRD_JSON)


async def nodeinfo_links(door: Door, request: Request) -> Response:
    """Say where the node describes itself."""
    links = nodeinfo.write_links(door.uris.origin, door.uris.node_actor())
    return answers.plain(orjson.dumps(links), "application/json")


async def _find(door: Door, resource: Handle | str) -> ActorRow | None:
    """Find one of ours; the host alone stands for the node (FEP-d556, and Mastodon's way)."""
    if isinstance(resource, str):
        host_alone = resource.rstrip("/") == door.uris.origin
        uri = door.uris.node_actor() if host_alone else resource
        actor = await find_actor_by_uri(door.store, uri)
        return actor if actor and actor.local else None
    if resource.host != host_of(door.uris.origin):
        return None
    if _is_host(resource.name, resource.host):
        return await find_actor_by_uri(door.store, door.uris.node_actor())
    return await find_local_actor(door.store, resource.name.lower())


async def _is_shown(door: Door, actor: ActorRow) -> bool:
    """Whether somebody can be found: a community that waits for an admin can not."""
    if actor.kind != "Group":
        return True
    found = await find_community(door.store, actor.id)
    return found is not None and bool(found.practice.approved)


def _is_host(name: str, host: str) -> bool:
    try:
        return normalise_host(name) == host
    except Malformed:
        return False

"""GET of our actors: people, communities, the organization, the node.

They are readable without a signature: a peer that verifies ours must be able to fetch the key.
"""

from starlette.requests import Request
from starlette.responses import Response

from fedcop.activitypub import writing
from fedcop.activitypub.vocabulary import Tombstone
from fedcop.federation.documents.actors import document_of
from fedcop.federation.endpoints import answers
from fedcop.federation.endpoints.door import Door
from fedcop.store.queries.actors import find_actor_by_uri, find_local_actor
from fedcop.store.queries.communities import find_community
from fedcop.store.rows import ActorRow


async def find_person(door: Door, request: Request) -> ActorRow | None:
    """Find the person a path names."""
    actor = await find_local_actor(door.store, request.path_params["name"])
    return actor if actor and actor.kind == "Person" and not actor.suspended else None


async def find_group(door: Door, request: Request) -> ActorRow | None:
    """Find the community a path names; one that waits for an admin is not there yet."""
    actor = await find_local_actor(door.store, request.path_params["name"])
    if actor is None or actor.kind != "Group" or actor.suspended:
        return None
    found = await find_community(door.store, actor.id)
    return actor if found and found.practice.approved else None


async def person(door: Door, request: Request) -> Response:
    """Show a person."""
    return await _show(door, request, await find_person(door, request))


async def community(door: Door, request: Request) -> Response:
    """Show a community."""
    return await _show(door, request, await find_group(door, request))


async def organization(door: Door, request: Request) -> Response:
    """Show the organization behind the node."""
    actor = await find_actor_by_uri(door.store, door.uris.organization())
    return await _show(door, request, actor)


async def node(door: Door, request: Request) -> Response:
    """Show the node itself, who signs our fetches."""
    actor = await find_actor_by_uri(door.store, door.uris.node_actor())
    return await _show(door, request, actor)


async def _show(door: Door, request: Request, actor: ActorRow | None) -> Response:
    if actor is None:
        return answers.absent()
    if actor.deleted:
        left = Tombstone(id=actor.uri, former_type=actor.kind, deleted=actor.deleted)
        return answers.gone(writing.to_bytes(writing.write(left)))
    key = ("actor", actor.id, actor.version)
    made = door.pantry.find(key)
    if made is None:
        shown = writing.write(await document_of(door.store, actor))
        made = door.pantry.keep(key, writing.to_bytes(shown))
    return answers.document(request, *made)

"""GET of our actors: people, communities, the organization, the node.

They are readable without a signature: a peer that verifies ours must be able to fetch the key.
Where we speak with some peers only, others see as much as that takes, and no more.
"""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from fedcop.activitypub.vocabulary import Tombstone
from fedcop.community import voices
from fedcop.federation.documents.actors import card_of, document_of
from fedcop.federation.endpoints import answers
from fedcop.federation.endpoints.door import Door, Endpoint
from fedcop.federation.outbox.outbound import seal_bare
from fedcop.store.queries.actors import find_actor_by_uri, find_local_actor
from fedcop.store.queries.communities import find_community
from fedcop.store.rows import ActorRow

Finder = Callable[[Door, Request], Awaitable[ActorRow | None]]
Show = Callable[[Door, Request, ActorRow], Awaitable[Response]]


def of(find: Finder, show: Show, *, always: bool = False) -> Endpoint:
    """Make the endpoint that shows something of an actor; of one that is gone, what is left.

    `always`: of somebody who is suspended too, so that peers read that they are.
    """

    async def endpoint(door: Door, request: Request) -> Response:
        actor = await find(door, request)
        if actor is not None and actor.deleted:  # first: peers forget whom they read is gone
            left = Tombstone(id=actor.uri, former_type=actor.kind, deleted=actor.deleted)
            return answers.gone(seal_bare(left))
        if actor is None or (actor.suspended and not (always and actor.kind == "Person")):
            return answers.absent()
        return await show(door, request, actor)

    return endpoint


async def find_person(door: Door, request: Request) -> ActorRow | None:
    """Find the person a path names."""
    actor = await find_local_actor(door.store, request.path_params["name"])
    return actor if actor and actor.kind == "Person" else None


async def find_group(door: Door, request: Request) -> ActorRow | None:
    """Find the community a path names, one that waits for an admin too."""
    actor = await find_local_actor(door.store, request.path_params["name"])
    return actor if actor and actor.kind == "Group" else None


async def find_open_group(door: Door, request: Request) -> ActorRow | None:
    """Find the community a path names; one that waits for an admin is not there yet."""
    actor = await find_group(door, request)
    found = await find_community(door.store, actor.id) if actor else None
    return actor if found and found.practice.approved else None


async def find_organization(door: Door, request: Request) -> ActorRow | None:
    """Find the organization behind the node."""
    return await find_actor_by_uri(door.store, door.uris.organization())


async def find_node(door: Door, request: Request) -> ActorRow | None:
    """Find the node itself, who signs our fetches."""
    return await find_actor_by_uri(door.store, door.uris.node_actor())


async def find_voice(door: Door, request: Request) -> ActorRow | None:
    """Find the voice of the community a path names."""
    group = await find_open_group(door, request)
    return await voices.find(door.store, group) if group else None


async def find_relay(door: Door, request: Request) -> ActorRow | None:
    """Find the voice in which our people ask elsewhere."""
    return await find_actor_by_uri(door.store, door.uris.relay_voice())


async def show_actor(door: Door, request: Request, actor: ActorRow) -> Response:
    """Show an actor whole."""
    key = ("actor", actor.id, actor.version)
    made = door.pantry.find(key)
    if made is None:
        shown = await document_of(door.store, actor, door.uris)
        if shown is None:
            return answers.absent()
        made = door.pantry.keep(key, seal_bare(shown))
    return answers.document(request, made)


async def show_card(door: Door, request: Request, actor: ActorRow) -> Response:
    """Show of an actor what it takes to verify its signatures."""
    made = answers.made_of(seal_bare(await card_of(door.store, actor)))
    return answers.document(request, made)


async def front(door: Door, request: Request) -> Response:
    """Send those who ask for the host itself (Lemmy does) to its actor."""
    return answers.sent_on(door.uris.node_actor())

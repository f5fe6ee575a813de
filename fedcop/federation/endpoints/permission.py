"""Whether somebody who signs a GET may read what is not for everybody."""

from starlette.requests import Request
from starlette.responses import Response

from fedcop.community import policy_posts
from fedcop.federation.endpoints import answers
from fedcop.federation.endpoints.door import Door
from fedcop.store.queries import collections
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.reading import find_reading
from fedcop.store.rows import ActorRow, PostRow
from fedcop.values import Audience

_NODES = frozenset({"Application", "Service"})


async def may_fetch(door: Door, reader: ActorRow | None, post: PostRow) -> bool:
    """Whether a reader is meant: a person by themselves, a node for those of its people who are.

    Most software, ours too, signs what it fetches with the key of the node. What is for members
    goes to no node that shows it to others, whoever of its people asks.
    """
    if reader is None or reader.suspended or reader.deleted:
        return False
    if post.audience == Audience.MEMBERS and not await _is_told(door, reader, post):
        return False
    if reader.kind in _NODES:
        return await _may_node(door, reader, post)
    return bool(policy_posts.may_read(post, await find_reading(door.store, post.id, reader.id)))


async def nothing(door: Door, request: Request) -> Response:
    """Answer that nothing is there, taking as long as for what somebody may not see."""
    if "signature" in request.headers:
        await door.reader_of(request)
    return answers.absent()


async def _may_node(door: Door, reader: ActorRow, post: PostRow) -> bool:
    """Whether a node was told of it already, or one of its people is named."""
    if post.audience != Audience.MEMBERS and await collections.names_somebody_at(
        door.store, post.id, reader.host
    ):
        return True
    return await _is_told(door, reader, post)


async def _is_told(door: Door, reader: ActorRow, post: PostRow) -> bool:
    audience = Audience(post.audience)
    if audience is Audience.NAMED:
        return False
    if audience is Audience.MEMBERS and not post.here:
        return await _has_members(door, reader, post)
    owner = post.community_id if audience is Audience.MEMBERS else post.author_id
    return await collections.is_told(door.store, reader.host, owner, audience)


async def _has_members(door: Door, reader: ActorRow, post: PostRow) -> bool:
    """Whether the home of a community elsewhere says that a server has members there."""
    group = await find_actor(door.store, post.community_id)
    if group is None or group.local or door.members is None:
        return False
    return await door.members.has(group, reader)

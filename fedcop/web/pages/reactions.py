"""Like, pass on, pin, and take each of them back."""

from starlette.responses import Response

from fedcop.community import communities, reactions
from fedcop.errors import Refused
from fedcop.store.rows import GroupRow
from fedcop.web import paths
from fedcop.web.ask import Ask
from fedcop.web.pages.threads import community_of, find_standing


async def like(ask: Ask) -> Response:
    """Like a post."""
    line = await find_standing(ask)
    await ask.do(reactions.like, ask.me, line.post.id)
    return ask.back(paths.of_post(line.post))


async def unlike(ask: Ask) -> Response:
    """Take a like back."""
    line = await find_standing(ask)
    await ask.do(reactions.unlike, ask.me, line.post.id)
    return ask.back(paths.of_post(line.post))


async def boost(ask: Ask) -> Response:
    """Pass a post on to one's followers."""
    line = await find_standing(ask)
    await ask.do(reactions.boost, ask.me, line.post.id)
    return ask.back(paths.of_post(line.post))


async def unboost(ask: Ask) -> Response:
    """Take a boost back."""
    line = await find_standing(ask)
    await ask.do(reactions.unboost, ask.me, line.post.id)
    return ask.back(paths.of_post(line.post))


async def pin(ask: Ask) -> Response:
    """Put a post at the top of its community."""
    line = await find_standing(ask)
    group = _ours(await community_of(ask, line.post))
    await ask.do(communities.pin, ask.me, group.actor, line.post)
    return ask.back(paths.of_post(line.post))


async def unpin(ask: Ask) -> Response:
    """Take a post from the top of its community."""
    line = await find_standing(ask)
    group = _ours(await community_of(ask, line.post))
    await ask.do(communities.unpin, ask.me, group.actor, line.post)
    return ask.back(paths.of_post(line.post))


def _ours(group: GroupRow | None) -> GroupRow:
    if group is None or not group.actor.local:
        raise Refused("Only what stands in a community of this node can be pinned here.")
    return group

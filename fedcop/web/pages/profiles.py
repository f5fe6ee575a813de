"""People: who they are, what they wrote, and what one has to do with them."""

from dataclasses import dataclass

from starlette.responses import Response

from fedcop.community import accounts, membership, moderation, timelines
from fedcop.community.practice import thanks
from fedcop.community.timelines import Line
from fedcop.errors import Gone, Malformed, NotFound
from fedcop.store.rows import ActorRow
from fedcop.web import paths
from fedcop.web.ask import Ask

_LINES = 30
_MISSING = "There is nobody of this name here."


@dataclass(frozen=True, slots=True)
class Between:
    """What is between whoever asks and somebody else."""

    state: str = ""  # of the follow
    follows_me: bool = False
    blocked: bool = False


async def show(ask: Ask) -> Response:
    """Show somebody, of this node or another one."""
    actor = await find(ask)
    if actor.kind not in {"Person", "Service"}:
        return ask.go(paths.of_actor(actor))
    page = await timelines.profile(ask.store, ask.viewer, actor.id, ask.before(), _LINES)
    mine = ask.viewer is not None and ask.me.id == actor.id
    return await ask.page(
        "profile.html",
        actor=actor,
        page=page,
        mine=mine,
        first=not ask.before(),
        followers=await membership.count_followers(ask.store, actor.id) if actor.local else 0,
        following=await membership.count_following(ask.store, actor.id) if actor.local else 0,
        between=await _between(ask, actor),
        thanked=await _thanked(ask, actor) if not ask.before() else [],
    )


async def follow(ask: Ask) -> Response:
    """Follow somebody, or ask to."""
    actor = await find(ask)
    await ask.do(membership.ask, ask.me, actor)
    return ask.back(paths.of_actor(actor))


async def unfollow(ask: Ask) -> Response:
    """Follow somebody no longer."""
    actor = await find(ask)
    await ask.do(membership.leave, ask.me, actor)
    return ask.back(paths.of_actor(actor))


async def blocking(ask: Ask) -> Response:
    """Say what a block does, and ask whether it is meant."""
    return await ask.page("block.html", actor=await find(ask))


async def block(ask: Ask) -> Response:
    """Have nothing to do with somebody any more."""
    actor = await find(ask)
    await ask.do(moderation.block, ask.me, actor)
    return ask.back(paths.of_actor(actor))


async def unblock(ask: Ask) -> Response:
    """Take a block back."""
    actor = await find(ask)
    await ask.do(moderation.unblock, ask.me, actor)
    return ask.back(paths.of_actor(actor))


async def find(ask: Ask) -> ActorRow:
    """Find whom the address names. Raises NotFound and Gone."""
    try:
        actor = await accounts.find_by_handle(ask.store, ask.handle())
    except Malformed as error:
        raise NotFound(_MISSING) from error
    if actor is None or actor.suspended:
        raise NotFound(_MISSING)
    if actor.deleted:
        raise Gone("This account is gone.")
    return actor


async def _thanked(ask: Ask, actor: ActorRow) -> list[tuple[Line, int]]:
    """Read the thanks to somebody, and which of them they hide."""
    rows = {row.id: row.hidden for row in await thanks.of_person(ask.store, ask.viewer, actor.id)}
    lines = await timelines.some(ask.store, ask.viewer, list(rows))
    return [(line, rows[line.post.id]) for line in lines if not line.post.deleted]


async def _between(ask: Ask, actor: ActorRow) -> Between:
    """Read what is between whoever asks and somebody."""
    if ask.visitor is None or ask.me.id == actor.id:
        return Between()
    follow = await membership.find_follow(ask.store, ask.me.id, actor.id)
    return Between(
        follow.state if follow else "",
        follows_me=await membership.is_member(ask.store, actor.id, ask.me.id),
        blocked=await moderation.is_blocked(ask.store, ask.me.id, actor.id),
    )

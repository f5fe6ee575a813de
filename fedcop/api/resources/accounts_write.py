"""/api/v1/accounts/:id, as far as one does something about somebody."""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import relationships
from fedcop.api.routes import Handle, Route
from fedcop.community import accounts, following, keepsakes, membership, moderation, mutes
from fedcop.community.following import Wishes
from fedcop.errors import NotFound
from fedcop.store.rows import ActorRow
from fedcop.values import is_language


async def follow(ask: Ask) -> Answer:
    """Follow somebody, or become a member of a community."""
    other = await _other(ask)
    languages = [word for word in ask.params.texts("languages") if is_language(word)]
    wishes = Wishes(
        boosts=_flag(ask, "reblogs"),
        notify=_flag(ask, "notify"),
        languages=tuple(languages) if ask.params.given("languages") else None,
    )
    await ask.do(following.follow, ask.me(), other, wishes)
    return await _relation(ask, other)


async def unfollow(ask: Ask) -> Answer:
    """Follow somebody no longer, or leave a community."""
    other = await _other(ask)
    await ask.do(membership.leave, ask.me(), other)
    return await _relation(ask, other)


async def block(ask: Ask) -> Answer:
    """Have nothing to do with somebody."""
    other = await _other(ask)
    await ask.do(moderation.block, ask.me(), other)
    return await _relation(ask, other)


async def unblock(ask: Ask) -> Answer:
    """Take a block back."""
    other = await _other(ask)
    await ask.do(moderation.unblock, ask.me(), other)
    return await _relation(ask, other)


async def mute(ask: Ask) -> Answer:
    """Not see somebody, for a while or for good."""
    other = await _other(ask)
    notifications = ask.params.flag("notifications", default=True)
    seconds = max(ask.params.number("duration"), 0)
    await ask.do(mutes.mute, ask.me(), other, seconds, notifications=notifications)
    return await _relation(ask, other)


async def unmute(ask: Ask) -> Answer:
    """See somebody again."""
    other = await _other(ask)
    await ask.do(mutes.unmute, ask.me(), other)
    return await _relation(ask, other)


async def note(ask: Ask) -> Answer:
    """Note something of somebody, for oneself."""
    other = await _other(ask)
    await ask.do(keepsakes.note, ask.me(), other, ask.params.text("comment"))
    return await _relation(ask, other)


async def remove_follower(ask: Ask) -> Answer:
    """Let somebody follow one no longer."""
    other = await _other(ask)
    await ask.do(following.remove_follower, ask.me(), other)
    return await _relation(ask, other)


async def _other(ask: Ask) -> ActorRow:
    found = await accounts.find(ask.store, ask.id())
    if found is None or found.deleted:
        raise NotFound("There is no such account.")
    return found


async def _relation(ask: Ask, other: ActorRow) -> Answer:
    return Answer.raw(await relationships.one(ask, other.id))


def _flag(ask: Ask, name: str) -> bool | None:
    return ask.params.flag(name) if ask.params.given(name) else None


def _route(act: str, handle: Handle, scope: str) -> Route:
    return Route("POST", f"/api/v1/accounts/:id/{act}", handle, f"write:{scope}")


ROUTES: Final = (
    _route("follow", follow, "follows"),
    _route("unfollow", unfollow, "follows"),
    _route("block", block, "blocks"),
    _route("unblock", unblock, "blocks"),
    _route("mute", mute, "mutes"),
    _route("unmute", unmute, "mutes"),
    _route("note", note, "accounts"),
    _route("remove_from_followers", remove_follower, "follows"),
)

"""What somebody does with a status: like it, pass it on, keep it, pin it, hear no more of it."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import statuses
from fedcop.api.routes import Handle, Route
from fedcop.community import keepsakes, mutes, own_pins, reactions, status_pages
from fedcop.community import statuses as found
from fedcop.errors import NotFound
from fedcop.store.rows import ActorRow

if TYPE_CHECKING:
    from fedcop.store.batch import Unit

Verb = Callable[["Unit", ActorRow, int], Awaitable[object]]


async def boost(ask: Ask) -> Answer:
    """Pass a status on; what comes back is the boost."""
    post = await _seen(ask)
    await ask.do(reactions.boost, ask.me(), post)
    row = await found.find_boost(ask.store, ask.me(), post)
    return Answer.raw(await statuses.one(ask, row.id if row else post))


async def _seen(ask: Ask) -> int:
    """Find the post that a status is, or passes on. Raises NotFound."""
    return (await status_pages.one(ask.store, ask.me(), ask.id())).post_id


async def _known(ask: Ask) -> int:
    """Find it although it may no longer be seen: to take back what was done. Raises NotFound."""
    post = await found.find_post(ask.store, ask.id())
    if post is None:
        raise NotFound("There is no such post.")
    return post.id


def _doing(verb: Verb) -> Handle:
    async def handle(ask: Ask) -> Answer:
        post = await _seen(ask)
        await ask.do(verb, ask.me(), post)
        return Answer.raw(await statuses.one(ask, post))

    return handle


def _undoing(verb: Verb) -> Handle:
    async def handle(ask: Ask) -> Answer:
        post = await _known(ask)
        await ask.do(verb, ask.me(), post)
        return Answer.raw(await statuses.one(ask, post))

    return handle


async def _like(unit: "Unit", actor: ActorRow, post: int) -> None:
    await reactions.like(unit, actor, post)


async def _unlike(unit: "Unit", actor: ActorRow, post: int) -> None:
    await reactions.unlike(unit, actor, post)


async def _unboost(unit: "Unit", actor: ActorRow, post: int) -> None:
    await reactions.unboost(unit, actor, post)


def _route(act: str, handle: Handle, scope: str) -> Route:
    limit = "delete" if act == "unreblog" else "api"
    path = f"/api/v1/statuses/:id/{act}"
    return Route("POST", path, handle, f"write:{scope}", limit=limit)  # type: ignore[arg-type]


ROUTES: Final = (
    _route("favourite", _doing(_like), "favourites"),
    _route("unfavourite", _undoing(_unlike), "favourites"),
    _route("reblog", boost, "statuses"),
    _route("unreblog", _undoing(_unboost), "statuses"),
    _route("bookmark", _doing(keepsakes.bookmark), "bookmarks"),
    _route("unbookmark", _undoing(keepsakes.unbookmark), "bookmarks"),
    _route("pin", _doing(own_pins.pin), "accounts"),
    _route("unpin", _undoing(own_pins.unpin), "accounts"),
    _route("mute", _doing(mutes.mute_thread), "mutes"),
    _route("unmute", _undoing(mutes.unmute_thread), "mutes"),
)

"""Do what members brought along from another node, line by line: others may have to be asked."""

import logging
from collections.abc import Awaitable, Callable
from typing import Final

from fedcop.community import accounts, carrying, following, keepsakes, lists, moderation, mutes
from fedcop.community.following import Wishes
from fedcop.community.perform import perform
from fedcop.errors import FedcopError, Malformed, NotFound, Unavailable
from fedcop.federation.remote import lookup
from fedcop.federation.remote.reach import Reach
from fedcop.store.rows import ActorRow, PostRow
from fedcop.store.rows.carrying import ImportRow
from fedcop.values import Handle, is_language

log = logging.getLogger(__name__)

_NO: Final = frozenset({"0", "false", "f", "no", "off"})


async def do_due(reach: Reach) -> int:
    """Do what is due; return how much was. Raises Unavailable."""
    due = await carrying.list_due(reach.store)
    for row in due:
        actor = await accounts.find(reach.store, row.actor_id)
        try:
            if actor is not None and not actor.deleted:
                await _DO[row.kind](reach, actor, carrying.cells_of(row))
        except Unavailable:
            raise
        except FedcopError as error:
            log.info("line %s of an import is not done: %s", row.id, error.safe)
            await _put_off(reach, row, error)
        else:
            await perform(reach.store, carrying.finish, row)
    return len(due)


async def _put_off(reach: Reach, row: ImportRow, error: FedcopError) -> None:
    # Whom one shall have on a list may have yet to agree to be followed.
    again = error.retryable or (row.kind == "lists" and isinstance(error, NotFound))
    await perform(reach.store, carrying.put_off, row, error.safe, again=again)


async def _follow(reach: Reach, actor: ActorRow, cells: list[str]) -> None:
    other = await _find(reach, cells[0])
    said = [word.strip() for word in _cell(cells, 3).split(",")]
    languages = tuple(word for word in said if is_language(word))
    wishes = Wishes(_flag(cells, 1), _flag(cells, 2), languages or None)
    await perform(reach.store, following.follow, actor, other, wishes)


async def _block(reach: Reach, actor: ActorRow, cells: list[str]) -> None:
    await perform(reach.store, moderation.block, actor, await _find(reach, cells[0]))


async def _mute(reach: Reach, actor: ActorRow, cells: list[str]) -> None:
    hide = _flag(cells, 1) is not False
    other = await _find(reach, cells[0])
    await perform(reach.store, mutes.mute, actor, other, notifications=hide)


async def _block_host(reach: Reach, actor: ActorRow, cells: list[str]) -> None:
    await perform(reach.store, mutes.block_host, actor, cells[0])


async def _list(reach: Reach, actor: ActorRow, cells: list[str]) -> None:
    title, other = cells[0], await _find(reach, _cell(cells, 1))
    known = await lists.list_all(reach.store, actor)
    listing = next((one for one in known if one.title == title and not one.community_id), None)
    if listing is None:
        listing = await perform(reach.store, lists.create, actor, lists.Wish(title))
    await perform(reach.store, lists.add, actor, listing.id, [other.id])


async def _bookmark(reach: Reach, actor: ActorRow, cells: list[str]) -> None:
    found = await lookup.find_by_address(reach, cells[0])
    if not isinstance(found, PostRow):
        raise NotFound("This is the address of no post.")
    await perform(reach.store, keepsakes.bookmark, actor, found.id)


async def _find(reach: Reach, address: str) -> ActorRow:
    handle = Handle.read(address)
    if not address.strip() or "@" not in address.strip().lstrip("@"):
        raise Malformed("write name@host")
    return await lookup.find_by_handle(reach, handle)


def _cell(cells: list[str], number: int) -> str:
    return cells[number] if len(cells) > number else ""


def _flag(cells: list[str], number: int) -> bool | None:
    word = _cell(cells, number).lower()
    return word not in _NO if word else None


_DO: Final[dict[str, Callable[[Reach, ActorRow, list[str]], Awaitable[None]]]] = {
    "follows": _follow,
    "blocks": _block,
    "mutes": _mute,
    "domains": _block_host,
    "lists": _list,
    "bookmarks": _bookmark,
}

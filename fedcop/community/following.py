"""Follow with wishes: without what they pass on, being told of each post, in some languages."""

from dataclasses import dataclass
from typing import Final

import orjson

from fedcop.community import membership
from fedcop.community.membership_moves import State, is_open
from fedcop.errors import NotFound
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import asides, follows
from fedcop.store.queries.asides import Entry
from fedcop.store.queries.spans import Span
from fedcop.store.rows import ActorRow, FollowRow

_AT_ONCE: Final = 100
_MOST_LANGUAGES: Final = 50


@dataclass(frozen=True, slots=True)
class Wishes:
    """How somebody wants to follow; None: as before, or as usual."""

    boosts: bool | None = None
    notify: bool | None = None
    languages: tuple[str, ...] | None = None


async def follow(unit: Unit, follower: ActorRow, target: ActorRow, wishes: Wishes) -> FollowRow:
    """Follow somebody, or follow them otherwise than before. Raises Refused."""
    before = await follows.find_follow(unit, follower.id, target.id)
    row = await membership.ask(unit, follower, target)
    new = before is None or not is_open(before.state)
    boosts = _wished(wishes.boosts, 1 if new else row.boosts)
    notify = _wished(wishes.notify, 0 if new else row.notify)
    if wishes.languages is None:
        languages = "[]" if new else row.languages
    else:
        languages = orjson.dumps(wishes.languages[:_MOST_LANGUAGES]).decode()
    if (boosts, notify, languages) != (row.boosts, row.notify, row.languages):
        unit.add(follows.set_wishes(row.id, boosts, notify, languages))
    return row


async def remove_follower(unit: Unit, actor: ActorRow, follower: ActorRow) -> None:
    """Let somebody follow one of ours no longer, without a block; nobody did: nothing."""
    row = await follows.find_follow(unit, follower.id, actor.id)
    if row is not None and is_open(row.state):
        await membership.refuse(unit, actor, row.id)


async def let_in(unit: Unit, actor: ActorRow, follower: ActorRow) -> None:
    """Let somebody follow who asked. Raises NotFound when they do not ask."""
    await membership.approve(unit, actor, await _asked(unit, actor, follower))


async def turn_away(unit: Unit, actor: ActorRow, follower: ActorRow) -> None:
    """Turn somebody away who asked to follow. Raises NotFound when they do not ask."""
    await membership.refuse(unit, actor, await _asked(unit, actor, follower))


async def let_all_in(unit: Unit, actor: ActorRow) -> int:
    """Let those follow who asked, since nobody has to ask any more; again until it returns 0."""
    waiting = await membership.list_requests(unit, actor.id, 0, _AT_ONCE)
    for row, _ in waiting:
        await membership.approve(unit, actor, row.id)
    return len(waiting)


async def _asked(unit: Unit, actor: ActorRow, follower: ActorRow) -> int:
    row = await follows.find_follow(unit, follower.id, actor.id)
    if row is None or row.state != State.PENDING:
        raise NotFound("Nobody asks for this any more.")
    return row.id


async def list_asking(reader: Reader, actor: int, span: Span, size: int) -> list[Entry]:
    """Read a window of who asks to follow somebody, by the ids of the follows."""
    return await asides.list_requests(reader, actor, span, size)


def _wished(wish: bool | None, otherwise: int) -> int:  # noqa: FBT001 - the wish is the value
    return otherwise if wish is None else int(wish)

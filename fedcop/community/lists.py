"""Lists: some people and communities, read apart.

Each community that somebody has joined is a list too, which reads as that community does. It has
the id of the community with the bit that is never minted, so no other list can have it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from fedcop import clock, ids
from fedcop.errors import Invalid, NotFound, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import lists as rows
from fedcop.store.rows import ActorCard, ActorRow, ListMemberRow, ListRow
from fedcop.values import ListReplies

WAKE: Final = "lists"  # rung with the id of whose lists changed
MOST: Final = 100
MOST_MEMBERS: Final = 500
_LONGEST: Final = 255


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as its owner sees it; `community_id` says that it is a community they joined."""

    id: int
    title: str
    replies: ListReplies = ListReplies.LIST
    exclusive: bool = False
    community_id: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """What a list is to be; what is None stays as it is."""

    title: str | None = None
    replies: ListReplies | None = None
    exclusive: bool | None = None


async def list_all(reader: Reader, owner: ActorRow) -> list[Listing]:
    """Read somebody's own lists, then the communities they joined."""
    own = [_of_row(row) for row in await rows.list_lists(reader, owner.id)]
    return own + [_of_community(card) for card in await rows.list_joined(reader, owner.id)]


async def get(reader: Reader, owner: ActorRow, number: int) -> Listing:
    """Read one list, be it a community. Raises NotFound."""
    if number & ids.RELAYED:
        card = await rows.find_joined(reader, owner.id, ids.unrelayed(number))
        if card is not None:
            return _of_community(card)
    else:
        row = await rows.find_list(reader, owner.id, number)
        if row is not None:
            return _of_row(row)
    raise NotFound("There is no such list.")


async def members(reader: Reader, owner: ActorRow, number: int) -> list[tuple[int, int]]:
    """Read who stands on a list: the ids of their place and of themselves, the latest first.

    On a community's list that is the community. Raises NotFound.
    """
    listing = await get(reader, owner, number)
    if listing.community_id:
        return [(listing.community_id, listing.community_id)]
    return [(row.id, row.actor_id) for row in await rows.list_members(reader, number)]


async def holding(reader: Reader, owner: ActorRow, actor_id: int) -> list[Listing]:
    """Read on which of somebody's lists an actor stands."""
    held = await rows.list_holding(reader, owner.id, actor_id)
    own = [_of_row(row) for row in await rows.list_lists(reader, owner.id) if row.id in held]
    card = await rows.find_joined(reader, owner.id, actor_id)
    return [*own, _of_community(card)] if card else own


async def create(unit: Unit, owner: ActorRow, wish: Wish) -> Listing:
    """Begin a list. Raises Invalid."""
    if len(await rows.list_lists(unit, owner.id)) >= MOST:
        raise Invalid(f"You have {MOST} lists already; delete one first.")
    row = _changed(ListRow(ids.new_id(), owner.id, "", 0, 0, clock.now_ms()), wish)
    unit.add(rows.insert_list(row))
    return _of_row(row)


async def change(unit: Unit, owner: ActorRow, number: int, wish: Wish) -> Listing:
    """Change a list. Raises NotFound, Invalid and Refused."""
    row = await _own(unit, owner, number)
    changed = _changed(row, wish)
    unit.touch(f"list:{number}")
    unit.guard(rows.STANDS, number, row.exclusive)
    unit.add(*rows.update_list(changed))
    unit.wake(WAKE, owner.id)
    return _of_row(changed)


async def remove(unit: Unit, owner: ActorRow, number: int) -> None:
    """Take a list away. Raises NotFound and Refused."""
    await _own(unit, owner, number)
    unit.touch(f"list:{number}")
    unit.add(*rows.delete_list(number))
    unit.wake(WAKE, owner.id)


async def add(unit: Unit, owner: ActorRow, number: int, actors: Sequence[int]) -> None:
    """Put some on a list whom its owner follows, each once. Raises NotFound, Invalid, Refused."""
    row = await _own(unit, owner, number)
    followed = await rows.list_followed(unit, owner.id, actors) | {owner.id}
    if any(actor not in followed for actor in actors):
        raise NotFound("Only whom you follow can stand on a list.")
    known = {member.actor_id for member in await rows.list_members(unit, number)}
    if len(known | set(actors)) > MOST_MEMBERS:
        raise Invalid(f"A list has room for {MOST_MEMBERS}.")
    unit.touch(f"list:{number}")
    unit.guard(rows.STANDS, number, row.exclusive)
    for actor in actors:
        member = ListMemberRow(ids.new_id(), number, owner.id, actor, row.exclusive)
        unit.add(rows.insert_member(member))
    unit.wake(WAKE, owner.id)


async def take_out(unit: Unit, owner: ActorRow, number: int, actors: Sequence[int]) -> None:
    """Take some off a list. Raises NotFound and Refused."""
    await _own(unit, owner, number)
    unit.add(*(rows.delete_member(number, actor) for actor in actors))
    unit.wake(WAKE, owner.id)


async def _own(unit: Unit, owner: ActorRow, number: int) -> ListRow:
    listing = await get(unit, owner, number)
    row = None if listing.community_id else await rows.find_list(unit, owner.id, number)
    if row is None:
        raise Refused("This list is a community; it changes as you join or leave communities.")
    return row


def _changed(row: ListRow, wish: Wish) -> ListRow:
    title = row.title if wish.title is None else " ".join(wish.title.split())
    if not title:
        raise Invalid("Validation failed: Title can't be blank")
    if len(title) > _LONGEST:
        raise Invalid(f"Validation failed: Title is longer than {_LONGEST} characters")
    replies = row.replies if wish.replies is None else int(wish.replies)
    exclusive = row.exclusive if wish.exclusive is None else int(wish.exclusive)
    return replace(row, title=title, replies=replies, exclusive=exclusive)


def _of_row(row: ListRow) -> Listing:
    return Listing(row.id, row.title, ListReplies(row.replies), bool(row.exclusive))


def _of_community(card: ActorCard) -> Listing:
    title = card.display or card.name
    return Listing(ids.relayed(card.id), title, ListReplies.NONE, community_id=card.id)

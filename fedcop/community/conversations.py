"""Conversations: threads for named people, as each of those who are ours keeps them."""

from dataclasses import dataclass
from typing import Final

from fedcop.errors import NotFound
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import conversations as rows
from fedcop.store.queries.spans import Span
from fedcop.store.rows import ActorRow, ConversationRow

_PEOPLE: Final = 20


@dataclass(frozen=True, slots=True)
class Conversation:
    """A thread with its last post and with whom one has it."""

    id: int
    unread: bool
    last_post: int
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Some conversations, the latest first, and the cursors of those beside them."""

    conversations: list[Conversation]
    first: int = 0
    last: int = 0
    more: bool = False


async def page(reader: Reader, owner: ActorRow, span: Span, limit: int) -> Page:
    """Read somebody's conversations, by their last post."""
    window = await rows.list_conversations(reader, owner.id, span, limit + 1)
    shown, cut = window[:limit], len(window) > limit
    if span.up:
        shown.reverse()
    told = await _told(reader, owner, shown)
    if not shown:
        return Page([])
    return Page(told, shown[0].last_post_id, shown[-1].last_post_id, cut or span.up)


async def get(reader: Reader, owner: ActorRow, number: int) -> Conversation:
    """Read one conversation. Raises NotFound."""
    row = await rows.find_conversation(reader, owner.id, number)
    if row is None:
        raise NotFound("There is no such conversation.")
    return (await _told(reader, owner, [row]))[0]


async def mark(unit: Unit, owner: ActorRow, number: int, *, unread: bool = False) -> None:
    """Note that somebody has read a conversation, or wants to come back to it. Raises NotFound."""
    if await rows.find_conversation(unit, owner.id, number) is None:
        raise NotFound("There is no such conversation.")
    unit.add(rows.mark(owner.id, number, int(unread)))


async def remove(unit: Unit, owner: ActorRow, number: int) -> None:
    """Take a conversation off somebody's list. Raises NotFound."""
    if await rows.find_conversation(unit, owner.id, number) is None:
        raise NotFound("There is no such conversation.")
    unit.add(rows.delete(owner.id, number))


async def _told(
    reader: Reader, owner: ActorRow, found: list[ConversationRow]
) -> list[Conversation]:
    people = await rows.list_people(reader, [row.last_post_id for row in found])
    return [
        Conversation(
            row.id,
            bool(row.unread),
            row.last_post_id,
            tuple(one for one in people[row.last_post_id] if one != owner.id)[:_PEOPLE]
            or (owner.id,),
        )
        for row in found
    ]

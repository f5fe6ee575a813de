"""Thanks that name the work: shown with it and with whoever did it, as long as they like it.

Nobody is ranked by them: they are words, and are counted nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fedcop import clock
from fedcop.community.practice.noun import Noun
from fedcop.community.practice.parts import ThanksPart
from fedcop.errors import Invalid, NotFound, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import actors, thanks
from fedcop.store.rows import ActorRow, PostRow, ThanksRow

KIND: Final = "thanks"
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Thanked:
    """Thanks of ours, as others are told of them."""

    row: ThanksRow
    person: ActorRow


async def begin(unit: Unit, author: ActorRow, post: PostRow, part: ThanksPart) -> None:
    """Keep who is thanked for what. Raises Invalid."""
    person = await actors.find_actor_by_uri(unit, part.person_uri)
    if person is None or person.deleted:
        if author.local:
            raise Invalid("person: nobody of this name is known here")
        return  # somebody elsewhere thanks somebody we do not know: it is a post
    if person.id == author.id:
        raise Invalid("person: one does not thank oneself")
    unit.add(thanks.insert_thanks(ThanksRow(post.id, person.id, clock.now_ms(), part.work_uri)))


async def change(unit: Unit, actor: ActorRow, post: PostRow, part: ThanksPart) -> bool:
    """Leave who is thanked for what as it is: only the words change."""
    return False


async def bury(unit: Unit, post: PostRow) -> None:
    """Let thanks go with their post."""
    unit.add(thanks.delete_thanks(post.id))


async def hide(unit: Unit, person: ActorRow, post_id: int, *, hidden: bool) -> None:
    """Show thanks to oneself no longer, or again. Raises NotFound and Refused."""
    row = await thanks.find_thanks(unit, post_id)
    if row is None:
        raise NotFound("There are no such thanks.")
    if row.person_id != person.id:
        raise Refused("Only who is thanked hides it.")
    unit.add(thanks.hide_thanks(post_id, hidden=hidden))


async def load(reader: Reader, post: PostRow) -> Thanked | None:
    """Read who is thanked in a post of ours."""
    row = await thanks.find_thanks(reader, post.id)
    person = await actors.find_actor(reader, row.person_id) if row else None
    return Thanked(row, person) if row is not None and person is not None else None


async def of_person(reader: Reader, viewer: ActorRow | None, person: int) -> Sequence[ThanksRow]:
    """Read the thanks to somebody that a reader may see."""
    return await thanks.list_of_person(reader, viewer.id if viewer else 0, person, _SHOWN)


async def of_work(reader: Reader, viewer: ActorRow | None, uri: str) -> Sequence[ThanksRow]:
    """Read the thanks for a work that a reader may see."""
    return await thanks.list_of_work(reader, viewer.id if viewer else 0, uri, _SHOWN)


NOUN: Final = Noun(begin, change, bury)

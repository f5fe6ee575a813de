"""Mentoring circles: a mentor meets several whom they help, in a series that is theirs alone.

A circle is a series of meetings for named people: what is said there and its notes go to nobody
else, on whichever nodes they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fedcop import clock, ids
from fedcop.community import posts
from fedcop.community.drafts import Draft
from fedcop.community.practice import mentoring
from fedcop.community.practice.meetings import Held
from fedcop.community.practice.mentoring import Pair
from fedcop.community.practice.parts import MeetingPart
from fedcop.errors import Invalid, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import meetings
from fedcop.store.rows import ActorRow, PostRow
from fedcop.values import Audience

MOST: Final = 12  # people beside the mentor
SESSIONS: Final = 24
_SHOWN: Final = 20
_BACK_MS: Final = 2 * 366 * 86_400_000


@dataclass(frozen=True, slots=True)
class Circle:
    """What a mentor plans: with whom, what it is about, when."""

    title: str
    content: str  # sanitised HTML
    source: str
    people: tuple[int, ...]
    part: MeetingPart
    language: str = ""


async def begin(unit: Unit, mentor: ActorRow, circle: Circle) -> PostRow:
    """Call the first session; the others follow by themselves. Raises Invalid and Refused."""
    helped = {pair.other.id for pair in await mentees_of(unit, mentor)}
    people = tuple(dict.fromkeys(circle.people))
    if not circle.title.strip():
        raise Invalid("title: Give it a title.")
    if not people:
        raise Invalid("people: Choose who is in it.")
    if len(people) > MOST:
        raise Invalid(f"people: {MOST} are the most; then make two circles.")
    if not set(people) <= helped:
        raise Refused("A circle is for people you are a mentor of.")
    draft = Draft(
        content=circle.content,
        source=circle.source,
        title=circle.title,
        kind="Event",
        audience=Audience.NAMED,
        language=circle.language,
        mentions=people,
        practice=circle.part,
    )
    return await posts.write(unit, mentor, draft)


async def mentees_of(reader: Reader, mentor: ActorRow) -> list[Pair]:
    """Read whom somebody helps just now, and could have in a circle."""
    helps, _ = await mentoring.mine(reader, mentor)
    return [pair for pair in helps if pair.row.state == mentoring.ACCEPTED]


async def coming(reader: Reader, person: ActorRow) -> Sequence[Held]:
    """Read the sessions that lie ahead of the circles somebody is in."""
    now = clock.now_ms()
    return await meetings.list_named(reader, person.id, ids.first_at(now - _BACK_MS), now, _SHOWN)

"""Value stories: what somebody told of applying a practice, along the value that it had.

An adoption that touches three cycles is one. It is shown when both agree, who wrote the practice
and who applies it, and not any more when one of them does not. What is told anew is agreed to anew.
Both have to be people of this node: nobody elsewhere can be asked yet.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fedcop import clock
from fedcop.community.practice import adoptions, artifacts, cycles
from fedcop.community.practice.adoptions import Applied, Told
from fedcop.community.practice.applied_words import outcome_words
from fedcop.errors import NotFound, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import actors, posts
from fedcop.store.queries import adoptions as rows
from fedcop.store.rows import ActorRow, AdoptionRow, PostRow
from fedcop.tongues import N_

CYCLES: Final = {
    "immediate": N_("What brought them there"),
    "potential": N_("What they took from it"),
    "applied": N_("What they did with it"),
    "realised": N_("What came of it"),
    "transformative": N_("What it changed for good"),
}
LEAST: Final = 3  # cycles that a story touches
_MOST: Final = 20
_NONE: Final = N_("There is no such story, or it is not yours to tell.")


@dataclass(frozen=True, slots=True)
class Story:
    """One adoption as a story: each cycle that it touches, with what was said of it."""

    row: AdoptionRow
    parts: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def whole(self) -> bool:
        """Whether it touches enough to be one."""
        return len(self.parts) >= LEAST and not self.row.discreet

    @property
    def agreed(self) -> bool:
        """Whether both let it be told."""
        return bool(self.row.author_agreed and self.row.adopter_agreed)


@dataclass(frozen=True, slots=True)
class Asked:
    """A story before one of the two who may let it be told."""

    story: Story
    artifact: PostRow
    author: ActorRow
    adopter: ActorRow
    wrote: bool
    applies: bool

    @property
    def here(self) -> bool:
        """Whether both are people of this node, who can be asked."""
        return self.author.local and self.adopter.local

    @property
    def mine(self) -> bool:
        """Whether whoever looks has agreed."""
        row = self.story.row
        wrote = bool(row.author_agreed) or not self.wrote
        return wrote and (bool(row.adopter_agreed) or not self.applies)


def story_of(row: AdoptionRow) -> Story:
    """Put an adoption together as a story."""
    told = adoptions.read(row)
    said = ((cycle, tuple(_said(told, cycle))) for cycle in CYCLES)
    return Story(row, tuple((cycle, words) for cycle, words in said if words))


async def list_of(reader: Reader, community: int, viewer: ActorRow) -> list[tuple[Story, Applied]]:
    """Read the stories of a community that both agreed to, as far as somebody may read them."""
    found = await rows.list_stories(reader, community, viewer.id, _MOST)
    told = [(story_of(one.row), one) for one in found]
    return [(story, one) for story, one in told if story.whole]


async def find(reader: Reader, person: ActorRow, number: int) -> Asked:
    """Read a story as one of the two whose it is. Raises NotFound."""
    row = await adoptions.find(reader, number)
    post = await posts.find_post(reader, number)
    artifact = await artifacts.find(reader, row.artifact_uri) if row else None
    about = await posts.find_post(reader, artifact.id) if artifact else None
    if row is None or post is None or about is None or post.deleted or about.deleted:
        raise NotFound(_NONE)
    author = await actors.find_actor(reader, about.author_id)
    adopter = await actors.find_actor(reader, row.adopter_id)
    wrote, applies = about.author_id == person.id, row.adopter_id == person.id
    if author is None or adopter is None or not (wrote or applies):
        raise NotFound(_NONE)
    return Asked(story_of(row), about, author, adopter, wrote, applies)


async def agree(unit: Unit, person: ActorRow, number: int) -> None:
    """Let one's part of a story be told. Raises NotFound and Refused."""
    asked = await find(unit, person, number)
    if not asked.story.whole:
        raise Refused("A story touches three of the five questions. Tell a little more first.")
    if not asked.here:
        raise Refused("Both have to be people of this node, and one of you is not.")
    _note(unit, asked, clock.now_ms())


async def withdraw(unit: Unit, person: ActorRow, number: int) -> None:
    """Let it be told no longer. Raises NotFound."""
    _note(unit, await find(unit, person, number), 0)


def _note(unit: Unit, asked: Asked, at: int) -> None:
    row = asked.story.row
    unit.touch(f"adoptions:{row.artifact_uri}")
    if asked.wrote:
        unit.add(rows.author_agrees(row.id, at))
    if asked.applies:
        unit.add(rows.adopter_agrees(row.id, at))


def _said(told: Told, cycle: str) -> Iterator[str]:
    """Say what was told of one cycle; that it is applied is told by the record itself."""
    row = told.row
    if cycle == "applied":
        yield f"Applied r{row.number}" + (f" at {row.team}." if row.team else ".")
    if cycle == "realised" and row.result in {cycles.WORKED, cycles.PARTLY, cycles.NOT}:
        yield _sentence(cycles.RESULTS[row.result])
    for prompt in cycles.PROMPTS:
        if prompt.cycle == cycle and (words := str(told.told.get(prompt.name, "")).strip()):
            yield words
    if cycle == "realised":
        yield from (_sentence(outcome_words(one)) for one in told.outcome)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."

"""What other programs keep, in our words: pieces of practice, threads, shelves.

Each has a source: what it is called where it comes from. It stays the same from one export to the
next, so that what was brought along once is known again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from fedcop.values import JSON

Opener = Callable[[str], bytes]  # reads what a `FileRef` names. Raises Malformed


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file beside a text: how it is called, and where its bundle has it."""

    name: str
    where: str


@dataclass(frozen=True, slots=True)
class Version:
    """What a thing said at one time; `at` is in milliseconds, 0 where nobody knows."""

    title: str
    body: str
    abstract: str = ""
    fields: Mapping[str, JSON] = field(default_factory=dict)
    language: str = ""
    files: tuple[FileRef, ...] = ()
    at: int = 0
    author: str = ""
    note: str = ""
    minor: bool = False
    digest: str = ""  # where its export says so
    number: int = 0  # where its export counts them


@dataclass(frozen=True, slots=True)
class Item:
    """One thing: its versions, the oldest first, and what holds for all of them."""

    source: str
    kind: str  # a kind of artifact, or question, answer, post
    versions: tuple[Version, ...]
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    license: str = ""
    evidence: str = ""
    works_for: Mapping[str, JSON] = field(default_factory=dict)
    draft: bool = False
    answers: str = ""  # the source of what it answers
    accepted: bool = False  # it is the answer that helped
    members: tuple[tuple[str, str], ...] = ()  # of a shelf: source, and why it stands there
    origins: tuple[tuple[str, str, int, str], ...] = ()  # relation, uri, number, digest

    @property
    def latest(self) -> Version:
        """What it says now."""
        return self.versions[-1]


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that is not brought along, and why."""

    source: str
    why: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """All that one export holds, in the order in which it is to be written."""

    program: str
    items: tuple[Item, ...]
    read: Opener
    skipped: tuple[Skipped, ...] = ()

    @property
    def people(self) -> tuple[str, ...]:
        """Name those who wrote something, each once."""
        found = [name for item in self.items for name in (*item.authors, item.latest.author)]
        return tuple(dict.fromkeys(name for name in found if name))

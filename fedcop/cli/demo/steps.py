"""What a demo is told as: organizations with people, and what these do one after another."""

import re
from dataclasses import dataclass
from typing import Final

from fedcop.values import Audience

# The end of a line that only keeps the source narrow: in Markdown here it would break the line.
_NARROW: Final = re.compile(r"(?<!\n)\n(?!\n|- |[0-9]+\. |$)")


def flowing(text: str) -> str:
    """Take out the ends of lines that are there for the reader of the source alone."""
    return _NARROW.sub(" ", text).strip()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the demo; `about` is Markdown, `mentors` are the topics in which they help."""

    name: str
    display: str
    about: str
    role: str = "member"
    mentors: str = ""


@dataclass(frozen=True, slots=True)
class Organization:
    """One of the organizations; its node is at `key`.localhost."""

    key: str
    title: str
    port: int
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Write:
    """Somebody writes: with a title into the community, with a parent in answer to it.

    In the text, `{name}` names a person of the demo wherever they are.
    """

    key: str
    author: str
    days: float  # ago
    text: str
    title: str = ""
    parent: str = ""
    audience: Audience = Audience.PUBLIC
    question: bool = False
    community: str = ""  # the one that all share, if none is named


@dataclass(frozen=True, slots=True)
class Revise:
    """Somebody says a post of theirs anew."""

    author: str
    post: str
    days: float
    text: str


@dataclass(frozen=True, slots=True)
class Like:
    """Some people like a post, wherever they are."""

    people: tuple[str, ...]
    post: str


@dataclass(frozen=True, slots=True)
class Boost:
    """Somebody passes a post on to their followers."""

    person: str
    post: str


@dataclass(frozen=True, slots=True)
class Pin:
    """A steward puts a post at the top."""

    steward: str
    post: str


@dataclass(frozen=True, slots=True)
class Remove:
    """A steward takes a post out of the community."""

    steward: str
    post: str
    reason: str


@dataclass(frozen=True, slots=True)
class Complain:
    """Somebody reports a post, a steward removes it, and its author asks for another look."""

    reporter: str
    post: str
    text: str
    steward: str
    reason: str
    appeal: str


@dataclass(frozen=True, slots=True)
class Meet:
    """Somebody calls a meeting; its `notes` are there when it is over, `comers` when it is not."""

    key: str
    author: str
    days: float  # ago, when it was called
    begins: float  # days ago; less than 0: in so many days
    title: str
    text: str
    format: str = ""
    minutes: int = 60
    place: str = ""
    link: str = ""
    rule: str = ""
    notes: str = ""
    comers: tuple[str, ...] = ()
    community: str = ""


Step = Write | Revise | Like | Boost | Pin | Remove | Complain | Meet
Thread = tuple[Step, ...]

_BETWEEN: Final = 0.17  # days from one answer to the next


@dataclass(frozen=True, slots=True)
class Opening:
    """How a short talk begins."""

    key: str
    author: str
    days: float  # ago
    title: str
    text: str
    question: bool = False
    community: str = ""


def talk(opening: Opening, *said: tuple[str, str]) -> Thread:
    """Write a short talk: who opens it, and who says what in answer, a few hours apart.

    The answers are called after it: `beds-1`, `beds-2`.
    """
    key, days = opening.key, opening.days
    first = Write(
        key,
        opening.author,
        days,
        opening.text,
        title=opening.title,
        question=opening.question,
        community=opening.community,
    )
    answers = (
        Write(f"{key}-{n}", who, days - n * _BETWEEN, words, parent=key)
        for n, (who, words) in enumerate(said, start=1)
    )
    return first, *answers

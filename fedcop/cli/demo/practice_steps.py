"""What people of the demo do with a practice, one after another."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Publish:
    """Somebody publishes a text of the shelf; `of` names what it was adapted from."""

    key: str
    author: str
    days: float  # ago
    of: str = ""


@dataclass(frozen=True, slots=True)
class Renew:
    """Somebody publishes the next revision."""

    key: str
    author: str
    number: int
    days: float


@dataclass(frozen=True, slots=True)
class Begin:
    """Somebody begins to write, and has not finished."""

    key: str
    author: str


@dataclass(frozen=True, slots=True)
class Propose:
    """An author offers an artifact to the library."""

    key: str
    author: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Judge:
    """Somebody who was asked reviews a revision; each point is `kind: words`."""

    key: str
    reviewer: str
    days: float
    verdict: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Invite:
    """A steward asks for a review, and whoever is asked agrees."""

    key: str
    steward: str
    reviewers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Endorse:
    """A steward endorses what is shown, for the community."""

    key: str
    steward: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Apply:
    """A team applies what is shown; with a result once it is known."""

    key: str
    person: str
    team: str
    days: float
    result: str = ""
    told: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Replace:
    """A steward says that one artifact takes the place of another."""

    key: str
    steward: str
    by: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """An author withdraws what they published."""

    key: str
    author: str
    reason: str


@dataclass(frozen=True, slots=True)
class Helped:
    """Whoever asked says which answer helped."""

    question: str
    answer: str
    asker: str


Practised: TypeAlias = (
    Publish
    | Renew
    | Begin
    | Propose
    | Invite
    | Judge
    | Endorse
    | Apply
    | Replace
    | Withdraw
    | Helped
)

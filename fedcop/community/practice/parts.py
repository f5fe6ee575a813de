"""What makes a post more than a post: the part of it that belongs to the practice, as plain values.

A `Draft` or an `Edit` carries one. What is in it came through a door: checked for its shape there,
its HTML sanitised; whether it may be is for the verb of its noun.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from fedcop.values import JSON, ArtifactPin

Home = Literal["note", "artifact", "meeting"]


@dataclass(frozen=True, slots=True)
class FileFact:
    """A file of an artifact; its digest is `sha-256:` and hexadecimal digits."""

    digest: str
    url: str
    name: str
    type: str
    size: int
    media_id: int = 0  # where it is ours


@dataclass(frozen=True, slots=True)
class Origin:
    """What an artifact owes to another: adaptedFrom, supersedes, warnsAbout, cites, derivedFrom."""

    relation: str
    target: ArtifactPin  # number 0 where no revision is meant
    note: str = ""
    title: str = ""  # what it is called, by whom it is, and its licence: for the attribution
    by: str = ""
    license: str = ""


@dataclass(frozen=True, slots=True)
class ArtifactPart:
    """A piece of practice; its title and its language stand in the post as well.

    One of ours has no number and no digest yet; one from elsewhere brings what its origin claims,
    and the very bytes that prove it.
    """

    kind: str
    title: str = ""
    language: str = ""
    abstract: str = ""
    source: str = ""  # Markdown of the body
    fields: Mapping[str, JSON] = field(default_factory=dict)  # what its kind asks for
    works_for: Mapping[str, JSON] = field(default_factory=dict)
    license: str = ""
    evidence: str = ""
    review_by: int = 0
    organization_uri: str = ""
    contributors: tuple[tuple[str, str], ...] = ()  # uri of the actor, role
    origins: tuple[Origin, ...] = ()
    files: tuple[FileFact, ...] = ()
    note: str = ""
    minor: bool = False
    restores: int = 0
    status: str = ""
    superseded_by: str = ""
    number: int = 0
    digest: str = ""
    at: int = 0  # when it said so; 0: now
    content: str = ""  # all of it as HTML, made of what the digest covers
    document: bytes = b""
    home: Home = "artifact"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing a review says: works, change, must, question; `closed_in` names what mends it."""

    kind: str
    words: str
    closed_in: int = 0


@dataclass(frozen=True, slots=True)
class ReviewPart:
    """What a peer thinks of one exact revision."""

    pin: ArtifactPin
    verdict: str
    organization_uri: str = ""
    rubric_uri: str = ""
    scores: tuple[tuple[str, int], ...] = ()
    conflict: str = ""
    points: tuple[Point, ...] = ()
    kind: str = "review"
    home: Home = "note"


@dataclass(frozen=True, slots=True)
class AdoptionPart:
    """A team applies one exact revision; `result` is empty until it is known."""

    pin: ArtifactPin
    organization_uri: str = ""
    team: str = ""
    result: str = ""
    told: Mapping[str, JSON] = field(default_factory=dict)
    outcome: tuple[Mapping[str, JSON], ...] = ()
    adaptation_uri: str = ""
    began: int = 0  # 0: when it is told
    discreet: bool = False  # only that it is applied leaves this node
    tagged: bool = False  # said by a hashtag alone
    kind: str = "adoption"
    home: Home = "note"


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """Help is wanted."""

    background: str = ""
    tried: str = ""
    urgency: str = ""
    state: str = ""
    accepted_uri: str = ""
    kind: str = "question"
    home: Home = "note"


@dataclass(frozen=True, slots=True)
class MeetingPart:
    """One occurrence of a meeting, as `store.models.meeting` has it."""

    starts: int
    ends: int = 0
    timezone: str = ""
    place: str = ""
    link: str = ""
    format: str = ""
    series_uri: str = ""
    rule: str = ""
    join_mode: str = "free"
    capacity: int = 0
    state: str = "confirmed"
    notes: str = ""
    recording: str = ""
    outcome_uri: str = ""
    began: int = 0
    nth: int = 0
    grows: bool = False
    going: int = -1  # as its home counts; -1: nobody said
    maybe: int = 0
    organizations: tuple[tuple[str, int], ...] = ()
    kind: str = "event"
    home: Home = "meeting"


@dataclass(frozen=True, slots=True)
class ThanksPart:
    """Somebody is thanked for a work of theirs."""

    person_uri: str
    work_uri: str = ""
    kind: str = "thanks"
    home: Home = "note"


@dataclass(frozen=True, slots=True)
class SmallPart:
    """Small things that need no more than their words: an answer."""

    kind: str
    home: Home = "note"


Part: TypeAlias = (
    ArtifactPart | ReviewPart | AdoptionPart | QuestionPart | MeetingPart | ThanksPart | SmallPart
)

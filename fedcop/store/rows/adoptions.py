"""What people do with a practice, ask, and arrange among each other."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class AdoptionRow(TableRow):
    """A team applies one exact revision, and says what happened. Shares the id of its post."""

    TABLE: ClassVar[str] = "adoption"

    id: int
    artifact_uri: str
    number: int
    adopter_id: int
    began: int
    digest: str = ""
    organization_uri: str = ""
    team: str = ""
    result: str = ""
    told: str = ""
    outcome: str = ""
    adaptation_uri: str = ""
    due: int = 0
    reminded: int = 0
    finished: int = 0
    discreet: int = 0
    author_agreed: int = 0
    adopter_agreed: int = 0

    @property
    def waits(self) -> bool:
        """Whether its result is still to come."""
        return self.result in {"", "early"}


@dataclass(frozen=True, slots=True)
class AppliedLinkRow(TableRow):
    """Lets somebody elsewhere confirm what they apply, shares the id of their reply."""

    TABLE: ClassVar[str] = "applied_link"

    id: int
    hash: str
    actor_id: int
    artifact_uri: str
    number: int
    expires: int
    digest: str = ""
    used: int = 0


@dataclass(frozen=True, slots=True)
class OfferedTextRow(TableRow):
    """What somebody would have an artifact say, shares the id of its offer."""

    TABLE: ClassVar[str] = "offered_text"

    id: int
    title: str = ""
    abstract: str = ""
    source: str = ""
    parts: str = ""
    language: str = ""
    base: int = 0
    base_digest: str = ""


@dataclass(frozen=True, slots=True)
class QuestionRow(TableRow):
    """Help is wanted, shares the id of its post."""

    TABLE: ClassVar[str] = "question"

    id: int
    asker_id: int = 0
    community_id: int = 0
    state: str = "open"
    background: str = ""
    tried: str = ""
    urgency: str = ""
    accepted_id: int = 0
    accepted_by: int = 0
    accepted: int = 0
    answer_uri: str = ""
    settled: int = 0
    first_answer: int = 0
    owed: int = 0


@dataclass(frozen=True, slots=True)
class AskMeRow(TableRow):
    """What somebody may be asked about, and how often, shares the id of its actor."""

    TABLE: ClassVar[str] = "ask_me"

    id: int
    changed: int
    topics: str = ""
    most: int = 2
    quiet_from: int = 0
    quiet_to: int = 0
    timezone: str = ""


@dataclass(frozen=True, slots=True)
class MeetingRow(TableRow):
    """One occurrence of a meeting, shares the id of its post."""

    TABLE: ClassVar[str] = "meeting"

    id: int
    starts: int
    community_id: int = 0
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
    sequence: int = 0
    began: int = 0
    nth: int = 0
    grows: int = 0
    reminded: int = 0
    told: int = 0
    due: int = 0
    turn: int = 0
    going: int = 0
    maybe: int = 0
    organizations: str = ""


@dataclass(frozen=True, slots=True)
class RsvpRow(TableRow):
    """Somebody comes, may come, or does not."""

    TABLE: ClassVar[str] = "rsvp"

    id: int
    meeting_id: int
    actor_id: int
    answer: str
    created: int
    uri: str = ""
    came: int = 0


@dataclass(frozen=True, slots=True)
class CalendarKeyRow(TableRow):
    """The secret in the address of somebodys own calendar, as a hash."""

    TABLE: ClassVar[str] = "calendar_key"

    id: int
    actor_id: int
    hash: str
    created: int


@dataclass(frozen=True, slots=True)
class MentorProfileRow(TableRow):
    """Somebody would be a mentor, shares the id of its actor."""

    TABLE: ClassVar[str] = "mentor_profile"

    id: int
    changed: int
    about: str = ""
    topics: str = ""
    languages: str = ""
    timezone: str = ""
    most: int = 2
    open: int = 1


@dataclass(frozen=True, slots=True)
class MentorshipRow(TableRow):
    """One person offers to help another, or asks for it."""

    TABLE: ClassVar[str] = "mentorship"

    id: int
    uri: str
    mentor_id: int
    mentee_id: int
    by_id: int
    created: int
    goal: str = ""
    state: str = "open"
    answer_uri: str = ""
    answered: int = 0
    ended: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class ThanksRow(TableRow):
    """Somebody is thanked for a work of theirs, shares the id of its post."""

    TABLE: ClassVar[str] = "thanks"

    id: int
    person_id: int
    created: int
    work_uri: str = ""
    hidden: int = 0

"""What those who run the node did, and the mail it has yet to send."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class AuditRow(TableRow):
    """One act of somebody who runs the node."""

    TABLE: ClassVar[str] = "audit_entry"

    id: int
    actor_id: int
    act: str
    subject: str
    about: str
    created: int


@dataclass(frozen=True, slots=True)
class LetterRow(TableRow):
    """A mail to somebody; `state` is 0 owed, 1 sent, 2 given up."""

    TABLE: ClassVar[str] = "mail_letter"

    id: int
    mark: str
    account_id: int
    address: str
    kind: str
    locale: str
    facts: str
    state: int
    created: int
    due: int
    tries: int
    sent: int
    error: str


@dataclass(frozen=True, slots=True)
class DayRow(TableRow):
    """What one day was like on this node; days are counted since 1970."""

    TABLE: ClassVar[str] = "node_day"

    day: int
    posts: int
    people: int
    arrived: int
    told: int


@dataclass(frozen=True, slots=True)
class SampleRow(TableRow):
    """How one peer stood in one hour in which it lagged or failed."""

    TABLE: ClassVar[str] = "peer_sample"

    id: int
    peer_id: int
    hour: int
    lag: int
    behind: int
    beside: int
    failing: int


@dataclass(frozen=True, slots=True)
class GlassRow(TableRow):
    """Somebody who runs the node reads a community for its members, for a while and a reason."""

    TABLE: ClassVar[str] = "glass"

    id: int
    community_id: int
    actor_id: int
    reason: str
    opened: int
    until: int
    reads: int = 0
    last_read: int = 0


@dataclass(frozen=True, slots=True)
class PersonNoteRow(TableRow):
    """What somebody who runs the node noted about a person, for the others."""

    TABLE: ClassVar[str] = "person_note"

    id: int
    subject_id: int
    author_id: int
    text: str
    created: int

"""What is offered, asked, reviewed and endorsed."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class OfferRow(TableRow):
    """An artifact is offered to a library, or a change to whom it was adapted from."""

    TABLE: ClassVar[str] = "offer"

    id: int
    uri: str
    kind: str
    artifact_uri: str
    target_uri: str
    actor_id: int
    created: int
    number: int = 0
    digest: str = ""
    community_id: int = 0
    state: str = "open"
    summary: str = ""
    answer: str = ""
    answered_by: int = 0
    answer_uri: str = ""
    answered: int = 0


@dataclass(frozen=True, slots=True)
class InvitationRow(TableRow):
    """Somebody is asked to review, to answer a question, to come to a meeting."""

    TABLE: ClassVar[str] = "invitation"

    id: int
    uri: str
    kind: str
    thing_uri: str
    by_id: int
    person_id: int
    created: int
    number: int = 0
    digest: str = ""
    community_id: int = 0
    state: str = "open"
    words: str = ""
    answer_uri: str = ""
    answered: int = 0


@dataclass(frozen=True, slots=True)
class LibraryEntryRow(TableRow):
    """One revision stands on a shelf of a community, as the community itself says."""

    TABLE: ClassVar[str] = "library_entry"

    id: int
    community_id: int
    shelf: str
    artifact_uri: str
    created: int
    number: int = 0
    digest: str = ""
    by_id: int = 0
    activity_uri: str = ""
    words: str = ""
    document: str = ""
    removed: int = 0


@dataclass(frozen=True, slots=True)
class EndorsementRow(TableRow):
    """Somebody stands for one exact revision: a community, an organization, a person."""

    TABLE: ClassVar[str] = "endorsement"

    id: int
    endorser_id: int
    artifact_uri: str
    number: int
    digest: str
    created: int
    by_id: int = 0
    words: str = ""
    activity_uri: str = ""
    document: str = ""
    withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class ReviewRow(TableRow):
    """What a peer thinks of one exact revision, shares the id of its post."""

    TABLE: ClassVar[str] = "review"

    id: int
    artifact_uri: str
    number: int
    digest: str
    reviewer_id: int
    verdict: str
    created: int
    organization_uri: str = ""
    rubric_uri: str = ""
    scores: str = ""
    conflict: str = ""


@dataclass(frozen=True, slots=True)
class ReviewPointRow(TableRow):
    """One thing a review says works, would change, must be mended, or asks."""

    TABLE: ClassVar[str] = "review_point"

    id: int
    review_id: int
    kind: str
    words: str
    closed: int = 0
    closed_by: int = 0
    closed_in: int = 0


@dataclass(frozen=True, slots=True)
class StewardVoteRow(TableRow):
    """A steward is for endorsing one exact revision."""

    TABLE: ClassVar[str] = "steward_vote"

    id: int
    community_id: int
    artifact_uri: str
    number: int
    digest: str
    steward_id: int
    place: int
    created: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class ReviewRuleRow(TableRow):
    """What a community asks of a review."""

    TABLE: ClassVar[str] = "review_rule"

    id: int
    reviewers: int = 2
    organizations: int = 2
    votes: int = 1
    unnamed: int = 0


@dataclass(frozen=True, slots=True)
class UnnamedReviewRow(TableRow):
    """A review by somebody of ours who gives no name."""

    TABLE: ClassVar[str] = "unnamed_review"

    id: int
    community_id: int
    artifact_uri: str
    mark: str
    part: str = ""
    due: int = 0
    post_id: int = 0


@dataclass(frozen=True, slots=True)
class AssessmentRow(TableRow):
    """Somebody laid their work beside a standard, for themselves alone."""

    TABLE: ClassVar[str] = "assessment"

    id: int
    actor_id: int
    standard_uri: str
    number: int
    said: str
    created: int
    work: str = ""
    work_uri: str = ""

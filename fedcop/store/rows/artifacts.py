"""What a community knows, and what it said each time."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class ArtifactRow(TableRow):
    """A piece of practice as it is now, shares the id of its post."""

    TABLE: ClassVar[str] = "artifact"

    id: int
    uri: str
    kind: str
    community_id: int = 0
    status: str = "proposed"
    number: int = 1
    digest: str = ""
    abstract: str = ""
    parts: str = ""
    works_for: str = ""
    license: str = ""
    evidence: str = ""
    language: str = ""
    review_by: int = 0
    organization_uri: str = ""
    superseded_by: str = ""
    reason: str = ""
    origins: str = ""
    changed: int = 0
    adoptions: int = 0
    adaptations: int = 0
    reviews: int = 0
    endorsements: int = 0


@dataclass(frozen=True, slots=True)
class ArtifactRevisionRow(TableRow):
    """What an artifact said at one time, kept whole."""

    TABLE: ClassVar[str] = "artifact_revision"

    id: int
    artifact_id: int
    number: int
    digest: str
    at: int
    title: str = ""
    abstract: str = ""
    source: str = ""
    content: str = ""
    parts: str = ""
    files: str = ""
    language: str = ""
    note: str = ""
    minor: int = 0
    author_id: int = 0
    restores: int = 0
    document: str = ""


@dataclass(frozen=True, slots=True)
class ArtifactDraftRow(TableRow):
    """An artifact that is being written, seen by its authors alone."""

    TABLE: ClassVar[str] = "artifact_draft"

    id: int
    author_id: int
    kind: str
    created: int
    saved: int
    community_id: int = 0
    artifact_id: int = 0
    number: int = 0
    title: str = ""
    body: str = ""
    contributors: str = ""
    derived_from: str = ""


@dataclass(frozen=True, slots=True)
class ContributorRow(TableRow):
    """Somebody had a part in an artifact."""

    TABLE: ClassVar[str] = "contributor"

    id: int
    artifact_id: int
    actor_uri: str
    role: str = "contributor"
    number: int = 1


@dataclass(frozen=True, slots=True)
class DocumentRow(TableRow):
    """Bytes that others may ask for long after the log forgot them, by their hash."""

    TABLE: ClassVar[str] = "document"

    id: int
    hash: str
    body: bytes
    created: int


@dataclass(frozen=True, slots=True)
class LineageRow(TableRow):
    """What one thing owes to another: adapted from, supersedes, warns about, cites."""

    TABLE: ClassVar[str] = "lineage"

    id: int
    source_uri: str
    relation: str
    target_uri: str
    created: int
    source_number: int = 0
    target_number: int = 0
    target_digest: str = ""
    note: str = ""
    verified: int = 0

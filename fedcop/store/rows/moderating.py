"""What becomes of reports: what was kept, each step, decisions, appeals, and the rules."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class ReportRow(TableRow):
    """A report; `posts` is a JSON list of uris."""

    TABLE: ClassVar[str] = "report"

    id: int
    uri: str
    reporter_id: int
    subject_id: int
    community_id: int
    posts: str
    text: str
    state: str
    created: int
    category: str = "other"
    forward: int = 1
    rules: str = "[]"
    assigned_id: int = 0
    outcome: str = ""
    answer: str = ""
    resolved: int = 0
    resolved_by: int = 0


@dataclass(frozen=True, slots=True)
class EvidenceRow(TableRow):
    """What a post said when it was reported; `said` is JSON."""

    TABLE: ClassVar[str] = "report_evidence"

    id: int
    report_id: int
    post_id: int
    uri: str
    said: str
    taken: int


@dataclass(frozen=True, slots=True)
class ReportStepRow(TableRow):
    """One step of the work on a report."""

    TABLE: ClassVar[str] = "report_step"

    id: int
    report_id: int
    actor_id: int
    step: str
    text: str
    about: str
    created: int


@dataclass(frozen=True, slots=True)
class DecisionRow(TableRow):
    """What was done about somebody or a post of theirs."""

    TABLE: ClassVar[str] = "decision"

    id: int
    report_id: int
    subject_id: int
    post_id: int
    community_id: int
    by_id: int
    act: str
    rule_id: int
    reason: str
    words: str
    created: int
    until: int = 0
    lifted: int = 0
    lifted_by: int = 0
    kept: str = ""
    kept_until: int = 0
    key_hash: str = ""


@dataclass(frozen=True, slots=True)
class AppealRow(TableRow):
    """Whom a decision hits asks for another look."""

    TABLE: ClassVar[str] = "appeal"

    id: int
    decision_id: int
    text: str
    state: str
    created: int
    decided: int = 0
    decided_by: int = 0
    answer: str = ""


@dataclass(frozen=True, slots=True)
class RuleRow(TableRow):
    """A rule of the node, or of a community of ours."""

    TABLE: ClassVar[str] = "house_rule"

    id: int
    position: int
    text: str
    hint: str
    created: int
    retired: int = 0
    community_id: int = 0

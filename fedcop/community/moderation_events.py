"""What happens when people look after others: reports answered, decisions made and asked about."""

from dataclasses import dataclass
from typing import Final

from fedcop.community.event_base import Event, PostEvent


@dataclass(frozen=True, slots=True)
class PostRestored(PostEvent):
    """What a moderator had removed stands again; `by` is in whose name it had been."""

    by: int = 0


@dataclass(frozen=True, slots=True)
class ReportAnswered(Event):
    """A report is settled: here, or on the node named by `host`, which said what it did."""

    report: int
    step: int = 0
    host: str = ""

    def key(self) -> str:
        """Order by report."""
        return f"report:{self.report}"


@dataclass(frozen=True, slots=True)
class DecisionEvent(Event):
    """Something about a decision."""

    decision: int

    def key(self) -> str:
        """Order by decision."""
        return f"decision:{self.decision}"


@dataclass(frozen=True, slots=True)
class DecisionMade(DecisionEvent):
    """Something was decided about somebody."""


@dataclass(frozen=True, slots=True)
class DecisionLifted(DecisionEvent):
    """A decision holds no longer."""


@dataclass(frozen=True, slots=True)
class AppealFiled(DecisionEvent):
    """Whom a decision hits asks for another look."""


@dataclass(frozen=True, slots=True)
class AppealAnswered(DecisionEvent):
    """Somebody else has looked at it again."""


@dataclass(frozen=True, slots=True)
class CommunityArchived(Event):
    """A community takes nothing new any more, or does again; its members are told."""

    community: int
    archived: int = 0

    def key(self) -> str:
        """Order by community."""
        return f"actor:{self.community}"


KINDS: Final = (
    PostRestored,
    ReportAnswered,
    DecisionMade,
    DecisionLifted,
    AppealFiled,
    AppealAnswered,
    CommunityArchived,
)

"""What happens to a practice: offered, reviewed, endorsed, applied, asked, arranged."""

from dataclasses import dataclass
from typing import Final

from fedcop.community.event_base import Event, PostEvent


@dataclass(frozen=True, slots=True)
class ArtifactRestated(PostEvent):
    """An artifact stands otherwise (status, review-by, successor) and says what it said."""


@dataclass(frozen=True, slots=True)
class OfferEvent(Event):
    """Something about an artifact that is offered to a library, or back to its origin."""

    offer: int

    def key(self) -> str:
        """Order by offer."""
        return f"offer:{self.offer}"


@dataclass(frozen=True, slots=True)
class OfferMade(OfferEvent):
    """An artifact is offered."""


@dataclass(frozen=True, slots=True)
class OfferAnswered(OfferEvent):
    """An offer is accepted, discussed or declined, as it says itself; `by` is who did it."""

    by: int = 0


@dataclass(frozen=True, slots=True)
class InvitationEvent(Event):
    """Something about an invitation: to review, to answer, to meet."""

    invitation: int

    def key(self) -> str:
        """Order by invitation."""
        return f"invitation:{self.invitation}"


@dataclass(frozen=True, slots=True)
class InvitationSent(InvitationEvent):
    """Somebody is invited."""


@dataclass(frozen=True, slots=True)
class InvitationAnswered(InvitationEvent):
    """Somebody takes an invitation, or does not."""


@dataclass(frozen=True, slots=True)
class ShelfChanged(PostEvent):
    """A community puts a revision on a shelf, or takes it off (`removed`)."""

    entry: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class RevisionEndorsed(PostEvent):
    """Somebody stands for one exact revision; `post` is 0 where that is not here yet."""

    endorsement: int = 0


@dataclass(frozen=True, slots=True)
class EndorsementWithdrawn(PostEvent):
    """Somebody no longer stands for a revision."""

    endorsement: int = 0


@dataclass(frozen=True, slots=True)
class AnswerAccepted(PostEvent):
    """An answer helped; `post` is the question."""

    answer: int = 0
    by: int = 0


@dataclass(frozen=True, slots=True)
class AnswerUnaccepted(PostEvent):
    """An answer is no longer the accepted one; `post` is the question."""

    answer: int = 0
    by: int = 0


@dataclass(frozen=True, slots=True)
class RsvpGiven(PostEvent):
    """Somebody comes to a meeting, or may; `post` is the meeting."""

    rsvp: int = 0
    actor: int = 0


@dataclass(frozen=True, slots=True)
class RsvpTakenBack(PostEvent):
    """Somebody does not come after all; `uri` is that of the Join."""

    actor: int = 0
    uri: str = ""


@dataclass(frozen=True, slots=True)
class RsvpAnswered(PostEvent):
    """Whoever holds a meeting lets somebody come, or not."""

    rsvp: int = 0
    actor: int = 0


@dataclass(frozen=True, slots=True)
class MentorshipEvent(Event):
    """Something between a mentor and whom they help."""

    mentorship: int
    by: int = 0

    def key(self) -> str:
        """Order by mentorship."""
        return f"mentorship:{self.mentorship}"


@dataclass(frozen=True, slots=True)
class MentorshipOffered(MentorshipEvent):
    """Somebody offers to help, or asks for it."""


@dataclass(frozen=True, slots=True)
class MentorshipAnswered(MentorshipEvent):
    """It is taken up, or declined."""


@dataclass(frozen=True, slots=True)
class MentorshipEnded(MentorshipEvent):
    """One of the two brought it to its end."""


@dataclass(frozen=True, slots=True)
class ResultDue(PostEvent):
    """Whoever applies something may now tell what came of it; `post` is the adoption."""


KINDS: Final[tuple[type[Event], ...]] = (
    ArtifactRestated,
    OfferMade,
    OfferAnswered,
    InvitationSent,
    InvitationAnswered,
    ShelfChanged,
    RevisionEndorsed,
    EndorsementWithdrawn,
    AnswerAccepted,
    AnswerUnaccepted,
    RsvpGiven,
    RsvpTakenBack,
    RsvpAnswered,
    MentorshipOffered,
    MentorshipAnswered,
    MentorshipEnded,
    ResultDue,
)

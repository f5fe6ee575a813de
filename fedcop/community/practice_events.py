"""What happens to a practice: offered, reviewed, endorsed, applied, asked, arranged."""

from dataclasses import dataclass
from typing import Final

from fedcop.community.event_base import Event, PostEvent


@dataclass(frozen=True, slots=True)
class ArtifactRestated(PostEvent):
    """An artifact stands otherwise (status, review-by, successor) and says what it said."""


@dataclass(frozen=True, slots=True)
class WorkPassedOn(PostEvent):
    """An artifact is no longer by a person who is gone, but by a former member; peers keep none."""


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
    """A community puts a revision on a shelf, takes it off (`removed`), or doubts it (`status`)."""

    entry: int = 0
    removed: int = 0
    successor: str = ""  # what takes its place
    status: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class StewardSpoke(Event):
    """One of ours asks the home of a community they look after to do something there."""

    community: int
    by: int
    verb: str  # TentativeAccept, Accept, Reject, Add, Remove
    thing: str
    target: str = ""
    number: int = 0
    digest: str = ""
    words: str = ""
    successor: str = ""
    status: str = ""

    def key(self) -> str:
        """Order by community."""
        return f"community:{self.community}"


@dataclass(frozen=True, slots=True)
class RevisionEndorsed(PostEvent):
    """Somebody stands for one exact revision; `post` is 0 where that is not here yet."""

    endorsement: int = 0


@dataclass(frozen=True, slots=True)
class RevisionCommended(PostEvent):
    """A person recommends one exact revision, in words of their own."""

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
class QuestionRestated(PostEvent):
    """A question of ours stands otherwise (answered, or open again) and asks what it asked."""


@dataclass(frozen=True, slots=True)
class FirstQuestionWaits(PostEvent):
    """The first question of somebody has waited for a day; stewards are told."""


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
class JoinDeclined(PostEvent):
    """Somebody elsewhere cannot come to a meeting of ours; `ignored`: one joins it elsewhere."""

    actor: int = 0
    uri: str = ""
    ignored: int = 0


@dataclass(frozen=True, slots=True)
class MeetingCounted(PostEvent):
    """Others are to know who comes to a meeting."""


@dataclass(frozen=True, slots=True)
class MeetingSoon(PostEvent):
    """A meeting begins soon: those who come are reminded, and told where."""


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
class AdaptationKnown(PostEvent):
    """There is a version of something; `post` is the version, `original` is in a community here."""

    original: int = 0


@dataclass(frozen=True, slots=True)
class ChangeOffered(OfferEvent):
    """Somebody offers a change to who wrote the original."""


@dataclass(frozen=True, slots=True)
class ChangeAnswered(OfferEvent):
    """Who wrote the original takes a change in, talks about it, or declines it."""


@dataclass(frozen=True, slots=True)
class ResultDue(PostEvent):
    """Whoever applies something may now tell what came of it; `post` is the adoption."""


@dataclass(frozen=True, slots=True)
class QuoteAsked(PostEvent):
    """Somebody elsewhere asks whether `by` may quote one of ours; `uri` is that of the request."""

    actor: int = 0
    uri: str = ""
    by: str = ""
    granted: int = 0


@dataclass(frozen=True, slots=True)
class AdoptionProposed(PostEvent):
    """Somebody elsewhere says that they apply something of ours; `post` is their reply."""


@dataclass(frozen=True, slots=True)
class AdoptionConfirmed(PostEvent):
    """They confirm it, and others are to know; `post` is their reply."""


@dataclass(frozen=True, slots=True)
class QuietSettled(Event):
    """What another node asked without a name is published, or is not; it is told which."""

    question: int

    def key(self) -> str:
        """Order by question."""
        return f"quiet:{self.question}"


KINDS: Final[tuple[type[Event], ...]] = (
    ArtifactRestated,
    WorkPassedOn,
    OfferMade,
    OfferAnswered,
    InvitationSent,
    InvitationAnswered,
    ShelfChanged,
    StewardSpoke,
    RevisionEndorsed,
    RevisionCommended,
    EndorsementWithdrawn,
    AnswerAccepted,
    AnswerUnaccepted,
    QuestionRestated,
    FirstQuestionWaits,
    RsvpGiven,
    RsvpTakenBack,
    RsvpAnswered,
    JoinDeclined,
    MeetingCounted,
    MeetingSoon,
    MentorshipOffered,
    MentorshipAnswered,
    MentorshipEnded,
    ResultDue,
    AdoptionProposed,
    AdoptionConfirmed,
    QuoteAsked,
    AdaptationKnown,
    ChangeOffered,
    ChangeAnswered,
    QuietSettled,
)

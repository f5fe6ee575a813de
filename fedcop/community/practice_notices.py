"""What follows from what happens to the practice: who is told, and what else it sets going."""

from collections.abc import Awaitable, Callable
from typing import Final

from fedcop.community import (
    adaptation_notices,
    adoption_notices,
    answer_notices,
    change_notices,
    meeting_notices,
    mentor_notices,
    review_notices,
    welcoming,
)
from fedcop.community.events import Event, PostRevised, PostWritten
from fedcop.community.practice_events import (
    AdoptionConfirmed,
    AnswerAccepted,
    AnswerUnaccepted,
    ArtifactRestated,
    ChangeAnswered,
    ChangeOffered,
    FirstQuestionWaits,
    InvitationAnswered,
    InvitationSent,
    MeetingSoon,
    MentorshipAnswered,
    MentorshipEnded,
    MentorshipOffered,
    OfferAnswered,
    OfferMade,
    ResultDue,
    RevisionCommended,
    RevisionEndorsed,
    RsvpAnswered,
    RsvpGiven,
)
from fedcop.store.batch import Unit

Step = Callable[..., Awaitable[None]]

_STEPS: Final[dict[type[Event], tuple[Step, ...]]] = {
    AdoptionConfirmed: (adoption_notices.look_at_failures,),
    AnswerAccepted: (answer_notices.tell_helped,),
    AnswerUnaccepted: (answer_notices.untell_helped,),
    ArtifactRestated: (review_notices.tell_restated,),
    ChangeAnswered: (change_notices.tell_answered,),
    ChangeOffered: (change_notices.tell_offered,),
    FirstQuestionWaits: (welcoming.tell_stewards,),
    InvitationAnswered: (meeting_notices.hear_invited,),
    InvitationSent: (review_notices.tell_invited,),
    MeetingSoon: (meeting_notices.tell_soon,),
    MentorshipAnswered: (mentor_notices.tell,),
    MentorshipEnded: (mentor_notices.tell,),
    MentorshipOffered: (mentor_notices.tell,),
    OfferAnswered: (review_notices.tell_answered,),
    OfferMade: (review_notices.tell_offered,),
    PostRevised: (adoption_notices.look_at_failures, adoption_notices.propose),
    PostWritten: (
        adaptation_notices.hear_of_version,
        adoption_notices.look_at_failures,
        adoption_notices.propose,
        meeting_notices.hear,
    ),
    ResultDue: (adoption_notices.ask_result,),
    RevisionCommended: (review_notices.tell_commended,),
    RevisionEndorsed: (review_notices.tell_endorsed, adaptation_notices.tell_moved_on),
    RsvpAnswered: (meeting_notices.tell_answer,),
    RsvpGiven: (meeting_notices.tell_wish,),
}


async def follow(unit: Unit, event: Event) -> None:
    """Do what follows from an event, in the unit of its mark."""
    for step in _STEPS.get(type(event), ()):
        await step(unit, event)

"""Which event tells peers what: one glance at all we send."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from fedcop.community import events, practice_events
from fedcop.federation.outbox.append import Entry
from fedcop.federation.outbox.builders import (
    accept,
    actors,
    adaptations,
    answers,
    applied,
    block,
    boost,
    changes,
    collections,
    create,
    delete,
    flag,
    follow,
    invitations,
    like,
    meeting_soon,
    mentoring,
    offers,
    quiet,
    rsvp,
    shelves,
    update,
    vote,
)
from fedcop.federation.outbox.outbound import Outbound
from fedcop.store.rows import EventRow

# Each builder takes its own kind of event; the table is what says which.
Builder = Callable[[Outbound, EventRow, Any], Awaitable[list[Entry]]]

BUILDERS: Final[dict[type[events.Event], Builder]] = {
    events.PostWritten: create.build,
    events.PostPlaced: create.build_placed,
    events.PostRevised: update.build,
    events.PostRemoved: delete.build,
    events.PostLiked: like.build_like,
    events.PostUnliked: like.build_unlike,
    events.PostBoosted: boost.build_boost,
    events.PostUnboosted: boost.build_unboost,
    events.PostPinned: collections.build_pin,
    events.PostUnpinned: collections.build_pin,
    events.PollVoted: vote.build,
    events.PollCounted: update.build,
    events.PollClosed: update.build,
    events.FollowAsked: follow.build_follow,
    events.FollowAccepted: accept.build_accept,
    events.FollowRejected: accept.build_reject,
    events.FollowEnded: follow.build_unfollow,
    events.ActorChanged: actors.build_update,
    events.ActorDeleted: actors.build_delete,
    events.StewardAdded: collections.build_steward,
    events.StewardRemoved: collections.build_steward,
    events.Blocked: block.build,
    events.Unblocked: block.build,
    events.ReportFiled: flag.build,
    practice_events.AdoptionProposed: applied.build_proposed,
    practice_events.AdoptionConfirmed: applied.build_confirmed,
    practice_events.AdaptationKnown: adaptations.build,
    practice_events.ChangeOffered: changes.build_offer,
    practice_events.ChangeAnswered: changes.build_answer,
    practice_events.OfferMade: offers.build_offer,
    practice_events.OfferAnswered: offers.build_answer,
    practice_events.StewardSpoke: offers.build_word,
    practice_events.InvitationSent: invitations.build_invite,
    practice_events.InvitationAnswered: invitations.build_answer,
    practice_events.ShelfChanged: shelves.build_shelf,
    practice_events.RevisionCommended: like.build_commended,
    practice_events.RevisionEndorsed: shelves.build_endorsed,
    practice_events.EndorsementWithdrawn: shelves.build_withdrawn,
    practice_events.ArtifactRestated: update.build,
    practice_events.QuietSettled: quiet.build,
    practice_events.AnswerAccepted: answers.build_accept,
    practice_events.AnswerUnaccepted: answers.build_unaccept,
    practice_events.QuestionRestated: update.build,
    practice_events.RsvpGiven: rsvp.build_given,
    practice_events.RsvpTakenBack: rsvp.build_taken_back,
    practice_events.RsvpAnswered: rsvp.build_answered,
    practice_events.JoinDeclined: rsvp.build_declined,
    practice_events.MeetingCounted: update.build,
    practice_events.MeetingSoon: meeting_soon.build,
    practice_events.MentorshipOffered: mentoring.build_offered,
    practice_events.MentorshipAnswered: mentoring.build_answered,
    practice_events.MentorshipEnded: mentoring.build_ended,
}

# The activities they make, by their name on the wire; FEDERATION.md has a section for each.
SENT: Final = frozenset(
    {
        "Accept",
        "Add",
        "Announce",
        "Block",
        "ChooseAnswer",
        "Create",
        "Delete",
        "Flag",
        "Follow",
        "Ignore",
        "Invite",
        "Join",
        "Leave",
        "Like",
        "Offer",
        "Reject",
        "Remove",
        "TentativeAccept",
        "Undo",
        "Update",
    }
)

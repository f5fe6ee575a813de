"""What we handle, at one glance. What is not here is ignored, with that reason."""

from typing import Final

from fedcop.federation.inbox.arrival import AnyHandler, Handler
from fedcop.federation.inbox.choices import Choice, first_of
from fedcop.federation.inbox.handlers import (
    accept,
    adaptations,
    announce,
    answers,
    block,
    changes,
    collections,
    create,
    delete,
    flag,
    follow,
    invitations,
    leave,
    like,
    mentoring,
    move,
    offers,
    quiet,
    rsvp,
    rsvp_answered,
    shelves,
    undo,
    update,
)

HANDLERS: Final[dict[str, AnyHandler]] = {
    "Accept": first_of(
        Choice(mentoring.check_answer, mentoring.apply_answer),
        Choice(changes.check_answer, changes.apply_answer),
        Choice(offers.check_answer, offers.apply_answer),
        Choice(invitations.check_answer, invitations.apply_answer),
        Choice(quiet.check_answer, quiet.apply_accept),
        Choice(answers.check, answers.apply, relayed=True),
        Choice(rsvp_answered.check, rsvp_answered.apply),
        Choice(rsvp.check_yes, rsvp.apply),
        Choice(accept.check, accept.apply_accept),
    ),
    "Add": first_of(
        Choice(adaptations.check, adaptations.apply),
        Choice(shelves.check, shelves.apply_add, relayed=True),
        Choice(collections.check, collections.apply_add, relayed=True),
    ),
    "Announce": Handler(announce.check, announce.apply),
    "Block": Handler(block.check, block.apply, relayed=True),
    "ChooseAnswer": first_of(Choice(answers.check, answers.apply, relayed=True)),
    "Create": first_of(
        Choice(quiet.check_create, quiet.apply_create),
        Choice(create.check, create.apply, relayed=True),
    ),
    "Delete": first_of(
        Choice(quiet.check_delete, quiet.apply_delete),
        Choice(delete.check, delete.apply, relayed=True),
    ),
    "Dislike": Handler(like.check, like.apply_dislike, relayed=True),
    "EmojiReact": Handler(like.check, like.apply_like, relayed=True),
    "Flag": Handler(flag.check, flag.apply),
    "Follow": Handler(follow.check, follow.apply),
    "Ignore": first_of(
        Choice(invitations.check_answer, invitations.apply_answer),
        Choice(rsvp_answered.check, rsvp_answered.apply),
    ),
    "Invite": first_of(Choice(invitations.check_invite, invitations.apply_invite)),
    "Join": first_of(Choice(rsvp.check_join, rsvp.apply), Choice(follow.check, follow.apply)),
    "Leave": first_of(Choice(rsvp.check_leave, rsvp.apply), Choice(leave.check, leave.apply)),
    "Like": Handler(like.check, like.apply_recommendation, relayed=True),
    "Move": Handler(move.check, move.apply),
    "Offer": first_of(
        Choice(mentoring.check_offer, mentoring.apply_offer),
        Choice(changes.check_offer, changes.apply_offer),
        Choice(offers.check_offer, offers.apply_offer, relayed=True),
    ),
    "Reject": first_of(
        Choice(mentoring.check_answer, mentoring.apply_answer),
        Choice(changes.check_answer, changes.apply_answer),
        Choice(offers.check_answer, offers.apply_answer),
        Choice(invitations.check_answer, invitations.apply_answer),
        Choice(quiet.check_answer, quiet.apply_reject),
        Choice(rsvp_answered.check, rsvp_answered.apply),
        Choice(rsvp.check_no, rsvp.apply),
        Choice(accept.check, accept.apply_reject),
    ),
    "Remove": first_of(
        Choice(shelves.check, shelves.apply_remove, relayed=True),
        Choice(collections.check, collections.apply_remove, relayed=True),
    ),
    "TentativeAccept": first_of(
        Choice(mentoring.check_answer, mentoring.apply_answer),
        Choice(changes.check_answer, changes.apply_answer),
        Choice(offers.check_answer, offers.apply_answer),
        Choice(invitations.check_answer, invitations.apply_answer),
        Choice(rsvp_answered.check, rsvp_answered.apply),
        Choice(rsvp.check_maybe, rsvp.apply),
    ),
    "Undo": first_of(
        Choice(mentoring.check_undo, mentoring.apply_undo),
        Choice(shelves.check_undo, shelves.apply_remove),
        Choice(rsvp.check_undo, rsvp.apply),
        Choice(answers.check_undo, answers.apply_undo, relayed=True),
        Choice(undo.check, undo.apply, relayed=True),
    ),
    "Update": Handler(update.check, update.apply, relayed=True),
}

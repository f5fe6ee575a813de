"""Which event tells peers what: one glance at all we send."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from fedcop.community import events
from fedcop.federation.outbox.append import Entry
from fedcop.federation.outbox.builders import (
    accept,
    actors,
    block,
    boost,
    collections,
    create,
    delete,
    flag,
    follow,
    like,
    update,
    vote,
)
from fedcop.federation.outbox.outbound import Outbound
from fedcop.store.rows import EventRow

# Each builder takes its own kind of event; the table is what says which.
Builder = Callable[[Outbound, EventRow, Any], Awaitable[list[Entry]]]

BUILDERS: Final[dict[type[events.Event], Builder]] = {
    events.PostWritten: create.build,
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
}

# The activities they make, by their name on the wire; FEDERATION.md has a section for each.
SENT: Final = frozenset(
    {
        "Accept",
        "Add",
        "Announce",
        "Block",
        "Create",
        "Delete",
        "Flag",
        "Follow",
        "Like",
        "Reject",
        "Remove",
        "Undo",
        "Update",
    }
)

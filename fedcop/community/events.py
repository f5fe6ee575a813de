"""What happened here. A verb records an event in the unit of its change; `worker` tells it on.

An event names ids and exact revisions, never "the latest", and its cause: the inbox message it
follows from. Each class below is one kind; its name is what the store keeps. Whoever did it, ours
or not, the event is the same; outbound tells peers only what actors of ours said or did.
"""

from dataclasses import dataclass

import orjson

from fedcop import clock, ids
from fedcop.community import moderation_events, practice_events
from fedcop.community.event_base import Event, PostEvent
from fedcop.community.moderation_events import PostRestored
from fedcop.community.practice_events import (
    AnswerAccepted,
    AnswerUnaccepted,
    ArtifactRestated,
    EndorsementWithdrawn,
    RevisionEndorsed,
    ShelfChanged,
    WorkPassedOn,
)
from fedcop.store.batch import Unit
from fedcop.store.queries import search
from fedcop.store.rows import EventRow
from fedcop.store.statements import Statement

__all__ = ["Event", "PostEvent"]


@dataclass(frozen=True, slots=True)
class PostWritten(PostEvent):
    """A post or reply exists, ours or a remote member's."""


@dataclass(frozen=True, slots=True)
class PostPlaced(PostEvent):
    """A post stands in a community of another node since, with what it answers."""


@dataclass(frozen=True, slots=True)
class PostRevised(PostEvent):
    """A post has another revision."""

    revision: int = 0


@dataclass(frozen=True, slots=True)
class PostCaptioned(PostEvent):
    """A recording beside a post can be read otherwise than before; the post says what it said."""


@dataclass(frozen=True, slots=True)
class PostRemoved(PostEvent):
    """A post is a tombstone; `by` is its author, a steward or the community."""

    by: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PostLiked(PostEvent):
    """Somebody likes a post."""

    actor: int = 0
    reaction: int = 0


@dataclass(frozen=True, slots=True)
class PostUnliked(PostEvent):
    """Somebody takes a like back; `uri` is that of the Like."""

    actor: int = 0
    uri: str = ""


@dataclass(frozen=True, slots=True)
class PostBoosted(PostEvent):
    """A person passes a post on."""

    actor: int = 0
    boost: int = 0


@dataclass(frozen=True, slots=True)
class PostUnboosted(PostEvent):
    """A person takes a boost back; `uri` is that of the Announce."""

    actor: int = 0
    uri: str = ""
    boost: int = 0


@dataclass(frozen=True, slots=True)
class PostPinned(PostEvent):
    """A steward pins a post."""

    community: int = 0
    by: int = 0


@dataclass(frozen=True, slots=True)
class PostUnpinned(PostEvent):
    """A steward unpins a post."""

    community: int = 0
    by: int = 0


@dataclass(frozen=True, slots=True)
class PollVoted(PostEvent):
    """Somebody chose in a poll of another node; `choices` has a bit for each option."""

    actor: int = 0
    vote: int = 0
    choices: int = 0


@dataclass(frozen=True, slots=True)
class PollCounted(PostEvent):
    """Others are to know how a poll stands."""


@dataclass(frozen=True, slots=True)
class PollClosed(PostEvent):
    """A poll has ended."""


@dataclass(frozen=True, slots=True)
class FollowEvent(Event):
    """Something between a follower and whom they follow (a person or a community)."""

    follower: int
    target: int
    follow: int = 0  # the row
    uri: str = ""  # of the Follow activity, echoed by Accept, Reject and Undo

    def key(self) -> str:
        """Order by whom is followed, so that what their readers are is settled step by step."""
        return f"follow:{self.target}"


@dataclass(frozen=True, slots=True)
class FollowAsked(FollowEvent):
    """Somebody wants to follow a remote side, also again, or one of ours who takes their time."""

    again: int = 0


@dataclass(frozen=True, slots=True)
class FollowAccepted(FollowEvent):
    """A follower is accepted, by one of ours (who tells a remote one) or by a remote side."""


@dataclass(frozen=True, slots=True)
class FollowRejected(FollowEvent):
    """A follower is refused or put out, by one of ours (who tells a remote one) or by the other."""


@dataclass(frozen=True, slots=True)
class FollowEnded(FollowEvent):
    """A follower leaves, ours (who tells a remote side) or a remote one."""


@dataclass(frozen=True, slots=True)
class ActorChanged(Event):
    """A local actor's document differs: profile, settings, keys."""

    actor: int

    def key(self) -> str:
        """Order by actor."""
        return f"actor:{self.actor}"


@dataclass(frozen=True, slots=True)
class ActorMoved(Event):
    """A remote actor delivers elsewhere now: its lane is re-pointed."""

    actor: int
    old_inbox: str
    new_inbox: str

    def key(self) -> str:
        """Order by actor."""
        return f"actor:{self.actor}"


@dataclass(frozen=True, slots=True)
class ActorDeleted(Event):
    """A local actor is gone for good."""

    actor: int

    def key(self) -> str:
        """Order by actor."""
        return f"actor:{self.actor}"


@dataclass(frozen=True, slots=True)
class StewardAdded(Event):
    """A community has another steward."""

    community: int
    actor: int
    by: int

    def key(self) -> str:
        """Order by community."""
        return f"actor:{self.community}"


@dataclass(frozen=True, slots=True)
class StewardRemoved(Event):
    """A community has a steward less."""

    community: int
    actor: int
    by: int

    def key(self) -> str:
        """Order by community."""
        return f"actor:{self.community}"


@dataclass(frozen=True, slots=True)
class Blocked(Event):
    """Somebody blocks somebody; where a local person does, a remote one is told."""

    actor: int
    blocked: int
    uri: str

    def key(self) -> str:
        """Order by pair."""
        return f"block:{self.actor}:{self.blocked}"


@dataclass(frozen=True, slots=True)
class Unblocked(Event):
    """Somebody takes a block back."""

    actor: int
    blocked: int
    uri: str

    def key(self) -> str:
        """Order by pair."""
        return f"block:{self.actor}:{self.blocked}"


@dataclass(frozen=True, slots=True)
class ReportFiled(Event):
    """Somebody reports something; what a local person reports travels in the node's name."""

    report: int

    def key(self) -> str:
        """Order by report."""
        return f"report:{self.report}"


@dataclass(frozen=True, slots=True)
class PeerLearned(Event):
    """A peer runs other software than we thought: it may now keep what is for members, or not."""

    peer: int
    discreet: int = 0

    def key(self) -> str:
        """Order by peer."""
        return f"peer:{self.peer}"


KINDS: dict[str, type[Event]] = {
    kind.__name__: kind
    for kind in (
        *practice_events.KINDS,
        *moderation_events.KINDS,
        PostWritten,
        PostPlaced,
        PostRevised,
        PostCaptioned,
        PostRemoved,
        PostLiked,
        PostUnliked,
        PostBoosted,
        PostUnboosted,
        PostPinned,
        PostUnpinned,
        PollVoted,
        PollCounted,
        PollClosed,
        FollowAsked,
        FollowAccepted,
        FollowRejected,
        FollowEnded,
        ActorChanged,
        ActorMoved,
        ActorDeleted,
        StewardAdded,
        StewardRemoved,
        Blocked,
        Unblocked,
        ReportFiled,
        PeerLearned,
    )
}

# After these a post says something else, or stands otherwise: search reads it anew.
_READ_ANEW = (
    PostWritten,
    PostPlaced,
    PostRevised,
    PostRemoved,
    PostRestored,
    ArtifactRestated,
    WorkPassedOn,
    RevisionEndorsed,
    EndorsementWithdrawn,
    ShelfChanged,
    AnswerAccepted,
    AnswerUnaccepted,
)
WORDS = "words"  # wakes what reads them anew
_INSERT = "INSERT INTO event (id, kind, key, data, cause, created) VALUES (?, ?, ?, ?, ?, ?)"


def record(unit: Unit, event: Event, cause: int = 0) -> int:
    """Record an event in the unit of the change it tells of; returns its id."""
    number = ids.new_id()
    data = orjson.dumps(event).decode()
    values = (number, type(event).__name__, event.key(), data, cause, clock.now_ms())
    unit.add(Statement(_INSERT, values))
    if isinstance(event, _READ_ANEW):
        unit.add(*map(search.note, filter(None, (event.post, getattr(event, "answer", 0)))))
        unit.wake(WORDS)
    unit.wake("event")
    return number


def read(row: EventRow) -> Event:
    """Read an event back."""
    return KINDS[row.kind](**orjson.loads(row.data))

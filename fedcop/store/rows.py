"""Rows as they leave the store: frozen values, one class per table that is read.

The order of the fields is the order of the columns that the named queries select.
"""

from dataclasses import dataclass, fields
from typing import ClassVar

from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class ActorRow(TableRow):
    """Somebody who acts; `host` is empty for our own."""

    TABLE: ClassVar[str] = "actor"

    id: int
    uri: str
    kind: str
    host: str
    name: str
    display: str = ""
    summary: str = ""
    source: str = ""
    url: str = ""
    icon: str = ""
    image: str = ""
    inbox: str = ""
    shared_inbox: str = ""
    outbox: str = ""
    followers: str = ""
    following: str = ""
    featured: str = ""
    moderators: str = ""
    locked: int = 0
    discoverable: int = 1
    aliases: str = "[]"
    moved_to: str = ""
    published: int = 0
    updated: int = 0
    fetched: int = 0
    suspended: int = 0
    deleted: int = 0
    version: int = 1

    @property
    def local(self) -> bool:
        """Whether it is one of ours."""
        return not self.host

    @property
    def delivery_inbox(self) -> str:
        """Where to deliver: the shared inbox where the peer has one."""
        return self.shared_inbox or self.inbox


@dataclass(frozen=True, slots=True)
class ActorCard(TableRow):
    """As much of an actor as stands beside a post."""

    TABLE: ClassVar[str] = "actor"

    id: int
    uri: str
    kind: str
    host: str
    name: str
    display: str
    url: str
    icon: str
    version: int

    @property
    def local(self) -> bool:
        """Whether it is one of ours."""
        return not self.host


@dataclass(frozen=True, slots=True)
class KeyRow(TableRow):
    """A key of an actor."""

    TABLE: ClassVar[str] = "actor_key"

    id: int
    key_id: str
    actor_id: int
    algorithm: str
    public: str
    private: bytes | None = None
    created: int = 0
    fetched: int = 0
    ended: int = 0


@dataclass(frozen=True, slots=True)
class AccountRow(TableRow):
    """A login."""

    TABLE: ClassVar[str] = "account"

    actor_id: int
    email: str
    password: str
    role: str
    locale: str
    created: int
    read_at: int = 0
    disabled: int = 0


@dataclass(frozen=True, slots=True)
class SessionRow(TableRow):
    """A browser signed in."""

    TABLE: ClassVar[str] = "session"

    token_hash: str
    account_id: int
    csrf: str
    created: int
    seen: int
    expires: int
    agent: str = ""


@dataclass(frozen=True, slots=True)
class CommunityRow(TableRow):
    """The practice side of a Group; shares the id of its actor."""

    TABLE: ClassVar[str] = "community"

    actor_id: int
    local: int = 0
    domain: str = ""
    charter: str = ""
    post_policy: int = 0
    audience: int = 0
    founder_id: int = 0
    founded: int = 0
    approved: int = 0
    members: int = 0
    posts: int = 0
    active: int = 0
    moderated: int = 0


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A Group actor together with its practice side."""

    actor: ActorRow
    practice: CommunityRow


@dataclass(frozen=True, slots=True)
class FollowRow(TableRow):
    """A follow or membership with its state."""

    TABLE: ClassVar[str] = "follow"

    id: int
    follower_id: int
    target_id: int
    state: str
    uri: str
    cause: int
    lane_id: int
    created: int
    changed: int
    tries: int = 0
    next_try: int = 0


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


@dataclass(frozen=True, slots=True)
class PostRow(TableRow):
    """A post; a tombstone once `deleted` is set."""

    TABLE: ClassVar[str] = "post"

    id: int
    uri: str
    url: str
    kind: str
    author_id: int
    community_id: int
    root_id: int
    reply_to_id: int
    reply_to_uri: str
    top: int
    audience: int
    title: str
    summary: str
    content: str
    source: str
    language: str
    sensitive: int
    local: int
    published: int
    edited: int = 0
    deleted: int = 0
    bumped: int = 0
    revision: int = 1
    version: int = 1
    replies: int = 0
    likes: int = 0
    boosts: int = 0
    context_uri: str = ""
    cause: int = 0
    cop: str = ""
    here: int = 0


@dataclass(frozen=True, slots=True)
class RevisionRow(TableRow):
    """What a post said before an edit; `at` is when it began to say so."""

    TABLE: ClassVar[str] = "post_revision"

    id: int
    post_id: int
    number: int
    title: str
    summary: str
    content: str
    source: str
    at: int


@dataclass(frozen=True, slots=True)
class ReactionRow(TableRow):
    """A like."""

    TABLE: ClassVar[str] = "reaction"

    id: int
    actor_id: int
    post_id: int
    uri: str
    created: int


@dataclass(frozen=True, slots=True)
class BoostRow(TableRow):
    """A post passed on by a person, or relayed by a community."""

    TABLE: ClassVar[str] = "boost"

    id: int
    actor_id: int
    post_id: int
    uri: str
    created: int


@dataclass(frozen=True, slots=True)
class InboxRow(TableRow):
    """A message of a peer."""

    TABLE: ClassVar[str] = "inbox_message"

    id: int
    fingerprint: str
    signer: str
    host: str
    activity_id: str
    kind: str
    key: str
    body: bytes
    received: int
    state: int = 0
    reason: str = ""
    tries: int = 0
    next_try: int = 0
    settled: int = 0
    trust: int = 0


@dataclass(frozen=True, slots=True)
class RefusalRow(TableRow):
    """What was refused at the door; who it says it was is not verified."""

    TABLE: ClassVar[str] = "refusal"

    slot: int
    id: int
    at: int
    host: str
    signer: str
    activity_id: str
    kind: str
    status: int
    reason: str


@dataclass(frozen=True, slots=True)
class EventRow(TableRow):
    """An act not yet told."""

    TABLE: ClassVar[str] = "event"

    id: int
    kind: str
    key: str
    data: str
    cause: int
    created: int
    published: int = 0
    spread: int = 0
    told: int = 0
    cursor: int = 0
    done: int = 0
    tries: int = 0
    next_try: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class PeerRow(TableRow):
    """Another server."""

    TABLE: ClassVar[str] = "peer"

    id: int
    host: str
    software: str = ""
    software_version: str = ""
    dialect: int = 1
    learned: int = 0
    scheme: str = ""
    scheme_until: int = 0
    failures: int = 0
    failing_since: int = 0
    next_try: int = 0
    last_ok: int = 0
    last_heard: int = 0
    last_status: int = 0
    last_error: str = ""
    created: int = 0


@dataclass(frozen=True, slots=True)
class NotificationRow(TableRow):
    """Something a local person should know."""

    TABLE: ClassVar[str] = "notification"

    id: int
    recipient_id: int
    kind: str
    actor_id: int
    post_id: int
    event_id: int
    group_key: str
    created: int
    read: int = 0


_INSERTS: dict[type[TableRow], str] = {}


def insert_of(kind: type[TableRow]) -> str:
    """Write the INSERT of one class of rows, once."""
    text = _INSERTS.get(kind)
    if text is None:
        marks = ", ".join("?" for _ in fields(kind))
        text = f"INSERT INTO {kind.TABLE} ({kind.columns()}) VALUES ({marks})"  # noqa: S608 - our own names
        _INSERTS[kind] = text
    return text

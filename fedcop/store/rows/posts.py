"""What people write, and what others say to it."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.table import TableRow


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
    plain: int = 0
    files: int = 0
    practice: str = ""


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
    files: str = ""
    poll: str = ""


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
    filtered: int = 0

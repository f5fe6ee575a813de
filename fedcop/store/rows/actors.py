"""Who acts: actors, their keys, accounts, sessions."""

from dataclasses import dataclass
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
    details: str = "[]"
    indexable: int = 1
    reticent: int = 0
    limited: int = 0

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
    audience: int = 0
    sensitive: int = 0
    language: str = ""


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
    means: str = ""
    proved: int = 0
    issuer: str = ""
    sid: str = ""

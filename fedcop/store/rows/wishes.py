"""What a member keeps for themselves, hides from themselves, or has yet to say."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class MuteRow(TableRow):
    """Somebody does not want to see another; `until` 0 is for good."""

    TABLE: ClassVar[str] = "mute"

    id: int
    actor_id: int
    muted_id: int
    notifications: int
    until: int
    created: int


@dataclass(frozen=True, slots=True)
class DomainBlockRow(TableRow):
    """Somebody wants nothing from a whole node."""

    TABLE: ClassVar[str] = "personal_domain_block"

    id: int
    actor_id: int
    host: str
    created: int


@dataclass(frozen=True, slots=True)
class BookmarkRow(TableRow):
    """A post that somebody wants to find again."""

    TABLE: ClassVar[str] = "bookmark"

    id: int
    actor_id: int
    post_id: int
    created: int


@dataclass(frozen=True, slots=True)
class ScheduledRow(TableRow):
    """A post that is to be written later; `wish` is JSON, `error` why it could not be."""

    TABLE: ClassVar[str] = "scheduled_post"

    id: int
    actor_id: int
    due: int
    wish: str
    tries: int
    next_try: int
    error: str
    created: int


@dataclass(frozen=True, slots=True)
class KeyedRow(TableRow):
    """A request to post came under a key, and what came of it."""

    TABLE: ClassVar[str] = "idempotency_key"

    id: int
    actor_id: int
    key: str
    thing_id: int
    scheduled: int
    created: int

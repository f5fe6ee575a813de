"""Communities and who follows whom."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.rows.actors import ActorRow
from fedcop.store.table import TableRow


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
    questions: int = 0
    moderated: int = 0
    hidden: int = 0
    archived: int = 0


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
    boosts: int = 1
    notify: int = 0
    languages: str = "[]"

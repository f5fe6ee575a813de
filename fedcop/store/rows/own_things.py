"""What somebody arranged for their own reading: lists, filters, markers, hashtags, policies."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class ListRow(TableRow):
    """A list of people and communities to read apart."""

    TABLE: ClassVar[str] = "reading_list"

    id: int
    owner_id: int
    title: str
    replies: int
    exclusive: int
    created: int


@dataclass(frozen=True, slots=True)
class ListMemberRow(TableRow):
    """Somebody on a list."""

    TABLE: ClassVar[str] = "list_member"

    id: int
    list_id: int
    owner_id: int
    actor_id: int
    exclusive: int = 0


@dataclass(frozen=True, slots=True)
class FilterRow(TableRow):
    """Words and posts that are hidden or folded in some places."""

    TABLE: ClassVar[str] = "post_filter"

    id: int
    owner_id: int
    title: str
    contexts: int
    action: int
    expires: int
    created: int


@dataclass(frozen=True, slots=True)
class KeywordRow(TableRow):
    """A word that a filter looks for."""

    TABLE: ClassVar[str] = "filter_keyword"

    id: int
    filter_id: int
    owner_id: int
    keyword: str
    whole_word: int


@dataclass(frozen=True, slots=True)
class FilterPostRow(TableRow):
    """A post that a filter looks for."""

    TABLE: ClassVar[str] = "filter_post"

    id: int
    filter_id: int
    owner_id: int
    post_id: int


@dataclass(frozen=True, slots=True)
class MarkerRow(TableRow):
    """How far somebody has read one timeline."""

    TABLE: ClassVar[str] = "marker"

    id: int
    owner_id: int
    timeline: str
    last_read: int
    version: int
    updated: int


@dataclass(frozen=True, slots=True)
class FollowedTagRow(TableRow):
    """A hashtag that somebody reads at home."""

    TABLE: ClassVar[str] = "followed_tag"

    id: int
    actor_id: int
    tag: str


@dataclass(frozen=True, slots=True)
class FeaturedTagRow(TableRow):
    """A hashtag that somebody shows on their profile."""

    TABLE: ClassVar[str] = "featured_tag"

    id: int
    actor_id: int
    tag: str


@dataclass(frozen=True, slots=True)
class PolicyRow(TableRow):
    """What becomes of notifications from some kinds of people; values.NoticeRule each."""

    TABLE: ClassVar[str] = "notification_policy"

    owner_id: int
    not_following: int = 0
    not_followers: int = 0
    new_accounts: int = 0
    private_mentions: int = 0
    limited_accounts: int = 0


@dataclass(frozen=True, slots=True)
class RequestRow(TableRow):
    """Notifications of one person that wait to be asked for."""

    TABLE: ClassVar[str] = "notification_request"

    id: int
    owner_id: int
    actor_id: int
    last_post_id: int
    created: int
    updated: int


@dataclass(frozen=True, slots=True)
class ConversationRow(TableRow):
    """A thread for named people as one of them sees it."""

    TABLE: ClassVar[str] = "conversation"

    id: int
    owner_id: int
    root_id: int
    last_post_id: int
    unread: int = 0

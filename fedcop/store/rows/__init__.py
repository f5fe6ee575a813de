"""Rows as they leave the store: frozen values, one class per table that is read.

The order of the fields is the order of the columns that the named queries select.
"""

from fedcop.store.rows.actors import AccountRow, ActorCard, ActorRow, KeyRow, SessionRow
from fedcop.store.rows.apps import AppRow, CodeRow, TokenRow
from fedcop.store.rows.communities import CommunityRow, FollowRow, GroupRow, ReportRow
from fedcop.store.rows.exchange import EventRow, InboxRow, PeerRow, RefusalRow
from fedcop.store.rows.media import MediaRow
from fedcop.store.rows.own_things import (
    ConversationRow,
    FeaturedTagRow,
    FilterPostRow,
    FilterRow,
    FollowedTagRow,
    KeywordRow,
    ListMemberRow,
    ListRow,
    MarkerRow,
    PolicyRow,
    RequestRow,
)
from fedcop.store.rows.polls import OptionRow, PollRow, TallyRow, VoteRow
from fedcop.store.rows.posts import BoostRow, NotificationRow, PostRow, ReactionRow, RevisionRow
from fedcop.store.rows.pushes import ErrandRow, PushRow
from fedcop.store.rows.wishes import BookmarkRow, DomainBlockRow, KeyedRow, MuteRow, ScheduledRow
from fedcop.store.table import TableRow, insert_of

__all__ = [
    "AccountRow",
    "ActorCard",
    "ActorRow",
    "AppRow",
    "BookmarkRow",
    "BoostRow",
    "CodeRow",
    "CommunityRow",
    "ConversationRow",
    "DomainBlockRow",
    "ErrandRow",
    "EventRow",
    "FeaturedTagRow",
    "FilterPostRow",
    "FilterRow",
    "FollowRow",
    "FollowedTagRow",
    "GroupRow",
    "InboxRow",
    "KeyRow",
    "KeyedRow",
    "KeywordRow",
    "ListMemberRow",
    "ListRow",
    "MarkerRow",
    "MediaRow",
    "MuteRow",
    "NotificationRow",
    "OptionRow",
    "PeerRow",
    "PolicyRow",
    "PollRow",
    "PostRow",
    "PushRow",
    "ReactionRow",
    "RefusalRow",
    "ReportRow",
    "RequestRow",
    "RevisionRow",
    "ScheduledRow",
    "SessionRow",
    "TableRow",
    "TallyRow",
    "TokenRow",
    "VoteRow",
    "insert_of",
]

"""Rows as they leave the store: frozen values, one class per table that is read.

The order of the fields is the order of the columns that the named queries select.
"""

from fedcop.store.rows.actors import AccountRow, ActorCard, ActorRow, KeyRow, SessionRow
from fedcop.store.rows.apps import AppRow, CodeRow, TokenRow
from fedcop.store.rows.communities import CommunityRow, FollowRow, GroupRow, ReportRow
from fedcop.store.rows.exchange import EventRow, InboxRow, PeerRow, RefusalRow
from fedcop.store.rows.posts import BoostRow, NotificationRow, PostRow, ReactionRow, RevisionRow
from fedcop.store.table import TableRow, insert_of

__all__ = [
    "AccountRow",
    "ActorCard",
    "ActorRow",
    "AppRow",
    "BoostRow",
    "CodeRow",
    "CommunityRow",
    "EventRow",
    "FollowRow",
    "GroupRow",
    "InboxRow",
    "KeyRow",
    "NotificationRow",
    "PeerRow",
    "PostRow",
    "ReactionRow",
    "RefusalRow",
    "ReportRow",
    "RevisionRow",
    "SessionRow",
    "TableRow",
    "TokenRow",
    "insert_of",
]

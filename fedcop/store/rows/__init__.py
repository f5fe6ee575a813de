"""Rows as they leave the store: frozen values, one class per table that is read.

The order of the fields is the order of the columns that the named queries select.
"""

from fedcop.store.rows.actors import AccountRow, ActorCard, ActorRow, KeyRow, SessionRow
from fedcop.store.rows.adoptions import (
    AdoptionRow,
    AppliedLinkRow,
    AskMeRow,
    CalendarKeyRow,
    MeetingRow,
    MentorProfileRow,
    MentorshipRow,
    OfferedTextRow,
    QuestionRow,
    RsvpRow,
    ThanksRow,
)
from fedcop.store.rows.apps import AppRow, CodeRow, TokenRow
from fedcop.store.rows.artifacts import (
    ArtifactDraftRow,
    ArtifactRevisionRow,
    ArtifactRow,
    ContributorRow,
    DocumentRow,
    LineageRow,
)
from fedcop.store.rows.brought import BringingRow, BroughtRow
from fedcop.store.rows.communities import CommunityRow, FollowRow, GroupRow, ReportRow
from fedcop.store.rows.endorsements import (
    EndorsementRow,
    InvitationRow,
    LibraryEntryRow,
    OfferRow,
    ReviewPointRow,
    ReviewRow,
    ReviewRuleRow,
    StewardVoteRow,
)
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
from fedcop.store.rows.voices import (
    QuietLinkRow,
    QuietOpeningRow,
    QuietRow,
    QuietShareRow,
    QuietWordRow,
)
from fedcop.store.rows.wishes import BookmarkRow, DomainBlockRow, KeyedRow, MuteRow, ScheduledRow
from fedcop.store.table import TableRow, insert_of

__all__ = [
    "AccountRow",
    "ActorCard",
    "ActorRow",
    "AdoptionRow",
    "AppRow",
    "AppliedLinkRow",
    "ArtifactDraftRow",
    "ArtifactRevisionRow",
    "ArtifactRow",
    "AskMeRow",
    "BookmarkRow",
    "BoostRow",
    "BringingRow",
    "BroughtRow",
    "CalendarKeyRow",
    "CodeRow",
    "CommunityRow",
    "ContributorRow",
    "ConversationRow",
    "DocumentRow",
    "DomainBlockRow",
    "EndorsementRow",
    "ErrandRow",
    "EventRow",
    "FeaturedTagRow",
    "FilterPostRow",
    "FilterRow",
    "FollowRow",
    "FollowedTagRow",
    "GroupRow",
    "InboxRow",
    "InvitationRow",
    "KeyRow",
    "KeyedRow",
    "KeywordRow",
    "LibraryEntryRow",
    "LineageRow",
    "ListMemberRow",
    "ListRow",
    "MarkerRow",
    "MediaRow",
    "MeetingRow",
    "MentorProfileRow",
    "MentorshipRow",
    "MuteRow",
    "NotificationRow",
    "OfferRow",
    "OfferedTextRow",
    "OptionRow",
    "PeerRow",
    "PolicyRow",
    "PollRow",
    "PostRow",
    "PushRow",
    "QuestionRow",
    "QuietLinkRow",
    "QuietOpeningRow",
    "QuietRow",
    "QuietShareRow",
    "QuietWordRow",
    "ReactionRow",
    "RefusalRow",
    "ReportRow",
    "RequestRow",
    "ReviewPointRow",
    "ReviewRow",
    "ReviewRuleRow",
    "RevisionRow",
    "RsvpRow",
    "ScheduledRow",
    "SessionRow",
    "StewardVoteRow",
    "TableRow",
    "TallyRow",
    "ThanksRow",
    "TokenRow",
    "VoteRow",
    "insert_of",
]

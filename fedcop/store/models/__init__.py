"""The tables, one noun per file. Tortoise makes the schema and its migrations from them.

Times are milliseconds since 1970. References are plain numbers without constraints: what they
name may come later or never, and a check for each would cost the hot paths more than the write.
"""

from fedcop.store.models.account import Account, Session
from fedcop.store.models.actor import Actor, ActorKey
from fedcop.store.models.adoption import Adoption, AppliedLink, OfferedText
from fedcop.store.models.app import App, AppCode, AppToken
from fedcop.store.models.artifact import (
    Artifact,
    ArtifactDraft,
    ArtifactRevision,
    Contributor,
    Document,
    Lineage,
)
from fedcop.store.models.brought import Bringing, BroughtThing
from fedcop.store.models.catch_up import CatchUp
from fedcop.store.models.community import Community, Pin, Steward
from fedcop.store.models.conversation import Conversation
from fedcop.store.models.directory import DirectoryEntry
from fedcop.store.models.endorsement import (
    Assessment,
    Endorsement,
    Invitation,
    LibraryEntry,
    Offer,
    Review,
    ReviewPoint,
    ReviewRule,
    StewardVote,
    UnnamedReview,
)
from fedcop.store.models.event import Event
from fedcop.store.models.follow import Follow, PersonalBlock
from fedcop.store.models.house import AuditEntry, Glass, MailLetter, NodeDay, PersonNote
from fedcop.store.models.import_line import ImportLine
from fedcop.store.models.inbox_message import InboxMessage, Refusal
from fedcop.store.models.joining import Invite, Newcomer, OneTimeLink
from fedcop.store.models.keepsake import AccountNote, Bookmark
from fedcop.store.models.lane import Lane, LaneItem, LaneStream
from fedcop.store.models.log import LogAddress, LogEntry, LogHead, Stream
from fedcop.store.models.mail import MailAddress, MailDigest, MailReader
from fedcop.store.models.marker import Marker
from fedcop.store.models.media import Media
from fedcop.store.models.meeting import CalendarKey, Meeting, Rsvp
from fedcop.store.models.mentoring import MentorProfile, Mentorship, Thanks
from fedcop.store.models.moderating import (
    Appeal,
    Decision,
    HouseRule,
    ReportEvidence,
    ReportStep,
)
from fedcop.store.models.mute import Mute, PersonalDomainBlock, ThreadMute
from fedcop.store.models.node import Lease, NodeValue, Ring
from fedcop.store.models.notification_policy import (
    NotificationPermission,
    NotificationPolicy,
    NotificationRequest,
)
from fedcop.store.models.peer import DomainRule, Peer, PeerSample
from fedcop.store.models.poll import Poll, PollOption, PollTally, PollVote
from fedcop.store.models.post import Hashtag, Mention, Post, PostRevision
from fedcop.store.models.post_filter import FilterKeyword, FilterPost, PostFilter
from fedcop.store.models.posting import IdempotencyKey, ScheduledPost
from fedcop.store.models.privacy import PrivacyRequest
from fedcop.store.models.pulse import PulseCount, PulseMark
from fedcop.store.models.push import PushErrand, PushSubscription
from fedcop.store.models.question import AskMe, Question
from fedcop.store.models.reaction import Boost, Reaction
from fedcop.store.models.reading_list import ListMember, ReadingList
from fedcop.store.models.report import Report
from fedcop.store.models.sign_in import Passkey, RecoveryCode, SignInStep, SignOnLink, Totp
from fedcop.store.models.tag import FeaturedTag, FollowedTag
from fedcop.store.models.timeline import HomeLine, Notification
from fedcop.store.models.voice import (
    QuietLink,
    QuietOpening,
    QuietQuestion,
    QuietRule,
    QuietShare,
    QuietWord,
)

__models__ = [
    Account,
    AccountNote,
    Actor,
    ActorKey,
    Adoption,
    App,
    Appeal,
    AppCode,
    AppToken,
    AppliedLink,
    AskMe,
    Assessment,
    Artifact,
    ArtifactDraft,
    ArtifactRevision,
    AuditEntry,
    Bookmark,
    Boost,
    Bringing,
    BroughtThing,
    CalendarKey,
    CatchUp,
    Community,
    Contributor,
    Conversation,
    Decision,
    DirectoryEntry,
    Document,
    DomainRule,
    Endorsement,
    Event,
    FeaturedTag,
    FilterKeyword,
    FilterPost,
    Follow,
    FollowedTag,
    Glass,
    Hashtag,
    HomeLine,
    HouseRule,
    IdempotencyKey,
    ImportLine,
    InboxMessage,
    Invitation,
    Invite,
    Lane,
    LaneItem,
    LaneStream,
    Lease,
    LibraryEntry,
    Lineage,
    ListMember,
    LogAddress,
    LogEntry,
    LogHead,
    MailAddress,
    MailDigest,
    MailLetter,
    MailReader,
    Marker,
    Media,
    Meeting,
    Mention,
    MentorProfile,
    Mentorship,
    Mute,
    NodeDay,
    Newcomer,
    NodeValue,
    Notification,
    NotificationPermission,
    NotificationPolicy,
    NotificationRequest,
    Offer,
    OfferedText,
    OneTimeLink,
    Peer,
    PeerSample,
    Passkey,
    PersonNote,
    PersonalBlock,
    PersonalDomainBlock,
    Pin,
    Poll,
    PollOption,
    PollTally,
    PollVote,
    PrivacyRequest,
    Post,
    PostFilter,
    PostRevision,
    PulseCount,
    PulseMark,
    PushErrand,
    PushSubscription,
    Question,
    QuietLink,
    QuietOpening,
    QuietQuestion,
    QuietRule,
    QuietShare,
    QuietWord,
    Reaction,
    ReadingList,
    RecoveryCode,
    Refusal,
    Report,
    ReportEvidence,
    ReportStep,
    Review,
    ReviewPoint,
    ReviewRule,
    Ring,
    Rsvp,
    ScheduledPost,
    Session,
    SignInStep,
    SignOnLink,
    Steward,
    StewardVote,
    Stream,
    Thanks,
    ThreadMute,
    Totp,
    UnnamedReview,
]

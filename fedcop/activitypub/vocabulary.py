"""The words of the protocol as values: what `reading` yields and `writing` takes.

An identifier that a document does not have is the empty string; any other property it does not
have is None, False or an empty tuple. Times are milliseconds since 1970.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"

QUOTE_REQUEST = "QuoteRequest"  # what asks for leave to quote: embedded in our answers, never sent

# fmt: off
ACTIVITY_TYPES = frozenset((
    "Accept", "Add", "Announce", "Arrive", "Block", "ChooseAnswer", "Create", "Delete", "Dislike",
    "EmojiReact", "Flag", "Follow", "Ignore", "Invite", "Join", "Leave", "Like", "Listen", "Lock",
    "Move", "Offer", "QuoteRequest", "Read", "Reject", "Remove", "Resolve", "TentativeAccept",
    "TentativeReject", "Travel", "Undo", "Update", "View", "Warn",
))
# fmt: on
ACTOR_TYPES = frozenset(("Person", "Group", "Organization", "Application", "Service"))
# fmt: off
OBJECT_TYPES = frozenset((
    "Note", "Article", "Page", "Event", "Question", "Video", "Audio", "Image", "Document",
    "ChatMessage", "Place", "Profile",
))
# fmt: on
COLLECTION_TYPES = frozenset(
    ("Collection", "OrderedCollection", "CollectionPage", "OrderedCollectionPage")
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named in a text; `name` is what the author wrote, mostly `@name@host`."""

    href: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Hashtag:
    """A hashtag, without its `#`."""

    name: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Emoji:
    """A custom emoji; `name` is the shortcode without colons."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Caption:
    """Where one reads what is said in a recording: text/vtt, or text/plain."""

    url: str
    language: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A link, image or file beside a text; also an actor's icon and banner."""

    type: str
    url: str
    media_type: str | None = None
    name: str | None = None
    width: int | None = None
    height: int | None = None
    blurhash: str | None = None
    focus: tuple[float, float] | None = None  # where to look, each from -1 to 1
    digest_multibase: str | None = None
    size: int | None = None  # in bytes
    captions: tuple[Caption, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfileField:
    """One line of the table on a profile; `value` is untrusted HTML."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class PublicKeyDocument:
    """A key as an actor shows it: PEM (publicKey), multibase (assertionMethod), or only its id."""

    id: str
    owner: str = ""
    pem: str | None = None
    multibase: str | None = None


@dataclass(frozen=True, slots=True)
class PollOption:
    """One choice of a poll."""

    name: str
    votes: int = 0


@dataclass(frozen=True, slots=True)
class Poll:
    """What a Question asks."""

    options: tuple[PollOption, ...]
    multiple: bool = False
    end_time: int | None = None
    closed: int | None = None
    voters: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event is held: a name, an address in one line, a link when it is online."""

    name: str | None = None
    address: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """The part of an Event that other objects lack (FEP-8a8e)."""

    start_time: int | None = None
    end_time: int | None = None
    timezone: str | None = None
    join_mode: str | None = None
    status: str | None = None
    capacity: int | None = None
    participants: int | None = None
    attendees: str | None = None
    """Who comes: a collection."""
    external: str | None = None
    """Where one signs up, when that is elsewhere."""
    online: bool | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Object:
    """Anything somebody wrote: Note, Article, Page, Event, Question, Video, Document, Image."""

    type: str
    id: str = ""
    attributed_to: tuple[str, ...] = ()
    attributed_groups: tuple[str, ...] = ()
    name: str | None = None
    content: str | None = None
    summary: str | None = None
    source: str | None = None  # Markdown
    source_is_part: bool = False  # it says less than `content`
    language: str | None = None
    in_reply_to: str | None = None
    context: str | None = None
    audience: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    hashtags: tuple[Hashtag, ...] = ()
    emojis: tuple[Emoji, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    image: Attachment | None = None
    url: str | None = None
    replies: str | None = None
    likes: str | None = None
    shares: str | None = None
    history: str | None = None
    quote: str | None = None
    quote_authorization: str | None = None
    quotable: bool = False
    """Whether everybody may quote it, and is told so at once when they ask (FEP-044f)."""
    preview: str | None = None
    sensitive: bool = False
    distinguished: bool = False
    comments_enabled: bool | None = None
    published: int | None = None
    updated: int | None = None
    poll: Poll | None = None
    meeting: Meeting | None = None
    cop: Mapping[str, JSON] = field(default_factory=dict)
    blind: bool = field(default=False, compare=False)
    """Whether it carried bto or bcc, which are never kept nor written."""

    @property
    def author(self) -> str:
        """The first it is attributed to, or the empty string."""
        return self.attributed_to[0] if self.attributed_to else ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: Person, Group, Organization, Application or Service."""

    type: str
    id: str = ""
    preferred_username: str | None = None
    webfinger: str | None = None
    name: str | None = None
    summary: str | None = None
    source: str | None = None
    inbox: str = ""
    shared_inbox: str | None = None
    outbox: str | None = None
    followers: str | None = None
    following: str | None = None
    members: str | None = None
    featured: str | None = None
    moderators: str | None = None
    attributed_to: tuple[str, ...] = ()
    url: str | None = None
    icon: Attachment | None = None
    image: Attachment | None = None
    fields: tuple[ProfileField, ...] = ()
    hashtags: tuple[Hashtag, ...] = ()
    emojis: tuple[Emoji, ...] = ()
    languages: tuple[str, ...] = ()
    keys: tuple[PublicKeyDocument, ...] = ()
    manually_approves_followers: bool = False
    discoverable: bool | None = None
    indexable: bool | None = None
    posting_restricted_to_mods: bool = False
    question_answer: bool | None = None
    """Whether a Group lets the best answer be chosen; None where it does not say."""
    sensitive: bool = False
    suspended: bool = False
    """Whether its own server shows nothing of it for now."""
    also_known_as: tuple[str, ...] = ()
    moved_to: str | None = None
    implements: tuple[str, ...] = ()
    """What the software says it can do (FEP-844e, generator.implements)."""
    published: int | None = None
    updated: int | None = None
    cop: Mapping[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of a thing that was deleted."""

    id: str = ""
    type: str = "Tombstone"
    former_type: str | None = None
    deleted: int | None = None
    cop: Mapping[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Relationship:
    """How two actors stand to each other: mentor of, member of."""

    id: str = ""
    type: str = "Relationship"
    subject: str | None = None
    relationship: str | None = None
    object: str | None = None
    content: str | None = None
    published: int | None = None
    cop: Mapping[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection, or one page of one; items are references or embedded documents."""

    type: str
    id: str = ""
    items: tuple["Item", ...] = ()
    total_items: int | None = None
    first: "Item | None" = None
    last: str | None = None
    next: str | None = None
    prev: str | None = None
    part_of: str | None = None
    name: str | None = None
    attributed_to: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    published: int | None = None
    updated: int | None = None
    cop: Mapping[str, JSON] = field(default_factory=dict)

    @property
    def ordered(self) -> bool:
        """Whether the order of its items means something."""
        return self.type.startswith("Ordered")


@dataclass(frozen=True, slots=True)
class Activity:
    """What somebody did. `objects` holds references and embedded documents, mostly one."""

    type: str
    id: str = ""
    actor: str = ""
    objects: tuple["Item", ...] = ()
    target: str | None = None
    origin: str | None = None
    result: "Item | None" = None
    instrument: "Item | None" = None
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    in_reply_to: str | None = None
    context: str | None = None
    name: str | None = None
    summary: str | None = None
    content: str | None = None
    end_time: int | None = None
    """Until when it holds; `expires` is read as well (Block)."""
    remove_data: bool = False
    published: int | None = None
    updated: int | None = None
    cop: Mapping[str, JSON] = field(default_factory=dict)
    blind: bool = field(default=False, compare=False)
    """Whether it carried bto or bcc, which are never kept nor written."""

    @property
    def object(self) -> "Item | None":
        """What was acted upon, the first where there are several."""
        return self.objects[0] if self.objects else None

    @property
    def object_id(self) -> str:
        """The identifier of what was acted upon, or the empty string."""
        first = self.objects[0] if self.objects else ""
        return first if isinstance(first, str) else first.id


@dataclass(frozen=True, slots=True)
class QuoteAuthorization:
    """That one post may quote another, as the author of the other says (FEP-044f)."""

    id: str
    attributed_to: str
    interacting_object: str
    interaction_target: str
    type: str = "QuoteAuthorization"


Document: TypeAlias = (
    Activity | Actor | Object | Collection | Tombstone | Relationship | QuoteAuthorization
)
Item: TypeAlias = str | Document

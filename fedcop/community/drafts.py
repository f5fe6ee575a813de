"""What somebody is about to write, before it has a place: plain values, HTML already sanitised."""

from dataclasses import dataclass, field

from fedcop.community.practice.parts import Part
from fedcop.values import Audience


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a file; None stays. The focus is in thousandths."""

    description: str | None = None
    focus: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """Captions, or a transcript, that stand elsewhere beside a recording."""

    url: str
    kind: str  # as `captions` names them
    language: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that stands elsewhere, as its author describes it; 0 and "" where they do not."""

    url: str
    kind: str  # as clients call it: image, video, audio, unknown
    mime: str = ""
    description: str = ""
    blurhash: str = ""
    focus: tuple[int, int] = (0, 0)  # in thousandths
    wide: int = 0
    high: int = 0
    parts: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True)
class PollDraft:
    """What a post shall ask; without options it asks nothing.

    What one of ours asks `lasts` so long; what comes from elsewhere says when it ends, and brings
    its counts.
    """

    options: tuple[str, ...] = ()
    multiple: bool = False
    hide_totals: bool = False
    lasts: int = 0  # milliseconds from when it is written
    ends_at: int = 0  # 0: never
    votes: tuple[int, ...] = ()  # for each option
    voters: int = -1  # -1: nobody said


@dataclass(frozen=True, slots=True)
class Draft:
    """A post as its author, or the peer it comes from, wants it.

    A post of ours has no uri yet; one from elsewhere brings its own, and its `cause`.
    """

    content: str = ""  # sanitised HTML
    source: str = ""  # Markdown, or plain text where `plain` says so, as the author wrote it
    title: str = ""
    summary: str = ""
    kind: str = "Note"
    community_id: int = 0
    reply_to_id: int = 0
    reply_to_uri: str = ""
    audience: Audience = Audience.PUBLIC
    language: str = ""
    sensitive: bool = False
    published: int = 0  # 0: now
    mentions: tuple[int, ...] = ()  # ids of actors
    hashtags: tuple[str, ...] = ()
    uri: str = ""
    url: str = ""
    context_uri: str = ""
    cop: str = ""  # JSON of the cop: properties
    cause: int = 0  # the inbox message it came with
    plain: bool = False
    poll: PollDraft | None = None
    media: tuple[int, ...] = ()  # ids of files of its author, in their order
    attached: tuple[Attached, ...] = ()  # the same where they stand elsewhere
    practice: Part | None = None
    quiet: bool = False  # brought along from elsewhere: nobody is told of it yet
    number: int = 0  # an id of its own, where that must not say when it was written; 0: a new one

    @property
    def is_reply(self) -> bool:
        """Whether it answers something, known to us or not."""
        return bool(self.reply_to_id or self.reply_to_uri)


@dataclass(frozen=True, slots=True)
class Edit:
    """What a post shall say from now on: the whole of it, not the difference."""

    content: str = ""
    source: str = ""
    title: str = ""
    summary: str = ""
    language: str = ""
    sensitive: bool = False
    edited: int = 0  # 0: now
    mentions: tuple[int, ...] = ()
    hashtags: tuple[str, ...] = ()
    cop: str = ""
    cause: int = 0
    words: dict[int, Words] = field(default_factory=dict)  # of files it shows, by their ids
    poll: PollDraft | None = None  # None: what it asks
    media: tuple[int, ...] | None = None  # as in Draft; None: those it shows
    attached: tuple[Attached, ...] | None = None  # the same where they stand elsewhere
    of_revision: int = 0  # what it is the edit of, where parts of it are kept; 0: whatever it says
    practice: Part | None = None  # None: what it is
    quiet: bool = False  # as in Draft


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks to be posted, in plain text: it may wait for its time."""

    text: str
    summary: str = ""
    sensitive: bool = False
    audience: Audience = Audience.PUBLIC
    language: str = ""
    reply_to_id: int = 0
    media: tuple[int, ...] = ()
    poll: PollDraft | None = None

"""What is asked without a name, and who asked, sealed."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class QuietRow(TableRow):
    """A question without a name, before and after it is published."""

    TABLE: ClassVar[str] = "quiet_question"

    id: int
    community_id: int
    state: str
    slot: str
    blind: str = ""
    title: str = ""
    body: str = ""
    tried: str = ""
    language: str = ""
    due: int = 0
    post_id: int = 0
    home_uri: str = ""
    relay_id: int = 0
    relay_uri: str = ""
    expires: int = 0
    seen: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class QuietWordRow(TableRow):
    """What an asker says next."""

    TABLE: ClassVar[str] = "quiet_word"

    id: int
    question_id: int
    text: str = ""
    answers_uri: str = ""
    due: int = 0


@dataclass(frozen=True, slots=True)
class QuietLinkRow(TableRow):
    """Who asked, sealed."""

    TABLE: ClassVar[str] = "quiet_link"

    question_id: int
    sealed: bytes


@dataclass(frozen=True, slots=True)
class QuietShareRow(TableRow):
    """What one person holds of the key to that."""

    TABLE: ClassVar[str] = "quiet_share"

    id: int
    question_id: int
    holder_id: int
    sealed: bytes


@dataclass(frozen=True, slots=True)
class QuietOpeningRow(TableRow):
    """Somebody wants to know who asked."""

    TABLE: ClassVar[str] = "quiet_opening"

    id: int
    question_id: int
    community_id: int
    by_id: int
    reason: str
    at: int

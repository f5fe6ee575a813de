"""How people come to have an account here: who asked, who invited them, and one-time links."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class NewcomerRow(TableRow):
    """Somebody who asked for an account; with its id once they have it."""

    TABLE: ClassVar[str] = "newcomer"

    id: int
    held_name: str | None
    name: str
    display: str
    email: str
    password: str
    locale: str
    reason: str
    invite_id: int
    state: int
    approval: int
    taken: int
    confirmed: int
    created: int
    decided: int = 0
    decided_by: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class InviteRow(TableRow):
    """A link by which people join."""

    TABLE: ClassVar[str] = "invite"

    id: int
    code_hash: str
    creator_id: int
    email: str
    community_id: int
    note: str
    most: int
    used: int
    expires: int
    revoked: int
    created: int


@dataclass(frozen=True, slots=True)
class OneTimeLinkRow(TableRow):
    """A link that does one thing once."""

    TABLE: ClassVar[str] = "one_time_link"

    token_hash: str
    kind: str
    subject_id: int
    address: str
    created: int
    expires: int
    ended: int = 0

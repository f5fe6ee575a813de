"""What those who run the node did, and the mail it has yet to send."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class AuditRow(TableRow):
    """One act of somebody who runs the node."""

    TABLE: ClassVar[str] = "audit_entry"

    id: int
    actor_id: int
    act: str
    subject: str
    about: str
    created: int


@dataclass(frozen=True, slots=True)
class LetterRow(TableRow):
    """A mail to somebody; `state` is 0 owed, 1 sent, 2 given up."""

    TABLE: ClassVar[str] = "mail_letter"

    id: int
    mark: str
    account_id: int
    address: str
    kind: str
    locale: str
    facts: str
    state: int
    created: int
    due: int
    tries: int
    sent: int
    error: str

"""Where apps are told, and what they are owed."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class PushRow(TableRow):
    """Where an app of somebody is told; `alerts` are words with blanks between them."""

    TABLE: ClassVar[str] = "push_subscription"

    id: int
    token_id: int
    account_id: int
    host: str
    endpoint: str
    p256dh: str
    auth: str
    secret: bytes
    standard: int
    alerts: str
    policy: str
    created: int
    due: int = 0
    fails: int = 0
    failing: int = 0


@dataclass(frozen=True, slots=True)
class ErrandRow(TableRow):
    """A notification that an app has yet to be told."""

    TABLE: ClassVar[str] = "push_errand"

    id: int
    subscription_id: int
    notification_id: int

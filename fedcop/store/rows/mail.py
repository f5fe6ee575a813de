"""Who wants which mail, and where none arrives."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class MailReaderRow(TableRow):
    """How somebody wants mail, and what they had."""

    TABLE: ClassVar[str] = "mail_reader"

    account_id: int
    needs: int = 2
    every: int = 2
    hour: int = 7
    timezone: str = ""
    quoting: int = 0
    needs_id: int = 0
    needs_due: int = 0
    digest_due: int = 0
    daily_at: int = 0
    weekly_at: int = 0


@dataclass(frozen=True, slots=True)
class MailAddressRow(TableRow):
    """An address that refused mail for good; `failing` is since when it gets none any more."""

    TABLE: ClassVar[str] = "mail_address"

    address: str
    fails: int
    failing: int
    said: str
    changed: int

"""What people ask of what is kept about them, as it leaves the store."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class PrivacyRow(TableRow):
    """Somebody asked for all that is kept about a person, or for its end."""

    TABLE: ClassVar[str] = "privacy_request"

    id: int
    kind: str
    actor_id: int
    by_id: int
    keep: int
    state: str
    phase: int
    counts: str
    created: int
    told: int = 0
    done: int = 0

"""What was brought along from other programs."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class BringingRow(TableRow):
    """One export of another program, on its way into a community."""

    TABLE: ClassVar[str] = "bringing"

    id: int
    community_id: int
    actor_id: int
    program: str
    created: int
    name: str = ""
    total: int = 0
    skipped: str = ""
    finished: int = 0
    released: int = 0


@dataclass(frozen=True, slots=True)
class BroughtRow(TableRow):
    """One thing of an export, and the post it became."""

    TABLE: ClassVar[str] = "brought_thing"

    id: int
    bringing_id: int
    community_id: int
    source: str
    post_id: int
    versions: int = 1
    told: int = 0

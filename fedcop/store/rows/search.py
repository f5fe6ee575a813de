"""What is looked through: the words of one post, and what it is found by beside them."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class SearchRow(TableRow):
    """One post as search knows it; its words are folded, its marks are what facets ask for."""

    TABLE: ClassVar[str] = "search_document"

    id: int
    scope: str
    kind: str
    community_id: int
    organization: str  # the host that its people write from
    language: str
    standing: str
    topics: str  # apart by spaces
    lifted: int  # what comes first: endorsed, answered; below 0 what comes last
    title: str
    words: str
    marks: str

"""What members bring along from another node."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class ImportRow(TableRow):
    """One line of a file that somebody brought along; `line` is a JSON list of its cells."""

    TABLE: ClassVar[str] = "import_line"

    id: int
    actor_id: int
    kind: str
    line: str
    tries: int
    next_try: int
    error: str

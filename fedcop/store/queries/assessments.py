"""What people found of their own work beside a standard; each is read by its owner alone."""

from fedcop.store.batch import Reader
from fedcop.store.rows import AssessmentRow, insert_of
from fedcop.store.statements import Statement

_COLUMNS = AssessmentRow.columns()
_OWN = (
    f"SELECT {_COLUMNS} FROM assessment WHERE actor_id = ? AND standard_uri = ?"
    " ORDER BY 0 + id DESC LIMIT ?"
)
_FIND = f"SELECT {_COLUMNS} FROM assessment WHERE id = ? AND actor_id = ?"
_DELETE = "DELETE FROM assessment WHERE id = ? AND actor_id = ?"


async def list_assessments(
    reader: Reader, actor: int, standard_uri: str, limit: int
) -> list[AssessmentRow]:
    """Read what somebody found beside a standard, the latest first."""
    return AssessmentRow.all(await reader.read(_OWN, actor, standard_uri, limit))


async def find_assessment(reader: Reader, number: int, actor: int) -> AssessmentRow | None:
    """Find what somebody found, if it is theirs."""
    return AssessmentRow.first(await reader.read(_FIND, number, actor))


def insert_assessment(row: AssessmentRow) -> Statement:
    """Keep what somebody found."""
    return Statement(insert_of(AssessmentRow), row.values())


def delete_assessment(number: int, actor: int) -> Statement:
    """Let go of what somebody found."""
    return Statement(_DELETE, (number, actor))

"""Reviews by people of ours who give no name: what waits, and which post each became."""

from collections.abc import Sequence

from fedcop.store.batch import Reader
from fedcop.store.rows import UnnamedReviewRow, insert_of
from fedcop.store.statements import Statement

_COLUMNS = UnnamedReviewRow.columns()
_BY_MARK = f"SELECT {_COLUMNS} FROM unnamed_review WHERE mark = ANY_TEXT(?) ORDER BY 0 + id"
_BY_ID = f"SELECT {_COLUMNS} FROM unnamed_review WHERE id = ?"
_DUE = f"SELECT {_COLUMNS} FROM unnamed_review WHERE due > 0 AND due <= ? ORDER BY 0 + id LIMIT ?"
_OWN_MEMBERS = (
    "SELECT COUNT(*) FROM (SELECT 1 FROM follow f JOIN actor a ON a.id = f.follower_id"
    " WHERE f.target_id = ? AND f.state = 'accepted' AND a.host = '' AND a.kind = 'Person'"
    " LIMIT ?) AS n"
)
_OPEN = (
    "SELECT 1 FROM review WHERE artifact_uri = ? AND number = ? AND digest = ?"
    " AND reviewer_id = ? LIMIT 1"
)
_PUBLISHED = "UPDATE unnamed_review SET part = '', due = 0, post_id = ? WHERE id = ?"
_DELETE = "DELETE FROM unnamed_review WHERE id = ?"

# A guard: a review still stands as it was read.
STANDS = "FROM unnamed_review WHERE id = ? AND post_id = ?"


async def list_by_mark(reader: Reader, marks: Sequence[str]) -> list[UnnamedReviewRow]:
    """Read the reviews that bear one of these marks."""
    return UnnamedReviewRow.all(await reader.read(_BY_MARK, list(marks))) if marks else []


async def find_unnamed(reader: Reader, number: int) -> UnnamedReviewRow | None:
    """Find a review without a name."""
    return UnnamedReviewRow.first(await reader.read(_BY_ID, number))


async def list_reviews_due(reader: Reader, now: int, limit: int) -> list[UnnamedReviewRow]:
    """Read the reviews whose time has come, in an order that says nothing."""
    return UnnamedReviewRow.all(await reader.read(_DUE, now, limit))


async def count_own_members(reader: Reader, community: int, limit: int) -> int:
    """Count the people of this node in a community, up to a limit."""
    return int((await reader.read(_OWN_MEMBERS, community, limit))[0][0])


async def has_reviewed(reader: Reader, pin: tuple[str, int, str], reviewer: int) -> bool:
    """Whether somebody has reviewed a revision in their own name."""
    return bool(await reader.read(_OPEN, *pin, reviewer))


def insert_unnamed(row: UnnamedReviewRow) -> Statement:
    """Keep a review until its time comes."""
    return Statement(insert_of(UnnamedReviewRow), row.values())


def mark_published(number: int, post: int) -> Statement:
    """Note as what a review was published; what it says stands there from now on."""
    return Statement(_PUBLISHED, (post, number))


def delete_unnamed(number: int) -> Statement:
    """Let a review go, with its mark."""
    return Statement(_DELETE, (number,))

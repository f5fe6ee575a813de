"""What peers think of exact revisions."""

from collections.abc import Sequence
from dataclasses import dataclass

from fedcop.store.batch import Reader
from fedcop.store.rows import ActorCard, ReviewPointRow, ReviewRow, ReviewRuleRow, insert_of
from fedcop.store.statements import Keyed, Statement

_BY_ID = Keyed(f"SELECT id, {ReviewRow.columns()} FROM review WHERE id = ANY_ID(?)")
_POINTS = f"SELECT {ReviewPointRow.columns()} FROM review_point WHERE review_id = ? ORDER BY 0 + id"
_POINT = f"SELECT {ReviewPointRow.columns()} FROM review_point WHERE id = ?"
# A review that was taken back has no row any more.
_OF_ARTIFACT = (
    f"SELECT {ReviewRow.columns('r.')}, {ActorCard.columns('a.')}"
    " FROM review r CROSS JOIN actor a"
    " WHERE a.id = r.reviewer_id AND r.artifact_uri = ? AND 0 + r.id < ?"
    " ORDER BY 0 + r.id DESC LIMIT ?"
)
_OF_REVISION = (
    f"SELECT {ReviewRow.columns('r.')}, {ActorCard.columns('a.')}"
    " FROM review r CROSS JOIN actor a"
    " WHERE a.id = r.reviewer_id AND r.artifact_uri = ? AND r.number = ? AND r.digest = ?"
    " AND a.deleted = 0 AND a.suspended = 0 ORDER BY 0 + r.id LIMIT ?"
)
_HOSTS = (
    "SELECT count(*) FROM (SELECT DISTINCT a.host FROM follow f CROSS JOIN actor a"
    " WHERE a.id = f.follower_id AND f.target_id = ? AND f.state = 'accepted' LIMIT 3) h"
)
_STANDARDS = (
    "SELECT id FROM artifact WHERE community_id = ? AND kind = 'standard'"
    " AND status NOT IN ('withdrawn', 'superseded') ORDER BY 0 + id DESC LIMIT ?"
)
_RULE = f"SELECT {ReviewRuleRow.columns()} FROM review_rule WHERE id = ?"
_INSERT = insert_of(ReviewRow)
_INSERT_POINT = insert_of(ReviewPointRow)
_INSERT_RULE = insert_of(ReviewRuleRow)
_UPDATE = (
    "UPDATE review SET verdict = ?, organization_uri = ?, rubric_uri = ?, scores = ?, conflict = ?"
    " WHERE id = ?"
)
_CLOSE = "UPDATE review_point SET closed = ?, closed_by = ?, closed_in = ? WHERE id = ?"
_FORGET_POINTS = "DELETE FROM review_point WHERE review_id = ?"
_FORGET = "DELETE FROM review WHERE id = ?"
_FORGET_RULE = "DELETE FROM review_rule WHERE id = ?"
_COUNT = "UPDATE artifact SET reviews = reviews + ? WHERE uri = ?"
_COUNTED = "SELECT count(*) FROM review WHERE artifact_uri = ?"

# A guard: nobody else has written or taken back a review of an artifact meanwhile.
SAME_COUNT = "FROM artifact WHERE id = ? AND reviews = ?"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review with who wrote it."""

    row: ReviewRow
    by: ActorCard


async def find_review(reader: Reader, number: int) -> ReviewRow | None:
    """Find a review by the id of its post."""
    return ReviewRow.first(await reader.many(_BY_ID, number))


async def list_points(reader: Reader, review: int) -> list[ReviewPointRow]:
    """Read what a review says, in its order."""
    return ReviewPointRow.all(await reader.read(_POINTS, review))


async def find_point(reader: Reader, number: int) -> ReviewPointRow | None:
    """Find one thing that a review says."""
    return ReviewPointRow.first(await reader.read(_POINT, number))


async def list_of_artifact(reader: Reader, uri: str, before: int, limit: int) -> list[Reviewed]:
    """Read the reviews of an artifact, of whichever revision, the latest first."""
    return _reviewed(await reader.read(_OF_ARTIFACT, uri, before, limit))


async def list_of_revision(reader: Reader, pin: tuple[str, int, str], limit: int) -> list[Reviewed]:
    """Read the reviews of one exact revision by people in good standing, the oldest first."""
    return _reviewed(await reader.read(_OF_REVISION, *pin, limit))


async def count_organizations(reader: Reader, community: int) -> int:
    """Count from how many nodes the members of a community come, up to three."""
    return int((await reader.read(_HOSTS, community))[0][0])


async def count_reviews(reader: Reader, uri: str) -> int:
    """Count the reviews of an artifact."""
    return int((await reader.read(_COUNTED, uri))[0][0])


async def list_standards(reader: Reader, community: int, limit: int) -> list[int]:
    """Read the ids of the standards of a community, the latest first."""
    return [int(row[0]) for row in await reader.read(_STANDARDS, community, limit)]


async def find_rule(reader: Reader, community: int) -> ReviewRuleRow:
    """Read what a community asks of a review."""
    found = ReviewRuleRow.first(await reader.read(_RULE, community))
    return found or ReviewRuleRow(community)


def set_rule(row: ReviewRuleRow) -> tuple[Statement, ...]:
    """Say what a community asks of a review."""
    return Statement(_FORGET_RULE, (row.id,)), Statement(_INSERT_RULE, row.values())


def insert_review(row: ReviewRow, points: Sequence[ReviewPointRow]) -> tuple[Statement, ...]:
    """Keep a review and count it."""
    return (
        Statement(_INSERT, row.values()),
        *(Statement(_INSERT_POINT, point.values()) for point in points),
        Statement(_COUNT, (1, row.artifact_uri)),
    )


def update_review(row: ReviewRow, points: Sequence[ReviewPointRow]) -> tuple[Statement, ...]:
    """Let a review say something else."""
    said = (row.verdict, row.organization_uri, row.rubric_uri, row.scores, row.conflict)
    return (
        Statement(_UPDATE, (*said, row.id)),
        Statement(_FORGET_POINTS, (row.id,)),
        *(Statement(_INSERT_POINT, point.values()) for point in points),
    )


def close_point(row: ReviewPointRow) -> Statement:
    """Say which revision mends what a review asked for."""
    return Statement(_CLOSE, (row.closed, row.closed_by, row.closed_in, row.id))


def forget_review(row: ReviewRow) -> tuple[Statement, ...]:
    """Let a review go that was taken back."""
    return (
        Statement(_FORGET_POINTS, (row.id,)),
        Statement(_FORGET, (row.id,)),
        Statement(_COUNT, (-1, row.artifact_uri)),
    )


def _reviewed(rows: Sequence[Sequence[object]]) -> list[Reviewed]:
    width = ReviewRow.width()
    return [Reviewed(ReviewRow.of(row), ActorCard.of(row, width)) for row in rows]

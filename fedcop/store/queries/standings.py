"""What communities and organizations say of the revisions that we hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from fedcop.store.backend import Row
from fedcop.store.batch import Reader
from fedcop.store.rows import ActorCard, ArtifactRow
from fedcop.store.statements import Keyed, Statement

# A revision that we do not hold, or hold with another digest, is nobody's: it is not shown.
_ENDORSED = Keyed(
    "SELECT x.id, e.id, e.number, e.digest, e.created, e.words,"
    " (SELECT count(*) FROM artifact_revision n"
    " WHERE n.artifact_id = x.id AND n.number > e.number AND n.minor = 1),"
    f" {ActorCard.columns('a.')}"
    " FROM artifact x CROSS JOIN endorsement e CROSS JOIN artifact_revision r CROSS JOIN actor a"
    " WHERE x.id = ANY_ID(?) AND e.artifact_uri = x.uri AND e.withdrawn = 0"
    " AND r.artifact_id = x.id AND r.number = e.number AND r.digest = e.digest"
    " AND a.id = e.endorser_id AND a.deleted = 0 AND a.suspended = 0"
    " ORDER BY e.number, e.id"
)
_SHELVED = Keyed(
    "SELECT x.id, l.community_id, l.number, l.digest"
    " FROM artifact x CROSS JOIN library_entry l"
    " WHERE x.id = ANY_ID(?) AND l.artifact_uri = x.uri AND l.removed = 0 AND l.shelf = 'library'"
    " ORDER BY l.id"
)
_COLUMNS = ArtifactRow.columns("x.")
_RESTATE = (
    "UPDATE artifact SET status = ?, reason = ?, superseded_by = ?, review_by = ? WHERE id = ?"
)
_LOOK_ANEW = "UPDATE post SET version = version + 1 WHERE uri = ?"
# Of ours alone: what stands elsewhere its own node looks after.
_OVERDUE = (
    f"SELECT {_COLUMNS} FROM artifact x WHERE x.review_by > 0 AND x.review_by <= ?"
    " AND x.status NOT IN ('needsReview', 'superseded', 'withdrawn')"
    " AND (SELECT p.local FROM post p WHERE p.id = x.id) = 1 ORDER BY x.review_by LIMIT ?"
)
_OVERDUE_OF = (
    f"SELECT {_COLUMNS} FROM library_entry l CROSS JOIN artifact x"
    " WHERE l.community_id = ? AND l.shelf = 'library' AND l.removed = 0"
    " AND x.uri = l.artifact_uri AND x.status NOT IN ('superseded', 'withdrawn')"
    " AND (x.status = 'needsReview' OR (x.review_by > 0 AND x.review_by <= ?))"
    " ORDER BY x.review_by, x.id LIMIT ?"
)
_PASSED_OF = (
    f"SELECT {_COLUMNS} FROM library_entry l CROSS JOIN artifact x"
    " WHERE l.community_id = ? AND l.shelf = 'library' AND l.removed = 0"
    " AND x.uri = l.artifact_uri AND x.digest = l.digest AND x.number = l.number"
    " AND x.status NOT IN ('needsReview', 'superseded', 'withdrawn')"
    " AND NOT EXISTS (SELECT 1 FROM endorsement e WHERE e.artifact_uri = x.uri"
    " AND e.endorser_id = l.community_id AND e.digest = x.digest AND e.withdrawn = 0)"
    " ORDER BY x.changed, x.id LIMIT ?"
)

# A guard: an artifact still stands as it was read.
SAME_STATUS = "FROM artifact WHERE id = ? AND status = ?"


@dataclass(frozen=True, slots=True)
class EndorsedRow:
    """Who stands for a revision that we hold; `minor` counts the small edits since."""

    id: int
    number: int
    digest: str
    created: int
    words: str
    minor: int
    endorser: ActorCard


@dataclass(frozen=True, slots=True)
class ShelvedRow:
    """Where an artifact stands in a library; with a number: reviewed at that revision."""

    community_id: int
    number: int
    digest: str


async def list_endorsed(reader: Reader, artifact: int) -> list[EndorsedRow]:
    """Read who stands for the revisions of an artifact that we hold, the oldest revision first."""
    return [_endorsed(row) for row in await reader.many(_ENDORSED, artifact)]


async def list_shelved(reader: Reader, artifact: int) -> list[ShelvedRow]:
    """Read in which libraries an artifact stands."""
    return [ShelvedRow(*row) for row in await reader.many(_SHELVED, artifact)]


async def list_endorsed_of_many(
    reader: Reader, artifacts: Sequence[int]
) -> dict[int, list[EndorsedRow]]:
    """Read who stands for the revisions of many artifacts, by their ids."""
    found: dict[int, list[EndorsedRow]] = {}
    for row in await reader.read(_ENDORSED.sql, list(artifacts)) if artifacts else ():
        found.setdefault(row[0], []).append(_endorsed(row[1:]))
    return found


async def list_shelved_of_many(
    reader: Reader, artifacts: Sequence[int]
) -> dict[int, list[ShelvedRow]]:
    """Read in which libraries many artifacts stand, by their ids."""
    found: dict[int, list[ShelvedRow]] = {}
    for row in await reader.read(_SHELVED.sql, list(artifacts)) if artifacts else ():
        found.setdefault(row[0], []).append(ShelvedRow(*row[1:]))
    return found


def _endorsed(row: Row) -> EndorsedRow:
    number, revision, digest, created, words, minor = row[:6]
    return EndorsedRow(number, revision, digest, created, words, minor, ActorCard.of(row, 6))


def restate(row: ArtifactRow) -> tuple[Statement, ...]:
    """Let an artifact stand otherwise; what it says stays, what readers see does not."""
    how = (row.status, row.reason, row.superseded_by, row.review_by)
    return Statement(_RESTATE, (*how, row.id)), look_anew(row.uri)


def look_anew(uri: str) -> Statement:
    """Say that readers of a post see something else than before."""
    return Statement(_LOOK_ANEW, (uri,))


async def list_overdue(reader: Reader, now: int, limit: int) -> list[ArtifactRow]:
    """Read which artifacts of ours should have been looked at again, the longest waiting first."""
    return ArtifactRow.all(await reader.read(_OVERDUE, now, limit))


async def list_passed_of(reader: Reader, community: int, limit: int) -> list[ArtifactRow]:
    """Read what passed review in a community just as it is shown, and it has not endorsed."""
    return ArtifactRow.all(await reader.read(_PASSED_OF, community, limit))


async def list_overdue_of(
    reader: Reader, community: int, now: int, limit: int
) -> list[ArtifactRow]:
    """Read what of a community should be looked at again."""
    return ArtifactRow.all(await reader.read(_OVERDUE_OF, community, now, limit))

"""What communities and organizations say of the revisions that we hold."""

from dataclasses import dataclass

from fedcop.store.backend import Row
from fedcop.store.batch import Reader
from fedcop.store.rows import ActorCard
from fedcop.store.statements import Keyed

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


def _endorsed(row: Row) -> EndorsedRow:
    number, revision, digest, created, words, minor = row[:6]
    return EndorsedRow(number, revision, digest, created, words, minor, ActorCard.of(row, 6))

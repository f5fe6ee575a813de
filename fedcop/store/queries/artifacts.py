"""What a community knows: artifacts as they are, and what they said each time."""

from collections.abc import Iterable, Sequence

from fedcop.store.batch import Reader
from fedcop.store.queries.adoptions import KNOWN, TEAM
from fedcop.store.rows import (
    ArtifactDraftRow,
    ArtifactRevisionRow,
    ArtifactRow,
    ContributorRow,
    DocumentRow,
    insert_of,
)
from fedcop.store.statements import Keyed, Statement

_BY_ID = Keyed(f"SELECT id, {ArtifactRow.columns()} FROM artifact WHERE id = ANY_ID(?)")
_BY_URI = Keyed(f"SELECT uri, {ArtifactRow.columns()} FROM artifact WHERE uri = ANY_TEXT(?)")
_REVISION = Keyed(
    f"SELECT k.a, k.b, {ArtifactRevisionRow.columns('r.')} FROM PAIRS(?)"
    " CROSS JOIN artifact_revision r WHERE r.artifact_id = k.a AND r.number = k.b",
    pairs=True,
)
_HISTORY = (
    f"SELECT {ArtifactRevisionRow.columns()} FROM artifact_revision"
    " WHERE artifact_id = ? AND number < ? ORDER BY number DESC LIMIT ?"
)
_COUNT = "SELECT count(*) FROM artifact_revision WHERE artifact_id = ?"
_UNPROVED = (
    f"SELECT {ArtifactRevisionRow.columns()} FROM artifact_revision"
    " WHERE artifact_id = ? AND document = '' ORDER BY number"
)
_CONTRIBUTORS = f"SELECT {ContributorRow.columns()} FROM contributor WHERE artifact_id = ?"
_DOCUMENT = f"SELECT {DocumentRow.columns()} FROM document WHERE hash = ?"
_DRAFT = f"SELECT {ArtifactDraftRow.columns()} FROM artifact_draft WHERE id = ?"
_DRAFTS = (
    f"SELECT {ArtifactDraftRow.columns()} FROM artifact_draft"
    " WHERE author_id = ? ORDER BY id DESC LIMIT ?"
)
_SET = (
    "UPDATE artifact SET status = ?, number = ?, digest = ?, abstract = ?, parts = ?,"
    " works_for = ?, license = ?, evidence = ?, language = ?, review_by = ?,"
    " organization_uri = ?, superseded_by = ?, origins = ?, changed = ? WHERE id = ?"
)
# What others said of it before it was here.
_COUNT_ANEW = (
    "UPDATE artifact SET"
    f" adoptions = (SELECT count(*) FROM (SELECT DISTINCT {TEAM} FROM adoption d"
    f" WHERE d.artifact_uri = artifact.uri AND {KNOWN}) t),"
    " adaptations = (SELECT count(*) FROM lineage l"
    " WHERE l.target_uri = artifact.uri AND l.relation = 'adaptedFrom'),"
    " reviews = (SELECT count(*) FROM review v WHERE v.artifact_uri = artifact.uri),"
    " endorsements = (SELECT count(*) FROM endorsement e"
    " WHERE e.artifact_uri = artifact.uri AND e.withdrawn = 0)"
    " WHERE id = ?"
)
# What is left of an artifact is what it takes to cite it.
_BURY = (
    "UPDATE artifact SET status = 'withdrawn', abstract = '', parts = '', works_for = '',"
    " origins = '' WHERE id = ?",
    "DELETE FROM document WHERE hash IN"
    " (SELECT r.document FROM artifact_revision r WHERE r.artifact_id = ? AND r.document <> '')",
    "UPDATE artifact_revision SET abstract = '', source = '', content = '', parts = '',"
    " files = '', note = '', document = '' WHERE artifact_id = ?",
    "DELETE FROM artifact_draft WHERE artifact_id = ?",
)
_CLAIM = "UPDATE artifact SET community_id = ? WHERE id = ? AND community_id = 0"
_EXPLAIN = "UPDATE artifact SET reason = ? WHERE id = ?"
_PROVE = "UPDATE artifact_revision SET document = ? WHERE artifact_id = ? AND number = ?"
_KEEP_DOCUMENT = f"{insert_of(DocumentRow)} ON CONFLICT (hash) DO NOTHING"
_LEAVE = "DELETE FROM contributor WHERE artifact_id = ? AND actor_uri = ? AND role = ?"
_SAVE_DRAFT = (
    "UPDATE artifact_draft SET kind = ?, community_id = ?, title = ?, body = ?, contributors = ?,"
    " derived_from = ?, saved = ? WHERE id = ?"
)
_DISCARD = "DELETE FROM artifact_draft WHERE id = ?"

# Guards: an artifact says what was read; a draft stands, and is its author's.
SAME_NUMBER = "FROM artifact WHERE id = ? AND number = ?"
DRAFT_STANDS = "FROM artifact_draft WHERE id = ? AND author_id = ?"


async def find_artifact(reader: Reader, number: int) -> ArtifactRow | None:
    """Find an artifact by the id of its post."""
    return ArtifactRow.first(await reader.many(_BY_ID, number))


async def find_artifact_by_uri(reader: Reader, uri: str) -> ArtifactRow | None:
    """Find an artifact by its uri."""
    return ArtifactRow.first(await reader.many(_BY_URI, uri))


async def find_revision(reader: Reader, artifact: int, number: int) -> ArtifactRevisionRow | None:
    """Find what an artifact said at one time."""
    return ArtifactRevisionRow.first(await reader.many(_REVISION, (artifact, number)))


async def list_revisions(
    reader: Reader, artifact: int, before: int, limit: int
) -> list[ArtifactRevisionRow]:
    """Read what an artifact said before a revision, the latest first."""
    return ArtifactRevisionRow.all(await reader.read(_HISTORY, artifact, before, limit))


async def count_revisions(reader: Reader, artifact: int) -> int:
    """Count the revisions that we hold."""
    return int((await reader.read(_COUNT, artifact))[0][0])


async def list_unproved(reader: Reader, artifact: int) -> list[ArtifactRevisionRow]:
    """Read which revisions have no document yet."""
    return ArtifactRevisionRow.all(await reader.read(_UNPROVED, artifact))


async def list_contributors(reader: Reader, artifact: int) -> list[ContributorRow]:
    """Read who had a part in an artifact, the first first."""
    found = ContributorRow.all(await reader.read(_CONTRIBUTORS, artifact))
    return sorted(found, key=lambda row: row.id)


async def find_document(reader: Reader, name: str) -> DocumentRow | None:
    """Find bytes by their hash."""
    return DocumentRow.first(await reader.read(_DOCUMENT, name))


async def find_draft(reader: Reader, number: int) -> ArtifactDraftRow | None:
    """Find an artifact that is being written."""
    return ArtifactDraftRow.first(await reader.read(_DRAFT, number))


async def list_drafts(reader: Reader, author: int, limit: int) -> Sequence[ArtifactDraftRow]:
    """Read what somebody is writing, the latest first."""
    return ArtifactDraftRow.all(await reader.read(_DRAFTS, author, limit))


def insert_artifact(row: ArtifactRow) -> tuple[Statement, ...]:
    """Keep an artifact, and count what others said of it before."""
    return (
        Statement(insert_of(ArtifactRow), row.values()),
        Statement(_COUNT_ANEW, (row.id,)),
    )


def set_artifact(row: ArtifactRow) -> Statement:
    """Let an artifact be as its row says; its counts stay."""
    said = (row.status, row.number, row.digest, row.abstract, row.parts, row.works_for)
    more = (row.license, row.evidence, row.language, row.review_by, row.organization_uri)
    last = (row.superseded_by, row.origins, row.changed, row.id)
    return Statement(_SET, (*said, *more, *last))


def insert_revision(row: ArtifactRevisionRow) -> Statement:
    """Keep what an artifact says; twice is a conflict."""
    return Statement(insert_of(ArtifactRevisionRow), row.values())


def insert_contributors(rows: Iterable[ContributorRow]) -> tuple[Statement, ...]:
    """Note who had a part in an artifact."""
    return tuple(Statement(insert_of(ContributorRow), row.values()) for row in rows)


def delete_contributor(row: ContributorRow) -> Statement:
    """Name somebody no longer."""
    return Statement(_LEAVE, (row.artifact_id, row.actor_uri, row.role))


def bury(artifact: int) -> tuple[Statement, ...]:
    """Leave of an artifact what it takes to cite it."""
    return tuple(Statement(sql, (artifact,)) for sql in _BURY)


def claim(artifact: int, community: int) -> Statement:
    """Let an artifact belong to a community, where it belongs to none."""
    return Statement(_CLAIM, (community, artifact))


def explain(artifact: int, reason: str) -> Statement:
    """Say why an artifact was withdrawn."""
    return Statement(_EXPLAIN, (reason, artifact))


def keep_document(row: DocumentRow) -> Statement:
    """Keep bytes by their hash; twice is once."""
    return Statement(_KEEP_DOCUMENT, row.values())


def prove(artifact: int, number: int, document: str) -> Statement:
    """Note under which hash the bytes of a revision lie."""
    return Statement(_PROVE, (document, artifact, number))


def insert_draft(row: ArtifactDraftRow) -> Statement:
    """Begin to write an artifact."""
    return Statement(insert_of(ArtifactDraftRow), row.values())


def save_draft(row: ArtifactDraftRow) -> Statement:
    """Keep how far somebody has come."""
    said = (row.kind, row.community_id, row.title, row.body, row.contributors, row.derived_from)
    return Statement(_SAVE_DRAFT, (*said, row.saved, row.id))


def discard_draft(number: int) -> Statement:
    """Let a draft go."""
    return Statement(_DISCARD, (number,))

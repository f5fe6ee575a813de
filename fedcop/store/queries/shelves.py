"""What stands on the shelves of communities, and who stands for which revision."""

from dataclasses import dataclass
from typing import Final

from fedcop.store.batch import Reader
from fedcop.store.rows import (
    ActorCard,
    EndorsementRow,
    LibraryEntryRow,
    StewardVoteRow,
    insert_of,
)
from fedcop.store.statements import Keyed, Statement

LIBRARY: Final = "library"

_ENTRY = LibraryEntryRow.columns()
_ENTRY_BY_ID = Keyed(f"SELECT id, {_ENTRY} FROM library_entry WHERE id = ANY_ID(?)")
_ENTRY_OF = (
    f"SELECT {_ENTRY} FROM library_entry WHERE community_id = ? AND shelf = ? AND artifact_uri = ?"
)
_ENTRIES = (
    f"SELECT {_ENTRY} FROM library_entry"
    " WHERE community_id = ? AND shelf = ? AND removed = 0 AND id < ? ORDER BY 0 + id DESC LIMIT ?"
)
_COUNT_ENTRIES = (
    "SELECT count(*) FROM library_entry WHERE community_id = ? AND shelf = ? AND removed = 0"
)
_HOLDERS = (
    "SELECT community_id FROM library_entry WHERE artifact_uri = ? AND removed = 0"
    " UNION SELECT community_id FROM offer WHERE artifact_uri = ? AND kind = 'library'"
    " AND state = 'review'"
)
_INSERT_ENTRY = insert_of(LibraryEntryRow)
_UPDATE_ENTRY = (
    "UPDATE library_entry SET number = ?, digest = ?, by_id = ?, activity_uri = ?, words = ?,"
    " created = ?, removed = ? WHERE id = ?"
)
_KEEP_ENTRY_BYTES = "UPDATE library_entry SET activity_uri = ?, document = ? WHERE id = ?"

_ENDORSEMENT = EndorsementRow.columns()
_ENDORSEMENT_BY_ID = Keyed(f"SELECT id, {_ENDORSEMENT} FROM endorsement WHERE id = ANY_ID(?)")
_ENDORSEMENT_OF = (
    f"SELECT {_ENDORSEMENT} FROM endorsement"
    " WHERE endorser_id = ? AND artifact_uri = ? AND number = ? AND digest = ?"
)
_BY_ENDORSER = (
    f"SELECT {_ENDORSEMENT} FROM endorsement"
    " WHERE endorser_id = ? AND withdrawn = 0 AND id < ? ORDER BY 0 + id DESC LIMIT ?"
)
_BY_ENDORSER_OF = (
    f"SELECT {_ENDORSEMENT} FROM endorsement"
    " WHERE endorser_id = ? AND artifact_uri = ? AND withdrawn = 0 ORDER BY 0 + id"
)
_OF_ARTIFACT = (
    f"SELECT {EndorsementRow.columns('e.')}, {ActorCard.columns('a.')}"
    " FROM endorsement e CROSS JOIN actor a"
    " WHERE a.id = e.endorser_id AND e.artifact_uri = ? AND 0 + e.id < ?"
    " ORDER BY 0 + e.id DESC LIMIT ?"
)
_COUNT_BY = "SELECT count(*) FROM endorsement WHERE endorser_id = ? AND withdrawn = 0"
_COUNT_OF = "SELECT count(*) FROM endorsement WHERE artifact_uri = ? AND withdrawn = 0"
_INSERT_ENDORSEMENT = insert_of(EndorsementRow)
_RENEW = (
    "UPDATE endorsement SET by_id = ?, words = ?, activity_uri = ?, created = ?, withdrawn = ?"
    " WHERE id = ?"
)
_KEEP_BYTES = "UPDATE endorsement SET activity_uri = ?, document = ? WHERE id = ?"
_WITHDRAW = "UPDATE endorsement SET withdrawn = ? WHERE id = ?"
_DATE = "UPDATE endorsement SET created = ?, withdrawn = ? WHERE id = ?"
_COUNT = "UPDATE artifact SET endorsements = endorsements + ? WHERE uri = ?"
_VOTES = (
    f"SELECT {StewardVoteRow.columns()} FROM steward_vote"
    " WHERE community_id = ? AND artifact_uri = ? AND number = ? AND digest = ?"
)
_INSERT_VOTE = insert_of(StewardVoteRow)
_FORGET_VOTES = (
    "DELETE FROM steward_vote"
    " WHERE community_id = ? AND artifact_uri = ? AND number = ? AND digest = ?"
)
_DOCUMENTS = Keyed("SELECT hash, body FROM document WHERE hash = ANY_TEXT(?)")

# Guards: an entry, an endorsement is still as it was read.
SAME_ENTRY = "FROM library_entry WHERE id = ? AND number = ? AND digest = ? AND removed = ?"
SAME_ENDORSEMENT = "FROM endorsement WHERE id = ? AND withdrawn = ?"

Pin = tuple[str, int, str]  # uri, number, digest


@dataclass(frozen=True, slots=True)
class Said:
    """An endorsement with whose it is."""

    row: EndorsementRow
    by: ActorCard


async def find_entry(reader: Reader, number: int) -> LibraryEntryRow | None:
    """Find what stands on a shelf by our id."""
    return LibraryEntryRow.first(await reader.many(_ENTRY_BY_ID, number))


async def find_entry_of(reader: Reader, community: int, uri: str) -> LibraryEntryRow | None:
    """Find an artifact in the library of a community, also one that was taken off."""
    return LibraryEntryRow.first(await reader.read(_ENTRY_OF, community, LIBRARY, uri))


async def list_entries(
    reader: Reader, community: int, before: int, limit: int
) -> list[LibraryEntryRow]:
    """Read what stands in a library, the latest first."""
    return LibraryEntryRow.all(await reader.read(_ENTRIES, community, LIBRARY, before, limit))


async def count_entries(reader: Reader, community: int) -> int:
    """Count what stands in a library."""
    return int((await reader.read(_COUNT_ENTRIES, community, LIBRARY))[0][0])


async def list_holders(reader: Reader, uri: str) -> list[int]:
    """Read which communities have an artifact in their library or in review."""
    return [int(row[0]) for row in await reader.read(_HOLDERS, uri, uri)]


def insert_entry(row: LibraryEntryRow) -> Statement:
    """Put an artifact on a shelf."""
    return Statement(_INSERT_ENTRY, row.values())


def update_entry(row: LibraryEntryRow) -> Statement:
    """Let another revision stand on a shelf, or none."""
    what = (row.number, row.digest, row.by_id, row.activity_uri, row.words)
    return Statement(_UPDATE_ENTRY, (*what, row.created, row.removed, row.id))


async def find_endorsement(reader: Reader, number: int) -> EndorsementRow | None:
    """Find an endorsement by our id."""
    return EndorsementRow.first(await reader.many(_ENDORSEMENT_BY_ID, number))


async def find_endorsement_of(reader: Reader, endorser: int, pin: Pin) -> EndorsementRow | None:
    """Find whether somebody stands, or stood, for a revision."""
    return EndorsementRow.first(await reader.read(_ENDORSEMENT_OF, endorser, *pin))


async def list_by_endorser(
    reader: Reader, endorser: int, before: int, limit: int
) -> list[EndorsementRow]:
    """Read what somebody stands for, the latest first."""
    return EndorsementRow.all(await reader.read(_BY_ENDORSER, endorser, before, limit))


async def list_by_endorser_of(reader: Reader, endorser: int, uri: str) -> list[EndorsementRow]:
    """Read for which revisions of an artifact somebody stands."""
    return EndorsementRow.all(await reader.read(_BY_ENDORSER_OF, endorser, uri))


async def list_of_artifact(reader: Reader, uri: str, before: int, limit: int) -> list[Said]:
    """Read who stands, or stood, for an artifact, the latest first."""
    width = EndorsementRow.width()
    rows = await reader.read(_OF_ARTIFACT, uri, before, limit)
    return [Said(EndorsementRow.of(row), ActorCard.of(row, width)) for row in rows]


async def count_by_endorser(reader: Reader, endorser: int) -> int:
    """Count what somebody stands for."""
    return int((await reader.read(_COUNT_BY, endorser))[0][0])


async def count_of_artifact(reader: Reader, uri: str) -> int:
    """Count who stands for an artifact."""
    return int((await reader.read(_COUNT_OF, uri))[0][0])


def insert_endorsement(row: EndorsementRow) -> tuple[Statement, ...]:
    """Keep that somebody stands for a revision, and count it."""
    return (
        Statement(_INSERT_ENDORSEMENT, row.values()),
        Statement(_COUNT, (1, row.artifact_uri)),
    )


def insert_withdrawn(row: EndorsementRow) -> Statement:
    """Keep that somebody does not stand for a revision, which counts for nothing."""
    return Statement(_INSERT_ENDORSEMENT, row.values())


def date_endorsement(number: int, created: int, withdrawn: int) -> Statement:
    """Say when somebody said last that they stand for a revision, or that they do not."""
    return Statement(_DATE, (created, withdrawn, number))


def renew_endorsement(row: EndorsementRow) -> tuple[Statement, ...]:
    """Let somebody stand again for what they stood for."""
    said = (row.by_id, row.words, row.activity_uri, row.created, 0)
    return Statement(_RENEW, (*said, row.id)), Statement(_COUNT, (1, row.artifact_uri))


def withdraw_endorsement(row: EndorsementRow, now: int) -> tuple[Statement, ...]:
    """Let somebody no longer stand for a revision."""
    return Statement(_WITHDRAW, (now, row.id)), Statement(_COUNT, (-1, row.artifact_uri))


def prove_endorsement(number: int, uri: str, document: str) -> Statement:
    """Note under which hash the signed Add of an endorsement lies."""
    return Statement(_KEEP_BYTES, (uri, document, number))


def prove_entry(number: int, uri: str, document: str) -> Statement:
    """Note under which hash the signed Add of an entry lies."""
    return Statement(_KEEP_ENTRY_BYTES, (uri, document, number))


async def find_bytes(reader: Reader, digest: str) -> bytes | None:
    """Find the bytes of a signed activity by their hash."""
    rows = await reader.many(_DOCUMENTS, digest)
    return bytes(rows[0][0]) if rows else None


async def list_votes(reader: Reader, community: int, pin: Pin) -> list[StewardVoteRow]:
    """Read which stewards are for endorsing a revision."""
    return StewardVoteRow.all(await reader.read(_VOTES, community, *pin))


def insert_vote(row: StewardVoteRow) -> Statement:
    """Keep that a steward is for endorsing a revision; of two in the same place one is late."""
    return Statement(_INSERT_VOTE, row.values())


def forget_votes(community: int, pin: Pin) -> Statement:
    """Let stewards say anew whether they are for endorsing a revision."""
    return Statement(_FORGET_VOTES, (community, *pin))

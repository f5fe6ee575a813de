"""What one thing owes to another, from either end; an end may be unknown here."""

from collections.abc import Sequence

from fedcop.store.batch import Reader
from fedcop.store.rows import LineageRow, insert_of
from fedcop.store.statements import Statement

MOST = 500

_COLUMNS = LineageRow.columns("l.")
_FROM = f"SELECT {_COLUMNS} FROM lineage l WHERE l.source_uri = ANY_TEXT(?) LIMIT {MOST}"
_TO = (
    f"SELECT {_COLUMNS} FROM lineage l WHERE l.target_uri = ANY_TEXT(?) AND l.relation = ?"
    f" LIMIT {MOST}"
)
_COUNT = "SELECT count(*) FROM lineage WHERE target_uri = ? AND relation = ?"
# What its origin says is not changed by what others say of it.
_KEEP = (
    f"{insert_of(LineageRow)} ON CONFLICT (source_uri, relation, target_uri) DO UPDATE SET"
    " source_number = excluded.source_number, target_number = excluded.target_number,"
    " target_digest = excluded.target_digest, note = excluded.note, verified = excluded.verified"
    " WHERE excluded.verified >= lineage.verified"
)
_FORGET = "DELETE FROM lineage WHERE id = ANY_ID(?)"
_COUNTED = (
    "UPDATE artifact SET adaptations = (SELECT count(*) FROM lineage l"
    " WHERE l.target_uri = artifact.uri AND l.relation = 'adaptedFrom') WHERE uri = ?"
)


async def list_from(reader: Reader, sources: Sequence[str]) -> list[LineageRow]:
    """Read what some things owe to others."""
    return LineageRow.all(await reader.read(_FROM, list(sources)))


async def list_to(reader: Reader, targets: Sequence[str], relation: str) -> list[LineageRow]:
    """Read what owes something of one kind to some things."""
    return LineageRow.all(await reader.read(_TO, list(targets), relation))


async def count_to(reader: Reader, target: str, relation: str) -> int:
    """Count what owes something of one kind to a thing."""
    return int((await reader.read(_COUNT, target, relation))[0][0])


def keep(row: LineageRow) -> Statement:
    """Keep an edge, or what is said of it anew."""
    return Statement(_KEEP, row.values())


def forget(numbers: Sequence[int]) -> Statement:
    """Let go of edges that their source no longer names."""
    return Statement(_FORGET, (list(numbers),))


def count_adaptations(target: str) -> Statement:
    """Write down how often an artifact was adapted, where we have it."""
    return Statement(_COUNTED, (target,))

"""What one thing owes to another: adapted from, supersedes, warns about, cites, translates.

An edge is kept even when one of its ends is unknown here. It is verified when the thing it starts
from says so itself; what somebody else says of it is hearsay, and gives way.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from fedcop import clock, ids
from fedcop.community.practice.parts import Origin
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import lineage as rows
from fedcop.store.rows import LineageRow

ADAPTED: Final = "adaptedFrom"
TRANSLATED: Final = "translationOf"
DERIVED: Final = frozenset({ADAPTED, TRANSLATED})  # what is made of the original's own words
RELATIONS: Final = (
    ADAPTED,
    "supersedes",
    "warnsAbout",
    "derivedFrom",
    "outcomeOf",
    "cites",
    TRANSLATED,
)
_LONGEST_NOTE: Final = 500
_MOST_OF_ONE: Final = 50


async def record(
    unit: Unit, source_uri: str, origins: Iterable[Origin], *, number: int = 0
) -> None:
    """Keep what a thing itself says that it owes to others; what it no longer names goes."""
    named = {(one.relation, one.target.uri): one for one in _known(source_uri, origins)}
    before = await rows.list_from(unit, [source_uri])
    gone = [row for row in before if (row.relation, row.target_uri) not in named and row.verified]
    if gone:
        unit.add(rows.forget([row.id for row in gone]))
    for origin in named.values():
        unit.add(rows.keep(_row(source_uri, origin, number, verified=1)))
    _count(unit, {row.target_uri for row in gone if row.relation == ADAPTED})
    _count(unit, {one.target.uri for one in named.values() if one.relation == ADAPTED})


def hear(unit: Unit, source_uri: str, origin: Origin) -> None:
    """Keep what somebody else says that a thing owes to another."""
    for one in _known(source_uri, [origin]):
        unit.add(rows.keep(_row(source_uri, one, 0, verified=0)))
        _count(unit, {one.target.uri} if one.relation == ADAPTED else set())


async def list_from(reader: Reader, source_uri: str) -> list[LineageRow]:
    """Read what a thing owes to others, the oldest first."""
    return _sorted(await rows.list_from(reader, [source_uri]))


async def list_to(reader: Reader, target_uri: str, relation: str = ADAPTED) -> list[LineageRow]:
    """Read what owes something of one kind to a thing, the oldest first."""
    return _sorted(await rows.list_to(reader, [target_uri], relation))


async def list_derived(reader: Reader, target_uri: str) -> list[LineageRow]:
    """Read what is a version or a translation of a thing, the oldest first."""
    found = [await rows.list_to(reader, [target_uri], one) for one in sorted(DERIVED)]
    return _sorted([row for some in found for row in some])


async def list_to_any(
    reader: Reader, targets: Sequence[str], relation: str = ADAPTED
) -> list[LineageRow]:
    """Read what owes something of one kind to any of some things, the oldest first."""
    return _sorted(await rows.list_to(reader, targets, relation)) if targets else []


def _known(source_uri: str, origins: Iterable[Origin]) -> list[Origin]:
    """Leave out what is no edge: of a kind we do not know, to nowhere, to itself."""
    found = [
        one
        for one in origins
        if one.relation in RELATIONS and one.target.uri and one.target.uri != source_uri
    ]
    return found[:_MOST_OF_ONE]


def _row(source_uri: str, origin: Origin, number: int, *, verified: int) -> LineageRow:
    pin = origin.target
    return LineageRow(
        id=ids.new_id(),
        source_uri=source_uri,
        relation=origin.relation,
        target_uri=pin.uri,
        created=clock.now_ms(),
        source_number=number,
        target_number=pin.number,
        target_digest=pin.digest,
        note=origin.note[:_LONGEST_NOTE],
        verified=verified,
    )


def _count(unit: Unit, targets: Iterable[str]) -> None:
    for uri in sorted(targets):
        unit.touch(f"adaptations:{uri}")
        unit.add(rows.count_adaptations(uri))


def _sorted(found: list[LineageRow]) -> list[LineageRow]:
    return sorted(found, key=lambda row: row.id)

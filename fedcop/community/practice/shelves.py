"""The library of a community: what stands there, by the word of the community alone.

An entry that names a revision says that it passed review; one that names none was taken in as it
comes.
"""

from dataclasses import dataclass, replace

from fedcop import ids
from fedcop.community import events, policy
from fedcop.community.practice import artifacts, lifecycle
from fedcop.community.practice.heard import OURS, Heard
from fedcop.community.practice_events import ShelfChanged
from fedcop.errors import Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import shelves, standings, stewards
from fedcop.store.rows import ActorRow, ArtifactRow, LibraryEntryRow
from fedcop.values import ArtifactPin

_LONGEST_WORDS = 2000
_NEWEST = 2**62


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is put, by whose word, and why."""

    group: ActorRow
    by: ActorRow
    words: str = ""


async def put(unit: Unit, place: Place, pin: ArtifactPin, heard: Heard = OURS) -> bool:
    """Put a revision on the shelf of a community; False where it stands there. Raises Refused."""
    await require_word(unit, place)
    known = await shelves.find_entry_of(unit, place.group.id, pin.uri)
    if known is not None and (_stands_so(known, pin) or _is_newer(known, heard)):
        if not known.removed and known.created < heard.said:
            unit.add(shelves.update_entry(replace(known, created=heard.said)))
        return False
    row = LibraryEntryRow(
        id=known.id if known else ids.new_id(),
        community_id=place.group.id,
        shelf=shelves.LIBRARY,
        artifact_uri=pin.uri,
        created=heard.said,
        number=pin.number,
        digest=pin.digest,
        by_id=place.by.id,
        activity_uri=heard.uri,
        words=place.words[:_LONGEST_WORDS],
    )
    unit.touch(f"shelf:{place.group.id}:{pin.uri}")
    if known is not None:
        unit.guard(shelves.SAME_ENTRY, known.id, known.number, known.digest, known.removed)
    kept = shelves.update_entry(row) if known else shelves.insert_entry(row)
    unit.add(kept, standings.look_anew(pin.uri))
    if heard.document:
        document = artifacts.keep_document(unit, heard.document)
        unit.add(shelves.prove_entry(row.id, heard.uri, document))
    artifact = await artifacts.find(unit, pin.uri)
    events.record(unit, _changed(artifact, row.id), heard.cause)
    if artifact is not None and pin.number and is_shown(artifact, pin):
        await lifecycle.heard(unit, artifact, "pass", cause=heard.cause)
    return True


async def take_off(
    unit: Unit, place: Place, uri: str, heard: Heard = OURS, successor: str = ""
) -> bool:
    """Take an artifact off the shelf of a community; False where it did not stand there.

    What is taken off before it was put there is remembered, so that it is not put there late.
    """
    await require_word(unit, place)
    known = await shelves.find_entry_of(unit, place.group.id, uri)
    if known is None and heard.at:
        row = LibraryEntryRow(ids.new_id(), place.group.id, shelves.LIBRARY, uri, heard.said)
        unit.add(shelves.insert_entry(replace(row, removed=heard.said)))
    if known is not None and 0 < known.removed < heard.said:
        unit.add(shelves.update_entry(replace(known, removed=heard.said)))
    if known is None or known.removed or known.created > heard.said:
        return False
    unit.touch(f"shelf:{place.group.id}:{uri}")
    unit.guard(shelves.SAME_ENTRY, known.id, known.number, known.digest, known.removed)
    gone = replace(known, removed=heard.said, by_id=place.by.id)
    unit.add(shelves.update_entry(gone), standings.look_anew(uri))
    artifact = await artifacts.find(unit, uri)
    told = _changed(artifact, known.id, removed=1)
    events.record(unit, replace(told, successor=successor), heard.cause)
    return True


async def require_word(unit: Unit, place: Place) -> None:
    """Rely on somebody speaking for a community, until the commit. Raises Refused.

    For one elsewhere that is the community itself; its stewards ask its node.
    """
    group, by = place.group, place.by
    if group.kind != "Group":
        raise Refused("This is no community.")
    if by.id == group.id:
        policy.require(policy.may_act(by))
        return
    if not group.local:
        raise Refused("Only this community itself says what stands in its library.")
    steward = await stewards.find_steward(unit, group.id, by.id)
    policy.require(policy.may_steward(by, group, steward=steward is not None))
    unit.guard(stewards.STILL, group.id, by.id)


def is_shown(artifact: ArtifactRow, pin: ArtifactPin) -> bool:
    """Whether a pin names just what an artifact says now."""
    return (artifact.number, artifact.digest) == (pin.number, pin.digest)


async def find(reader: Reader, number: int) -> LibraryEntryRow | None:
    """Find an entry by our id."""
    return await shelves.find_entry(reader, number)


async def find_of(reader: Reader, community: int, uri: str) -> LibraryEntryRow | None:
    """Find an artifact in the library of a community."""
    row = await shelves.find_entry_of(reader, community, uri)
    return row if row is not None and not row.removed else None


async def list_holders(reader: Reader, uri: str) -> list[int]:
    """Read which communities have an artifact in their library, or review it."""
    return await shelves.list_holders(reader, uri)


async def list_library(
    reader: Reader, community: int, before: int = 0, limit: int = 20
) -> list[LibraryEntryRow]:
    """Read what stands in the library of a community, the latest first."""
    return await shelves.list_entries(reader, community, before or _NEWEST, limit)


def _stands_so(known: LibraryEntryRow, pin: ArtifactPin) -> bool:
    """Whether an entry says as much already: what passed review is not taken in without."""
    if known.removed:
        return False
    return not pin.number or (known.number, known.digest) == (pin.number, pin.digest)


def _is_newer(known: LibraryEntryRow, heard: Heard) -> bool:
    """Whether something was said of an entry since what comes now."""
    return known.removed >= heard.said or (not known.removed and known.created > heard.said)


def _changed(artifact: ArtifactRow | None, entry: int, removed: int = 0) -> ShelfChanged:
    return ShelfChanged(artifact.id if artifact else 0, entry=entry, removed=removed)

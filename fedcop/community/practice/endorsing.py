"""Standing for one exact revision: a community by its stewards, an organization, a person.

A word is about a digest. What one says of r7 never becomes a word about r8.
"""

from dataclasses import dataclass, replace
from typing import Final

from fedcop import clock, ids
from fedcop.community import events, policy
from fedcop.community.practice import artifacts, lifecycle, readable, reviews, shelves, standing
from fedcop.community.practice.heard import OURS, Heard
from fedcop.community.practice.shelves import Place
from fedcop.community.practice_events import (
    EndorsementWithdrawn,
    RevisionCommended,
    RevisionEndorsed,
)
from fedcop.errors import Conflict, NotFound, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import reviews as review_queries
from fedcop.store.queries import shelves as queries
from fedcop.store.queries import standings
from fedcop.store.queries.shelves import Said
from fedcop.store.rows import ActorRow, ArtifactRow, EndorsementRow, StewardVoteRow
from fedcop.values import ArtifactPin

_LONGEST_WORDS: Final = 2000
_NEWEST: Final = 2**62
_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Word:
    """Who stands for a revision, who said so for them, and why."""

    endorser: ActorRow
    by: ActorRow
    words: str = ""


@dataclass(frozen=True, slots=True)
class Votes:
    """How many stewards are for endorsing a revision, who they are, and how many it takes."""

    stewards: frozenset[int]
    needed: int


async def votes_of(reader: Reader, community: int, pin: ArtifactPin) -> Votes:
    """Read which stewards are for endorsing a revision, before there are enough of them."""
    said = await queries.list_votes(reader, community, (pin.uri, pin.number, pin.digest))
    rule = await review_queries.find_rule(reader, community)
    return Votes(frozenset(row.steward_id for row in said), rule.votes)


async def endorse(unit: Unit, place: Place, pin: ArtifactPin, cause: int = 0) -> bool:
    """Let a steward be for endorsing a revision; whether that is enough, and it is endorsed.

    What has not passed review here, or still has to be mended, needs a reason in words. Raises
    Refused, NotFound and Conflict.
    """
    await shelves.require_word(unit, place)
    await _require_held(unit, pin)
    await readable.require_readable(unit, pin)
    await _require_ready(unit, place, pin)
    group, by = place.group, place.by
    key = (pin.uri, pin.number, pin.digest)
    votes = {row.steward_id for row in await queries.list_votes(unit, group.id, key)}
    unit.touch(f"votes:{group.id}:{pin.uri}")
    if by.id not in votes:
        unit.add(queries.insert_vote(_vote(place, pin, len(votes) + 1)))
    rule = await review_queries.find_rule(unit, group.id)
    if by.id != group.id and len(votes | {by.id}) < rule.votes:
        return False
    await shelves.put(unit, place, ArtifactPin(pin.uri))
    word = Word(group, by, place.words)
    return await keep(unit, word, pin, Heard(cause=cause))


async def recommend(unit: Unit, word: Word, pin: ArtifactPin) -> bool:
    """Let an organization stand for a revision that we hold. Raises NotFound and Conflict."""
    await _require_held(unit, pin)
    await readable.require_readable(unit, pin)
    return await keep(unit, word, pin)


async def keep(unit: Unit, word: Word, pin: ArtifactPin, heard: Heard = OURS) -> bool:
    """Keep that somebody stands for a revision, here or not yet; False where that is known."""
    policy.require(policy.may_act(word.endorser))
    artifact = await artifacts.find(unit, pin.uri)
    key = (pin.uri, pin.number, pin.digest)
    known = await queries.find_endorsement_of(unit, word.endorser.id, key)
    if known is not None and known.withdrawn >= heard.said:
        return False  # it was taken back since
    unit.touch(f"endorsement:{word.endorser.id}:{pin.uri}")
    unit.add(standings.look_anew(pin.uri))
    again = await _renew(unit, word, artifact, pin, heard.cause)
    if known is not None and not known.withdrawn:
        unit.add(queries.date_endorsement(known.id, max(known.created, heard.said), 0))
        return again
    row = _row(known.id if known else ids.new_id(), word, pin, heard)
    if known is None:
        unit.add(*queries.insert_endorsement(row))
    else:
        unit.guard(queries.SAME_ENDORSEMENT, known.id, known.withdrawn)
        unit.add(*queries.renew_endorsement(row))
    if heard.document:
        document = artifacts.keep_document(unit, heard.document)
        unit.add(queries.prove_endorsement(row.id, heard.uri, document))
    number = artifact.id if artifact else 0
    strong = word.endorser.kind in standing.SPEAKERS
    event = RevisionEndorsed if strong else RevisionCommended
    events.record(unit, event(number, endorsement=row.id), heard.cause)
    return True


async def withdraw(unit: Unit, word: Word, pin: ArtifactPin, heard: Heard = OURS) -> bool:
    """Let somebody no longer stand for a revision; without a number, for none of an artifact.

    What is taken back before it was heard of is remembered, so that it does not hold afterwards.
    """
    rows = await queries.list_by_endorser_of(unit, word.endorser.id, pin.uri)
    meant = [
        row for row in rows if pin.number in {0, row.number} and pin.digest in {"", row.digest}
    ]
    artifact = await artifacts.find(unit, pin.uri)
    unit.touch(f"endorsement:{word.endorser.id}:{pin.uri}")
    unit.add(*([standings.look_anew(pin.uri)] if meant else []))
    for row in (row for row in meant if row.created <= heard.said):
        unit.guard(queries.SAME_ENDORSEMENT, row.id, 0)
        unit.add(*queries.withdraw_endorsement(row, heard.said))
        if word.endorser.local:
            key = (row.artifact_uri, row.number, row.digest)
            unit.add(queries.forget_votes(word.endorser.id, key))
        number = artifact.id if artifact else 0
        events.record(unit, EndorsementWithdrawn(number, endorsement=row.id), heard.cause)
    if not meant and heard.at and pin.number and pin.digest:
        await _remember(unit, word, pin, heard)
    return bool(meant)


async def _remember(unit: Unit, word: Word, pin: ArtifactPin, heard: Heard) -> None:
    """Note that something does not hold that we have not heard of yet."""
    key = (pin.uri, pin.number, pin.digest)
    known = await queries.find_endorsement_of(unit, word.endorser.id, key)
    if known is None:
        row = replace(_row(ids.new_id(), word, pin, heard), withdrawn=heard.said)
        unit.add(queries.insert_withdrawn(row))
    elif known.withdrawn < heard.said:
        unit.add(queries.date_endorsement(known.id, known.created, heard.said))


def _vote(place: Place, pin: ArtifactPin, at: int) -> StewardVoteRow:
    return StewardVoteRow(
        id=ids.new_id(),
        community_id=place.group.id,
        artifact_uri=pin.uri,
        number=pin.number,
        digest=pin.digest,
        steward_id=place.by.id,
        place=at,
        created=clock.now_ms(),
        words=place.words,
    )


def _row(number: int, word: Word, pin: ArtifactPin, heard: Heard) -> EndorsementRow:
    return EndorsementRow(
        id=number,
        endorser_id=word.endorser.id,
        artifact_uri=pin.uri,
        number=pin.number,
        digest=pin.digest,
        created=heard.said,
        by_id=word.by.id,
        words=word.words[:_LONGEST_WORDS],
        activity_uri=heard.uri,
    )


# Reads


async def find(reader: Reader, number: int) -> EndorsementRow | None:
    """Find an endorsement by our id."""
    return await queries.find_endorsement(reader, number)


async def list_of(reader: Reader, uri: str, before: int = 0, limit: int = _MOST) -> list[Said]:
    """Read who stands, or stood, for an artifact, the latest first."""
    return await queries.list_of_artifact(reader, uri, before or _NEWEST, limit)


async def list_by(
    reader: Reader, endorser: int, before: int = 0, limit: int = 20
) -> list[EndorsementRow]:
    """Read what somebody stands for, the latest first."""
    return await queries.list_by_endorser(reader, endorser, before or _NEWEST, limit)


async def list_mine_of(reader: Reader, endorser: int, uri: str) -> list[EndorsementRow]:
    """Read for which revisions of an artifact somebody stands."""
    return await queries.list_by_endorser_of(reader, endorser, uri)


def pin_of(row: EndorsementRow) -> ArtifactPin:
    """Name the revision that somebody stands for."""
    return ArtifactPin(row.artifact_uri, row.number, row.digest)


async def _require_held(unit: Unit, pin: ArtifactPin) -> None:
    """Go on with a revision that we hold just so. Raises NotFound and Conflict."""
    if await artifacts.find_by_pin(unit, pin) is None:
        raise NotFound("This revision is not here as it was named; look at it anew.")
    artifact = await artifacts.find(unit, pin.uri)
    if artifact is not None and artifact.status in {standing.SUPERSEDED, standing.WITHDRAWN}:
        raise Conflict(f"It is {standing.LABELS[artifact.status]}.")


async def _require_ready(unit: Unit, place: Place, pin: ArtifactPin) -> None:
    """Go on with what passed review and needs no mending, or for a reason. Raises Refused."""
    if place.words.strip():
        return
    entry = await shelves.find_of(unit, place.group.id, pin.uri)
    if entry is None or (entry.number, entry.digest) != (pin.number, pin.digest):
        raise Refused("This revision has not passed review here; say why you endorse it anyway.")
    if await reviews.list_unmended(unit, pin):
        raise Refused("A review says what must be fixed; close that, or say why not.")


async def _renew(
    unit: Unit, word: Word, artifact: ArtifactRow | None, pin: ArtifactPin, cause: int
) -> bool:
    """Let an artifact of ours stand as endorsed where just what it says was."""
    if artifact is None or not shelves.is_shown(artifact, pin):
        return False
    if word.endorser.kind not in standing.SPEAKERS:
        return False
    return await lifecycle.renewed(unit, artifact, cause)

"""Artifacts: begun with their post, said anew revision by revision, each kept whole.

What comes from elsewhere brings a number and a digest. The digest is made anew of what came; a
number that we know with another digest is refused, and so nothing approved can be exchanged.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from fedcop import clock, ids
from fedcop.community.practice import (
    adaptations,
    lineage,
    minor,
    sources,
    standing,
    translations,
)
from fedcop.community.practice.canonical import Said, digest_of
from fedcop.community.practice.kinds import KINDS
from fedcop.community.practice.noun import Noun
from fedcop.community.practice.packing import (
    fields_of,
    files_of,
    origins_of,
    plain_file,
    plain_origin,
    said_by,
    said_of,
    works_for_of,
    written,
)
from fedcop.community.practice.parts import ArtifactPart
from fedcop.digests import sha256
from fedcop.errors import Gone, NotFound, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import adoptions, artifacts, standings
from fedcop.store.rows import (
    ActorRow,
    ArtifactRevisionRow,
    ArtifactRow,
    ContributorRow,
    DocumentRow,
    PostRow,
)
from fedcop.store.statements import Statement
from fedcop.values import ArtifactPin

__all__ = ["fields_of", "files_of", "origins_of", "said_by", "said_of", "works_for_of"]

log = logging.getLogger(__name__)

_MOST_REVISIONS: Final = 100_000  # a number beyond is a mistake, or malice
_MOST_CONTRIBUTORS: Final = 200
_LONGEST_ROLE: Final = 30
_DISPUTED: Final = "digest: revision {} is known with another digest"


async def begin(unit: Unit, author: ActorRow, post: PostRow, part: ArtifactPart) -> None:
    """Keep an artifact beside its post. Raises Refused."""
    if author.local:
        adaptations.require(part)
        await translations.require_language(unit, part)
        part = await _owing(unit, post, part)
    said = said_of(part)
    digest = _digest(author, part, said)
    number = 1 if author.local else part.number
    row = ArtifactRow(
        id=post.id,
        uri=post.uri,
        kind=part.kind,
        community_id=post.community_id,
        status=part.status or standing.DRAFT,
        number=number,
        digest=digest,
        changed=part.at or post.published,
    )
    unit.touch(f"artifact:{post.uri}")
    unit.add(*artifacts.insert_artifact(_as_told(row, part)))
    _add_revision(unit, author, row, part, row.changed)
    unit.add(*_contributors(row, part, ()))
    await lineage.record(unit, row.uri, part.origins, number=number)


async def change(unit: Unit, actor: ActorRow, post: PostRow, part: ArtifactPart) -> bool:
    """Keep what an artifact says now, as its next revision; whether anything changed.

    Raises Refused, and Conflict where somebody else was quicker.
    """
    row = await artifacts.find_artifact(unit, post.id)
    if row is None or row.kind != part.kind:
        raise Refused("cop:kind: a thing stays of the kind that it was written as")
    part = await _owing(unit, post, part) if actor.local else part
    said = said_of(part)
    digest = _digest(actor, part, said)
    number = row.number + (digest != row.digest) if actor.local else part.number
    if number == row.number and digest != row.digest:
        raise _disputed(row, number, digest)
    told = _as_told(row, part)
    if number != row.number:
        part = await _with_minor(unit, row, said, part)
        told = replace(told, number=number, digest=digest, changed=part.at or clock.now_ms())
        told = _as_revised(told, part) if actor.local else told
        if not await _is_known(unit, told):
            _add_revision(unit, actor, told, part, told.changed)
    named = await artifacts.list_contributors(unit, row.id)
    statements = _contributors(told, part, named)
    if told == row and not statements:
        return False
    unit.touch(f"artifact:{row.uri}")
    unit.guard(artifacts.SAME_NUMBER, row.id, row.number)
    unit.add(artifacts.set_artifact(told), *statements)
    await lineage.record(unit, row.uri, part.origins, number=number)
    return True


async def order(reader: Reader, post: PostRow, part: ArtifactPart) -> int:
    """Say whether a revision from elsewhere is older (-1), or newer (1), than what is shown."""
    row = await artifacts.find_artifact(reader, post.id)
    if row is None or not part.number:
        return 0
    return (part.number > row.number) - (part.number < row.number)


async def keep_old(unit: Unit, author: ActorRow, post: PostRow, part: ArtifactPart) -> bool:
    """Keep a revision that comes after a newer one, which stays; False when it is known.

    Raises Refused.
    """
    row = await get(unit, post.id)
    digest = _digest(author, part, said_of(part))
    told = replace(row, number=part.number, digest=digest)
    if await _is_known(unit, told):
        return False
    unit.touch(f"artifact:{row.uri}")
    _add_revision(unit, author, told, part, part.at or clock.now_ms())
    return True


async def bury(unit: Unit, post: PostRow) -> None:
    """Leave of an artifact what it takes to cite it: its name, its numbers, its digests."""
    unit.touch(f"artifact:{post.uri}")
    unit.add(*artifacts.bury(post.id))
    await lineage.record(unit, post.uri, ())


def claim(unit: Unit, post: PostRow, community: ActorRow) -> None:
    """Let an artifact belong to the community that claims its thread."""
    if post.practice in KINDS:
        unit.add(artifacts.claim(post.id, community.id))


def explain(unit: Unit, post: PostRow, reason: str) -> None:
    """Keep why an artifact was withdrawn."""
    if reason:
        unit.add(artifacts.explain(post.id, reason))


NOUN: Final = Noun(begin, change, bury, order, keep_old, whole=True)


# Reads


async def find(reader: Reader, artifact_uri: str) -> ArtifactRow | None:
    """Find an artifact by its uri."""
    return await artifacts.find_artifact_by_uri(reader, artifact_uri)


async def get(reader: Reader, number: int) -> ArtifactRow:
    """Read an artifact by the id of its post. Raises NotFound."""
    row = await artifacts.find_artifact(reader, number)
    if row is None:
        raise NotFound("There is no such artifact.")
    return row


async def revision(reader: Reader, artifact_id: int, number: int) -> ArtifactRevisionRow:
    """Read what an artifact said at one time. Raises NotFound, and Gone when it was taken back."""
    row = await artifacts.find_revision(reader, artifact_id, number)
    if row is None:
        raise NotFound("This revision is not here.")
    if (await get(reader, artifact_id)).status == standing.WITHDRAWN:
        raise Gone("This was withdrawn; it can be cited, and not read.")
    return row


async def find_kept(reader: Reader, artifact_id: int, number: int) -> ArtifactRevisionRow | None:
    """Find a revision where we hold it."""
    return await artifacts.find_revision(reader, artifact_id, number)


async def history(
    reader: Reader, artifact_id: int, before: int = 0, limit: int = 20
) -> list[ArtifactRevisionRow]:
    """Read what an artifact said, the latest first; `before` is a revision's number, 0: all."""
    last = before or _MOST_REVISIONS + 1
    return await artifacts.list_revisions(reader, artifact_id, last, limit)


async def contributors(reader: Reader, artifact_id: int) -> list[ContributorRow]:
    """Read who had a part in an artifact."""
    return await artifacts.list_contributors(reader, artifact_id)


async def find_by_pin(reader: Reader, pin: ArtifactPin) -> ArtifactRevisionRow | None:
    """Find exactly what a pin names; None where we hold it not, or hold something else."""
    row = await find(reader, pin.uri)
    found = await artifacts.find_revision(reader, row.id, pin.number) if row else None
    return found if found and found.digest == pin.digest else None


async def digest_of_file(reader: Reader, artifact_id: int, url: str) -> str:
    """Return the digest by which an artifact names a file; nothing where it names none."""
    row = await artifacts.find_artifact(reader, artifact_id) if artifact_id else None
    said = await artifacts.find_revision(reader, row.id, row.number) if row else None
    return next((one.digest for one in files_of(said) if one.url == url), "") if said else ""


def pin_of(row: ArtifactRow) -> ArtifactPin:
    """Name exactly what an artifact says now."""
    return ArtifactPin(row.uri, row.number, row.digest)


def keep_document(unit: Unit, body: bytes) -> str:
    """Keep bytes that others may ask for long after the log forgot them; returns their hash."""
    name = sha256(body).hex()
    unit.add(artifacts.keep_document(DocumentRow(ids.new_id(), name, body, clock.now_ms())))
    return name


def _digest(author: ActorRow, part: ArtifactPart, said: Said) -> str:
    """Return the digest of a part; one from elsewhere must be what it claims. Raises Refused."""
    digest = digest_of(said)
    if author.local:
        return digest
    if not 0 < part.number <= _MOST_REVISIONS:
        raise Refused("cop:revision: it is no number of a revision")
    if part.digest != digest:
        log.warning("%s brings a digest that is not that of what it says", author.uri)
        raise Refused("cop:digest: it is not the digest of what came with it")
    return digest


async def _owing(unit: Unit, post: PostRow, part: ArtifactPart) -> ArtifactPart:
    """Name of the conversations it came from those that its readers could read."""
    told = await sources.told(unit, post.audience, post.community_id, part.origins)
    unit.add(
        *(standings.look_anew(one.target.uri) for one in told if one.relation == sources.DERIVED)
    )
    return replace(part, origins=told)


async def _is_known(unit: Unit, told: ArtifactRow) -> bool:
    """Whether we hold a revision. Raises Refused when we hold another one of its number."""
    known = await artifacts.find_revision(unit, told.id, told.number)
    if known is not None and known.digest != told.digest:
        raise _disputed(told, told.number, told.digest)
    return known is not None


def _disputed(row: ArtifactRow, number: int, digest: str) -> Refused:
    """Refuse that one revision says two things; an admin finds it among what was refused."""
    log.warning("%s says two things in revision %d: %s", row.uri, number, digest)
    return Refused(_DISPUTED.format(number))


async def _with_minor(unit: Unit, row: ArtifactRow, said: Said, part: ArtifactPart) -> ArtifactPart:
    """Believe that an edit is a small one where we can see it ourselves."""
    if not part.minor:
        return part
    before = await artifacts.find_revision(unit, row.id, row.number)
    follows = part.number in {0, row.number + 1}
    small = before and follows and minor.may_be_minor(said_by(before, row.kind), said)
    return replace(part, minor=bool(small))


def _as_told(row: ArtifactRow, part: ArtifactPart) -> ArtifactRow:
    """Let an artifact say what its part does; its number and digest stay."""
    return replace(
        row,
        status=part.status or row.status,
        abstract=part.abstract,
        parts=written(part.fields),
        works_for=written(part.works_for),
        license=part.license,
        evidence=part.evidence,
        language=part.language,
        review_by=part.review_by,
        organization_uri=part.organization_uri,
        superseded_by=part.superseded_by or ("" if part.number else row.superseded_by),
        origins=written([plain_origin(one) for one in part.origins]),
    )


def _as_revised(row: ArtifactRow, part: ArtifactPart) -> ArtifactRow:
    """Send an artifact of ours back to its reviewers when it says something else."""
    before, after = standing.MOVES["revise"]
    if part.minor or part.status or row.status not in before:
        return row
    return replace(row, status=after)


def _add_revision(
    unit: Unit, author: ActorRow, row: ArtifactRow, part: ArtifactPart, at: int
) -> None:
    document = keep_document(unit, part.document) if part.document else ""
    revised = ArtifactRevisionRow(
        id=ids.new_id(),
        artifact_id=row.id,
        number=row.number,
        digest=row.digest,
        at=at,
        title=part.title,
        abstract=part.abstract,
        source=part.source,
        content=part.content,
        parts=written(part.fields),
        files=written([plain_file(one) for one in part.files]),
        language=part.language,
        note=part.note,
        minor=int(part.minor),
        author_id=author.id,
        restores=part.restores,
        document=document,
    )
    # Who applied it before it was here counts from now on.
    unit.touch(f"adoptions:{row.uri}")
    unit.add(artifacts.insert_revision(revised), adoptions.count(row.uri))


def _contributors(
    row: ArtifactRow, part: ArtifactPart, named: Sequence[ContributorRow]
) -> tuple[Statement, ...]:
    """Name those who had a part from now on, and those no longer who are not named."""
    wanted = dict.fromkeys(
        (uri, role[:_LONGEST_ROLE]) for uri, role in part.contributors[:_MOST_CONTRIBUTORS]
    )
    known = {(one.actor_uri, one.role): one for one in named}
    gone = [artifacts.delete_contributor(one) for key, one in known.items() if key not in wanted]
    new = [
        ContributorRow(ids.new_id(), row.id, uri, role, row.number)
        for uri, role in wanted
        if (uri, role) not in known
    ]
    return (*gone, *artifacts.insert_contributors(new))

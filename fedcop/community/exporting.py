"""A library as it is taken along: each artifact with all its revisions, and what is said of it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from fedcop.community.practice import artifacts, standing
from fedcop.community.practice.kinds import KINDS
from fedcop.community.practice.packing import fields_of, files_of, origins_of, works_for_of
from fedcop.interchange.items import FileRef, Item, Version
from fedcop.interchange.library import Kept
from fedcop.interchange.moments import moment
from fedcop.store.batch import Reader
from fedcop.store.files import Files
from fedcop.store.queries import actors, exports, media, mentions
from fedcop.store.rows import ArtifactRevisionRow, ArtifactRow
from fedcop.values import JSON

_PAGE: Final = 100
_ALL: Final = 10_000  # revisions of one artifact
_GONE: Final = frozenset({standing.WITHDRAWN})
_SHELF: Final = "items"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Which artifacts are meant."""

    community_id: int
    endorsed_only: bool = False


async def count(reader: Reader, shelf: Shelf) -> int:
    """Count what would be taken along."""
    return len([row async for row in _each(reader, shelf)])


async def kept(reader: Reader, files: Files, shelf: Shelf) -> AsyncIterator[Kept]:
    """Read each artifact of a community, the oldest first; those withdrawn are left out."""
    async for row in _each(reader, shelf):
        yield await _kept(reader, files, row)


async def _each(reader: Reader, shelf: Shelf) -> AsyncIterator[ArtifactRow]:
    after = 0
    while page := await exports.list_artifacts(reader, shelf.community_id, after, _PAGE):
        stands = await standing.standings_of(reader, page)
        for row in page:
            wanted = not shelf.endorsed_only or stands[row.id].latest_endorsed
            if wanted and row.status not in _GONE and row.kind in KINDS:
                yield row
        after = page[-1].id


async def _kept(reader: Reader, files: Files, row: ArtifactRow) -> Kept:
    revisions = list(reversed(await artifacts.history(reader, row.id, limit=_ALL)))
    contributors = await artifacts.contributors(reader, row.id)
    stands = await standing.standing_of(reader, row)
    authors = {revision.author_id for revision in revisions}
    names = {one: await actors.find_actor(reader, one) for one in sorted(authors)}
    uris = {number: actor.uri if actor else "" for number, actor in names.items()}
    facts: dict[str, JSON] = {
        "status": stands.status,
        "endorsed": [
            {
                "by": one.endorser.uri,
                "revision": one.number,
                "digest": one.digest,
                "at": moment(one.created),
            }
            for one in stands.endorsed
        ],
    }
    item = Item(
        source=row.uri,
        kind=row.kind,
        versions=tuple([await _version(reader, files, one, uris) for one in revisions]),
        authors=tuple(dict.fromkeys(one.actor_uri for one in contributors)),
        tags=tuple(await mentions.list_hashtags(reader, row.id)),
        license=row.license,
        evidence=row.evidence,
        works_for=works_for_of(row),
        members=_members(fields_of(row)) if row.kind in {"path", "collection"} else (),
        origins=tuple(
            (one.relation, one.target.uri, one.target.number, one.target.digest)
            for one in origins_of(row)
        ),
    )
    return Kept(item, facts)


async def _version(
    reader: Reader, files: Files, row: ArtifactRevisionRow, uris: dict[int, str]
) -> Version:
    refs = []
    for file in files_of(row):
        found = await media.find_media(reader, file.media_id) if file.media_id else None
        name = found.hash if found else file.digest.partition(":")[2]
        if name and await files.size_of(name) is not None:
            refs.append(FileRef(file.name or "file", name))
    return Version(
        title=row.title,
        body=row.source,
        abstract=row.abstract,
        fields=fields_of(row),
        language=row.language,
        files=tuple(refs),
        at=row.at,
        author=uris.get(row.author_id, ""),
        note=row.note,
        minor=bool(row.minor),
        digest=row.digest,
        number=row.number,
    )


def _members(fields: dict[str, JSON]) -> tuple[tuple[str, str], ...]:
    listed = fields.get(_SHELF)
    return tuple(
        (str(one.get("id", "")), str(one.get("why", "")))
        for one in (listed if isinstance(listed, list) else ())
        if isinstance(one, dict)
    )

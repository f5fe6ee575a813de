"""How the rows of artifacts keep what has many parts: as JSON, written and read here alone."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from fedcop.community.practice.canonical import Said
from fedcop.community.practice.parts import ArtifactPart, FileFact, Origin
from fedcop.store.rows import ArtifactRevisionRow, ArtifactRow
from fedcop.values import JSON, ArtifactPin


def fields_of(row: ArtifactRow | ArtifactRevisionRow) -> dict[str, JSON]:
    """Read what the kind of an artifact asks for."""
    return _object(row.parts)


def works_for_of(row: ArtifactRow) -> dict[str, JSON]:
    """Read whom an artifact is good for."""
    return _object(row.works_for)


def origins_of(row: ArtifactRow) -> tuple[Origin, ...]:
    """Read what an artifact owes to others, as it names them."""
    found = orjson.loads(row.origins) if row.origins else []
    return tuple(origin_of(one) for one in found)


def files_of(row: ArtifactRevisionRow) -> tuple[FileFact, ...]:
    """Read the files of a revision."""
    found = orjson.loads(row.files) if row.files else []
    return tuple(FileFact(**one) for one in found)


def said_of(part: ArtifactPart) -> Said:
    """Return what an artifact says, as its digest covers it."""
    return Said(
        title=part.title,
        abstract=part.abstract,
        source=part.source,
        kind=part.kind,
        fields=part.fields,
        files=tuple(file.digest for file in part.files if file.digest),
        language=part.language,
    )


def said_by(row: ArtifactRevisionRow, kind: str) -> Said:
    """Return what a revision says, as its digest covers it."""
    digests = tuple(file.digest for file in files_of(row) if file.digest)
    fields = fields_of(row)
    return Said(row.title, row.abstract, row.source, kind, fields, digests, row.language)


def written(value: Mapping[str, JSON] | Sequence[JSON]) -> str:
    """Write what has many parts for a column."""
    return orjson.dumps(value).decode() if value else ""


def _object(text: str) -> dict[str, JSON]:
    found = orjson.loads(text) if text else {}
    return found if isinstance(found, dict) else {}


def plain_origin(origin: Origin) -> dict[str, JSON]:
    """Write an origin as it is kept."""
    pin = origin.target
    return {
        "relation": origin.relation,
        "uri": pin.uri,
        "number": pin.number,
        "digest": pin.digest,
        "note": origin.note,
        "title": origin.title,
        "by": origin.by,
        "license": origin.license,
    }


def origin_of(kept: Mapping[str, Any]) -> Origin:  # Any: what `plain_origin` wrote
    """Read an origin as it is kept."""
    pin = ArtifactPin(kept["uri"], kept["number"], kept["digest"])
    title, by, license_ = kept["title"], kept["by"], kept["license"]
    return Origin(kept["relation"], pin, kept["note"], title, by, license_)


def plain_file(file: FileFact) -> dict[str, JSON]:
    """Write a file as it is kept."""
    return {
        "digest": file.digest,
        "url": file.url,
        "name": file.name,
        "type": file.type,
        "size": file.size,
        "media_id": file.media_id,
    }

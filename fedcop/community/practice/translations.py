"""The same in another language: which revision each translation is of."""

from dataclasses import dataclass

from fedcop.community.practice import lineage
from fedcop.community.practice.packing import origins_of
from fedcop.community.practice.parts import ArtifactPart
from fedcop.errors import Refused
from fedcop.store.batch import Reader
from fedcop.store.queries import artifacts
from fedcop.store.rows import ArtifactRow
from fedcop.values import ArtifactPin


@dataclass(frozen=True, slots=True)
class Family:
    """An original, and what says of itself that it is a translation of which of its revisions."""

    original: str
    translations: tuple[tuple[str, int], ...]  # uri, and the revision of the original; 0: unsaid


async def require_language(reader: Reader, part: ArtifactPart) -> None:
    """Go on with a translation into another language than that of its original. Raises Refused."""
    for origin in part.origins:
        if origin.relation != lineage.TRANSLATED:
            continue
        original = await artifacts.find_artifact_by_uri(reader, origin.target.uri)
        if original is None:
            continue
        number = origin.target.number or original.number
        said = await artifacts.find_revision(reader, original.id, number)
        if said is not None and _base(said.language) == _base(part.language):
            raise Refused("The original is in this language. Choose that of the translation.")


async def family_of(reader: Reader, row: ArtifactRow) -> Family:
    """Read the original of an artifact, or itself, with all its translations, the oldest first."""
    pin = original_of(row)
    uri = pin.uri if pin else row.uri
    edges = await lineage.list_to(reader, uri, lineage.TRANSLATED)
    found = {edge.source_uri: edge.target_number for edge in edges if edge.verified}
    return Family(uri, tuple(found.items()))


def original_of(row: ArtifactRow) -> ArtifactPin | None:
    """Name the revision that an artifact is a translation of; None where it is none."""
    pins = (one.target for one in origins_of(row) if one.relation == lineage.TRANSLATED)
    return next(pins, None)


def _base(language: str) -> str:
    return language.partition("-")[0].lower()

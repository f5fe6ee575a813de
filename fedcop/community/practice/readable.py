"""Whether what is said in the recordings of an artifact can be read without hearing it."""

from typing import Final

from fedcop.community.practice import artifacts
from fedcop.errors import Refused
from fedcop.store.batch import Reader
from fedcop.store.queries import media
from fedcop.values import ArtifactPin

_RECORDINGS: Final = frozenset({"audio", "video"})
_NAMED: Final = 5


async def list_silent(reader: Reader, pin: ArtifactPin) -> list[str]:
    """Name the recordings of a revision of which nothing can be read."""
    said = await artifacts.find_by_pin(reader, pin)
    files = artifacts.files_of(said) if said else ()
    named = [one for one in files if one.type.partition("/")[0] in _RECORDINGS]
    if said is None or not named:
        return []
    ever = await media.list_ever_of_post(reader, said.artifact_id)
    parts = await media.list_parts(reader, [row.id for row in ever])
    heard = {part.part_of for part in parts}
    urls = {row.remote for row in ever if row.remote and row.id in heard}
    return [
        one.name or "a recording"
        for one in named
        if not (one.media_id in heard if one.media_id else one.url in urls)
    ]


async def require_readable(reader: Reader, pin: ArtifactPin) -> None:
    """Go on with what those who cannot hear can use as well. Raises Refused."""
    if silent := await list_silent(reader, pin):
        raise Refused(
            "What is said in its recordings must be there to be read first: captions or a"
            f" transcript are missing for {', '.join(silent[:_NAMED])}."
        )

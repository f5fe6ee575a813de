"""How one of our artifacts stands: what it takes to show it, to peers above all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import orjson

from fedcop import uris
from fedcop.community.practice import artifacts, sources, standing
from fedcop.community.practice.lineage import ADAPTED
from fedcop.community.practice.packing import origins_of, plain_origin, written
from fedcop.community.practice.parts import Origin
from fedcop.community.practice.standing import Standing
from fedcop.store.batch import Reader
from fedcop.store.queries.actors import find_actor_by_uri
from fedcop.store.queries.posts import find_post_by_uri
from fedcop.store.rows import ArtifactRevisionRow, ArtifactRow, ContributorRow, PostRow
from fedcop.values import Audience


@dataclass(frozen=True, slots=True)
class Stated:
    """An artifact with its latest revision, who had a part in it, and what it may be shown as."""

    row: ArtifactRow
    revision: ArtifactRevisionRow
    contributors: tuple[ContributorRow, ...]
    standing: Standing
    organization: str = ""  # the name of where it comes from
    original: str = ""  # what it is a version of, where everybody may read both
    quotes: str = ""  # where that lets itself be quoted


async def load(reader: Reader, post: PostRow) -> Stated | None:
    """Read how an artifact stands; None when it was taken back."""
    row = await artifacts.get(reader, post.id)
    if row.status == standing.WITHDRAWN:
        return None
    latest = await artifacts.revision(reader, post.id, row.number)
    named = await artifacts.contributors(reader, post.id)
    known = await find_actor_by_uri(reader, row.organization_uri) if row.organization_uri else None
    origins = await sources.told(reader, post.audience, post.community_id, origins_of(row))
    original, place = await _quoted(reader, post, origins)
    return Stated(
        replace(row, origins=written([plain_origin(one) for one in origins])),
        latest,
        tuple(named),
        await standing.standing_of(reader, row),
        (known.display or known.name) if known else "",
        original,
        place,
    )


async def _quoted(reader: Reader, post: PostRow, origins: Sequence[Origin]) -> tuple[str, str]:
    """Name the original of a version, for a card in other programs, and where it allows that."""
    named = next((one.target.uri for one in origins if one.relation == ADAPTED), "")
    original = await find_post_by_uri(reader, named) if named else None
    if original is None or original.deleted or not Audience(post.audience).open:
        return "", ""
    if not Audience(original.audience).open:
        return "", ""
    if original.local:
        return named, uris.quotes(named)
    terms = orjson.loads(original.cop) if original.cop else {}
    said = terms.get("cop:quotedIn")
    place = uris.quotes(named)
    return named, place if said == place else ""

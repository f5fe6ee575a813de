"""How one of our artifacts stands: what it takes to show it, to peers above all."""

from dataclasses import dataclass, replace

from fedcop.community.practice import artifacts, sources, standing
from fedcop.community.practice.packing import origins_of, plain_origin, written
from fedcop.community.practice.standing import Standing
from fedcop.store.batch import Reader
from fedcop.store.queries.actors import find_actor_by_uri
from fedcop.store.rows import ArtifactRevisionRow, ArtifactRow, ContributorRow, PostRow


@dataclass(frozen=True, slots=True)
class Stated:
    """An artifact with its latest revision, who had a part in it, and what it may be shown as."""

    row: ArtifactRow
    revision: ArtifactRevisionRow
    contributors: tuple[ContributorRow, ...]
    standing: Standing
    organization: str = ""  # the name of where it comes from


async def load(reader: Reader, post: PostRow) -> Stated | None:
    """Read how an artifact stands; None when it was taken back."""
    row = await artifacts.get(reader, post.id)
    if row.status == standing.WITHDRAWN:
        return None
    latest = await artifacts.revision(reader, post.id, row.number)
    named = await artifacts.contributors(reader, post.id)
    known = await find_actor_by_uri(reader, row.organization_uri) if row.organization_uri else None
    origins = await sources.told(reader, post.audience, post.community_id, origins_of(row))
    return Stated(
        replace(row, origins=written([plain_origin(one) for one in origins])),
        latest,
        tuple(named),
        await standing.standing_of(reader, row),
        (known.display or known.name) if known else "",
    )

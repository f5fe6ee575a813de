"""An artifact as a form that can be changed: with it a version begins, and a change to it."""

from dataclasses import replace

from fedcop.community import accounts, library
from fedcop.community.practice import adaptations, artifacts, lineage
from fedcop.community.practice.packing import fields_of, origins_of, works_for_of
from fedcop.community.practice.parts import Origin
from fedcop.community.practice.wishes import ArtifactWish
from fedcop.community.timelines import Line
from fedcop.store.rows import ArtifactRevisionRow, ArtifactRow
from fedcop.values import Audience
from fedcop.web.ask import Ask


async def wish_of(
    ask: Ask, line: Line, row: ArtifactRow, revision: ArtifactRevisionRow
) -> ArtifactWish:
    """Fill a form with all that an artifact says."""
    people = await artifacts.contributors(ask.store, row.id)
    return ArtifactWish(
        kind=row.kind,
        title=revision.title,
        abstract=revision.abstract,
        body=revision.source,
        fields=fields_of(revision),
        works_for=works_for_of(row),
        license=row.license,
        evidence=row.evidence,
        review_by=row.review_by,
        language=revision.language,
        topics=await library.topics_of(ask.store, row.id),
        community_id=row.community_id,
        audience=Audience(line.post.audience),
        organization_uri=row.organization_uri,
        contributors=tuple((one.actor_uri, one.role) for one in people),
        origins=origins_of(row),
    )


async def version_of(ask: Ask, line: Line, row: ArtifactRow, community_id: int) -> ArtifactWish:
    """Fill a form with what an artifact says, to be made into a version of one's own."""
    revision = await artifacts.revision(ask.store, row.id, row.number)
    said = await wish_of(ask, line, row, revision)
    by = (
        await accounts.find_by_uri(ask.store, row.organization_uri)
        if row.organization_uri
        else None
    )
    author = (by.display or by.name) if by else line.author.display or line.author.name
    origin = Origin(
        lineage.ADAPTED, artifacts.pin_of(row), title=revision.title, by=author, license=row.license
    )
    kept = row.license if adaptations.keeps(row.license) or row.license else ""
    return replace(
        said,
        community_id=community_id,
        audience=Audience.PUBLIC,
        license=kept,
        evidence="",
        review_by=0,
        organization_uri=ask.store.uris.organization(),
        contributors=(),
        origins=(origin,),
    )

"""Let one thing grow into the next: an idea is tried, and what works becomes a how-to."""

from dataclasses import dataclass
from typing import Final

from fedcop.community import policy_posts
from fedcop.community.practice import artifact_drafts, artifacts, lineage, sources, standing
from fedcop.community.practice.parts import Origin
from fedcop.community.practice.wishes import ArtifactWish
from fedcop.errors import NotFound, Refused
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import actors, mentions, posts, reading
from fedcop.store.rows import ActorRow, ArtifactDraftRow, ArtifactRow, PostRow
from fedcop.values import JSON, Audience

# Of what a thing is to what it may become, and where its words go there.
NEXT: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "idea": ("experiment", {"better": "hypothesis", "firstTry": "measure"}),
    "experiment": ("practice", {"hypothesis": "whyItWorks", "findings": "evidenceFor"}),
}


@dataclass(frozen=True, slots=True)
class Grown:
    """What somebody made of a thing."""

    id: int
    kind: str
    title: str


async def begin(unit: Unit, author: ActorRow, number: int) -> ArtifactDraftRow:
    """Begin a draft of what comes next. Raises NotFound, Refused and Conflict."""
    post = await posts.find_post(unit, number)
    facts = await reading.find_reading(unit, number, author.id)
    if post is None or post.deleted or not policy_posts.may_read(post, facts):
        raise NotFound("There is no such artifact.")
    row = await artifacts.get(unit, number)
    if row.kind not in NEXT or row.status == standing.WITHDRAWN:
        raise Refused("Nothing further comes of this.")
    return await artifact_drafts.begin(unit, author, await _wish(unit, author, post, row))


async def grown(reader: Reader, viewer: ActorRow | None, row: ArtifactRow) -> list[Grown]:
    """Read what was made of a thing, as far as somebody may read it."""
    found = []
    if row.kind not in NEXT:
        return []
    for edge in await lineage.list_to(reader, row.uri, sources.DERIVED):
        made = await posts.find_post_by_uri(reader, edge.source_uri)
        if made is None or made.deleted:
            continue
        number = viewer.id if viewer else 0
        if policy_posts.may_read(made, await reading.find_reading(reader, made.id, number)):
            found.append(Grown(made.id, made.practice, made.title))
    return found


async def _wish(unit: Unit, author: ActorRow, post: PostRow, row: ArtifactRow) -> ArtifactWish:
    kind, moves = NEXT[row.kind]
    said = await artifacts.revision(unit, row.id, row.number)
    known = artifacts.fields_of(said)
    fields: dict[str, JSON] = {new: known[old] for old, new in moves.items() if old in known}
    first = await actors.find_actor(unit, post.author_id)
    whose = first is not None and first.id != author.id and first.kind == "Person"
    origin = Origin(sources.DERIVED, artifacts.pin_of(row), title=said.title)
    return ArtifactWish(
        kind=kind,
        title=said.title,
        abstract=said.abstract,
        body=said.source,
        fields=fields,
        language=said.language,
        topics=tuple(await mentions.list_hashtags(unit, row.id)),
        community_id=row.community_id,
        audience=Audience(post.audience),
        organization_uri=unit.uris.organization(),
        contributors=((first.uri, row.kind),) if first is not None and whose else (),
        origins=(origin,),
    )

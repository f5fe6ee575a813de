"""From a filled form about an adoption to what a post is made of: the words others read."""

from dataclasses import replace

from fedcop.community.drafts import Draft, Edit
from fedcop.community.practice import adoptions
from fedcop.community.practice.applied_words import markdown_of, title_of
from fedcop.community.practice.parts import AdoptionPart
from fedcop.federation.remote.composing import Composed, compose
from fedcop.federation.remote.reach import Reach
from fedcop.store.queries.actors import find_actor_by_uri
from fedcop.store.rows import PostRow
from fedcop.values import Audience


async def draft_of(reach: Reach, artifact: PostRow, part: AdoptionPart) -> Draft:
    """Make what somebody tells ready to be written: an answer to the artifact."""
    part = await _ours(reach, part)
    title, text, composed = await _said(reach, artifact, part)
    return Draft(
        content=composed.content,
        source=text,
        title=title,
        reply_to_id=artifact.id,
        audience=Audience(artifact.audience),
        language=artifact.language,
        mentions=composed.mentions,
        hashtags=composed.hashtags,
        practice=part,
    )


async def edit_of(
    reach: Reach, artifact: PostRow | None, told: PostRow, part: AdoptionPart
) -> Edit:
    """Make what somebody tells anew ready; the artifact may be gone meanwhile."""
    part = await _ours(reach, part)
    title, text, composed = await _said(reach, artifact, part)
    return Edit(
        content=composed.content,
        source=text,
        title=title,
        language=told.language,
        mentions=composed.mentions,
        hashtags=composed.hashtags,
        cop=told.cop,
        practice=part,
    )


async def _ours(reach: Reach, part: AdoptionPart) -> AdoptionPart:
    """Name the organization of this node. Raises Invalid where it says what it cannot."""
    adoptions.check(part)
    return replace(part, organization_uri=reach.store.uris.organization())


async def _said(
    reach: Reach, artifact: PostRow | None, part: AdoptionPart
) -> tuple[str, str, Composed]:
    organization = await find_actor_by_uri(reach.store, part.organization_uri)
    place = (organization.display or organization.name) if organization else ""
    name = artifact.title if artifact is not None and not artifact.deleted else part.pin.uri
    text = markdown_of(part, name, place)
    return title_of(part, place), text, await compose(reach, text)

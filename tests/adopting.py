"""Short makers of practices and of those who apply them."""

from typing import Any

from fedcop.community import adopting, posts
from fedcop.community.drafts import Draft, Edit
from fedcop.community.perform import perform
from fedcop.community.practice import artifacts
from fedcop.community.practice.parts import AdoptionPart, ArtifactPart
from fedcop.federation.remote import applying
from fedcop.federation.remote.reach import Reach
from fedcop.store.batch import Store
from fedcop.store.rows import ActorRow, ArtifactRow, PostRow

LICENSE = "https://creativecommons.org/licenses/by/4.0/"


def practice(**said: Any) -> ArtifactPart:
    """A how-to as its author writes it."""
    given = {
        "kind": "practice",
        "title": "Five-line night handover",
        "abstract": "Five spoken lines and a read-back.",
        "source": "Say the name.\n\nSay the worry.\n\nRead back.",
        "fields": {"whenToUse": "At every change of shift."},
        "license": LICENSE,
        "status": "proposed",
        **said,
    }
    return ArtifactPart(**given)


async def write_practice(
    store: Store, author: ActorRow, community: ActorRow | None = None, **said: Any
) -> PostRow:
    """A how-to by somebody, in a community."""
    part = practice(**said)
    draft = Draft(
        content="<p>Five spoken lines and a read-back.</p>",
        source=part.source,
        title=part.title,
        kind="Article",
        community_id=community.id if community else 0,
        practice=part,
    )
    return await perform(store, posts.write, author, draft)


async def say_anew(store: Store, author: ActorRow, post: PostRow, **said: Any) -> PostRow:
    """The same how-to, in other words."""
    part = practice(**said)
    edit = Edit(
        content=f"<p>{part.source}</p>", source=part.source, title=part.title, practice=part
    )
    revised = await perform(store, posts.revise, author, post.id, edit)
    assert revised is not None
    return revised


async def row_of(store: Store, uri: str) -> ArtifactRow:
    """An artifact as a node knows it."""
    row = await artifacts.find(store, uri)
    assert row is not None
    return row


async def apply_it(reach: Reach, actor: ActorRow, post: PostRow, **told: Any) -> PostRow:
    """Somebody tells that their team applies an artifact."""
    row = await row_of(reach.store, post.uri)
    part = AdoptionPart(artifacts.pin_of(row), **{"team": "ward 4", **told})
    draft = await applying.draft_of(reach, post, part)
    return await perform(reach.store, adopting.apply, actor, draft)


async def tell_result(
    reach: Reach, actor: ActorRow, artifact: PostRow, adoption: PostRow, **said: Any
) -> PostRow:
    """Somebody tells what came of it."""
    row = await row_of(reach.store, artifact.uri)
    part = AdoptionPart(artifacts.pin_of(row), **{"team": "ward 4", **said})
    edit = await applying.edit_of(reach, artifact, adoption, part)
    return await perform(reach.store, adopting.tell_result, actor, adoption.id, edit)

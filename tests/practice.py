"""Short makers of artifacts, ours and from elsewhere, and looks at what became of them."""

from dataclasses import replace
from typing import Any

from fedcop import clock
from fedcop.community import posts
from fedcop.community.drafts import Draft, Edit
from fedcop.community.perform import perform
from fedcop.community.practice import artifacts
from fedcop.community.practice.canonical import digest_of
from fedcop.community.practice.packing import said_of
from fedcop.community.practice.parts import ArtifactPart
from fedcop.community.practice.wording import html_of
from fedcop.store.batch import Store
from fedcop.store.rows import ActorRow, ArtifactRow, PostRow

HANDOVER = ArtifactPart(
    "practice",
    title="Five-line night handover",
    language="en",
    abstract="Five spoken lines and a read-back.",
    source="Stand where nobody walks through.",
    fields={
        "whenToUse": "At every change of shift.",
        "steps": ["Name the patient.", "Name what must not be forgotten.", "Read it back."],
    },
    license="https://creativecommons.org/licenses/by/4.0/",
)


def part_of(store: Store, **said: Any) -> ArtifactPart:
    """What an artifact says, with its HTML; by default how to hand over."""
    part = replace(HANDOVER, **said)
    return replace(part, content=html_of(store.uris, said_of(part), part.origins, part.files))


def claimed(part: ArtifactPart, number: int, **claims: Any) -> ArtifactPart:
    """The same as it comes from elsewhere: with a number, and the digest of what it says."""
    return replace(part, number=number, digest=digest_of(said_of(part)), **claims)


def draft_of(part: ArtifactPart, **draft: Any) -> Draft:
    """The post that an artifact is."""
    given = {"kind": "Article", **draft}
    return Draft(
        part.content,
        part.source,
        title=part.title,
        language=part.language,
        practice=part,
        **given,
    )


def edit_of(part: ArtifactPart, **edit: Any) -> Edit:
    """What it shall say from now on."""
    return Edit(
        part.content, part.source, title=part.title, language=part.language, practice=part, **edit
    )


async def publish(store: Store, author: ActorRow, community_id: int = 0, **said: Any) -> PostRow:
    """An artifact by somebody of ours."""
    draft = draft_of(part_of(store, **said), community_id=community_id)
    return await perform(store, posts.write, author, draft)


async def revise(store: Store, author: ActorRow, post: PostRow, **said: Any) -> ArtifactRow:
    """Its next revision; returns how it is then."""
    await perform(store, posts.revise, author, post.id, edit_of(part_of(store, **said)))
    return await artifacts.get(store, post.id)


async def bring(
    store: Store, author: ActorRow, part: ArtifactPart, uri: str, **draft: Any
) -> PostRow:
    """An artifact of another node arrives."""
    return await perform(store, posts.write, author, draft_of(part, uri=uri, **draft))


async def hear(store: Store, author: ActorRow, post: PostRow, part: ArtifactPart) -> bool:
    """What another node says of it now arrives."""
    edit = edit_of(part, edited=part.at or clock.now_ms())
    return await perform(store, posts.hear, author, post.id, edit)

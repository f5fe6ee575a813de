"""From a filled form of a review to what a post is made of: the words others read."""

from dataclasses import replace

from fedcop import clock
from fedcop.community import quiet
from fedcop.community.drafts import Draft, Edit
from fedcop.community.practice.parts import ReviewPart
from fedcop.community.practice.review_words import markdown_of
from fedcop.federation.remote.composing import compose, describe
from fedcop.federation.remote.reach import Reach
from fedcop.store.rows import PostRow
from fedcop.uris import Uris
from fedcop.values import Audience


async def draft_of(reach: Reach, artifact: PostRow, part: ReviewPart) -> Draft:
    """Make a review ready to be written: an answer to what it is about."""
    part = replace(part, organization_uri=reach.store.uris.organization())
    text = markdown_of(part)
    composed = await compose(reach, text)
    return Draft(
        content=composed.content,
        source=text,
        reply_to_id=artifact.id,
        audience=Audience(artifact.audience),
        language=artifact.language,
        mentions=composed.mentions,
        hashtags=composed.hashtags,
        practice=part,
    )


async def edit_of(reach: Reach, told: PostRow, part: ReviewPart) -> Edit:
    """Make a review ready to be said anew."""
    part = replace(part, organization_uri=reach.store.uris.organization())
    text = markdown_of(part)
    composed = await compose(reach, text)
    return Edit(
        content=composed.content,
        source=text,
        language=told.language,
        mentions=composed.mentions,
        hashtags=composed.hashtags,
        cop=told.cop,
        practice=part,
    )


def unnamed_draft(uris: Uris, artifact: PostRow, part: ReviewPart, house: str) -> Draft:
    """Make a review ready that a voice says: nobody it names is told, and it names but an hour."""
    part = replace(part, organization_uri=uris.organization())
    text = markdown_of(part, house)
    now = clock.now_ms()
    return Draft(
        content=describe(uris, text),
        source=text,
        reply_to_id=artifact.id,
        audience=Audience(artifact.audience),
        language=artifact.language,
        published=min(max(quiet.hour(now), artifact.published), now),
        practice=part,
    )

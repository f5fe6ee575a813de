"""From a filled form to an artifact that can be written: its text made whole, its files known.

Doors and imports call this and hand what it makes to `posts.write` and `posts.revise`: whom a
text names is found first, and long texts are made into HTML beside the event loop.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from fedcop.community import media
from fedcop.community.drafts import Draft, Edit
from fedcop.community.practice import artifacts, sources
from fedcop.community.practice.canonical import PREFIX
from fedcop.community.practice.kinds import wire_of
from fedcop.community.practice.parts import ArtifactPart, FileFact
from fedcop.community.practice.wishes import ArtifactWish, Problem, check, tidied
from fedcop.community.practice.wording import html_of, markdown_of
from fedcop.errors import Invalid
from fedcop.federation.remote import composing
from fedcop.federation.remote.composing import Composed
from fedcop.federation.remote.reach import Reach
from fedcop.markup import markdown
from fedcop.store.rows import MediaRow, PostRow

_LONG: Final = 20_000  # characters; making HTML of more takes longer than others should wait


class Unfit(Invalid):
    """A wish cannot be granted; `problems` say why, field by field."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(dict.fromkeys(one.words for one in problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class _Shaped:
    part: ArtifactPart
    composed: Composed
    hashtags: tuple[str, ...]
    length: int


async def shape(reach: Reach, wish: ArtifactWish) -> Draft:
    """Make a filled form ready to be written. Raises Unfit."""
    wish = await sources.without_ways_in(reach.store, _checked(wish))
    shaped = await _shaped(reach, wish, ())
    return Draft(
        content=shaped.part.content,
        source=wish.body,
        title=wish.title,
        kind=wire_of(wish.kind, shaped.length),
        community_id=wish.community_id,
        audience=wish.audience,
        language=wish.language,
        published=wish.published,
        mentions=shaped.composed.mentions,
        hashtags=shaped.hashtags,
        media=wish.media or (),
        practice=shaped.part,
    )


async def reshape(reach: Reach, wish: ArtifactWish, post: PostRow) -> Edit:
    """Make a filled form ready to be the next revision of a post. Raises Unfit."""
    kept = await _files_of(reach, post) if wish.media is None else ()
    checked = _checked(replace(wish, files=kept))
    wish = await sources.without_ways_in(reach.store, checked)
    shaped = await _shaped(reach, wish, kept)
    return Edit(
        content=shaped.part.content,
        source=wish.body,
        title=wish.title,
        language=wish.language,
        edited=wish.published,
        mentions=shaped.composed.mentions,
        hashtags=shaped.hashtags,
        cop=post.cop,
        media=wish.media,
        of_revision=post.revision if wish.media is None else 0,
        practice=shaped.part,
    )


def _checked(wish: ArtifactWish) -> ArtifactWish:
    wish = tidied(wish)
    problems = check(wish)
    if problems:
        raise Unfit(problems)
    return wish


async def _shaped(reach: Reach, wish: ArtifactWish, kept: Sequence[FileFact]) -> _Shaped:
    files = tuple(kept) if wish.media is None else await _files(reach, wish.media)
    part = ArtifactPart(
        kind=wish.kind,
        title=wish.title,
        language=wish.language,
        abstract=wish.abstract,
        source=wish.body,
        fields=wish.fields,
        works_for=wish.works_for,
        license=wish.license,
        evidence=wish.evidence,
        review_by=wish.review_by,
        organization_uri=wish.organization_uri,
        contributors=wish.contributors,
        origins=wish.origins,
        files=files,
        note=wish.note,
        minor=wish.minor,
        restores=wish.restores,
        at=wish.published,
    )
    said = artifacts.said_of(part)
    text = markdown_of(said, part.origins, part.files)
    if len(text) > _LONG:  # nobody is told of being named in so long a text
        content = await asyncio.to_thread(html_of, reach.store.uris, said, part.origins, files)
        composed = Composed(content, (), markdown.find_names(text[:_LONG]).hashtags)
    else:
        composed = await composing.compose(reach, text)
    hashtags = tuple(dict.fromkeys([*wish.topics, *composed.hashtags]))
    return _Shaped(replace(part, content=composed.content), composed, hashtags, len(text))


async def _files(reach: Reach, numbers: Sequence[int]) -> tuple[FileFact, ...]:
    """Describe files of ours as an artifact names them."""
    rows = await media.some(reach.store, numbers)
    return tuple(_fact(reach, rows[number]) for number in numbers if number in rows)


async def _files_of(reach: Reach, post: PostRow) -> tuple[FileFact, ...]:
    rows = (await media.of_posts(reach.store, [post.id])).get(post.id, [])
    return tuple(_fact(reach, row) for row in rows)


def _fact(reach: Reach, row: MediaRow) -> FileFact:
    address = media.address(row, reach.store.uris)
    kind = row.mime.partition(";")[0]
    return FileFact(PREFIX + row.hash, address, row.description, kind, row.size, row.id)

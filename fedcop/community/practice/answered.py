"""Answers to questions: posts like any other, which say what they are, and what became of them."""

from dataclasses import dataclass, replace
from typing import Final

from fedcop.community.practice import lineage, sources
from fedcop.store.batch import Reader
from fedcop.store.queries import posts
from fedcop.store.queries.threads import Parent
from fedcop.store.rows import PostRow

KIND: Final = "answer"
_QUESTION: Final = "question"


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer of ours, as others are told of it: what was made of it, as far as they may know."""

    derived: tuple[str, ...] = ()


def is_answer(post: PostRow, parent: Parent | None) -> bool:
    """Whether a reply answers a question: what its asker and its community add does not."""
    if parent is None or parent.practice != _QUESTION or post.practice:
        return False
    return post.author_id not in {parent.author_id, parent.community_id}


def as_answer(post: PostRow, parent: Parent | None) -> PostRow:
    """Return a reply as what it is."""
    return replace(post, practice=KIND) if is_answer(post, parent) else post


async def load(reader: Reader, post: PostRow) -> Answered:
    """Read what was made of an answer that those who read it may read as well."""
    found = []
    for row in await lineage.list_to(reader, post.uri, sources.DERIVED):
        made = await posts.find_post_by_uri(reader, row.source_uri)
        if made is not None and sources.covers(made, post.audience, post.community_id):
            found.append(made.uri)
    return Answered(tuple(found))

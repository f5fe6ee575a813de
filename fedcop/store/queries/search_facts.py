"""What is kept of posts beside what they say, to be looked through with it."""

from collections.abc import Sequence
from typing import NamedTuple

from fedcop.store.batch import Reader, Store
from fedcop.store.rows import ArtifactRow

_ARTIFACTS = f"SELECT {ArtifactRow.columns()} FROM artifact WHERE id = ANY_ID(?)"
_QUESTIONS = "SELECT id, state, background, tried FROM question WHERE id = ANY_ID(?)"
_MEETINGS = "SELECT id, state, place, notes FROM meeting WHERE id = ANY_ID(?)"
_ACCEPTED = (
    "SELECT p.id FROM post p CROSS JOIN question q"
    " WHERE p.id = ANY_ID(?) AND q.id = p.root_id AND q.accepted_id = p.id"
)
_POSTS = "SELECT id FROM post WHERE id > ? ORDER BY id LIMIT ?"
_PRACTICE = (
    "SELECT id FROM post WHERE id > ? AND local = 1 AND deleted = 0 AND practice <> ''"
    " ORDER BY id LIMIT ?"
)
_COUNT = "SELECT count(*) FROM post"
_STANDING = "SELECT id FROM post WHERE id = ANY_ID(?) AND deleted = 0"


class Noun(NamedTuple):
    """What a question or a meeting says beside its post, and how it stands."""

    state: str
    texts: tuple[str, ...]


async def list_artifacts(reader: Reader, posts: Sequence[int]) -> dict[int, ArtifactRow]:
    """Read which of some posts are artifacts."""
    return {row[0]: ArtifactRow.of(row) for row in await reader.read(_ARTIFACTS, list(posts))}


async def list_nouns(reader: Reader, posts: Sequence[int]) -> dict[int, Noun]:
    """Read which of some posts are questions or meetings."""
    found = {}
    for sql in (_QUESTIONS, _MEETINGS):
        for row in await reader.read(sql, list(posts)):
            found[row[0]] = Noun(row[1], tuple(row[2:]))
    return found


async def list_accepted(reader: Reader, posts: Sequence[int]) -> set[int]:
    """Read which of some posts are answers that helped."""
    return {row[0] for row in await reader.read(_ACCEPTED, list(posts))}


async def list_posts(reader: Reader, after: int, limit: int) -> list[int]:
    """Read the ids of a page of all posts, tombstones too."""
    return [row[0] for row in await reader.read(_POSTS, after, limit)]


async def list_practice(store: Store, after: int, limit: int) -> list[int]:
    """Find a page of what our people wrote that belongs to the practice."""
    return [row[0] for row in await store.search(_PRACTICE, after, limit)]


async def count_posts(store: Store) -> int:
    """Count all posts."""
    return int((await store.search(_COUNT))[0][0])


async def list_standing(reader: Reader, posts: Sequence[int]) -> set[int]:
    """Read which of some posts there are still."""
    if not posts:
        return set()
    return {row[0] for row in await reader.read(_STANDING, list(posts))}

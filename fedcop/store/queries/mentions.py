"""Whom a post names, and under which hashtags it stands."""

from collections.abc import Iterable

from fedcop import ids
from fedcop.store.batch import Reader
from fedcop.store.statements import Keyed, Statement

_MENTIONED = Keyed(
    "SELECT post_id, actor_id FROM mention WHERE post_id = ANY_ID(?) ORDER BY post_id, id"
)
_LOCAL = Keyed(
    "SELECT m.post_id, m.actor_id FROM mention m CROSS JOIN account r"
    " WHERE m.post_id = ANY_ID(?) AND r.actor_id = m.actor_id AND r.disabled = 0"
)
_TAGS = Keyed("SELECT post_id, tag FROM hashtag WHERE post_id = ANY_ID(?) ORDER BY post_id, id")
_INSERT = "INSERT INTO mention (id, post_id, actor_id) VALUES (?, ?, ?)"
_INSERT_TAG = "INSERT INTO hashtag (id, post_id, tag, files) VALUES (?, ?, ?, ?)"
_MARK_TAGS = "UPDATE hashtag SET files = ? WHERE post_id = ?"
_DELETE = "DELETE FROM mention WHERE post_id = ? AND actor_id = ?"
_DELETE_TAG = "DELETE FROM hashtag WHERE post_id = ? AND tag = ?"
_DELETE_TAGS = "DELETE FROM hashtag WHERE post_id = ?"


async def list_mentioned(reader: Reader, post: int) -> list[int]:
    """Read whom a post names, by our ids, in its order."""
    return [row[0] for row in await reader.many(_MENTIONED, post)]


async def list_mentioned_here(reader: Reader, post: int) -> list[int]:
    """Read which of our people a post names."""
    return [row[0] for row in await reader.many(_LOCAL, post)]


async def list_hashtags(reader: Reader, post: int) -> list[str]:
    """Read the hashtags of a post, in its order."""
    return [row[0] for row in await reader.many(_TAGS, post)]


def insert_mentions(post: int, actors: Iterable[int]) -> list[Statement]:
    """Name actors in a post, each of them once."""
    return [Statement(_INSERT, (ids.new_id(), post, actor)) for actor in dict.fromkeys(actors)]


def delete_mentions(post: int, actors: Iterable[int]) -> list[Statement]:
    """Name actors no longer."""
    return [Statement(_DELETE, (post, actor)) for actor in actors]


def insert_hashtags(post: int, tags: Iterable[str], files: int = 0) -> list[Statement]:
    """Put a post that shows so many files under hashtags, each of them folded and once."""
    return [Statement(_INSERT_TAG, (ids.new_id(), post, tag, files)) for tag in tags]


def mark_hashtags(post: int, files: int) -> Statement:
    """Say at the hashtags of a post how many files it shows."""
    return Statement(_MARK_TAGS, (files, post))


def delete_hashtags(post: int, tags: Iterable[str]) -> list[Statement]:
    """Take a post out from under hashtags."""
    return [Statement(_DELETE_TAG, (post, tag)) for tag in tags]


def delete_all_hashtags(post: int) -> Statement:
    """Take a post out from under all its hashtags."""
    return Statement(_DELETE_TAGS, (post,))

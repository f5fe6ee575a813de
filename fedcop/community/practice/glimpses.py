"""As much of an artifact as a list of posts shows: its kind, its status, its abstract."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from fedcop.community.practice import standing
from fedcop.community.practice.kinds import KINDS
from fedcop.store.batch import Reader
from fedcop.store.queries import library
from fedcop.store.rows import PostRow


@dataclass(frozen=True, slots=True)
class Glimpse:
    """An artifact as it stands in a list of posts."""

    kind: str
    number: int
    status: str
    label: str
    abstract: str
    adoptions: int
    language: str = ""


async def of_posts(reader: Reader, posts: Iterable[PostRow]) -> dict[int, Glimpse]:
    """Read what lists show of those posts that are artifacts."""
    wanted = [post.id for post in posts if post.practice in KINDS and not post.deleted]
    if not wanted:
        return {}
    found = await asyncio.gather(*(library.find_glimpse(reader, one) for one in wanted))
    rows = [row for row in found if row is not None]
    standings = await standing.standings_of(reader, [row.head for row in rows])
    return {
        row.head.id: Glimpse(
            row.head.kind,
            row.head.number,
            standings[row.head.id].status,
            standings[row.head.id].label,
            row.abstract,
            row.head.adoptions,
            row.head.language,
        )
        for row in rows
    }

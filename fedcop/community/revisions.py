"""What posts said before: every edit is kept, and who may read a post may read them."""

from collections.abc import Sequence
from dataclasses import replace

import orjson

from fedcop.store.batch import Reader
from fedcop.store.queries import media, posts
from fedcop.store.rows import MediaRow, PostRow, RevisionRow

_TOP = 2**31 - 1


async def history(
    reader: Reader, post: PostRow, before: int = 0, limit: int = 20
) -> Sequence[RevisionRow]:
    """Read what a post said before, the latest first; `before` is the last number."""
    return await posts.list_revisions(reader, post.id, before or _TOP, limit)


async def list_shown(reader: Reader, post: int) -> str:
    """Write down what a post shows now, and what is said of it: as a revision keeps it."""
    rows = await media.list_of_post(reader, post)
    told = [[row.id, row.description, row.focus_x, row.focus_y] for row in rows]
    return orjson.dumps(told).decode() if told else ""


async def list_as_shown(reader: Reader, post: int, told: Sequence[str]) -> list[list[MediaRow]]:
    """Read what a post showed each time, as `list_shown` wrote it down."""
    ever = {row.id: row for row in await media.list_ever_of_post(reader, post)}
    return [
        [
            replace(ever[number], description=words, focus_x=x, focus_y=y)
            for number, words, x, y in (orjson.loads(text) if text else ())
            if number in ever
        ]
        for text in told
    ]

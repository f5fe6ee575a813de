"""What other programs kept is brought along: each thing once, and told to peers when released.

A thing is known by its source. So the same export twice changes nothing, and one that was broken
off goes on where it stopped. Until it is released nobody elsewhere hears of it, and even then home
timelines here are not flooded with what is old.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import orjson

from fedcop import clock, ids
from fedcop.community import events, posts
from fedcop.community.drafts import Draft, Edit
from fedcop.community.events import PostWritten
from fedcop.digests import sha256
from fedcop.errors import Conflict, NotFound
from fedcop.store.batch import Reader, Unit
from fedcop.store.queries import brought
from fedcop.store.queries import events as event_rows
from fedcop.store.queries import posts as post_rows
from fedcop.store.rows import ActorRow, BringingRow, BroughtRow, PostRow

LONGEST_SOURCE: Final = 500
_SHOWN: Final = 500  # of those that stay where they are


async def begin(
    unit: Unit, actor: ActorRow, community: int, program: str, name: str
) -> BringingRow:
    """Begin to bring an export into a community, or go on with it where it was broken off."""
    row = BringingRow(ids.new_id(), community, actor.id, program, clock.now_ms(), name=name[:200])
    known = await brought.find_unfinished(unit, row)
    if known is not None:
        return known
    unit.add(brought.insert_bringing(row))
    return row


async def bring(
    unit: Unit, author: ActorRow, bringing: BringingRow, source: str, draft: Draft
) -> BroughtRow:
    """Write one thing, unless it is here. Raises what `posts.write` raises."""
    known = await brought.find_thing(unit, bringing.community_id, _key(bringing, source))
    if known is not None:
        return known
    post = await posts.write(unit, author, replace(draft, quiet=True))
    row = BroughtRow(
        id=ids.new_id(),
        bringing_id=bringing.id,
        community_id=bringing.community_id,
        source=_key(bringing, source),
        post_id=post.id,
    )
    unit.touch(f"brought:{row.community_id}:{row.source}")
    unit.add(brought.insert_thing(row))
    return row


async def bring_anew(unit: Unit, author: ActorRow, row: BroughtRow, edit: Edit) -> BroughtRow:
    """Write the next version of one thing. Raises what `posts.revise` raises, and Conflict."""
    told = replace(edit, quiet=not row.told)
    await posts.revise(unit, author, row.post_id, told)
    unit.touch(f"brought:{row.community_id}:{row.source}")
    unit.guard(brought.AS_LONG, row.id, row.versions)
    unit.add(brought.grow(row.id, row.versions + 1))
    return replace(row, versions=row.versions + 1)


async def finish(
    unit: Unit, bringing: BringingRow, skipped: Sequence[tuple[str, str]], total: int
) -> None:
    """Note that all of an export is here, and what stays where it is."""
    told = orjson.dumps(list(skipped[:_SHOWN])).decode() if skipped else ""
    unit.add(brought.finish(bringing.id, clock.now_ms(), told, total))


async def release(unit: Unit, bringing: BringingRow, row: BroughtRow) -> bool:
    """Tell peers of one thing; False when it is gone by now, or they were told."""
    post = await post_rows.find_post(unit, row.post_id)
    now = clock.now_ms()
    unit.touch(f"brought:{bringing.community_id}:{row.source}")
    unit.guard(brought.NOT_TOLD, row.id)
    unit.add(brought.mark_told(row.id, now))
    if post is None or post.deleted:
        return False
    event = events.record(unit, PostWritten(post.id, post.root_id))
    # Home timelines and notices are for what is new.
    unit.add(event_rows.mark_spread(event, now), event_rows.mark_told(event, now))
    return True


async def released(unit: Unit, bringing: BringingRow) -> None:
    """Note that peers have been told all of it."""
    unit.add(brought.release(bringing.id, clock.now_ms()))


# Reads


async def get(reader: Reader, number: int) -> BringingRow:
    """Read one. Raises NotFound."""
    row = await brought.find_bringing(reader, number)
    if row is None:
        raise NotFound(f"import: there is none of number {number}; `fedcop import list` names them")
    return row


async def page(reader: Reader, before: int = 2**62, limit: int = 50) -> Sequence[BringingRow]:
    """Read a page of them, the latest first."""
    return await brought.list_bringings(reader, before, limit)


async def count(reader: Reader, bringing: BringingRow) -> tuple[int, int]:
    """Count what is here of an export, and of how much peers have been told."""
    return await brought.count_things(reader, bringing.id)


async def waiting(
    reader: Reader, bringing: BringingRow, after: int = 0, limit: int = 100
) -> Sequence[BroughtRow]:
    """Read a page of what peers have not been told, the oldest first."""
    return await brought.list_waiting(reader, bringing.id, after, limit)


async def find(reader: Reader, bringing: BringingRow, source: str) -> BroughtRow | None:
    """Find what a thing became."""
    return await brought.find_thing(reader, bringing.community_id, _key(bringing, source))


async def post_of(reader: Reader, row: BroughtRow) -> PostRow:
    """Read what a thing became. Raises Conflict when it was taken back."""
    post = await post_rows.find_post(reader, row.post_id)
    if post is None or post.deleted:
        raise Conflict("it was brought along once, and taken back here")
    return post


def read_skipped(row: BringingRow) -> list[tuple[str, str]]:
    """Read what stays where it is, and why."""
    return [(source, why) for source, why in orjson.loads(row.skipped)] if row.skipped else []


def _key(bringing: BringingRow, source: str) -> str:
    key = f"{bringing.program}:{source}"
    return key if len(key) <= LONGEST_SOURCE else f"{bringing.program}:{sha256(key.encode()).hex()}"

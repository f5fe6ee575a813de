"""Blobs that no row names, and rows whose blob is gone; safe beside a node that runs."""

from collections.abc import AsyncIterator
from typing import Final

from fedcop.community import copies
from fedcop.community.perform import perform
from fedcop.errors import Conflict
from fedcop.store.batch import Store
from fedcop.store.files import Files, Found
from fedcop.store.queries import media_usage as usage
from fedcop.store.rows import MediaRow

_AT_ONCE: Final = 500
YOUNG_SECONDS: Final = 86_400.0  # whoever sends a file keeps the blob first, then the row


async def strays(store: Store, files: Files, now: float) -> AsyncIterator[Found]:
    """List blobs that no row names and that have been here for a day, in each place."""
    for place in files.places.values():
        batch: list[Found] = []
        async for found in place.list_names():
            if found.at < now - YOUNG_SECONDS:
                batch.append(found)
            if len(batch) == _AT_ONCE:
                for one in await _unnamed(store, batch):
                    yield one
                batch = []
        for one in await _unnamed(store, batch):
            yield one


async def drop(store: Store, files: Files, found: Found) -> bool:
    """Forget a blob that no row names still; whether it is gone."""
    if await usage.list_named(store, [found.name]):
        return False
    return await files.drop(found.name, YOUNG_SECONDS)


async def _unnamed(store: Store, batch: list[Found]) -> list[Found]:
    if not batch:
        return []
    named = await usage.list_named(store, [one.name for one in batch])
    return [one for one in batch if one.name not in named]


async def lost(store: Store, files: Files) -> AsyncIterator[MediaRow]:
    """List files whose blob is in no place."""
    there = await _all_names(files)
    after = 0
    while rows := await usage.list_with_blobs(store, after, _AT_ONCE):
        for row in rows:
            names = [bytes.fromhex(name) for name in (row.hash, row.small_hash) if name]
            if any(name not in there for name in names) and not await _came_since(files, row):
                yield row
        after = rows[-1].id


async def _all_names(files: Files) -> set[bytes]:
    there: set[bytes] = set()
    for place in files.places.values():
        async for found in place.list_names():
            there.add(bytes.fromhex(found.name))
    return there


async def _came_since(files: Files, row: MediaRow) -> bool:
    """Whether a file is here by now: it may have come since the places were listed."""
    for name in filter(None, (row.hash, row.small_hash)):
        if await files.size_of(name) is None:
            return False
    return True


async def let_go(store: Store, files: Files, row: MediaRow) -> bool:
    """Have a copy whose blob is lost no more, so that it is had anew when somebody looks."""
    try:
        await perform(store, copies.let_go, row, files)
    except Conflict:
        return False
    return True

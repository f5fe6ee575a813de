"""Files taken from a folder to a bucket, or back, while the node runs and people send more.

First all processes are told where files are kept from now on; then what is in the old place is
copied, each file read again in the new one and compared with its hash, which is its name. How far
that is stands in the database, so whoever begins again goes on from there. What is not copied yet
is read where it was. Nothing is taken away from the old place.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Final

from fedcop import clock
from fedcop.digests import sha256
from fedcop.errors import Misconfigured, Unavailable
from fedcop.store.batch import Store, Unit
from fedcop.store.files import Files, Found, Place, PlaceName
from fedcop.store.queries.moving import Moving, find_moving, put_moving

_AT_ONCE: Final = 8
_AT_ONCE_BYTES: Final = 64_000_000
# Whoever asked where files are kept just before we said so has written by then.
GRACE: Final = {"folder": 3.0, "s3": 30.0}


@dataclass(slots=True)
class Moved:
    """What became of the files."""

    copied: int = 0
    size: int = 0
    # These are not what their names say, and stay where they are.
    damaged: set[str] = field(default_factory=set)


Told = Callable[[int], None]


async def count(place: Place, after: str = "") -> int:
    """Count the files of a place."""
    number = 0
    async for _ in place.list_names(after):
        number += 1
    return number


def from_where(files: Files, to: PlaceName) -> tuple[PlaceName, Place, Place]:
    """Return where files come from, by name, and both places. Raises Misconfigured."""
    if len(files.places) == 1:
        raise Misconfigured("s3_bucket: write into the settings which bucket, and start again")
    old: PlaceName = "folder" if to == "s3" else "s3"
    return old, files.places[old], files.places[to]


async def move(
    store: Store, files: Files, to: PlaceName, told: Told, grace: float | None = None
) -> Moved:
    """Take all files to a place. Raises Misconfigured and Unavailable; then begin it again."""
    name, old, new = from_where(files, to)
    moving = await _begin(store, to)
    moved = Moved()
    async for batch in _batches(old, moving.after):
        await _copy(batch, old, new, moved)
        moving = moving._replace(after=batch[-1].name)
        await _note(store, moving)
        told(len(batch))
    wait = GRACE[name] if grace is None else grace
    await asyncio.sleep(max(0.0, moving.since / 1000 + wait - clock.now_ms() / 1000))
    while late := [one async for one in _missing(old, new) if one.name not in moved.damaged]:
        for start in range(0, len(late), _AT_ONCE):
            await _copy(late[start : start + _AT_ONCE], old, new, moved)
    await _note(store, moving._replace(done=True))
    return moved


async def _begin(store: Store, to: PlaceName) -> Moving:
    """Tell all processes where files are kept from now on; go on where it was begun before."""
    moving = await find_moving(store)
    if moving is None or moving.to != to or moving.done:
        moving = Moving(to, clock.now_ms())
        await _note(store, moving)
    return moving


async def _note(store: Store, moving: Moving) -> None:
    unit = Unit(store)
    unit.add(put_moving(moving))
    await unit.commit()


async def _batches(place: Place, after: str) -> AsyncIterator[list[Found]]:
    batch: list[Found] = []
    async for found in place.list_names(after):
        if batch and sum(one.size for one in batch) + found.size > _AT_ONCE_BYTES:
            yield batch
            batch = []
        batch.append(found)
        if len(batch) == _AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


async def _copy(batch: list[Found], old: Place, new: Place, moved: Moved) -> None:
    await asyncio.gather(*(_copy_one(one, old, new, moved) for one in batch))


async def _copy_one(found: Found, old: Place, new: Place, moved: Moved) -> None:
    """Copy a file and read it again; of one that is there already, only the latter."""
    if await new.size_of(found.name) == found.size and await _is_whole(new, found):
        return
    piece = await old.read(found.name, 0, found.size)
    if piece is None:
        return  # nobody needs it any more
    if await asyncio.to_thread(_name, piece.body) != found.name:
        moved.damaged.add(found.name)
        return
    await new.put(found.name, piece.body)
    if not await _is_whole(new, found):
        raise Unavailable(f"file {found.name[:16]}…: what was written is not what is read again")
    moved.copied += 1
    moved.size += found.size


async def _is_whole(place: Place, found: Found) -> bool:
    piece = await place.read(found.name, 0, found.size)
    return piece is not None and await asyncio.to_thread(_name, piece.body) == found.name


def _name(body: bytes) -> str:
    return sha256(body).hex()


async def _missing(old: Place, new: Place) -> AsyncIterator[Found]:
    """List what is in the old place alone: both are read in the order of their names."""
    there = new.list_names()
    known = await anext(there, None)
    async for found in old.list_names():
        while known is not None and known.name < found.name:
            known = await anext(there, None)
        if known is None or known.name != found.name:
            yield found


async def stand(store: Store) -> Moving | None:
    """Say how a move stands; None where there never was one."""
    return await find_moving(store)

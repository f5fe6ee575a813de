"""`fedcop export`: take along what a community knows."""

import asyncio
import os
import secrets
import tarfile
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

from fedcop import __version__, clock
from fedcop.cli.desk import Desk, Noun, command
from fedcop.cli.node import opened_parts
from fedcop.cli.taking.archive import Archive
from fedcop.community import communities, exporting
from fedcop.community.exporting import Shelf
from fedcop.errors import Malformed, NotFound
from fedcop.interchange import library
from fedcop.interchange.library import Kept
from fedcop.store.batch import Store
from fedcop.store.files import Files
from fedcop.store.rows import GroupRow
from fedcop.values import JSON, Handle

_file = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
_MODE: Final = 0o600  # what is for members stands in it too


@click.group("export", cls=Noun)
def take() -> None:
    """Take along what a community knows."""


@take.command("library")
@click.argument("community")
@_file
@click.option("--endorsed", is_flag=True, help="Only what is endorsed.")
@command
async def libraries(desk: Desk, community: str, file: Path, *, endorsed: bool) -> None:
    """Write all artifacts of a community into a ZIP file: Markdown, files, every revision."""
    async with opened_parts(desk) as parts:
        group = await _community(parts.store, community)
        shelf = Shelf(group.actor.id, endorsed_only=endorsed)
        total = await exporting.count(parts.store, shelf)
        if desk.dry_run:
            desk.output.result(f"would write {total} artifacts to {file}", artifacts=total)
            return
        about = _about(parts.settings.origin, group)
        with desk.output.progress("writing", total) as progress, _beside(file) as draft:
            kept = exporting.kept(parts.store, parts.files, shelf)
            whole = await _gathered(kept)
            blobs = _Blobs(parts.files, asyncio.get_running_loop())

            def write() -> None:
                with zipfile.ZipFile(draft, "w") as archive:
                    for _ in library.write(archive, whole, blobs.read, about):
                        progress.step()

            await asyncio.to_thread(write)
    desk.output.result(f"wrote {total} artifacts to {file}", artifacts=total, file=file)


@take.command("archive")
@click.argument("community")
@_file
@command
async def archive(desk: Desk, community: str, file: Path) -> None:
    """Write a community of ours into a tar file as ActivityStreams, with its files."""
    async with opened_parts(desk) as parts:
        group = await _community(parts.store, community)
        if not group.actor.local:
            raise NotFound(f"{community}: its own node has the whole of it; ask there")
        total = group.practice.posts
        if desk.dry_run:
            desk.output.result(f"would write about {total} posts to {file}", posts=total)
            return
        progressing = desk.output.progress("writing", total)
        with progressing as progress, _beside(file) as draft, tarfile.open(draft, "w") as tape:
            count = await Archive(parts, tape).write(group, progress)
    desk.output.result(f"wrote {count} posts to {file}", posts=count, file=file)


async def _gathered(kept: AsyncIterator[Kept]) -> list[Kept]:
    return [one async for one in kept]


class _Blobs:
    """Reads files by their hash, for a thread that waits for them."""

    def __init__(self, files: Files, loop: asyncio.AbstractEventLoop) -> None:
        self._files = files
        self._loop = loop

    def read(self, name: str) -> bytes:
        """Read one. Raises Malformed."""
        try:
            reading = self._files.read(name)
            return asyncio.run_coroutine_threadsafe(reading, self._loop).result().body
        except NotFound as error:
            raise Malformed(f"file {name[:16]}…: it is not there") from error


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """Write beside a file, which is replaced only when all is there."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        draft.touch(_MODE)
        yield draft
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def _about(origin: str, group: GroupRow) -> dict[str, JSON]:
    return {
        "node": origin,
        "community": group.actor.uri,
        "name": group.actor.display or group.actor.name,
        "exported": clock.iso(clock.now_ms()),
        "generator": f"fedcop {__version__}",
    }


async def _community(store: Store, name: str) -> GroupRow:
    group = await communities.find_by_handle(store, Handle.read(name))
    if group is None:
        raise NotFound(f"{name}: no community has this name; `fedcop community list` names them")
    return group

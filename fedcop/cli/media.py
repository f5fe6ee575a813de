"""`fedcop media`: what files take, where they are, and what of them nobody needs."""

import time

import click

from fedcop import clock
from fedcop.cli.desk import Desk, Noun, command
from fedcop.cli.node import opened_parts, opened_store
from fedcop.cli.output import FAILED
from fedcop.community import audit, copies, moving_files, stray_files
from fedcop.community.copying_again import again
from fedcop.community.perform import perform
from fedcop.community.quotas import in_words
from fedcop.errors import Conflict, FedcopError, Unavailable
from fedcop.federation.remote.copying import Copier
from fedcop.store.batch import Store, Unit
from fedcop.store.files import PlaceName
from fedcop.store.queries import media_usage as usage
from fedcop.store.queries.media_usage import Share
from fedcop.store.rows import MediaRow
from fedcop.transport.blobs import NoAnswer

_HEADS = ("what", "name", "files", "bytes", "share")
_BAR = 20
_DAY_MS = 86_400_000
_YES_TO_MOVE = {
    "s3": "From now on files are kept in the bucket, and all there are are copied there.",
    "folder": "From now on files are kept in the folder, and all there are are copied there.",
}


@click.group(cls=Noun)
def media() -> None:
    """Look after the files of people here, and the copies of what other nodes show."""


@media.command("usage")
@click.option("--limit", default=10, type=click.IntRange(1, 1000), help="How many of each.")
@command
async def usage_command(desk: Desk, limit: int) -> None:
    """Show what files take: by kind, by person, by peer."""
    async with opened_store(desk) as store:
        kinds = await usage.by_kind(store)
        people = await usage.by_person(store, limit)
        peers = await usage.by_peer(store, limit)
    own = sum(one.size for one in kinds if one.own)
    copied = sum(one.size for one in kinds if not one.own)
    rows = [
        *_rows(desk, "ours", [one for one in kinds if one.own]),
        *_rows(desk, "copies", [one for one in kinds if not one.own]),
        *_rows(desk, "person", people),
        *_rows(desk, "peer", peers),
    ]
    desk.output.table(_HEADS, rows)
    text = f"ours {in_words(own)}, copies of what stands elsewhere {in_words(copied)}"
    desk.output.result(text, own=own, copies=copied)


def _rows(desk: Desk, what: str, shares: list[Share]) -> list[tuple[object, ...]]:
    """Make lines of a table; people see sizes in words and a bar, programs see numbers."""
    most = max((one.size for one in shares), default=0) or 1
    lines: list[tuple[object, ...]] = []
    for one in shares:
        size: object = one.size if desk.output.json else in_words(one.size)
        share: object = round(one.size / most, 3) if desk.output.json else _bar(one.size, most)
        lines.append((what, one.name, one.files, size, share))
    return lines


def _bar(size: int, most: int) -> str:
    full = -(-_BAR * size // most)
    return "█" * full + "░" * (_BAR - full)


@media.command("prune")
@click.option(
    "--older-than",
    "days",
    type=click.IntRange(0, 3650),
    default=30,
    show_default=True,
    help="Days since somebody asked for it last.",
)
@command
async def prune(desk: Desk, days: int) -> None:
    """Let copies of what other nodes show go; they are had anew when somebody looks.

    What people here put up is never touched.
    """
    before = clock.now_ms() - days * _DAY_MS
    count = size = 0
    async with opened_parts(desk) as parts:
        if desk.dry_run:
            count, size = await copies.measure_unused(parts.store, before)
            desk.output.result(f"would let {count} copies go, {in_words(size)}", copies=count)
            return
        while rows := [one for one in await copies.oldest(parts.store) if one.used < before]:
            for row in rows:
                try:
                    await perform(parts.store, copies.let_go, row, parts.files)
                except Conflict:
                    continue  # somebody has just asked for it
                count, size = count + 1, size + row.size
        await _note(parts.store, "prune-media", {"copies": count, "bytes": size})
    desk.output.result(f"let {count} copies go, {in_words(size)}", copies=count, bytes=size)


@media.command("orphans")
@click.option("--delete", is_flag=True, help="Let them go.")
@command
async def orphans(desk: Desk, *, delete: bool) -> None:
    """Find files that nothing names, and what is named and has no file.

    What came within a day is left alone, so this is safe beside a node that runs.
    """
    delete = delete and not desk.dry_run
    async with opened_parts(desk) as parts:
        count = size = missing = 0
        async for found in stray_files.strays(parts.store, parts.files, time.time()):
            if delete and not await stray_files.drop(parts.store, parts.files, found):
                continue
            count, size = count + 1, size + found.size
            text = f"nothing names {found.name}, {in_words(found.size)}"
            desk.output.item(text, blob=found.name, bytes=found.size)
        async for row in stray_files.lost(parts.store, parts.files):
            if delete and row.remote:
                await stray_files.let_go(parts.store, parts.files, row)
            missing += not row.remote
            _say_lost(desk, row)
        if delete:
            await _note(parts.store, "delete-orphans", {"files": count, "bytes": size})
    done = "let go" if delete else "nothing names"
    text = f"{done} {count} files, {in_words(size)}; {missing} files of people here are missing"
    desk.output.result(text, orphans=count, bytes=size, missing=missing)
    if missing:
        desk.code = FAILED


def _say_lost(desk: Desk, row: MediaRow) -> None:
    whose = "a copy, had anew when somebody looks" if row.remote else "of somebody here"
    said = f"missing: {row.hash}, {row.kind} number {row.id}, {whose}"
    desk.output.item(said, missing=row.hash, media=row.id, copy=bool(row.remote))


@media.command("refetch")
@click.option("--host", default="", help="Of one server alone.")
@command
async def refetch(desk: Desk, host: str) -> None:
    """Try again to have what could not be had from other nodes."""
    had = failed = 0
    async with opened_parts(desk) as parts:
        copier = Copier(parts.reach, parts.files, parts.settings.max_copy)
        async for row in again(parts.store, host.lower()):
            if desk.dry_run:
                desk.output.item(f"would ask for {row.remote}", url=row.remote)
                continue
            try:
                await perform(parts.store, copies.try_now, row.id)
                await copier.of_post(row.id, row.key, small=False)
            except FedcopError as error:
                failed += 1
                desk.output.item(f"{row.remote}: {error.safe}", url=row.remote, had=False)
            else:
                had += 1
    desk.output.result(f"{had} are here now, {failed} could not be had", had=had, failed=failed)


@media.command("move-to-s3")
@command
async def move_to_s3(desk: Desk) -> None:
    """Take all files from the folder to the bucket, while the node runs; again, it goes on."""
    await _move(desk, "s3")


@media.command("move-to-folder")
@command
async def move_to_folder(desk: Desk) -> None:
    """Take all files from the bucket to the folder, while the node runs."""
    await _move(desk, "folder")


async def _move(desk: Desk, to: PlaceName) -> None:
    async with opened_parts(desk) as parts:
        _, old, _ = moving_files.from_where(parts.files, to)
        moving = await moving_files.stand(parts.store)
        begun = moving.after if moving and moving.to == to and not moving.done else ""
        try:
            total = await moving_files.count(old, begun)
            if desk.dry_run:
                desk.output.result(f"would copy {total} files", files=total)
                return
            desk.must_agree(_YES_TO_MOVE[to])
            with desk.output.progress("copying", total) as progress:
                moved = await moving_files.move(parts.store, parts.files, to, progress.step)
        except NoAnswer as error:
            raise Unavailable(f"{error.why}; begin again, it goes on") from error
        await _note(parts.store, f"move-media-to-{to}", {"files": moved.copied})
    if moved.damaged:
        desk.output.warning(
            f"{len(moved.damaged)} files are not what their names say, and stay behind"
        )
    desk.output.result(
        f"copied {moved.copied} files, {in_words(moved.size)}; all are there. Now write"
        f' media_storage = "{to}" into the settings; what is in the old place is needed no more',
        files=moved.copied,
        bytes=moved.size,
        damaged=len(moved.damaged),
    )


async def _note(store: Store, act: str, about: dict[str, object]) -> None:
    """Write into the audit log what was done from the command line."""
    unit = Unit(store)
    audit.note(unit, 0, act, about=about)
    await unit.commit()

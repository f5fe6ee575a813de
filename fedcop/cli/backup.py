"""`fedcop backup`: sets of all that a node is, made, verified and restored."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import click
import pyrage

from fedcop import clock
from fedcop.cli.desk import Desk, Noun, command, refuse
from fedcop.cli.node import opened_store
from fedcop.cli.output import FAILED, LOCKED, UNSAFE, Progress
from fedcop.community import backups, quarantine
from fedcop.community.perform import perform
from fedcop.errors import Conflict, FedcopError, Unavailable
from fedcop.keeping.age import read_identity
from fedcop.keeping.checking import examine
from fedcop.keeping.making import Wish, create, estimate
from fedcop.keeping.restoring import Place, Restored, restore
from fedcop.keeping.sets import Locked, Made, list_sets

MIB: Final = 1 << 20
_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
_FOLDER = click.Path(path_type=Path, file_okay=False, resolve_path=True)
_IDENTITY = click.option("--identity", type=_FILE, help="The file that `backup key` made.")
_ABOUT_KEY: Final = (
    "# Opens the backups of a fedcop node. Keep it away from the node, and never lose it:\n"
    "# without it no backup can be restored.\n"
)


@click.group(cls=Noun)
def backup() -> None:
    """Keep sets of all that a node is: database, files, key and settings."""


@backup.command("key")
@click.option("--to", type=click.Path(path_type=Path), required=True, help="A new file for it.")
@command
async def key(desk: Desk, to: Path) -> None:
    """Make what opens backups: a file to keep elsewhere, and a line for the settings."""
    recipient = write_identity(to)
    desk.output.item(f"written: {to}; keep it away from this machine", identity=str(to))
    desk.output.item(f'backup_recipient = "{recipient}"', recipient=recipient)
    desk.output.result(f"put that line into {desk.settings_file}")


def write_identity(to: Path) -> str:
    """Write a new file that opens sets and return to whom to encrypt. Raises Conflict."""
    identity = pyrage.x25519.Identity.generate()
    recipient = str(identity.to_public())
    if to.exists():
        raise Conflict(f"{to} is there already; it may open backups, so it stays")
    to.touch(0o600, exist_ok=False)
    to.write_text(f"{_ABOUT_KEY}# public key: {recipient}\n{identity}\n", "ascii")
    return recipient


@backup.command("create")
@click.option("--to", type=_FOLDER, help="Another folder than that of the settings.")
@click.option("--unencrypted", is_flag=True, help="Let anybody open it who gets it.")
@command
async def create_command(desk: Desk, to: Path | None, *, unencrypted: bool) -> None:
    """Make a set, while the node runs."""
    settings = desk.settings()
    wish = Wish.usual(settings, to, open_to_all=unencrypted)
    if desk.dry_run:
        desk.output.result(f"would make a backup in {wish.folder}", folder=str(wish.folder))
        return
    total = -(-estimate(settings) // MIB)
    with desk.output.progress("MiB", max(1, total)) as progress:
        try:
            made = await create(settings, wish, by_mib(progress))
        except Locked as error:
            refuse(desk.output, error.safe, LOCKED)
    tell_made(desk, made)


def by_mib(progress: Progress) -> Callable[[int], None]:
    """Count bytes as whole MiB; the last is stepped over, for nobody knows it beforehand."""
    waiting = 0

    def step(count: int) -> None:
        nonlocal waiting
        waiting += count
        if waiting >= MIB:
            progress.step(min(waiting // MIB, max(0, progress.total - progress.done)))
            waiting %= MIB

    return step


def tell_made(desk: Desk, made: Made) -> None:
    """Say what was made."""
    if made.missing:
        desk.output.warning(
            f"{made.missing} files that the database names are not in the media folder",
            missing=made.missing,
        )
    desk.output.result(
        f"{made.path}: {made.size / MIB:.1f} MiB in {made.seconds:.1f} s",
        set=str(made.path),
        size=made.size,
        seconds=round(made.seconds, 3),
        media=made.media,
    )


@backup.command("list")
@click.option("--in", "folder", type=_FOLDER, help="Another folder than that of the settings.")
@command
async def list_command(desk: Desk, folder: Path | None) -> None:
    """List the sets that are kept, the newest first."""
    place = folder or desk.settings().backup_folder
    rows: list[tuple[object, ...]] = [
        (one.path.name, clock.iso(one.taken), one.size, "yes" if one.encrypted else "no")
        for one in list_sets(place)
    ]
    if rows or desk.output.json:
        desk.output.table(("set", "taken", "bytes", "encrypted"), rows)
    else:
        desk.output.note(f"there are none in {place}")


@backup.command("verify")
@click.argument("path", metavar="SET", type=_FILE)
@_IDENTITY
@click.option("--database", default="", help="A PostgreSQL server that may make a database.")
@click.option("--work", type=_FOLDER, help="A folder with room for the database.")
@command
async def verify_command(
    desk: Desk, path: Path, identity: Path | None, database: str, work: Path | None
) -> None:
    """Read a set whole, restore its database for a moment, and look whether all is right."""
    report = await examine(path, opener(identity), work or path.parent, database)
    for note in report.notes:
        desk.output.warning(note)
    for finding in report.findings:
        desk.output.item(finding, finding=finding)
    await _note(desk, path.name, "; ".join(report.findings[:3]))
    about, manifest = report.contents.about, report.contents.manifest
    if not report.well:
        desk.code = FAILED
        desk.output.result("the set cannot be relied on", well=False)
        return
    desk.output.result(
        f"{about.origin} of {clock.iso(about.taken)}, fedcop {about.version}: whole;"
        f" {sum(manifest.counts.values())} rows, {manifest.media} files, {report.keys} keys open,"
        f" {report.digests} digests are right",
        well=True,
        taken=about.taken,
        rows=sum(manifest.counts.values()),
        media=manifest.media,
        keys=report.keys,
        digests=report.digests,
    )


async def _note(desk: Desk, name: str, verdict: str) -> None:
    """Let the node know, where there is one: a set may be verified anywhere."""
    if not desk.settings_file.exists():
        return
    try:
        async with opened_store(desk) as store:
            await perform(store, backups.note_verdict, name, verdict)
    except FedcopError as error:
        desk.output.note(f"the node was not told: {error.safe}")


@backup.command("schedule")
@click.option("--now", "at_once", is_flag=True, help="Ask a running worker for one now.")
@command
async def schedule_command(desk: Desk, *, at_once: bool) -> None:
    """Show when backups are made by the running node, and how they went."""
    settings = desk.settings()
    if at_once:
        Wish.usual(settings)
    async with opened_store(desk) as store:
        if at_once and not desk.dry_run:
            await perform(store, backups.ask, 0)
        state = await backups.read_state(store)
    following = backups.next_at(settings.backup_daily_at, state, clock.now_ms())
    desk.output.facts(
        {
            "daily_at": settings.backup_daily_at,
            "next": clock.iso(following) if following else "",
            "folder": str(settings.backup_folder),
            "keep": list(settings.backup_keep),
            "recipient": settings.backup_recipient,
            "last_good": clock.iso(state.done) if state.done else "",
            "seconds": state.seconds,
            "bytes": state.size,
            "error": state.error,
        }
    )
    if at_once:
        desk.output.result("asked for one", asked=True)
    elif not settings.backup_daily_at:
        desk.output.result("none are scheduled: set backup_daily_at", next=0)


@backup.command("restore")
@click.argument("path", metavar="SET", type=_FILE)
@_IDENTITY
@click.option("--into", type=_FOLDER, required=True, help="The folder of the node.")
@click.option("--database", default="", help="The PostgreSQL database to fill.")
@click.option("--quarantine/--speak", "quiet", default=True, help="Whether it stays quiet first.")
@command
async def restore_command(  # noqa: PLR0913 - what was said on the command line
    desk: Desk, path: Path, identity: Path | None, into: Path, database: str, *, quiet: bool
) -> None:
    """Make a node out of a set; it stays quiet until `fedcop backup release`."""
    place = Place(into, database, replace=desk.yes, speak=not quiet)
    if desk.dry_run:
        desk.output.result(f"would restore {path.name} into {into}", into=str(into))
        return
    try:
        restored = await restore(path, opener(identity), place)
    except Conflict as error:
        refuse(desk.output, error.safe, UNSAFE)
    tell_restored(desk, restored, quiet=quiet)


def tell_restored(desk: Desk, restored: Restored, *, quiet: bool) -> None:
    """Say what stands again, and what does not."""
    for one in restored.aside:
        desk.output.item(f"put aside: {one}", aside=one)
    about = restored.contents.about
    hours = restored.lost_ms / 3_600_000
    desk.output.item(
        f"missing: all since {clock.iso(about.taken)}, {hours:.1f} hours; copies of files of other"
        " nodes, which are had again when somebody looks",
        taken=about.taken,
        lost_ms=restored.lost_ms,
    )
    desk.output.result(
        f"{about.origin} stands again: {restored.settings}"
        + ("; nothing leaves it before `fedcop backup release`" if quiet else ""),
        origin=about.origin,
        settings=str(restored.settings),
        quarantine=quiet,
        schema=about.level,
    )


@backup.command("release")
@command
async def release_command(desk: Desk) -> None:
    """Let a restored node speak; say so only where no other speaks as it."""
    async with opened_store(desk) as store:
        since = await quarantine.find_since(store)
        if not since:
            desk.output.result("it speaks already", quarantine=False)
            return
        desk.must_agree(
            f"{desk.settings().origin} will deliver, also what waits. No other node may run under"
            " this name."
        )
        if not desk.dry_run:
            await perform(store, quarantine.release)
    desk.output.result("it speaks again", quarantine=False, since=since)


def opener(identity: Path | None) -> bytes | None:
    """Read the file that opens sets."""
    if identity is None:
        return None
    try:
        return read_identity(identity.read_text("ascii"))
    except UnicodeDecodeError as error:
        raise Unavailable(f"{identity}: is no identity of age") from error

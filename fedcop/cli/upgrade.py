"""`fedcop upgrade`: look ahead, bring the node to this version, go back."""

from pathlib import Path
from typing import Final

import click

from fedcop import __version__, clock
from fedcop.cli.backup import by_mib, opener
from fedcop.cli.desk import Desk, Noun, command, refuse
from fedcop.cli.locks import only_one
from fedcop.cli.output import FAILED, LOCKED
from fedcop.errors import FedcopError, Misconfigured
from fedcop.keeping import upgrading
from fedcop.keeping.going_back import go_back
from fedcop.keeping.making import estimate
from fedcop.keeping.sets import Locked
from fedcop.settings import Settings

MIB: Final = 1 << 20
_SERVED: Final = "this node is served"


@click.group(cls=Noun)
def upgrade() -> None:
    """Bring the node to this version of fedcop, and back."""


@upgrade.command("check")
@command
async def check_command(desk: Desk) -> None:
    """Say what an upgrade would do, what it takes and whether there is room; change nothing."""
    outlook = await upgrading.look_ahead(desk.settings())
    for name in outlook.waiting:
        desk.output.item(f"waits: {name}", migration=name)
    progress = upgrading.read_progress(desk.settings())
    if progress.stage == "migrate":
        desk.output.warning("an upgrade was broken off; `fedcop upgrade run` goes on")
    text = (
        f"fedcop {__version__}: {len(outlook.waiting)} migrations wait; {outlook.rows} rows, about"
        f" {outlook.seconds:.0f} s (a guess: `run` measures it on a copy first);"
        f" {outlook.free // MIB} MiB are free, {outlook.needed // MIB} MiB are needed"
    )
    desk.output.result(
        text,
        version=__version__,
        waiting=len(outlook.waiting),
        rows=outlook.rows,
        seconds=round(outlook.seconds, 1),
        free=outlook.free,
        needed=outlook.needed,
    )
    if outlook.waiting and not outlook.fits:
        desk.code = FAILED
        desk.output.warning("there is not enough room; set backup_folder to another disk")


@upgrade.command("run")
@command
async def run_command(desk: Desk) -> None:
    """Make and verify a backup, migrate, look whether all is whole. Killed, run it again."""
    settings = desk.settings()
    with only_one(desk.output, settings.data / "serve.lock", _SERVED):
        await upgrading.refuse_at_work(settings)
        outlook = await upgrading.look_ahead(settings)
        if not outlook.waiting and upgrading.read_progress(settings).stage != "migrate":
            desk.output.result("nothing to do", migrations=0)
            return
        if not outlook.fits:
            needed = outlook.needed // MIB
            refuse(desk.output, f"{needed} MiB are needed for the backup; nothing was changed")
        if desk.dry_run:
            desk.output.result(f"would run {len(outlook.waiting)} migrations")
            return

        await _run(desk, settings, len(outlook.waiting))


async def _run(desk: Desk, settings: Settings, waiting: int) -> None:
    """Secure the node, then migrate it."""

    def say(text: str) -> None:
        desk.output.item(text, done=text)

    with desk.output.progress("MiB", max(1, estimate(settings) // MIB)) as progress:
        try:
            before = await upgrading.secure(settings, by_mib(progress), say)
        except Locked as error:
            refuse(desk.output, error.safe, LOCKED)
    try:
        findings = await upgrading.run(settings, say)
    except FedcopError as error:
        refuse(desk.output, f"{error.safe}; run it again, or `fedcop upgrade rollback`")
    for finding in findings:
        desk.output.item(finding, finding=finding)
    if findings:
        refuse(desk.output, "the database is not whole; `fedcop upgrade rollback` goes back")
    desk.output.note("to go back: `fedcop upgrade rollback`, then the version before")
    desk.output.result(
        f"fedcop {__version__}: {waiting} migrations ran", migrations=waiting, set=before.set
    )


@upgrade.command("rollback")
@click.option("--identity", type=click.Path(path_type=Path, exists=True), help="Another one.")
@command
async def rollback_command(desk: Desk, identity: Path | None) -> None:
    """Put the database back to where it was before the last upgrade; all since then goes."""
    settings = desk.settings()
    progress = upgrading.read_progress(settings)
    if not progress.set:
        raise Misconfigured("no upgrade was run here; `fedcop backup restore` restores any set")
    desk.must_agree(
        f"The database goes back to {clock.iso(progress.began)} ({progress.level}); what happened"
        " since then is put aside."
    )
    if desk.dry_run:
        desk.output.result(f"would go back to {progress.level}", level=progress.level)
        return
    with only_one(desk.output, settings.data / "serve.lock", _SERVED):
        await upgrading.refuse_at_work(settings)
        key = opener(identity) or upgrading.read_key(settings)
        contents, aside = await go_back(Path(progress.set), key, settings)
        upgrading.forget(settings)
    desk.output.item(f"put aside: {aside}", aside=aside)
    desk.output.result(
        f"the database stands at {contents.about.level} again; serve it with fedcop"
        f" {contents.about.version}, or run `fedcop upgrade run` again",
        level=contents.about.level,
        version=contents.about.version,
    )

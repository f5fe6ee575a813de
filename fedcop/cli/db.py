"""`fedcop db`: the database and its schema."""

import click

from fedcop.cli.desk import Desk, Noun, command
from fedcop.cli.output import FAILED
from fedcop.store.migrate import migrate, pending
from fedcop.store.verify import verify


@click.group(cls=Noun)
def db() -> None:
    """Look after the database."""


@db.command("migrate")
@command
async def migrate_command(desk: Desk) -> None:
    """Bring the database to the schema of this version."""
    url = desk.settings().database
    waiting = await pending(url)
    if desk.dry_run:
        for step in waiting:
            desk.output.item(f"would run {step.name}", migration=step.name)
        return
    done = await migrate(url)
    for step in done:
        desk.output.item(f"ran {step.name}", migration=step.name)
    desk.output.result(
        f"{len(done)} migrations ran; the schema is up to date" if done else "nothing to do",
        migrations=len(done),
    )


@db.command("status")
@command
async def status_command(desk: Desk) -> None:
    """Show which migrations have yet to run."""
    waiting = await pending(desk.settings().database)
    for step in waiting:
        desk.output.item(f"waits: {step.name}", migration=step.name)
    if waiting:
        desk.output.result(f"{len(waiting)} migrations wait: run `fedcop db migrate`")
        desk.code = FAILED
    else:
        desk.output.result("the schema is up to date", waiting=0)


@db.command("verify")
@command
async def verify_command(desk: Desk) -> None:
    """Check that the database is whole."""
    findings = await verify(desk.settings().database)
    for finding in findings:
        desk.output.item(finding, finding=finding)
    if findings:
        desk.code = FAILED
    else:
        desk.output.result("the database is whole", findings=0)

"""`fedcop user export` and `erase`: what is kept of a person, for that person, or its end."""

import os
import secrets
from pathlib import Path
from typing import Final

import click

from fedcop import clock
from fedcop.cli.desk import Desk, Verb, command
from fedcop.cli.node import opened_parts
from fedcop.community import accounts, privacy_requests
from fedcop.community.erasing import asking
from fedcop.community.erasing.asking import Preview
from fedcop.community.house.people import Hand
from fedcop.community.perform import perform
from fedcop.errors import NotFound
from fedcop.federation.documents import belongings
from fedcop.federation.keyring import make_keys
from fedcop.store.batch import Store
from fedcop.store.queries.accounts import Login

_MODE: Final = 0o600


@click.command("export", cls=Verb)
@click.argument("name")
@click.option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; usually NAME-DATE.zip here.",
)
@command
async def export(desk: Desk, name: str, *, to: Path | None) -> None:
    """Write all that is kept of a person into a ZIP file, to be given to them."""
    async with opened_parts(desk) as parts:
        _, actor = await find_person(parts.store, name)
        file = to or Path(f"{actor.name}-{clock.iso(clock.now_ms())[:10]}.zip")
        if desk.dry_run:
            desk.output.result(f"would write what is kept of {actor.name} to {file}", file=file)
            return
        await perform(parts.store, privacy_requests.note_export, actor, 0)
        draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
        try:
            with os.fdopen(
                os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE), "wb"
            ) as out:
                async for ready in belongings.archive(parts.store, parts.files, actor):
                    out.write(ready)
                out.flush()
                os.fsync(out.fileno())
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
    size = file.stat().st_size
    desk.output.result(f"wrote {size:,} bytes to {file}", file=file, bytes=size)


@click.command("erase", cls=Verb)
@click.argument("name")
@click.option("--keep-works", is_flag=True, help="What they shared stays, as by a former member.")
@command
async def erase(desk: Desk, name: str, *, keep_works: bool) -> None:
    """Forget a person for good; --dry-run says what would go, what stays and who is told."""
    async with opened_parts(desk) as parts:
        store = parts.store
        _, actor = await find_person(store, name)
        seen = await asking.preview(store, actor)
        _say(desk, actor.name, seen)
        if desk.dry_run:
            return
        desk.must_agree(f"{actor.name} is forgotten for good, here and on {seen.servers} servers.")
        uri = store.uris.person(asking.FORMER)
        former = await make_keys(uri, parts.seal) if keep_works else None
        await perform(store, asking.erase_another, Hand(), actor.id, seen.counts, former)
    said = f"{actor.name} can no longer sign in; the worker forgets the rest"
    desk.output.result(f"{said}: `fedcop privacy requests`", name=actor.name)


def _say(desk: Desk, name: str, seen: Preview) -> None:
    """Say what would go, and what else there is to know."""
    rows: list[tuple[object, ...]] = [*sorted(seen.counts.items())]
    desk.output.table(("what goes", "how many"), rows)
    desk.output.facts(
        {
            "stays": f"tombstones, and the handle {name}",
            "shared": f"{seen.works} artifacts in communities: they stay with --keep-works",
            "servers told": seen.servers,
            "without a steward": list(seen.alone),
        }
    )
    if seen.last_owner:
        desk.output.warning(f"{name} is the last owner: make somebody else an owner first")


async def find_person(store: Store, name: str) -> Login:
    """Find somebody of this node by name or mail address. Raises NotFound."""
    login = await accounts.find_login(store, name.removeprefix("@"))
    if login is None:
        raise NotFound(f"user: nobody here is called {name}; `fedcop user list` names them")
    return login


VERBS = (export, erase)

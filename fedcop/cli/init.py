"""`fedcop init`: from nothing to a node that can be served."""

import secrets
from pathlib import Path

import click

from fedcop import settings as house
from fedcop.assembly import open_store
from fedcop.cli.desk import Desk, Verb, command
from fedcop.cli.passwords import choose
from fedcop.cli.setup import make_node, make_person, write_settings
from fedcop.community import accounts
from fedcop.community.accounts import NewPerson
from fedcop.errors import Misconfigured
from fedcop.settings import Settings
from fedcop.store.batch import Store
from fedcop.store.seal import Seal

_SECRET_BYTES = 32
_PAGE = 500


@click.command("init", cls=Verb)
@click.option("--origin", help="The address of the node for ever, as https://cop.example.")
@click.option("--organization", help="The organization behind the node.")
@click.option("--contact", help="Where to reach you: a mail or a web address.")
@click.option("--data", help="The folder of all that is kept.")
@click.option("--database", help="As in the settings: sqlite, or postgresql://….")
@click.option("--owner", help="The name of the first person, who owns the node.")
@click.option("--email", default="", help="Their mail address.")
@click.option("--password-stdin", is_flag=True, help="Read their password from standard input.")
@command
async def init(
    desk: Desk, /, owner: str | None, email: str, *, password_stdin: bool, **given: str | None
) -> None:
    """Set up a node: settings, key, database, its own actors, its first person.

    Asks on a terminal; elsewhere the options say it. What is there already stays as it is, so it
    may run again after it was interrupted.
    """
    chosen = {name: value for name, value in given.items() if value is not None}
    path = desk.settings_file
    if path.exists():
        settings = _as_it_stands(desk.settings(), chosen, path)
    else:
        settings = _write(desk, path, chosen)
    if desk.dry_run:
        desk.output.result(f"would set up {settings.origin}", origin=settings.origin)
        return
    for done in await make_node(settings):
        desk.output.item(done, made=done)
    store = await open_store(settings, beside=True)
    try:
        await _own(desk, store, settings, NewPerson(owner or "", email=email), password_stdin)
    finally:
        await store.close()
    text = f"{settings.origin} is set up; start it with `fedcop serve`"
    desk.output.result(text, origin=settings.origin, settings=path)


def _as_it_stands(settings: Settings, chosen: dict[str, str], path: Path) -> Settings:
    """Take the settings that are there. Raises Misconfigured when something else was asked for."""
    for name in ("origin", "organization", "contact"):
        if name in chosen and chosen[name] != getattr(settings, name):
            raise Misconfigured(f"{name}: {path} is there already and says something else; edit it")
    return settings


def _write(desk: Desk, path: Path, chosen: dict[str, str]) -> Settings:
    values = {**_ask(desk, chosen), "secret": secrets.token_hex(_SECRET_BYTES)}
    data = path.parent / Path(values.get("data", "data")).expanduser()
    settings = Settings(
        **{**values, "data": data}  # type: ignore[arg-type]  # all but `data` are texts
    )
    house.check(settings)
    if not desk.dry_run:
        write_settings(path, values)
        desk.output.item(f"settings: {path}", made=str(path))
        settings = desk.settings()  # the environment has its say too
    return settings


def _ask(desk: Desk, chosen: dict[str, str]) -> dict[str, str]:
    if "origin" not in chosen and not desk.asks:
        raise Misconfigured("origin: say --origin https://cop.example; the node keeps it for ever")
    if desk.asks and not desk.yes:
        for name, question, usual in (
            ("origin", "Address of the node, for ever", "http://cop.localhost:8000"),
            ("organization", "Organization behind it", ""),
            ("contact", "Where to reach you (mail or web address)", ""),
        ):
            if name not in chosen:
                chosen[name] = click.prompt(question, default=usual, show_default=bool(usual))
    return {name: value for name, value in chosen.items() if value}


async def _own(
    desk: Desk, store: Store, settings: Settings, person: NewPerson, from_stdin: object
) -> None:
    """Make the owner, when the node has none yet."""
    logins = await accounts.list_logins(store, 0, _PAGE)
    if any(account.role == "owner" for account, _ in logins):
        return
    name = person.name
    if not name and desk.asks and not desk.yes:
        name = click.prompt("Name of its owner, small letters", default="admin")
    if not name:
        desk.output.note("nobody owns this node yet: `fedcop user create NAME --role owner`")
        return
    password = await choose(desk, from_stdin=bool(from_stdin))
    seal = Seal(house.read_master_key(settings))
    owner = NewPerson(name, email=person.email, password_hash=password.hash, role="owner")
    await make_person(store, seal, owner)
    text = f"owner: {name}"
    if password.shown:
        text += f", password {password.shown} (shown this once)"
    desk.output.item(text, owner=name, password=password.shown)

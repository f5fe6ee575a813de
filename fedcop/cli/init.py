"""`fedcop init`: from nothing to a node that can be served."""

import secrets
from pathlib import Path

import click

from fedcop import settings as house
from fedcop.assembly import open_store
from fedcop.cli.desk import Desk, Verb, command
from fedcop.cli.passwords import choose
from fedcop.cli.setup import make_node, write_settings
from fedcop.community.perform import perform
from fedcop.community.setting_up import beginning
from fedcop.community.setting_up.beginning import NewKeys
from fedcop.community.setting_up.questions import FILE, NODE, Question, find_question, kept_in
from fedcop.errors import Misconfigured
from fedcop.federation.keyring import make_keys
from fedcop.settings import Settings
from fedcop.store.batch import Store
from fedcop.store.seal import Seal

_SECRET_BYTES = 32


def _one_of(name: str) -> "click.Choice[str]":
    return click.Choice([one.value for one in find_question(name).choices])


@click.command("init", cls=Verb)
@click.option("--origin", help="The address of the node for ever, as https://cop.example.")
@click.option("--organization", help="The organization behind the node.")
@click.option("--name", help="The name of the node.")
@click.option("--contact", help="Where to reach you: a mail or a web address.")
@click.option("--languages", help="The languages spoken here, the usual one first: en,de.")
@click.option("--federation-mode", type=_one_of("federation_mode"), help="With whom it speaks.")
@click.option("--data", help="The folder of all that is kept.")
@click.option("--database", help="As in the settings: sqlite, or postgresql://….")
@click.option("--registrations", type=_one_of("registrations"), help="Who may join.")
@click.option("--owner", help="The name of the first person, who owns the node.")
@click.option("--owner-display", help="What others see beside it.")
@click.option("--email", help="Their mail address.")
@click.option("--password-stdin", is_flag=True, help="Read their password from standard input.")
@click.option("--community", help="The name of the first community.")
@click.option("--community-display", help="What others read beside it.")
@click.option("--community-domain", help="What it is about, in a sentence.")
@click.option("--conduct", type=_one_of("conduct"), help="Rules to begin with.")
@click.option("--browser", is_flag=True, help="Answer the rest in a browser, by a link shown here.")
@command
async def init(desk: Desk, /, *, password_stdin: bool, browser: bool, **given: str | None) -> None:
    """Set up a node: settings, key, database, its own actors, its first person and community.

    Asks on a terminal; elsewhere the options say it. What is there already stays as it is, so it
    may run again after it was interrupted.
    """
    asked = {one.name for one in kept_in(NODE)}
    chosen = {name: value for name, value in given.items() if value is not None}
    here = {name: chosen.pop(name) for name in asked & chosen.keys()}
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
        if browser:
            await _offer_browser(desk, store)
        else:
            await _own(desk, store, settings, here, password_stdin)
    finally:
        await store.close()
    text = f"{settings.origin} is set up; start it with `fedcop serve`"
    desk.output.result(text, origin=settings.origin, settings=path)


def _as_it_stands(settings: Settings, chosen: dict[str, str], path: Path) -> Settings:
    """Take the settings that are there. Raises Misconfigured when something else was asked for."""
    for name in ("origin", "organization", "name", "contact", "federation_mode"):
        if name in chosen and chosen[name] != getattr(settings, name):
            raise Misconfigured(f"{name}: {path} is there already and says something else; edit it")
    return settings


def _write(desk: Desk, path: Path, chosen: dict[str, str]) -> Settings:
    answers = _ask(desk, chosen)
    languages = tuple(answers.pop("languages", "").replace(",", " ").split())
    values = {**answers, "secret": secrets.token_hex(_SECRET_BYTES)}
    data = path.parent / Path(values.get("data", "data")).expanduser()
    spoken = {"languages": languages} if languages else {}
    settings = Settings(
        **{**values, **spoken, "data": data}  # type: ignore[arg-type]  # each of its own type
    )
    house.check(settings)
    if not desk.dry_run:
        write_settings(path, {**values, **{name: list(one) for name, one in spoken.items()}})
        desk.output.item(f"settings: {path}", made=str(path))
        settings = desk.settings()  # the environment has its say too
    return settings


def _ask(desk: Desk, chosen: dict[str, str]) -> dict[str, str]:
    if "origin" not in chosen and not desk.asks:
        raise Misconfigured("origin: say --origin https://cop.example; the node keeps it for ever")
    if desk.asks and not desk.yes:
        for question in kept_in(FILE):
            if question.name not in chosen:
                chosen[question.name] = _prompt(question)
    return {name: value for name, value in chosen.items() if value}


def _prompt(question: Question) -> str:
    """Ask one question on the terminal."""
    for choice in question.choices:
        click.echo(f"  {choice.value}: {choice.name}. {choice.means}")
    kind = click.Choice([one.value for one in question.choices]) if question.choices else None
    if question.hint:
        click.echo(f"  {question.hint}")
    usual = question.usual
    return str(click.prompt(question.text, default=usual, show_default=bool(usual), type=kind))


async def _offer_browser(desk: Desk, store: Store) -> None:
    """Show the link by which a browser asks the rest."""
    if await beginning.has_owner(store):
        desk.output.note("this node has an owner already")
        return
    link = await perform(store, beginning.make_setup_link)
    desk.output.item(f"start `fedcop serve`, then open within a day: {link}", link=link)


async def _own(
    desk: Desk, store: Store, settings: Settings, answers: dict[str, str], from_stdin: object
) -> None:
    """Make the owner and the first community, when nobody owns the node yet."""
    if await beginning.has_owner(store):
        return
    asking = desk.asks and not desk.yes
    for question in kept_in(NODE) if asking else ():
        if question.name not in answers and not question.secret:
            answers[question.name] = _prompt(question)
    if not answers.get("owner"):
        desk.output.note(
            "nobody owns this node yet: `fedcop user create NAME --role owner`, or set it up in a"
            " browser with `fedcop init --browser`"
        )
        return
    await perform(store, beginning.keep_answers, answers)
    password = await choose(desk, from_stdin=bool(from_stdin))
    seal, name = Seal(house.read_master_key(settings)), answers.get("community", "")
    keys = NewKeys(
        await make_keys(store.uris.person(answers["owner"]), seal),
        await make_keys(store.uris.community(name), seal) if name else (),
    )
    known = {**answers, beginning.HASH: password.hash}
    await perform(store, beginning.finish, known, keys)
    text = f"owner: {answers['owner']}"
    if password.shown:
        text += f", password {password.shown} (shown this once)"
    desk.output.item(text, owner=answers["owner"], password=password.shown)
    if name:
        desk.output.item(f"community: {store.uris.community(name)}", community=name)

"""`fedcop digest`: what people are told once a day or a week."""

from dataclasses import replace

import click

from fedcop import ids
from fedcop.cli.desk import Desk, Noun, command
from fedcop.cli.mail import mailing_settings
from fedcop.cli.node import carry_out, opened_store
from fedcop.community import accounts, digests, letters
from fedcop.errors import NotFound
from fedcop.mailing.rendering import render_letter
from fedcop.mailing.stops import stop_of
from fedcop.store.batch import Store
from fedcop.store.rows import ActorRow


@click.group("digest", cls=Noun)
def digest() -> None:
    """Look after the digests of people."""


@digest.command("preview")
@click.argument("name")
@click.option("--html", is_flag=True, help="As HTML.")
@command
async def preview(desk: Desk, /, name: str, *, html: bool) -> None:
    """Show what a digest of the last week would tell the person called NAME; nothing is sent."""
    chosen = desk.settings()
    async with opened_store(desk) as store:
        person = await _person(store, name)
        facts = await digests.of_last_week(store, person)
        login = await accounts.find_login_of(store, person.id)
    if facts is None or login is None:
        desk.output.result(f"nothing is new for {person.name}; no mail is sent", well=True)
        return
    row = letters.drafted(ids.new_id(), letters.Letter("digest", login[0].email, facts, person.id))
    row = replace(row, locale=login[0].locale)
    words = render_letter(chosen, row, stop_of(chosen, person.id, facts))
    text = words.html if html else f"{words.subject}\n\n{words.text}"
    desk.output.item(text, subject=words.subject, letter=words.html if html else words.text)


@digest.command("send")
@click.argument("name", default="")
@click.option("--due", is_flag=True, help="To everybody whose hour has come.")
@command
async def send(desk: Desk, /, name: str, *, due: bool) -> None:
    """Owe the digest of the last week to the person called NAME; the worker sends it."""
    mailing_settings(desk)
    async with opened_store(desk) as store:
        if due and not desk.dry_run:
            looked = 0
            while done := await digests.make_due(store):
                looked += done
            desk.output.result(f"{looked} were due", well=True)
        if name:
            owed = await carry_out(desk, store, digests.send_now, await _person(store, name))
            said = f"a digest for {name} is owed" if owed else f"nothing is new for {name}"
            desk.output.result(said, well=True)
    if not (name or due):
        raise NotFound("name: whom? Write a name, or --due")


async def _person(store: Store, name: str) -> ActorRow:
    found = await accounts.find_by_name(store, name.removeprefix("@").lower())
    if found is None:
        raise NotFound(f"name: nobody here is called {name}; `fedcop user list` names them")
    return found

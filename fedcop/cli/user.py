"""`fedcop user`: the people of this node."""

from collections.abc import Mapping
from dataclasses import replace

import click

from fedcop import clock
from fedcop.cli import joining, personal, persons
from fedcop.cli.desk import Desk, Noun, command
from fedcop.cli.node import carry_out, opened_parts, opened_store
from fedcop.cli.passwords import choose
from fedcop.cli.personal import find_person
from fedcop.community import accounts, communities, letters
from fedcop.community.accounts import NewPerson
from fedcop.community.joining import resets
from fedcop.community.offices import ROLES
from fedcop.federation.keyring import make_keys
from fedcop.store.batch import Unit
from fedcop.store.queries.accounts import Login
from fedcop.values import Handle

_PAGE = 500
_HEADS = ("name", "display", "email", "role", "state", "since")


@click.group(cls=Noun)
def user() -> None:
    """Look after the people of this node."""


@user.command("create")
@click.argument("name")
@click.option("--display", default="", help="What others see beside the name.")
@click.option("--email", default="", help="Their mail address; they can sign in with it too.")
@click.option("--role", type=click.Choice(ROLES), default="member", help="What they may do here.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@command
async def create(desk: Desk, /, name: str, *, password_stdin: bool, **about: str) -> None:
    """Let a person in. Without a terminal or --password-stdin a password is made and shown."""
    async with opened_parts(desk) as parts:
        await accounts.create(Unit(parts.store), _person(name, about), ())  # refused early
        password = await choose(desk, from_stdin=password_stdin)
        person = replace(_person(name, about), password_hash=password.hash)
        uri = parts.store.uris.person(name)
        made = await carry_out(
            desk, parts.store, accounts.create, person, await make_keys(uri, parts.seal)
        )
    if desk.dry_run:
        desk.output.result(f"would create {name}", name=name, uri=uri)
        return
    text = f"created {name}: {uri}"
    if password.shown:
        text += f"\npassword (shown this once): {password.shown}"
    desk.output.item(text, name=name, id=made.id, uri=uri, password=password.shown)


@user.command("list")
@command
async def list_users(desk: Desk) -> None:
    """List the people of this node, the oldest first."""
    async with opened_store(desk) as store:
        logins = page = await accounts.list_logins(store, 0, _PAGE)
        while len(page) == _PAGE:
            page = await accounts.list_logins(store, page[-1][0].actor_id, _PAGE)
            logins = [*logins, *page]
    desk.output.table(_HEADS, [_row(login) for login in logins])


@user.command("show")
@click.argument("name")
@command
async def show(desk: Desk, name: str) -> None:
    """Show a person, by name or mail address."""
    async with opened_store(desk) as store:
        login = await find_person(store, name)
        joined = await communities.list_joined(store, login[1].id)
    facts: dict[str, object] = dict(zip(_HEADS, _row(login), strict=True))
    facts["uri"] = login[1].uri
    facts["communities"] = [str(Handle(one.actor.name, one.actor.host)) for one in joined]
    desk.output.facts(facts)


@user.command("password")
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@command
async def password_of(desk: Desk, name: str, *, password_stdin: bool) -> None:
    """Give a person another password; all their browsers and apps are signed out."""
    async with opened_store(desk) as store:
        login = await find_person(store, name)
        chosen = await choose(desk, from_stdin=password_stdin)
        mails = letters.possible(desk.settings())
        await carry_out(desk, store, resets.change, login, chosen.hash, mails=mails)
    _, actor = login
    text = f"{actor.name} has another password and is signed out everywhere"
    if chosen.shown:
        text += f"\npassword (shown this once): {chosen.shown}"
    desk.output.item(text, name=actor.name, password=chosen.shown)


def _person(name: str, about: Mapping[str, str]) -> NewPerson:
    return NewPerson(name, about["display"], about["email"], role=about["role"])


def _row(login: Login) -> tuple[object, ...]:
    account, actor = login
    state = "suspended" if actor.suspended else "disabled" if account.disabled else "active"
    state = "deleted" if actor.deleted else state
    since = f"{clock.utc(account.created):%Y-%m-%d}"
    return (actor.name, actor.display, account.email, account.role, state, since)


for _verb in (*joining.VERBS, *personal.VERBS, *persons.VERBS):
    user.add_command(_verb)

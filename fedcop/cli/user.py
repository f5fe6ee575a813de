"""`fedcop user`: the people of this node."""

from collections.abc import Mapping
from dataclasses import replace

import click

from fedcop import clock
from fedcop.cli import joining, personal
from fedcop.cli.desk import Desk, Noun, command
from fedcop.cli.node import carry_out, opened_parts, opened_store
from fedcop.cli.passwords import choose
from fedcop.community import accounts, communities, letters
from fedcop.community.accounts import NewPerson
from fedcop.community.house import people
from fedcop.community.house.people import Hand
from fedcop.community.joining import resets
from fedcop.community.offices import ROLES
from fedcop.errors import NotFound
from fedcop.federation.keyring import make_keys
from fedcop.store.batch import Store, Unit
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
        login = await _find(store, name)
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
        login = await _find(store, name)
        chosen = await choose(desk, from_stdin=password_stdin)
        mails = letters.possible(desk.settings())
        await carry_out(desk, store, resets.change, login, chosen.hash, mails=mails)
    _, actor = login
    text = f"{actor.name} has another password and is signed out everywhere"
    if chosen.shown:
        text += f"\npassword (shown this once): {chosen.shown}"
    desk.output.item(text, name=actor.name, password=chosen.shown)


@user.command("reset-auth")
@click.argument("name")
@command
async def reset_auth(desk: Desk, name: str) -> None:
    """Take away a person's second factor, passkeys and recovery codes; the password stays."""
    async with opened_store(desk) as store:
        _, actor = await _find(store, name)
        await carry_out(desk, store, people.reset, Hand(), actor.id)
    text = f"{actor.name} signs in with the password alone, and is signed out everywhere"
    desk.output.result(text, name=actor.name)


@user.command("set-role")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@command
async def set_role(desk: Desk, name: str, role: str) -> None:
    """Give a person another role; the last owner stays one."""
    async with opened_store(desk) as store:
        _, actor = await _find(store, name)
        await carry_out(desk, store, people.change_role, Hand(), actor.id, role)
    desk.output.result(f"{actor.name} is {role}", name=actor.name, role=role)


@user.command("disable")
@click.argument("name")
@command
async def disable(desk: Desk, name: str) -> None:
    """Let a person sign in no more; all their browsers and apps are signed out."""
    async with opened_store(desk) as store:
        _, actor = await _find(store, name)
        await carry_out(desk, store, people.disable, Hand(), actor.id)
    desk.output.result(f"{actor.name} can no longer sign in", name=actor.name)


@user.command("enable")
@click.argument("name")
@command
async def enable(desk: Desk, name: str) -> None:
    """Let a person sign in again."""
    async with opened_store(desk) as store:
        _, actor = await _find(store, name)
        await carry_out(desk, store, people.enable, Hand(), actor.id)
    desk.output.result(f"{actor.name} can sign in again", name=actor.name)


@user.command("sign-out")
@click.argument("name")
@command
async def sign_out(desk: Desk, name: str) -> None:
    """Sign a person out of all browsers and apps."""
    async with opened_store(desk) as store:
        _, actor = await _find(store, name)
        await carry_out(desk, store, people.sign_out, Hand(), actor.id)
    desk.output.result(f"{actor.name} is signed out everywhere", name=actor.name)


@user.command("note")
@click.argument("name")
@click.argument("text")
@command
async def note(desk: Desk, name: str, text: str) -> None:
    """Note something about a person, for those who run the node."""
    async with opened_store(desk) as store:
        _, actor = await _find(store, name)
        await carry_out(desk, store, people.annotate, Hand(), actor.id, text)
    desk.output.result(f"noted about {actor.name}", name=actor.name)


def _person(name: str, about: Mapping[str, str]) -> NewPerson:
    return NewPerson(name, about["display"], about["email"], role=about["role"])


async def _find(store: Store, name: str) -> Login:
    login = await accounts.find_login(store, name.removeprefix("@"))
    if login is None:
        raise NotFound(f"user: nobody here is called {name}; `fedcop user list` names them")
    return login


def _row(login: Login) -> tuple[object, ...]:
    account, actor = login
    state = "suspended" if actor.suspended else "disabled" if account.disabled else "active"
    state = "deleted" if actor.deleted else state
    since = f"{clock.utc(account.created):%Y-%m-%d}"
    return (actor.name, actor.display, account.email, account.role, state, since)


for _verb in (*joining.VERBS, *personal.VERBS):
    user.add_command(_verb)

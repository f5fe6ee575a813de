"""`fedcop user invite`, `waiting`, `approve`, `refuse` and `reset-link`: how people come in."""

import click

from fedcop import clock
from fedcop.cli.desk import Desk, Verb, command
from fedcop.cli.node import carry_out, opened_parts, opened_store
from fedcop.community import accounts, options
from fedcop.community.joining import deciding, invites, newcomers, resets
from fedcop.community.joining.deciding import Decision
from fedcop.community.joining.invites import NewInvite
from fedcop.errors import NotFound
from fedcop.federation.keyring import make_keys
from fedcop.store.batch import Store
from fedcop.store.rows import NewcomerRow

_HEADS = ("name", "display", "email", "proved", "since", "reason")
_PAGE = 10_000


@click.command("invite", cls=Verb)
@click.option("--email", default="", help="For this one person, who gets the link by mail.")
@click.option("--uses", default=1, help="How many may join by it; 0 is any number.")
@click.option("--days", default=7, help="How long it holds; 0 is for ever.")
@click.option("--community", default="", help="Where they begin: the name of a community here.")
@click.option("--note", default="", help="What it is for, for those who run the node.")
@command
async def invite(desk: Desk, /, uses: int, days: int, **said: str) -> None:
    """Make a link by which people join; it is shown this once."""
    email, community, note = said["email"], said["community"], said["note"]
    async with opened_store(desk) as store:
        place = await accounts.find_by_name(store, community) if community else None
        if community and place is None:
            raise NotFound(f"community: none here is called {community}")
        number = place.id if place else 0
        new = NewInvite(uses, days, email, number, note)
        chosen = await options.read_options(store)
        mails = desk.settings().mails
        made = await carry_out(desk, store, invites.invite, None, new, chosen, mails=mails)
    sent = " (it is sent by mail too)" if email and mails else ""
    if desk.dry_run:
        desk.output.result("would make an invitation")
        return
    desk.output.item(f"{made.address}{sent}", link=made.address, id=made.row.id)


@click.command("waiting", cls=Verb)
@command
async def waiting(desk: Desk) -> None:
    """List who asked to join and waits, the longest waiting first."""
    async with opened_store(desk) as store:
        rows = await deciding.list_waiting(store, 0, _PAGE)
    desk.output.table(
        _HEADS,
        [
            (
                row.name,
                row.display,
                row.email,
                "yes" if row.confirmed else "no",
                clock.iso(row.created),
                row.reason,
            )
            for row in rows
        ],
    )


@click.command("approve", cls=Verb)
@click.argument("name")
@click.option("--words", default="", help="A few words to them.")
@command
async def approve(desk: Desk, name: str, words: str) -> None:
    """Let somebody in who waits."""
    async with opened_parts(desk) as parts:
        row = await _waiting(parts.store, name)
        keys = await make_keys(parts.store.uris.person(row.name), parts.seal)
        decision = Decision(0, words, desk.settings().mails)
        await carry_out(desk, parts.store, deciding.approve, decision, row.id, keys)
    desk.output.result(f"{row.name} can sign in now", name=row.name)


@click.command("refuse", cls=Verb)
@click.argument("name")
@click.option("--words", default="", help="A few words to them.")
@command
async def refuse_newcomer(desk: Desk, name: str, words: str) -> None:
    """Turn somebody away who waits; what they wrote is forgotten after 30 days."""
    async with opened_store(desk) as store:
        row = await _waiting(store, name)
        decision = Decision(0, words, desk.settings().mails)
        await carry_out(desk, store, deciding.turn_down, decision, row.id)
    desk.output.result(f"{row.name} was refused", name=row.name)


@click.command("reset-link", cls=Verb)
@click.argument("name")
@command
async def reset_link(desk: Desk, name: str) -> None:
    """Make a link to pass on, with which a person chooses another password within a day."""
    async with opened_store(desk) as store:
        login = await accounts.find_login(store, name.removeprefix("@"))
        if login is None:
            raise NotFound(f"user: nobody here is called {name}; `fedcop user list` names them")
        link = await carry_out(desk, store, resets.make_reset, 0, login)
    if desk.dry_run:
        desk.output.result(f"would make a link for {name}")
        return
    desk.output.item(link, name=login[1].name, link=link)


async def _waiting(store: Store, name: str) -> NewcomerRow:
    asking = await newcomers.find_by_name(store, name.removeprefix("@").lower())
    if asking is None or asking.state != newcomers.State.WAITING:
        raise NotFound(f"user: nobody called {name} waits; `fedcop user waiting` names them")
    return asking


VERBS = (invite, waiting, approve, refuse_newcomer, reset_link)

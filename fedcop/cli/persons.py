"""What is done to one person of this node: each verb finds them, does it, and says so."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import click

from fedcop.cli.desk import Desk, Verb, command
from fedcop.cli.node import carry_out, opened_store
from fedcop.cli.personal import find_person
from fedcop.community.house import people
from fedcop.community.house.people import Hand
from fedcop.community.moderating import sanctions
from fedcop.community.moderating.deciding import Deed
from fedcop.community.moderating.judges import LIMIT, SUSPEND, Judge
from fedcop.community.offices import ROLES


@click.command("reset-auth", cls=Verb)
@click.argument("name")
@command
async def reset_auth(desk: Desk, name: str) -> None:
    """Take away a person's second factor, passkeys and recovery codes; the password stays."""
    said = "{} signs in with the password alone, and is signed out everywhere"
    await _do(desk, name, said, people.reset, Hand())


@click.command("set-role", cls=Verb)
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@command
async def set_role(desk: Desk, name: str, role: str) -> None:
    """Give a person another role; the last owner stays one."""
    await _do(desk, name, f"{{}} is {role}", people.change_role, Hand(), role)


@click.command("disable", cls=Verb)
@click.argument("name")
@command
async def disable(desk: Desk, name: str) -> None:
    """Let a person sign in no more; all their browsers and apps are signed out."""
    await _do(desk, name, "{} can no longer sign in", people.disable, Hand())


@click.command("enable", cls=Verb)
@click.argument("name")
@command
async def enable(desk: Desk, name: str) -> None:
    """Let a person sign in again."""
    await _do(desk, name, "{} can sign in again", people.enable, Hand())


@click.command("sign-out", cls=Verb)
@click.argument("name")
@command
async def sign_out(desk: Desk, name: str) -> None:
    """Sign a person out of all browsers and apps."""
    await _do(desk, name, "{} is signed out everywhere", people.sign_out, Hand())


@click.command("note", cls=Verb)
@click.argument("name")
@click.argument("text")
@command
async def note(desk: Desk, name: str, text: str) -> None:
    """Note something about a person, for those who run the node."""
    await _do(desk, name, "noted about {}", people.annotate, Hand(), text)


@click.command("suspend", cls=Verb)
@click.argument("name")
@click.option("--reason", required=True, help="Why; they read it.")
@click.option("--words", default="", help="More for them alone.")
@click.option("--days", default=0, type=click.IntRange(0, 3650), help="For so long; 0: for good.")
@command
async def suspend(desk: Desk, /, name: str, reason: str, words: str, days: int) -> None:
    """Let nobody see a person, nor the person act; what they wrote is kept."""
    async with opened_store(desk) as store:
        _, actor = await find_person(store, name)
        reach = await sanctions.measure(store, actor.id)
    text = f"{reach.followers} follow {actor.name}, {reach.elsewhere} of them elsewhere, on"
    desk.output.note(f"{text} {reach.servers} servers; {reach.posts} posts are hidden")
    if reach.alone:
        desk.output.warning(f"nobody else looks after {', '.join(reach.alone)}")
    desk.must_agree(f"{actor.name} will be signed out and seen by nobody.")
    deed = Deed(act=SUSPEND, reason=reason, words=words, days=days)
    await _do(desk, name, "{} is suspended", sanctions.sanction, Judge(), deed)


@click.command("unsuspend", cls=Verb)
@click.argument("name")
@click.option("--why", default="", help="Written into the audit log.")
@command
async def unsuspend(desk: Desk, /, name: str, why: str) -> None:
    """Let a suspended person act and be seen again."""
    await _do(desk, name, "{} is suspended no more", sanctions.release, Judge(), SUSPEND, why)


@click.command("limit", cls=Verb)
@click.argument("name")
@click.option("--reason", required=True, help="Why; they read it.")
@click.option("--words", default="", help="More for them alone.")
@click.option("--days", default=0, type=click.IntRange(0, 3650), help="For so long; 0: for good.")
@command
async def limit(desk: Desk, /, name: str, reason: str, words: str, days: int) -> None:
    """Show what a person writes to those alone who follow them."""
    deed = Deed(act=LIMIT, reason=reason, words=words, days=days)
    await _do(desk, name, "{} is limited", sanctions.sanction, Judge(), deed)


@click.command("unlimit", cls=Verb)
@click.argument("name")
@click.option("--why", default="", help="Written into the audit log.")
@command
async def unlimit(desk: Desk, /, name: str, why: str) -> None:
    """Show what a person writes to all again."""
    await _do(desk, name, "{} is limited no more", sanctions.release, Judge(), LIMIT, why)


VERBS: Final = (
    reset_auth,
    set_role,
    disable,
    enable,
    sign_out,
    note,
    suspend,
    unsuspend,
    limit,
    unlimit,
)


async def _do(
    desk: Desk,
    name: str,
    said: str,
    verb: Callable[..., Awaitable[Any]],  # each takes the unit, who acts, the person, and more
    by: Hand | Judge,
    *more: object,
) -> None:
    async with opened_store(desk) as store:
        _, actor = await find_person(store, name)
        await carry_out(desk, store, verb, by, actor.id, *more)
    desk.output.result(said.format(actor.name), name=actor.name)

"""What those who run the node do about a community of its own: stewards, lists, the archive."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import click

from fedcop.cli.desk import Desk, Verb, command
from fedcop.cli.node import carry_out, opened_store
from fedcop.community import accounts, communities
from fedcop.community.house import communities as house
from fedcop.community.house.people import Hand
from fedcop.errors import NotFound
from fedcop.store.batch import Store
from fedcop.store.rows import ActorRow, GroupRow
from fedcop.values import Handle


@click.command("add-steward", cls=Verb)
@click.argument("name")
@click.argument("person")
@command
async def add_steward(desk: Desk, name: str, person: str) -> None:
    """Let a person look after a community of this node, as where nobody does any more."""
    said = "{person} looks after {name}"
    await _with_person(
        desk, house.appoint, (name, person), said, "{person} looks already after {name}"
    )


@click.command("remove-steward", cls=Verb)
@click.argument("name")
@click.argument("person")
@command
async def remove_steward(desk: Desk, name: str, person: str) -> None:
    """Let a steward look after a community no more; the last one stays."""
    said = "{person} looks after {name} no more"
    await _with_person(desk, house.dismiss, (name, person), said)


@click.command("hide", cls=Verb)
@click.argument("name")
@command
async def hide(desk: Desk, name: str) -> None:
    """Let no list and no search name a community."""
    await _do(desk, name, "{} stands in no list", house.hide)


@click.command("unhide", cls=Verb)
@click.argument("name")
@command
async def unhide(desk: Desk, name: str) -> None:
    """Let lists name a community again."""
    await _do(desk, name, "{} stands in the lists", house.unhide)


@click.command("archive", cls=Verb)
@click.argument("name")
@click.option("--reason", required=True, help="Why, for those who come after you.")
@command
async def archive(desk: Desk, /, name: str, reason: str) -> None:
    """Let a community stay to be read and take nothing new; its members are told."""
    desk.must_agree(f"{name} will take nothing new until `fedcop community restore`.")
    await _do(desk, name, "{} is archived", house.archive, reason)


@click.command("restore", cls=Verb)
@click.argument("name")
@command
async def restore(desk: Desk, name: str) -> None:
    """Let an archived community go on; its members are told."""
    await _do(desk, name, "{} is open again", house.restore)


VERBS: Final = (add_steward, remove_steward, hide, unhide, archive, restore)


async def find_group(store: Store, text: str) -> GroupRow:
    """Find a community by name or handle. Raises NotFound."""
    group = await communities.find_by_handle(store, Handle.read(text))
    if group is None:
        raise NotFound(f"community: none is called {text}; `fedcop community list` names them")
    return group


async def _with_person(
    desk: Desk,
    verb: Callable[..., Awaitable[bool | None]],  # of the unit, who acts, community and person
    names: tuple[str, str],
    *said: str,
) -> None:
    name, person = names
    async with opened_store(desk) as store:
        actor = await _find_person(store, person)
        group = await find_group(store, name)
        done = await carry_out(desk, store, verb, Hand(), group.actor.id, actor.id)
    words = said[-1] if done is False else said[0]
    desk.output.result(words.format(person=person, name=name), name=name, person=person)


async def _do(
    desk: Desk,
    name: str,
    said: str,
    verb: Callable[..., Awaitable[Any]],  # each takes the unit, who acts, the community, and more
    *more: object,
) -> None:
    async with opened_store(desk) as store:
        group = await find_group(store, name)
        await carry_out(desk, store, verb, Hand(), group.actor.id, *more)
    desk.output.result(said.format(name), name=name)


async def _find_person(store: Store, text: str) -> ActorRow:
    actor = await accounts.find_by_handle(store, Handle.read(text))
    if actor is None:
        raise NotFound(f"person: nobody is called {text}")
    return actor

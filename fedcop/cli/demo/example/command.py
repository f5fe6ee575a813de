"""`fedcop demo example`: three fresh nodes play the running example, each step with its check."""

import asyncio
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

from fedcop import __version__
from fedcop.cli.demo import cast
from fedcop.cli.demo.example.script import Script
from fedcop.cli.demo.example.visitor import PlainVisitor, Visitor, sign_in
from fedcop.cli.demo.example.world import World
from fedcop.cli.demo.nodes import Node
from fedcop.cli.demo.people import let_in
from fedcop.cli.demo.steps import Organization
from fedcop.cli.output import Output
from fedcop.community import membership
from fedcop.community.membership_moves import State
from fedcop.community.passwords import Passwords
from fedcop.community.perform import perform
from fedcop.federation.remote import lookup
from fedcop.transport.client import Client
from fedcop.transport.guard import GuardPolicy
from fedcop.values import Handle

Visiting = Callable[[str, str], Awaitable[Visitor]]  # by name, at the origin of a node

PEOPLE: Final = ("kwame", "maya", "samir", "tomas", "priya", "niamh", "grace")
_AWAY: Final = "riverside"  # the node that is down for the first half
_AWAY_FROM: Final = 1
_AWAY_UNTIL: Final = 11
# Who takes part while nobody of that node can.
_ASKER: Final = "grace"
_REVIEWERS: Final = ("niamh", "samir")


async def play(output: Output, *, outage: bool, visit: Visiting | None = None) -> int:
    """Play it on three fresh nodes and forget these; returns how many steps were checked.

    `visit` makes whoever goes through the pages; without it they go by plain HTTP.
    """
    folder = Path(tempfile.mkdtemp(prefix="fedcop-example-"))
    try:
        async with AsyncExitStack() as stack:
            nodes = {one.key: Node(_few(one), folder, 0) for one in cast.ORGANIZATIONS}
            world = await _set_up(output, nodes, stack, visit or await _plainly(stack))
            if not outage:
                return await _play(output, Script(world), {})
            script = Script(world, asker=_ASKER, reviewers=_REVIEWERS)
            return await _play(output, script, nodes)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _play(output: Output, script: Script, nodes: dict[str, Node]) -> int:
    for number, (title, act) in enumerate(script.steps, 1):
        await _come_and_go(output, script.world, nodes, number)
        began = time.monotonic()
        checked = await act()
        took = time.monotonic() - began
        text = f"{number:2}. {title}\n    {checked} ({took:.1f} s)"
        output.item(text, step=number, title=title, checked=checked, seconds=round(took, 2))
    return len(script.steps)


async def _come_and_go(output: Output, world: World, nodes: dict[str, Node], number: int) -> None:
    """Let one node be down for a part of it, when that is asked for."""
    node = nodes.get(_AWAY)
    if node is None:
        return
    if number == _AWAY_FROM:
        await node.stop()
        world.away.add(_AWAY)
        output.note(f"    {node.organization.title} is down from here")
    elif number == _AWAY_UNTIL:
        await node.start()
        world.away.discard(_AWAY)
        output.note(f"    {node.organization.title} is up again")


async def _plainly(stack: AsyncExitStack) -> Visiting:
    client = Client(GuardPolicy(development=True), f"fedcop/{__version__} (example)")
    stack.push_async_callback(client.close)

    async def visit(name: str, origin: str) -> Visitor:
        return PlainVisitor(name, origin, client)

    return visit


async def _set_up(
    output: Output, nodes: dict[str, Node], stack: AsyncExitStack, visit: Visiting
) -> World:
    output.note("setting up three nodes")
    taken: set[int] = set()
    for node in nodes.values():
        await node.set_up(taken)
    opened = {key: await node.open() for key, node in nodes.items()}
    for key in nodes:
        stack.push_async_callback(opened[key].close)
    password = await Passwords().hash(cast.PASSWORD)
    for key, node in nodes.items():
        await let_in(node.organization, opened[key], password)
        stack.push_async_callback(node.stop)
    await asyncio.gather(*(node.start() for node in nodes.values()))
    homes = {one.name: key for key, node in nodes.items() for one in node.organization.people}
    visitors = {
        name: await visit(name, opened[home].settings.origin) for name, home in homes.items()
    }
    host = opened[cast.HOME.key].settings.host
    world = World(opened, homes, visitors, cast.COMMUNITY, host)
    for visitor in visitors.values():
        await sign_in(visitor, cast.PASSWORD)
    await asyncio.gather(*(_join(world, name) for name in homes if name != cast.FOUNDER))
    return world


async def _join(world: World, name: str) -> None:
    """Let somebody join the community, and wait until they are in."""
    node, person = world.node_of(name), await world.person(name)
    own = node.settings.host == world.host
    handle = Handle(world.community, "" if own else world.host)
    group = await lookup.find_by_handle(node.reach, handle)
    await perform(node.store, membership.ask, person, group)

    async def accepted() -> bool | None:
        follow = await membership.find_follow(node.store, person.id, group.id)
        return True if follow is not None and follow.state == State.ACCEPTED else None

    await world.until(accepted, f"{name} as a member")


def _few(organization: Organization) -> Organization:
    """Leave out those who have no part in it: each person takes a second to make."""
    people = tuple(one for one in organization.people if one.name in PEOPLE)
    return Organization(organization.key, organization.title, 0, people)

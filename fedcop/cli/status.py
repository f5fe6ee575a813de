"""`fedcop status`: how the node stands, as the overview of its admins shows it."""

from typing import Final

import click

from fedcop.cli.desk import Desk, Verb, command
from fedcop.cli.node import opened_store
from fedcop.cli.output import FAILED
from fedcop.community.house import lights
from fedcop.community.house.facts import read_facts

_COLOURS: Final = {lights.GOOD: "green", lights.WARNING: "yellow", lights.BAD: "red"}
_WIDTH: Final = 16


@click.command("status", cls=Verb)
@command
async def status(desk: Desk) -> None:
    """Say how each part of the node is; exit code 1 when something needs to be done at once."""
    async with opened_store(desk) as store:
        facts = await read_facts(store, desk.settings())
    for light in lights.lights_of(facts):
        if light.state == lights.BAD:
            desk.code = FAILED
        word = click.style(light.state.ljust(9), fg=_COLOURS[light.state])
        text = f"{word}{light.label.ljust(_WIDTH)}{light.text}"
        if not (desk.output.quiet and light.state == lights.GOOD):
            desk.output.item(text, name=light.name, state=light.state, found=light.text)

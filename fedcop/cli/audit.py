"""`fedcop audit`: what those who run the node did."""

import click
import orjson

from fedcop import clock
from fedcop.cli.desk import Desk, Verb, command
from fedcop.cli.node import opened_store
from fedcop.community import accounts
from fedcop.community import audit as log
from fedcop.errors import NotFound
from fedcop.store.batch import Store

_HEADS = ("when", "who", "act", "subject", "about")


@click.command("audit", cls=Verb)
@click.option("--who", default="", help="Only what this person did.")
@click.option("--act", default="", help="Only this act, as suspend-person.")
@click.option("--limit", default=50, type=click.IntRange(1, 10_000), help="How many at most.")
@command
async def audit(desk: Desk, /, who: str, act: str, limit: int) -> None:
    """Show what those who run the node did, the latest first."""
    async with opened_store(desk) as store:
        number = 0
        if who:
            actor = await accounts.find_by_name(store, who.removeprefix("@").lower())
            if actor is None:
                raise NotFound(f"who: nobody here is called {who}; `fedcop user list` names them")
            number = actor.id
        rows = await log.read_log(store, 2**62, act, number, limit)
        names = {row.actor_id: await _name(store, row.actor_id) for row in rows}
    desk.output.table(
        _HEADS,
        [
            (clock.iso(row.created), names[row.actor_id], row.act, row.subject, _said(row.about))
            for row in rows
        ],
    )


async def _name(store: Store, number: int) -> str:
    actor = await accounts.find(store, number) if number else None
    return actor.name if actor else ""


def _said(about: str) -> str:
    return ", ".join(f"{name}: {value}" for name, value in orjson.loads(about).items())

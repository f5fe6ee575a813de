"""`fedcop federation mode` and lists of domains: with whom the node speaks, and what that cuts."""

from pathlib import Path

import click

from fedcop.cli.desk import Desk, Verb, command
from fedcop.cli.node import carry_out, opened_store
from fedcop.community import peering
from fedcop.community.admission import MODES, read_mode
from fedcop.community.house import cutting, lists, ruling
from fedcop.community.house.cutting import Cut
from fedcop.values import host_of


@click.command("mode", cls=Verb)
@click.argument("mode", type=click.Choice(MODES), required=False)
@command
async def mode(desk: Desk, mode: str | None) -> None:
    """Say in which mode the node federates, or change it while it runs."""
    usual = desk.settings().federation_mode
    async with opened_store(desk) as store:
        if mode is None:
            now = await read_mode(store, usual)
            desk.output.item(f"this node is {now}", mode=now, settings=usual)
            return
        cut = await cutting.preview(store, *await ruling.with_mode(store, usual, mode))
        tell_cut(desk, cut)
        desk.must_agree(f"The node will be {mode}; {len(cut.hosts)} servers are cut.")
        await carry_out(desk, store, peering.change_mode, mode)
    desk.output.result(f"this node is {mode}", mode=mode)


@click.command("preview-mode", cls=Verb)
@click.argument("mode", type=click.Choice(MODES))
@command
async def preview_mode(desk: Desk, mode: str) -> None:
    """Show what another mode would cut, and do nothing."""
    usual = desk.settings().federation_mode
    async with opened_store(desk) as store:
        tell_cut(desk, await cutting.preview(store, *await ruling.with_mode(store, usual, mode)))


@click.command("import-list", cls=Verb)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--as",
    "action",
    type=click.Choice(("block", "allow")),
    default="block",
    show_default=True,
    help="What its domains are to be.",
)
@command
async def import_list(desk: Desk, file: Path, action: str) -> None:
    """Take up a list of domains: CSV as Mastodon writes it, JSON, or one domain a line."""
    chosen = desk.settings()
    listed = lists.read(_text(file), action, host_of(chosen.origin))
    for name, why in listed.left:
        desk.output.warning(f"{name} is left out: {why}", domain=name)
    async with opened_store(desk) as store:
        both = await ruling.with_list(store, chosen.federation_mode, listed.rules)
        tell_cut(desk, await cutting.preview(store, *both))
        desk.must_agree(f"{len(listed.rules)} domains: {action}.")
        count = await carry_out(desk, store, peering.take_list, listed.rules)
    desk.output.result(f"{count} domains were taken up", domains=count)


@click.command("export-list", cls=Verb)
@click.option("--form", type=click.Choice(lists.FORMS), default="csv", show_default=True)
@click.option("--of", "action", type=click.Choice(("block", "allow")), default="block")
@command
async def export_list(desk: Desk, form: str, action: str) -> None:
    """Print what is blocked, or allowed, as a list for others; reasons for admins stay here."""
    async with opened_store(desk) as store:
        rules = lists.choose(await ruling.list_all(store), action, form)
    click.echo(lists.write(rules, form), nl=False)


def _text(file: Path) -> str:
    return file.read_text("utf-8-sig")


def tell_cut(desk: Desk, cut: Cut) -> None:
    """Say what would be cut."""
    if not cut.hosts:
        desk.output.item("no server that we know is cut", hosts=[])
    else:
        hosts = list(cut.hosts)
        desk.output.item(f"{len(hosts)} servers are cut: {', '.join(hosts[:20])}", hosts=hosts)
    for part in cut.parts:
        if part.number:
            text = f"  {part.name}: {part.number}, with {part.ties} ties: {', '.join(part.names)}"
            desk.output.item(text, part=part.name, number=part.number, ties=part.ties)

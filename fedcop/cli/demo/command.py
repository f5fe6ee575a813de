"""`fedcop demo`: three organizations that share a community, on this machine."""

import asyncio
import shutil
import signal
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from pathlib import Path

import click

from fedcop.assembly import Parts
from fedcop.cli.demo import cast
from fedcop.cli.demo.example.command import play
from fedcop.cli.demo.journal import Journal
from fedcop.cli.demo.nodes import Node
from fedcop.cli.demo.people import let_in
from fedcop.cli.demo.stage import Stage
from fedcop.cli.demo.telling import count_steps, tell
from fedcop.cli.desk import Desk, Noun, command
from fedcop.cli.locks import only_one
from fedcop.cli.output import Output
from fedcop.community.passwords import Passwords
from fedcop.errors import FedcopError

_LOCK = "demo.lock"
_JOURNAL = "story.json"
_WHO = "this demo runs"
_NAMED = 4  # of the people of each organization, before the box gets too wide

_folder = click.option(
    "--folder",
    type=click.Path(file_okay=False, resolve_path=True, path_type=Path),
    default=Path("var/demo"),
    show_default=True,
    help="Where their nodes are kept.",
)


@click.group(cls=Noun)
def demo() -> None:
    """Try fedcop out: three organizations that share a community, on this machine."""


@demo.command("run")
@_folder
@click.option(
    "--ports",
    nargs=len(cast.ORGANIZATIONS),
    type=click.IntRange(0, 65535),
    metavar="PORT PORT PORT",
    default=tuple(one.port for one in cast.ORGANIZATIONS),
    show_default=True,
    help="Where the nodes begin, or the next that are free; 0 for any. They stay there.",
)
@command
async def run(desk: Desk, folder: Path, ports: tuple[int, ...]) -> None:
    """Start the nodes until Ctrl-C; the first time their people get to know each other."""
    with only_one(desk.output, folder / _LOCK, _WHO):
        nodes = [
            Node(organization, folder, port)
            for organization, port in zip(cast.ORGANIZATIONS, ports, strict=True)
        ]
        await _until_told(_play(desk.output, nodes, folder))
    desk.output.note("the nodes have stopped; `fedcop demo run` goes on where you were")


@demo.command("example")
@click.option("--outage", is_flag=True, help="Let one of the nodes be down for a part of it.")
@command
async def example(desk: Desk, *, outage: bool) -> None:
    """Play how a question becomes a practice that others improve, and check each step.

    Three fresh nodes on this machine, forgotten afterwards; every step goes through the pages.
    """
    count = await play(desk.output, outage=outage)
    desk.output.result(f"all {count} steps are as they should be", steps=count)


@demo.command("reset")
@_folder
@command
async def reset(desk: Desk, folder: Path) -> None:
    """Forget the demo: its nodes with all that was written there."""
    if not has_begun(folder):
        desk.output.result("there is no demo to forget", folder=folder)
        return
    if desk.dry_run:
        desk.output.result(f"would delete {folder}", folder=folder)
        return
    desk.must_agree(f"{folder}, with the nodes of the demo, will be deleted.")
    with only_one(desk.output, folder / _LOCK, _WHO):
        shutil.rmtree(folder)
    desk.output.result(f"deleted {folder}", folder=folder)


def has_begun(folder: Path) -> bool:
    """Whether a demo was ever run in a folder; only such a one is deleted."""
    return (folder / _LOCK).exists()


async def _until_told(playing: Coroutine[object, object, None]) -> None:
    """Run until it fails or SIGINT or SIGTERM comes. Raises what it raises."""
    task = asyncio.create_task(playing)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        return


async def _play(output: Output, nodes: list[Node], folder: Path) -> None:
    async with AsyncExitStack() as stack:
        output.note("setting up three organizations")
        taken: set[int] = set()
        for node in nodes:
            await node.set_up(taken)
        opened = {node.organization.key: await _open(node, stack) for node in nodes}
        password = await Passwords().hash(cast.PASSWORD)
        for node in nodes:
            parts = opened[node.organization.key]
            await let_in(node.organization, parts, password)
        for node in nodes:
            stack.push_async_callback(node.stop)
        output.note("starting the nodes")
        await asyncio.gather(*(node.start() for node in nodes))
        await _talk(output, Stage(opened, Journal(folder / _JOURNAL)))
        _show(output, nodes)
        await asyncio.gather(*(node.ended() for node in nodes))


async def _open(node: Node, stack: AsyncExitStack) -> Parts:
    parts = await node.open()
    stack.push_async_callback(parts.close)
    return parts


async def _talk(output: Output, stage: Stage) -> None:
    with output.progress("letting them talk", count_steps()) as progress:
        try:
            await tell(stage, progress)
        except* FedcopError as group:
            raise _first(group) from None


def _first(group: BaseExceptionGroup[FedcopError]) -> FedcopError:
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, BaseExceptionGroup) else inner


def _show(output: Output, nodes: list[Node]) -> None:
    """Say where to go and whom to sign in as."""
    if output.json:
        for node in nodes:
            names = [person.name for person in node.organization.people]
            facts = {"organization": node.organization.title, "people": names}
            output.item("", address=node.settings().origin, password=cast.PASSWORD, **facts)
        return
    lines = [f"Three organizations share the community {cast.DESCRIPTION.display}.", ""]
    for node in nodes:
        *others, last = [person.name for person in node.organization.people[:_NAMED]]
        lines += [
            f"{node.organization.title.ljust(18)} {node.settings().origin}",
            f"{'':18} sign in as {', '.join(others)} or {last}",
        ]
    lines += ["", f"Everybody's password is: {cast.PASSWORD}"]
    lines += ["Write on one, read it on the others: Communities, above on each page, leads there."]
    lines += ["Ctrl-C stops them and keeps the data; `fedcop demo reset` forgets it."]
    _box(lines)


def _box(lines: list[str]) -> None:
    width = max(map(len, lines))
    click.echo(f"╭─{'─' * width}─╮")
    for line in lines:
        click.echo(f"│ {line.ljust(width)} │")
    click.echo(f"╰─{'─' * width}─╯")

"""`fedcop text`: what the organization says of its node."""

import asyncio
from pathlib import Path

import click

from fedcop import clock
from fedcop.cli.desk import Desk, Noun, command
from fedcop.cli.node import carry_out, opened_store
from fedcop.community import texts
from fedcop.errors import Malformed
from fedcop.federation.remote.composing import describe

_HEADS = ("text", "state", "changed", "characters")
_kind = click.argument("kind", type=click.Choice(texts.KINDS))


@click.group(cls=Noun)
def text() -> None:
    """Look after privacy, terms, conduct, imprint and accessibility as the pages say them."""


@text.command("list")
@command
async def list_all_texts(desk: Desk) -> None:
    """List the texts, and which of them somebody wrote."""
    async with opened_store(desk) as store:
        written = await texts.list_texts(store)
    rows: list[tuple[object, ...]] = [
        (
            kind,
            "written" if one else "draft",
            clock.iso(one.changed) if one else "",
            len(one.source),
        )
        for kind, one in written.items()
    ]
    desk.output.table(_HEADS, rows)


@text.command("show")
@_kind
@command
async def show_text(desk: Desk, kind: str) -> None:
    """Show a text as it was written, in Markdown."""
    async with opened_store(desk) as store:
        found = await texts.find_text(store, kind)
    desk.output.item(
        found.source or "(a draft that follows from the settings)", source=found.source
    )


@text.command("set")
@_kind
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@command
async def set_text(desk: Desk, kind: str, file: Path) -> None:
    """Say what stands in a file of Markdown."""
    source = await asyncio.to_thread(_read, file)
    async with opened_store(desk) as store:
        content = describe(store.uris, source)
        await carry_out(desk, store, texts.write_text, 0, kind, source, content)
    desk.output.result(f"{kind}: {len(source)} characters", kind=kind, characters=len(source))


@text.command("reset")
@_kind
@command
async def reset_text(desk: Desk, kind: str) -> None:
    """Show the draft again."""
    async with opened_store(desk) as store:
        await carry_out(desk, store, texts.write_text, 0, kind, "", "")
    desk.output.result(f"{kind}: the draft", kind=kind)


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(f"file: {file} is no text in UTF-8") from error

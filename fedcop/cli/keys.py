"""`fedcop keys`: the master key on paper, and back."""

import os
import sys
from base64 import b64encode
from pathlib import Path

import click

from fedcop import clock
from fedcop import settings as house
from fedcop.cli.desk import Desk, Noun, command
from fedcop.cli.output import FAILED
from fedcop.errors import Conflict
from fedcop.keeping.proving import prove_keys
from fedcop.keeping.sheet import read_sheet, write_page, write_sheet
from fedcop.store.connection import open_backend
from fedcop.store.seal import Seal

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group(cls=Noun)
def keys() -> None:
    """Keep the master key where no disk can lose it."""


@keys.command("sheet")
@click.option("--to", type=_FILE, required=True, help="A new file: .html to print, or .txt.")
@command
async def sheet(desk: Desk, to: Path) -> None:
    """Write a sheet to print with the master key, so that it can be typed or scanned again."""
    settings = desk.settings()
    write = write_page if to.suffix in {".html", ".htm"} else write_sheet
    day = clock.iso(clock.now_ms())[:10]
    _write_private(to, write(house.read_master_key(settings), settings.origin, day))
    desk.output.result(f"written: {to}; print it, lock it away, delete the file", sheet=str(to))


@keys.command("recover")
@click.option("--from", "source", type=_FILE, help="A file with the lines; else they are typed.")
@command
async def recover(desk: Desk, source: Path | None) -> None:
    """Make the key file again from what stands on the sheet, typed or scanned."""
    settings = desk.settings()
    if source is None and desk.asks:
        desk.output.note("type the lines of the sheet, then Ctrl-D:")
    key = read_sheet(_read(source))
    findings = await _try_key(settings.database, Seal(key))
    if findings:
        desk.output.item(findings[0], finding=findings[0])
        desk.output.refusal("this is not the key of this node; nothing was written")
        desk.code = FAILED
        return
    if not desk.dry_run:
        _write_private(settings.key_file, f"{b64encode(key).decode()}\n")
    desk.output.result(f"written: {settings.key_file}; it opens all keys", key=settings.key_file)


def _read(source: Path | None) -> str:
    return source.read_text("utf-8") if source else sys.stdin.read()


async def _try_key(url: str, seal: Seal) -> list[str]:
    backend = await open_backend(url, beside=True)
    try:
        count, findings = await prove_keys(backend, seal)
        return findings if count else ["the database holds no keys to try it on"]
    finally:
        await backend.close()


def _write_private(path: Path, text: str) -> None:
    """Write a new file that only its owner may read. Raises Conflict."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise Conflict(f"{path} is there already; nothing was written") from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())

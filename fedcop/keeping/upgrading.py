"""Bring a node to this version: a verified backup first, then migrations; killed, it goes on.

What was done is written beside the database, so whoever runs it again knows where it stopped. Each
migration is one transaction, so the database always stands at one of them, never in between.
"""

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final, Literal

import orjson
import pyrage

from fedcop import clock
from fedcop.errors import Conflict, Misconfigured, Unavailable
from fedcop.keeping import on_postgresql, on_sqlite
from fedcop.keeping.age import read_identity
from fedcop.keeping.checking import Report, examine
from fedcop.keeping.making import Wish, create, estimate
from fedcop.keeping.packing import Step
from fedcop.settings import Settings
from fedcop.store.connection import sqlite_path
from fedcop.store.migrate import migrate, pending
from fedcop.store.verify import verify

_FILE: Final = "upgrade.json"
_IDENTITY: Final = "upgrade.identity"
_EACH_SECONDS: Final = 1.0  # of a migration itself, whatever the data
_REWRITE: Final = 4  # a table written anew takes so many times what counting it takes

Stage = Literal["", "migrate", "done"]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an upgrade has come."""

    stage: Stage = ""
    set: str = ""
    began: int = 0
    level: str = ""

    @property
    def is_there(self) -> bool:
        """Whether its set is."""
        return Path(self.set).is_file()


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an upgrade would do."""

    waiting: tuple[str, ...]
    rows: int
    seconds: float
    free: int
    needed: int

    @property
    def fits(self) -> bool:
        """Whether there is room for it."""
        return self.free > self.needed


def read_progress(settings: Settings) -> Progress:
    """Read how far an upgrade has come."""
    try:
        return Progress(**orjson.loads((settings.data / _FILE).read_bytes()))
    except FileNotFoundError:
        return Progress()


def _keep_progress(settings: Settings, progress: Progress) -> None:
    draft = settings.data / f"{_FILE}.part"
    with draft.open("wb") as file:
        file.write(orjson.dumps(asdict(progress)))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(settings.data / _FILE)


def forget(settings: Settings) -> None:
    """Begin anew with the next upgrade."""
    (settings.data / _FILE).unlink(missing_ok=True)


async def look_ahead(settings: Settings) -> Outlook:
    """Say what an upgrade would do and take; the time is a guess until it is tried on a copy."""
    waiting = tuple(step.name for step in await pending(settings.database))
    began = time.perf_counter()
    rows = sum((await _count(settings.database)).values())
    counting = time.perf_counter() - began
    seconds = len(waiting) * _EACH_SECONDS + (_REWRITE * counting if waiting else 0)
    # The set, the copy it is verified with, and what migrations write anew.
    needed = estimate(settings) + 2 * await _size(settings.database)
    free = shutil.disk_usage(_existing(settings.backup_folder)).free
    return Outlook(waiting, rows, seconds, free, needed)


async def _count(url: str) -> dict[str, int]:
    database = sqlite_path(url)
    if database is None:
        return await on_postgresql.count_tables(url)
    with on_sqlite.read_running(database) as link:
        return on_sqlite.count_rows(link)


async def _size(url: str) -> int:
    database = sqlite_path(url)
    if database is not None:
        return database.stat().st_size
    async with on_postgresql.snapped(url) as snapshot:
        return await snapshot.size()


def _existing(folder: Path) -> Path:
    return folder if folder.exists() or folder == folder.parent else _existing(folder.parent)


async def refuse_at_work(settings: Settings) -> None:
    """Refuse while processes have the database open. Raises Conflict."""
    if sqlite_path(settings.database) is None:
        count = await on_postgresql.count_at_work(settings.database)
        if count:
            raise Conflict(f"{count} processes of fedcop are at work; stop them first")


async def secure(settings: Settings, step: Step, say: Say) -> Progress:
    """Make a backup and verify it, unless that was done. Raises Unavailable when it is not right.

    What it is verified and rolled back with is a key of its own, beside the database.
    """
    progress = read_progress(settings)
    if progress.stage == "migrate" and progress.is_there:
        say(f"goes on: {progress.set} was made and verified")
        return progress
    own = _own_key(settings)
    wish = Wish.usual(settings, open_to_all=True)
    others = (settings.backup_recipient,) if settings.backup_recipient else ()
    made = await create(settings, replace(wish, recipients=(*others, own)), step)
    say(f"made: {made.path}")
    server = "" if sqlite_path(settings.database) else settings.database
    work = settings.backup_folder
    report = await examine(made.path, read_key(settings), work, server)
    if not report.well:
        raise Unavailable(f"{made.path}: {'; '.join(report.findings[:3])}; nothing was changed")
    say(_verified(report))
    level = report.contents.about.level
    progress = Progress("migrate", str(made.path), clock.now_ms(), level)
    _keep_progress(settings, progress)
    return progress


def _verified(report: Report) -> str:
    tried = f"; the migrations took {report.migrating:.1f} s on a copy" if report.migrating else ""
    return f"verified: {sum(report.contents.manifest.counts.values())} rows{tried}"


async def run(settings: Settings, say: Say) -> list[str]:
    """Migrate and look whether all is whole; list what is not. Raises Unavailable."""
    for step in await migrate(settings.database):
        say(f"ran {step.name}")
    findings = await verify(settings.database)
    if not findings:
        _keep_progress(settings, replace(read_progress(settings), stage="done"))
    return findings


def _own_key(settings: Settings) -> str:
    """Say to whom the backups of upgrades are encrypted; make the pair when there is none."""
    path = settings.data / _IDENTITY
    if not path.exists():
        draft = path.with_suffix(".part")
        draft.unlink(missing_ok=True)
        draft.touch(0o600)
        draft.write_text(f"{pyrage.x25519.Identity.generate()}\n", "ascii")
        draft.replace(path)
    return str(pyrage.x25519.Identity.from_str(path.read_text("ascii").strip()).to_public())


def read_key(settings: Settings) -> bytes:
    """Read what opens the backups of upgrades. Raises Misconfigured."""
    try:
        return read_identity((settings.data / _IDENTITY).read_text("ascii"))
    except FileNotFoundError as error:
        raise Misconfigured(
            f"{settings.data / _IDENTITY} is not there; say --identity FILE"
        ) from error

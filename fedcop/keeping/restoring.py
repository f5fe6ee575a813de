"""Make a node out of a set: read it whole beside its place first, and move it there at the end."""

import contextlib
import fcntl
import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fedcop import clock
from fedcop import settings as house
from fedcop.errors import Conflict, Misconfigured, Unavailable
from fedcop.keeping import on_postgresql, on_sqlite, settling
from fedcop.keeping.checking import refuse_strangers, wanted_database
from fedcop.keeping.packing import sync_folder
from fedcop.keeping.sets import MEDIA
from fedcop.keeping.unpacking import Contents, unpack

_LEFT: Final = ".fedcop-restore-"
_NEW_PLACES: Final[dict[str, str | None]] = {
    "data": "data",
    "database": None,
    "key_file": None,
    "master_key": None,
    "media_folder": None,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node is restored to; `replace` what is there, `speak` at once or stay quiet."""

    folder: Path
    database: str = ""
    replace: bool = False
    speak: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """A node that stands again."""

    contents: Contents
    settings: Path
    aside: tuple[str, ...]
    lost_ms: int


async def restore(path: Path, identity: bytes | None, place: Place) -> Restored:
    """Restore a set; nothing is touched before it was read whole and found in order.

    Raises Damaged, Misconfigured, Conflict where something is there already, and Unavailable.
    """
    await _refuse_taken(place)
    place.folder.mkdir(0o700, parents=True, exist_ok=True)
    for left in place.folder.glob(f"{_LEFT}*"):
        shutil.rmtree(left)
    stage = place.folder / f"{_LEFT}{secrets.token_hex(4)}"
    stage.mkdir(0o700)
    try:
        return await _restore(path, identity, place, stage)
    except OSError as error:
        raise Unavailable(
            f"{place.folder}: {error.strerror or error}; nothing was restored"
        ) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        with contextlib.suppress(OSError):
            place.folder.rmdir()  # where nothing came of it


async def _refuse_taken(place: Place) -> None:
    if is_served(place.folder):
        raise Conflict(f"the node in {place.folder} is being served; stop it first")
    if not place.replace and place.folder.exists() and _fills(place.folder):
        raise Conflict(f"{place.folder} is not empty; --yes puts what is there aside")
    if place.database and not place.replace and not await on_postgresql.is_empty(place.database):
        raise Conflict("the database holds a node; --yes puts its tables aside")
    if place.database and await on_postgresql.count_at_work(place.database):
        raise Conflict("processes of fedcop are at work on that database; stop them first")


def _fills(folder: Path) -> bool:
    return any(not one.name.startswith(_LEFT) for one in folder.iterdir())


async def _restore(path: Path, identity: bytes | None, place: Place, stage: Path) -> Restored:
    data, tables = stage / "data", stage / "tables"
    for folder in (data, tables):
        folder.mkdir(0o700)
    contents = unpack(path, identity, lambda part: _wanted(part, data, tables))
    refuse_strangers(contents)
    _refuse_other_kind(contents, place)
    statements = settling.statements(contents.about, path.name, speak=place.speak)
    _write_private(data / "master.key", contents.key)
    _write_private(stage / "fedcop.toml", _settings_text(contents, place))
    house.load(stage / "fedcop.toml", {})
    stamp = f"replaced_{clock.now_ms()}"
    aside = []
    if contents.about.dialect == "sqlite":
        (tables / "fedcop.db").replace(data / "fedcop.db")
        on_sqlite.run_all(data / "fedcop.db", statements)
    else:
        loaded = (contents.about.level, tables, contents.manifest, statements)
        if await on_postgresql.is_empty(place.database):
            await on_postgresql.load(place.database, *loaded)
        else:
            await on_postgresql.replace_all(place.database, stamp, loaded)
            aside.append(f"schema {stamp} of the database")
    os.sync()
    for name in ("data", "fedcop.toml"):
        target = place.folder / name
        if target.exists():
            target.replace(place.folder / f"{name}.{stamp}")
            aside.append(str(place.folder / f"{name}.{stamp}"))
        (stage / name).replace(target)
    sync_folder(place.folder)
    lost = max(0, clock.now_ms() - contents.about.taken)
    return Restored(contents, place.folder / "fedcop.toml", tuple(aside), lost)


def _refuse_other_kind(contents: Contents, place: Place) -> None:
    if (contents.about.dialect == "postgresql") != bool(place.database):
        raise Misconfigured(
            "the set is of a node on PostgreSQL; name an empty database with --database"
            if contents.about.dialect == "postgresql"
            else "the set is of a node on SQLite, which needs no --database"
        )


def _wanted(part: str, data: Path, tables: Path) -> Path | None:
    if not part.startswith(MEDIA):
        return wanted_database(part, tables)
    into = data / part
    into.parent.mkdir(0o750, parents=True, exist_ok=True)
    return into


def _settings_text(contents: Contents, place: Place) -> str:
    """Write the settings as they were, with the places of the new node."""
    before = house.read_text(contents.settings, place.folder)
    instead = {**_NEW_PLACES, "database": place.database or None}
    if before.backup_folder.is_relative_to(before.data):
        instead["backup_folder"] = None
    return house.write_text(before, instead)


def _write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def is_served(folder: Path) -> bool:
    """Whether a process serves the node of a folder."""
    lock = folder / "data" / "serve.lock"
    if not lock.exists():
        return False
    descriptor = os.open(lock, os.O_RDWR)
    try:
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return False
        return True
    finally:
        os.close(descriptor)

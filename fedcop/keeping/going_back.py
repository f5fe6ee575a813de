"""Put a node back to where a set says it was, in its own place: database, and files it lacks."""

import os
import secrets
import shutil
from pathlib import Path

from fedcop import clock
from fedcop.errors import Misconfigured
from fedcop.keeping import on_postgresql, on_sqlite, settling
from fedcop.keeping.checking import refuse_strangers, wanted_database
from fedcop.keeping.packing import sync_folder
from fedcop.keeping.sets import MEDIA
from fedcop.keeping.unpacking import Contents, unpack
from fedcop.settings import Settings
from fedcop.store.connection import sqlite_path


async def go_back(path: Path, identity: bytes | None, settings: Settings) -> tuple[Contents, str]:
    """Put the database of a set in place of ours, which is put aside; say where that is.

    Nothing is touched before the set was read whole. Raises Damaged, Misconfigured, Unavailable.
    """
    stage = settings.data / f".going-back-{secrets.token_hex(4)}"
    tables, blobs = stage / "tables", stage / "media"
    for folder in (stage, tables, blobs):
        folder.mkdir(0o700)
    try:
        return await _go_back(path, identity, settings, stage)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


async def _go_back(
    path: Path, identity: bytes | None, settings: Settings, stage: Path
) -> tuple[Contents, str]:
    tables, media = stage / "tables", settings.data / settings.media_folder
    contents = unpack(path, identity, lambda part: _wanted(part, tables, stage, media))
    refuse_strangers(contents)
    if contents.about.origin != settings.origin:
        raise Misconfigured(f"the set is of {contents.about.origin}, not of {settings.origin}")
    statements = settling.statements(contents.about, path.name, speak=True, copies_gone=False)
    stamp = f"replaced_{clock.now_ms()}"
    _bring_blobs(stage / "media", media)
    database = sqlite_path(settings.database)
    if database is None:
        level, manifest = contents.about.level, contents.manifest
        await on_postgresql.replace_all(
            settings.database, stamp, (level, tables, manifest, statements)
        )
        return contents, f"schema {stamp} of the database"
    on_sqlite.run_all(tables / "fedcop.db", statements)
    aside = database.with_name(f"{database.name}.{stamp}")
    on_sqlite.run_all(database, ())
    database.replace(aside)
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    (tables / "fedcop.db").replace(database)
    os.sync()
    sync_folder(database.parent)
    return contents, str(aside)


def _wanted(part: str, tables: Path, stage: Path, media: Path) -> Path | None:
    """Want the database, and those files that are not there."""
    if not part.startswith(MEDIA):
        return wanted_database(part, tables)
    if (media / part.removeprefix(MEDIA)).exists():
        return None
    into = stage / part
    into.parent.mkdir(0o750, parents=True, exist_ok=True)
    return into


def _bring_blobs(stage: Path, media: Path) -> None:
    for blob in stage.rglob("*"):
        if blob.is_file():
            place = media / blob.relative_to(stage)
            place.parent.mkdir(parents=True, exist_ok=True)
            blob.replace(place)

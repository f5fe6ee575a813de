"""A node as it stood at schema 0013, with its data: what every later version must carry over.

It is a real node of the demo, once on each database. Nothing in this folder is ever made anew.
"""

import lzma
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from tests.databases import database_in, server_url

_HERE = Path(__file__).parent / "frozen"


@dataclass(frozen=True, slots=True)
class Frozen:
    """Where an old node lies: the folder with its settings and key, and its database."""

    kind: str
    folder: Path
    url: str


def lay_out(kind: str, folder: Path) -> Path:
    """Lay out the settings, the key and the files of the old node; its database is not there."""
    old, data = _HERE / kind, folder / "data"
    data.mkdir(0o700, parents=True)
    for name, place in (("fedcop.toml", folder), ("master.key", data)):
        copy = place / name
        copy.touch(0o600)
        copy.write_bytes((old / name).read_bytes())
    for blob in old.iterdir():
        if "." not in blob.name:
            shelf = data / "media" / blob.name[:2] / blob.name[2:4]
            shelf.mkdir(parents=True)
            (shelf / blob.name).write_bytes(blob.read_bytes())
    return folder


def thaw_sqlite(folder: Path) -> Frozen:
    """Bring the old node on SQLite to life."""
    lay_out("sqlite", folder)
    file = folder / "data" / "fedcop.db"
    file.write_bytes(lzma.decompress((_HERE / "sqlite" / "fedcop.db.xz").read_bytes()))
    return Frozen("sqlite", folder, f"sqlite:///{file}")


async def thaw_postgresql(folder: Path, name: str) -> Frozen:
    """Bring the old node on PostgreSQL to life, in a new database of the server of this run."""
    lay_out("postgresql", folder)
    admin = await asyncpg.connect(server_url())
    try:
        await admin.execute(f'CREATE DATABASE "{name}"')
    finally:
        await admin.close()
    url = database_in(server_url(), name)
    script = lzma.decompress((_HERE / "postgresql" / "fedcop.sql.xz").read_bytes()).decode()
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(script)
    finally:
        await connection.close()
    settings = folder / "fedcop.toml"
    settings.write_text(settings.read_text() + f'database = "{url}"\n')
    return Frozen("postgresql", folder, url)


async def thaw(kind: str, folder: Path, name: str) -> Frozen:
    """Bring an old node to life on one kind of database."""
    if kind == "sqlite":
        return thaw_sqlite(folder)
    return await thaw_postgresql(folder, name)

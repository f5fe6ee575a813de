"""What a backup is made of and tried with."""

from dataclasses import dataclass
from pathlib import Path

import asyncpg

from fedcop import settings as house
from fedcop.keeping.age import read_identity
from fedcop.keeping.making import Wish, create
from fedcop.keeping.sets import Made
from fedcop.settings import Settings
from tests.databases import server_url


def nothing(_count: int) -> None:
    """Show no progress."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A node that is kept: its folder, its database, who opens its backups."""

    kind: str
    folder: Path
    url: str
    identity_file: Path
    elsewhere: str  # with PostgreSQL: another database, once `make_room` was called

    @property
    def config(self) -> Path:
        return self.folder / "fedcop.toml"

    @property
    def settings(self) -> Settings:
        return house.load(self.config, {})

    @property
    def identity(self) -> bytes:
        return read_identity(self.identity_file.read_text())

    @property
    def server(self) -> str:
        """Where a database may be made."""
        return server_url() if self.kind == "postgresql" else ""

    async def back_up(self) -> Made:
        """Make a set."""
        return await create(self.settings, Wish.usual(self.settings), nothing)

    async def make_room(self) -> str:
        """Make the empty database that a set is restored to; nothing with SQLite."""
        if self.elsewhere:
            admin = await asyncpg.connect(server_url())
            name = self.elsewhere.partition("?")[0].rpartition("/")[2]
            await admin.execute(f'CREATE DATABASE "{name}"')
            await admin.close()
        return self.elsewhere

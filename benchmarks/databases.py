"""Databases to measure on, made from templates: SQLite files, and a PostgreSQL server of our own.

The server promises what a real one does: fsync and synchronous commits.
"""

import asyncio
import contextlib
import os
import pwd
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import asyncpg

from benchmarks import machine
from benchmarks.processes import free_port
from fedcop.store.migrate import migrate

SQLITE = "SQLite"
POSTGRESQL = "PostgreSQL"
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "60",
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "log_min_messages": "error",
}


class Databases(Protocol):
    """One kind of database: empty ones, copies, and what its own processes cost."""

    kind: str

    def make(self, name: str) -> str:
        """Make a migrated, empty database and return its url."""

    def copy(self, url: str, name: str) -> str:
        """Copy a database that nobody has open."""

    def drop(self, url: str) -> None:
        """Let a database go."""

    def execute(self, url: str, statements: Sequence[str]) -> None:
        """Run statements, each committed by itself."""

    def cpu(self) -> float:
        """Return the CPU seconds of its own processes so far; 0 where it has none."""

    def close(self) -> None:
        """Let everything go."""


class SqliteDatabases:
    """Files in a folder."""

    kind = SQLITE

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "sqlite"
        self._folder.mkdir()

    def make(self, name: str) -> str:
        """Make a migrated, empty file."""
        url = f"sqlite:///{self._folder / name}.db"
        asyncio.run(migrate(url))
        return url

    def copy(self, url: str, name: str) -> str:
        """Copy a file, with what its log still holds."""
        target = self._folder / f"{name}.db"
        with contextlib.closing(sqlite3.connect(_file(url))) as link:
            link.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(_file(url), target)
        return f"sqlite:///{target}"

    def drop(self, url: str) -> None:
        """Remove a file and what stands beside it."""
        for path in _file(url).parent.glob(f"{_file(url).name}*"):
            path.unlink()

    def execute(self, url: str, statements: Sequence[str]) -> None:
        """Run statements, each committed by itself."""
        with contextlib.closing(sqlite3.connect(_file(url), isolation_level=None)) as link:
            link.execute("PRAGMA synchronous=OFF")
            link.execute("PRAGMA cache_size=-400000")
            for statement in statements:
                link.execute(statement)

    def cpu(self) -> float:
        """Return nothing: there is no process beside ours."""
        return 0.0

    def close(self) -> None:
        """Leave it: the folder goes with the run."""


class PostgresDatabases:
    """A server of our own in a folder."""

    kind = POSTGRESQL

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "postgresql"
        self._folder.mkdir()
        self._port = free_port()
        self._as = _somebody_but_root(self._folder)
        data = str(self._folder / "data")
        layout = ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
        subprocess.run(
            [str(_binaries() / "initdb"), *layout],
            check=True,
            capture_output=True,
            cwd=self._folder,
            user=self._as,
        )
        settings = {**_SETTINGS, "port": str(self._port), "unix_socket_directories": ""}
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self._server = subprocess.Popen(
            [str(_binaries() / "postgres"), "-D", data, *words],
            cwd=self._folder,
            user=self._as,
            stderr=(self._folder / "log").open("w"),
            start_new_session=True,  # Ctrl-C is for us; it ends when we say so
        )
        asyncio.run(self._wait())

    def _url(self, name: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self._port}/{name}"

    async def _wait(self) -> None:
        until = time.monotonic() + 60
        while True:
            try:
                link = await asyncpg.connect(self._url("postgres"))
            except (OSError, asyncpg.CannotConnectNowError):
                if time.monotonic() > until or self._server.poll() is not None:
                    raise
                await asyncio.sleep(0.1)
            else:
                await link.close()
                return

    def make(self, name: str) -> str:
        """Make a migrated, empty database."""
        self.execute(self._url("postgres"), [f'CREATE DATABASE "{name}"'])
        asyncio.run(migrate(self._url(name)))
        return self._url(name)

    def copy(self, url: str, name: str) -> str:
        """Copy a database that nobody has open."""
        source = url.rpartition("/")[2]
        self.execute(self._url("postgres"), [f'CREATE DATABASE "{name}" TEMPLATE "{source}"'])
        return self._url(name)

    def drop(self, url: str) -> None:
        """Drop a database, whoever is connected."""
        name = url.rpartition("/")[2]
        self.execute(self._url("postgres"), [f'DROP DATABASE "{name}" WITH (FORCE)'])

    def execute(self, url: str, statements: Sequence[str]) -> None:
        """Run statements, each committed by itself."""
        asyncio.run(_run(url, statements))

    def cpu(self) -> float:
        """Return the CPU seconds of the server and its backends."""
        return machine.cpu_of_tree(self._server.pid)

    def close(self) -> None:
        """Stop the server."""
        self._server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._server.wait(10)
            return
        self._server.kill()
        self._server.wait()


async def _run(url: str, statements: Sequence[str]) -> None:
    link = await asyncpg.connect(url)
    try:
        for statement in statements:
            await link.execute(statement)
    finally:
        await link.close()


def has_postgresql() -> bool:
    """Whether a server is installed here."""
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def _binaries() -> Path:
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max(found, key=lambda path: int(path.parts[-3])).parent


def _somebody_but_root(folder: Path) -> str | None:
    """Give the folder to whom PostgreSQL may run as: it refuses to run as root."""
    if os.geteuid():
        return None
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    for above in (folder.parent,):
        above.chmod(0o755)
    return "postgres"


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))

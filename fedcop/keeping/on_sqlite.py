"""An SQLite database, copied as it stood at one moment while others go on writing."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from fedcop.errors import Unavailable
from fedcop.keeping.patience import Pace
from fedcop.store.sqlite import connect

_PAGES: Final = 2_000
_TABLES: Final = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    " AND name NOT LIKE 'search\\_words%' ESCAPE '\\' AND name <> 'tortoise_migrations'"
    " ORDER BY name"
)
_SCHEMA: Final = "SELECT name FROM tortoise_migrations WHERE app = 'fedcop' ORDER BY name"


def snapshot(source: Path, to: Path) -> None:
    """Copy a database. Raises Unavailable, with nothing left behind but `to`."""
    pace = Pace()

    def rest(_status: int, _left: int, _pages: int) -> None:
        pace.rest()
        pace.begin()

    try:
        with closing(connect(source, reader=True)) as link, closing(sqlite3.connect(to)) as copy:
            copy.execute("PRAGMA synchronous=OFF")
            copy.execute("PRAGMA journal_mode=OFF")
            # Within one read everything is seen as it is now, so the copy never begins anew.
            link.execute("BEGIN")
            link.execute("SELECT count(*) FROM sqlite_master").fetchone()
            pace.begin()
            link.backup(copy, pages=_PAGES, progress=rest)
            link.execute("ROLLBACK")
    except sqlite3.Error as error:
        raise Unavailable(f"the database cannot be copied: {error}; nothing was kept") from error


@contextmanager
def read_only(path: Path) -> Iterator[sqlite3.Connection]:
    """Read a copy that nobody writes, and leave nothing beside it."""
    try:
        with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as link:
            yield link
    except sqlite3.Error as error:
        raise Unavailable(f"the copy of the database cannot be read: {error}") from error


@contextmanager
def read_running(path: Path) -> Iterator[sqlite3.Connection]:
    """Read a database that others may write. Raises Unavailable."""
    try:
        with closing(connect(path, reader=True)) as link:
            yield link
    except sqlite3.Error as error:
        raise Unavailable(f"the database cannot be read: {error}") from error


def count_rows(link: sqlite3.Connection) -> dict[str, int]:
    """Count the rows of every table."""
    names = [str(row[0]) for row in link.execute(_TABLES)]
    count = 'SELECT count(*) FROM "%s"'
    return {name: int(link.execute(count % name).fetchone()[0]) for name in names}


def list_schema(link: sqlite3.Connection) -> tuple[str, ...]:
    """List the migrations that have run."""
    return tuple(str(row[0]) for row in link.execute(_SCHEMA))


def run_all(path: Path, statements: tuple[str, ...]) -> None:
    """Run statements on a database that nobody else has open, in one transaction."""
    with closing(connect(path, reader=False)) as link:
        link.execute("BEGIN IMMEDIATE")
        for statement in statements:
            link.execute(statement)
        link.execute("COMMIT")
        link.execute("PRAGMA wal_checkpoint(TRUNCATE)")

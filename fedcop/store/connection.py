"""Open the database a node was set up with; the only place that does."""

from pathlib import Path

from fedcop import ids
from fedcop.errors import Misconfigured, Unavailable
from fedcop.store.backend import Backend
from fedcop.store.postgresql import PostgresBackend
from fedcop.store.sqlite import SqliteBackend

SQLITE = "sqlite:///"
_CLI_NUMBER = 63


def sqlite_path(url: str) -> Path | None:
    """Return the file of an SQLite url, None for PostgreSQL. Raises Misconfigured."""
    if url.startswith(SQLITE):
        return Path(url.removeprefix(SQLITE))
    if url.startswith(("postgresql://", "postgres://")):
        return None
    raise Misconfigured(f"database: {url!r} is neither sqlite:///FILE nor postgresql://…")


async def open_backend(url: str, *, beside: bool = False) -> Backend:
    """Connect to a migrated database; `beside` a running node one takes another id range."""
    path = sqlite_path(url)
    if path is None:
        postgres = PostgresBackend(url)
        await postgres.open()
        ids.number_this_process(postgres.number)
        return postgres
    if not path.exists():
        raise Unavailable(f"database: {path} does not exist; run `fedcop db migrate`")
    ids.number_this_process(_CLI_NUMBER if beside else 0)
    return SqliteBackend(path, beside=beside)

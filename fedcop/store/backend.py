"""What a database must be able to do for us."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from fedcop.store.statements import Dialect, Params, Statement

Row = Sequence[Any]  # sqlite3 gives tuples, asyncpg records: both are read by index
Heard = Callable[[str, int], None]


class Change(Protocol):
    """What a unit looks like to a database: guards first, then statements."""

    @property
    def guards(self) -> Sequence[Statement]:
        """`FROM … WHERE …` texts that must each find a row."""

    @property
    def statements(self) -> Sequence[Statement]:
        """What to change, in order; those with a `Position` come after all others."""

    @property
    def positions(self) -> int:
        """How many log positions it needs."""

    @property
    def wakes(self) -> set[tuple[str, int]]:
        """Whom to wake once it is committed."""


class Backend(Protocol):
    """One database, SQLite or PostgreSQL."""

    dialect: Dialect
    # Holders of leases that live as long as this process: others see them go with it.
    vouched: set[int]

    async def read(self, sql: str, params: Params) -> Sequence[Row]:
        """Run a short, bounded read of committed rows. Raises Unavailable."""

    async def search(self, sql: str, params: Params) -> Sequence[Row]:
        """Run a read that may take long, without holding anything up. Raises Unavailable."""

    async def commit(self, changes: Sequence[Change]) -> list[bool | Exception]:
        """Commit a group in one transaction; say for each: done, a guard failed, or its error."""

    async def listen(self, heard: Heard) -> None:
        """Hear the wakes of other processes from now on."""

    async def close(self) -> None:
        """Let everything go."""

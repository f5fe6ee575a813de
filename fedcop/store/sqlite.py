"""SQLite: one writer thread that commits in groups, readers beside it.

`BEGIN IMMEDIATE` always: a deferred transaction that reads and then writes fails at once when
another process (the command line beside a running node) writes, whatever the busy timeout.
"""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fedcop.errors import Conflict, Unavailable
from fedcop.store.backend import Change, Heard, Row
from fedcop.store.statements import (
    Dialect,
    Params,
    Statement,
    for_sqlite,
    resolve,
    spoken,
    waits_for_position,
)

_BUSY_MS = 10_000
_STEPS = 20_000  # virtual machine steps between two looks at the clock, about a millisecond
_LOOKS = 10  # so many at least: what waits for a busy machine is not slow by itself
_IN_LOOP_SECONDS = 0.25
_SEARCH_SECONDS = 20.0
_WATCH_SECONDS = 0.5
_RING = "INSERT INTO ring (kind, number) VALUES (?, ?)"
_RUNG = "SELECT id, kind, number FROM ring WHERE id > ? ORDER BY id"
_LAST_RING = "SELECT COALESCE(max(id), 0) FROM ring"
_FORGET_RINGS = "DELETE FROM ring WHERE id <= (SELECT max(id) FROM ring) - 1000"
_HEAD = "UPDATE log_head SET head = head + ? WHERE id = 1 RETURNING head"


def connect(path: Path, *, reader: bool) -> sqlite3.Connection:
    """Open one connection with the durability and the waiting we promise."""
    link = sqlite3.connect(
        path, isolation_level=None, cached_statements=600, check_same_thread=False
    )
    link.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
    link.execute("PRAGMA journal_mode=WAL")
    link.execute("PRAGMA synchronous=FULL")
    link.execute("PRAGMA wal_autocheckpoint=4000")
    link.execute("PRAGMA journal_size_limit=67108864")
    link.execute("PRAGMA temp_store=MEMORY")
    link.execute("PRAGMA cache_size=-16000")
    link.execute("PRAGMA analysis_limit=400")
    if reader:
        link.execute("PRAGMA query_only=ON")
    return link


class _Patience:
    """Aborts a statement that runs past its time; a progress handler of SQLite."""

    def __init__(self, link: sqlite3.Connection, seconds: float) -> None:
        self._seconds = seconds
        self._until = 0.0
        self._looks = 0
        link.set_progress_handler(self._look, _STEPS)

    def start(self) -> None:
        self._until = 0.0
        self._looks = 0

    def _look(self) -> int:
        now = time.monotonic()
        if not self._until:
            self._until = now + self._seconds
        self._looks += 1
        return self._looks > _LOOKS and now > self._until


class _Reader:
    """One connection that only reads, and gives up in time."""

    def __init__(self, path: Path, seconds: float) -> None:
        self.link = connect(path, reader=True)
        self._patience = _Patience(self.link, seconds)

    def read(self, sql: str, params: Params) -> list[Row]:
        self._patience.start()
        try:
            return self.link.execute(spoken(sql, "sqlite"), for_sqlite(params)).fetchall()
        except sqlite3.OperationalError as error:
            raise Unavailable(f"the database did not answer: {error}") from error


class SqliteBackend:
    """The embedded default: one file, one process that serves; others may write beside it."""

    dialect: Dialect = "sqlite"

    def __init__(self, path: Path, *, beside: bool = False) -> None:
        self.path = path
        self._beside = beside
        self.vouched: set[int] = set()
        self._writer = connect(path, reader=False)
        self._here = _Reader(path, _IN_LOOP_SECONDS)
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._searchers = ThreadPoolExecutor(2, thread_name_prefix="search")
        self._own = threading.local()
        self._opened: list[_Reader] = [self._here]
        self._watch: asyncio.Task[None] | None = None

    async def read(self, sql: str, params: Params) -> Sequence[Row]:
        """Read in the event loop: a few microseconds, aborted when it would be more."""
        return self._here.read(sql, params)

    async def search(self, sql: str, params: Params) -> Sequence[Row]:
        """Read on a thread of its own."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._searchers, self._search, sql, params)

    def _search(self, sql: str, params: Params) -> Sequence[Row]:
        reader: _Reader | None = getattr(self._own, "reader", None)
        if reader is None:
            reader = self._own.reader = _Reader(self.path, _SEARCH_SECONDS)
            self._opened.append(reader)
        return reader.read(sql, params)

    async def commit(self, changes: Sequence[Change]) -> list[bool | Exception]:
        """Hand a group to the writer thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._commit, changes)

    def _commit(self, changes: Sequence[Change]) -> list[bool | Exception]:
        try:
            return list(self._group(changes))
        except sqlite3.Error as error:
            if len(changes) == 1:
                return [_meaning(error)]
        # One bad row must not fail its neighbours: each by itself.
        outcomes: list[bool | Exception] = []
        for change in changes:
            outcomes.extend(self._commit([change]))
        return outcomes

    def _group(self, changes: Sequence[Change]) -> list[bool]:
        self._writer.execute("BEGIN IMMEDIATE")
        try:
            outcomes = [self._apply(change) for change in changes]
            applied = [c for c, done in zip(changes, outcomes, strict=True) if done]
            self._place(applied)
            if self._beside:
                self._ring(applied)
            self._writer.execute("COMMIT")
        except BaseException:
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")
            raise
        return outcomes

    def _apply(self, change: Change) -> bool:
        run = self._writer.execute
        for guard in change.guards:
            sql = spoken("SELECT 1 " + guard.sql + " LIMIT 1", "sqlite")
            if run(sql, for_sqlite(guard.params)).fetchone() is None:
                return False
        waiting = change.positions > 0
        for statement in change.statements:
            if not (waiting and waits_for_position(statement)):
                run(spoken(statement.sql, "sqlite"), for_sqlite(statement.params))
        return True

    def _place(self, changes: list[Change]) -> None:
        needed = sum(change.positions for change in changes)
        if not needed:
            return
        head = self._writer.execute(_HEAD, (needed,)).fetchone()[0]
        first = head - needed + 1
        for change in changes:
            if change.positions:
                self._run_waiting(change.statements, first)
                first += change.positions

    def _run_waiting(self, statements: Sequence[Statement], first: int) -> None:
        for statement in statements:
            if waits_for_position(statement):
                params = for_sqlite(resolve(statement.params, first))
                self._writer.execute(spoken(statement.sql, "sqlite"), params)

    def _ring(self, changes: list[Change]) -> None:
        """Tell the process that serves whom to wake: it does not see our bells."""
        rings = {ring for change in changes for ring in change.wakes}
        if rings:
            self._writer.executemany(_RING, sorted(rings))
            self._writer.execute(_FORGET_RINGS)

    async def listen(self, heard: Heard) -> None:
        """Notice what other processes (the command line) wrote, by the file's data version."""
        loop = asyncio.get_running_loop()
        last = await loop.run_in_executor(self._threads, self._last_ring)
        self._watch = asyncio.create_task(self._listen(heard, last))

    async def _listen(self, heard: Heard, last: int) -> None:
        loop = asyncio.get_running_loop()
        before = await loop.run_in_executor(self._threads, self._version)
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            version = await loop.run_in_executor(self._threads, self._version)
            if version != before:
                last = await self._hear_rings(heard, last)
            before = version

    async def _hear_rings(self, heard: Heard, last: int) -> int:
        """Wake who was rung for since; everybody, when that does not say all that was written."""
        rings = await self.read(_RUNG, (last,))
        if not rings or rings[0][0] != last + 1:
            heard("*", 0)
        for _, kind, number in rings:
            heard(kind, number)
        return int(rings[-1][0]) if rings else last

    def _last_ring(self) -> int:
        return int(self._writer.execute(_LAST_RING).fetchone()[0])

    def _version(self) -> int:
        # Asked on the writer, which does not count what it wrote itself.
        return int(self._writer.execute("PRAGMA data_version").fetchone()[0])

    async def close(self) -> None:
        """Finish what is being written, then close every connection."""
        if self._watch:
            self._watch.cancel()
        self._threads.shutdown(wait=True)
        self._searchers.shutdown(wait=True)
        for reader in self._opened:
            reader.link.close()
        self._writer.close()


def _meaning(error: sqlite3.Error) -> Exception:
    if isinstance(error, sqlite3.IntegrityError):
        return Conflict(f"it is there already: {error}")
    if isinstance(error, sqlite3.OperationalError):
        return Unavailable(f"the database cannot write: {error}")
    return error

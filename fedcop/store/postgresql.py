"""PostgreSQL: a pool to read, one connection that commits in groups, one that listens.

A group costs a handful of round trips however many units it holds: statements of the same text
run together, since units of one group do not depend on each other.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any, cast

import asyncpg

from fedcop import ids
from fedcop.errors import Conflict, Unavailable
from fedcop.store.backend import Change, Heard, Row
from fedcop.store.statements import Dialect, Params, resolve, spoken, waits_for_position

log = logging.getLogger(__name__)

_CHANNEL = "fedcop"
_HEAD = "UPDATE log_head SET head = head + $1 WHERE id = 1 RETURNING head"
_LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what executemany raises when the server goes meanwhile
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    OSError,
)
_AGAIN = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
_RECONNECT_SECONDS = 20.0
_READ_MS = 2_000
_SEARCH_MS = 20_000
_READERS = 6
_ROUNDS = 3

# Every query we name has its index, so the planner need not weigh the rest: with old statistics
# it reads whole tables, or hashes them, to answer what a few keys do.
_WAYS = ("enable_seqscan", "enable_bitmapscan", "enable_hashjoin", "enable_mergejoin")
_BY_INDEX = dict.fromkeys((*_WAYS, "enable_incremental_sort", "jit"), "off")
_FREELY = "; ".join(f"SET LOCAL {way} = on" for way in _WAYS)

# How often a word stands somewhere decides how it is best looked for: planned once for all words,
# a search in 200,000 posts took a second instead of a few milliseconds.
_ANEW = "SET LOCAL plan_cache_mode = force_custom_plan"

type_step = tuple[str, list[Params]]


async def _as_it_is(_link: object) -> None:
    """Hand a connection on: readers leave nothing behind, and a reset doubles what a read costs."""


class PostgresBackend:
    """Where one machine is not enough."""

    dialect: Dialect = "postgresql"

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None
        self._link: asyncpg.Connection[asyncpg.Record] | None = None
        self._ear: asyncio.Task[None] | None = None
        self.number = 0
        self.vouched: set[int] = set()

    async def open(self) -> None:
        """Connect; raises Unavailable when the server does not answer."""
        try:
            self._pool = await asyncpg.create_pool(
                self._url,
                min_size=1,
                max_size=_READERS,
                reset=_as_it_is,
                server_settings={"statement_timeout": str(_READ_MS), **_BY_INDEX},
            )
            self._link = await self._connect()
        except (*_LOST, asyncpg.PostgresError, TimeoutError) as error:
            raise Unavailable(f"PostgreSQL does not answer: {error}") from error

    async def _connect(self) -> "asyncpg.Connection[asyncpg.Record]":
        settings = {"synchronous_commit": "on", **_BY_INDEX}
        link = await asyncpg.connect(self._url, server_settings=settings)
        await self._take_number(link)
        for holder in self.vouched:
            await link.fetchval("SELECT pg_try_advisory_lock($1)", holder)
        return link

    async def _take_number(self, link: "asyncpg.Connection[asyncpg.Record]") -> None:
        # Held as long as the connection lives, so that no two processes mint the same ids.
        for step in range(64):
            number = (self.number + step) % 64
            if await link.fetchval("SELECT pg_try_advisory_lock(70337, $1)", number):
                if number != self.number:
                    # After a loss the server may not have let go of our own yet.
                    self.number = number
                    ids.number_this_process(number)
                return
        raise Unavailable("64 processes are at work on this database already")

    async def read(self, sql: str, params: Params) -> Sequence[Row]:
        """Read on a pooled connection."""
        return await self._fetch(sql, params)

    async def _fetch(self, sql: str, params: Params) -> Sequence[Row]:
        if self._pool is None:
            raise Unavailable("the database is not open")
        try:
            return cast("Sequence[Row]", await self._pool.fetch(spoken(sql, "postgresql"), *params))
        except asyncpg.QueryCanceledError as error:
            raise Unavailable("the database took too long") from error
        except _LOST:
            return await self._fetch_again(sql, params)

    async def _fetch_again(self, sql: str, params: Params) -> Sequence[Row]:
        """Wait for a server that is being restarted, for a while."""
        end = asyncio.get_running_loop().time() + _RECONNECT_SECONDS
        pause = 0.1
        while self._pool is not None:
            await asyncio.sleep(pause)
            pause = min(1.0, pause * 2)
            try:
                return cast(
                    "Sequence[Row]", await self._pool.fetch(spoken(sql, "postgresql"), *params)
                )
            except asyncpg.QueryCanceledError as error:
                raise Unavailable("the database took too long") from error
            except _LOST as error:
                if asyncio.get_running_loop().time() > end:
                    raise Unavailable(f"PostgreSQL does not answer: {error}") from error
        raise Unavailable("the database is not open")

    async def search(self, sql: str, params: Params) -> Sequence[Row]:
        """Read with a longer time limit."""
        if self._pool is None:
            raise Unavailable("the database is not open")
        try:
            async with self._pool.acquire() as link, link.transaction(readonly=True):
                await link.execute(
                    f"SET LOCAL statement_timeout = {_SEARCH_MS}; {_FREELY}; {_ANEW}"
                )
                return cast("Sequence[Row]", await link.fetch(spoken(sql, "postgresql"), *params))
        except (*_LOST, asyncpg.QueryCanceledError) as error:
            raise Unavailable(f"the database did not answer: {error}") from error

    async def commit(self, changes: Sequence[Change]) -> list[bool | Exception]:
        """Commit a group; a lost connection or a deadlock is tried again, a bad row singled out."""
        error: Exception = Unavailable("the database is too busy")
        for _ in range(_ROUNDS):
            try:
                return list(await self._group(changes))
            except _Committed:
                return [True] * len(changes)
            except _AGAIN:
                continue
            except _LOST as lost:
                error = Unavailable(f"PostgreSQL does not answer: {lost}")
                if not await self._reconnect():
                    break
            except asyncpg.PostgresError as bad:
                if len(changes) > 1:
                    return [outcome for c in changes for outcome in await self.commit([c])]
                error = _meaning(bad)
                break
        return [error] * len(changes)

    async def _reconnect(self) -> bool:
        end = asyncio.get_running_loop().time() + _RECONNECT_SECONDS
        pause = 0.1
        if self._link:
            self._link.terminate()
        while asyncio.get_running_loop().time() < end:
            try:
                self._link = await self._connect()
            except (*_LOST, asyncpg.PostgresError):
                await asyncio.sleep(pause)
                pause = min(1.0, pause * 2)
            else:
                log.warning("the connection to PostgreSQL was lost and is back")
                return True
        return False

    async def _group(self, changes: Sequence[Change]) -> list[bool]:
        link = self._link
        if link is None or link.is_closed():
            raise asyncpg.InterfaceError("not connected")
        await link.execute("BEGIN")
        xid = await link.fetchval("SELECT pg_current_xact_id()::text")
        try:
            outcomes = await _guarded(link, changes)
            good = [c for c, done in zip(changes, outcomes, strict=True) if done]
            await _run(link, good)
            await _place(link, good)
            await _tell(link, good)
        except _LOST:
            raise
        except BaseException:
            if not link.is_closed():
                await link.execute("ROLLBACK")
            raise
        await self._finish(link, xid, outcomes)
        return outcomes

    async def _finish(
        self, link: "asyncpg.Connection[asyncpg.Record]", xid: str, outcomes: list[bool]
    ) -> None:
        try:
            await link.execute("COMMIT")
        except _LOST:
            # Whether it was committed is known to the server alone: ask, never guess.
            if not await self._reconnect():
                raise
            fresh = self._link
            state = fresh and await fresh.fetchval("SELECT pg_xact_status($1::text::xid8)", xid)
            if state == "committed" and all(outcomes):
                raise _Committed from None
            if state != "committed":
                raise

    async def listen(self, heard: Heard) -> None:
        """Hear NOTIFY on a connection of its own; after a loss, wake everything once."""
        tried = asyncio.Event()
        self._ear = asyncio.create_task(self._listen(heard, tried))
        await tried.wait()

    async def _listen(self, heard: Heard, tried: asyncio.Event) -> None:
        def arrived(_link: object, _pid: int, _channel: str, payload: object) -> None:
            kind, _, number = str(payload).partition(":")
            heard(kind, int(number or 0))

        while True:
            try:
                link = await asyncpg.connect(self._url)
                await link.add_listener(_CHANNEL, arrived)
                heard("*", 0)
                tried.set()
                lost = asyncio.Event()
                link.add_termination_listener(lambda _link, lost=lost: lost.set())
                await lost.wait()
            except (*_LOST, asyncpg.PostgresError) as error:
                log.warning("not listening to PostgreSQL: %s", error)
                tried.set()
                await asyncio.sleep(1)

    async def close(self) -> None:
        """Let every connection go."""
        if self._ear:
            self._ear.cancel()
        if self._link:
            await self._link.close()
        if self._pool:
            await self._pool.close()


class _Committed(Exception):  # noqa: N818 - not an error, an answer
    """The connection was lost during COMMIT, and the server says it was committed."""


async def _guarded(
    link: "asyncpg.Connection[asyncpg.Record]", changes: Sequence[Change]
) -> list[bool]:
    """Ask all guards, those of one text together, and lock what they rely on."""
    by_text: dict[str, list[Params]] = {}
    wanted = [len(change.guards) for change in changes]
    for number, change in enumerate(changes):
        for guard in change.guards:
            by_text.setdefault(guard.sql, []).append((number, *guard.params))
    found = [0] * len(changes)
    for text, rows in by_text.items():
        # Each guard finds one row at the most, so that counting them is enough.
        sql = spoken(f"SELECT CAST(? AS INTEGER) {text} LIMIT 1 FOR SHARE", "postgresql")
        for record in await link.fetchmany(sql, rows):
            found[record[0]] += 1
    return [have == want for have, want in zip(found, wanted, strict=True)]


def _steps(statements: Sequence[Sequence[tuple[str, Params]]]) -> list[type_step]:
    """Merge the statements of many units: same text together, the order within each kept."""
    steps: list[type_step] = []
    for unit in statements:
        at = 0
        for sql, params in unit:
            for index in range(at, len(steps)):
                if steps[index][0] == sql:
                    steps[index][1].append(params)
                    at = index
                    break
            else:
                steps.append((sql, [params]))
                at = len(steps) - 1
    return steps


async def _execute(link: "asyncpg.Connection[asyncpg.Record]", steps: list[type_step]) -> None:
    for sql, rows in steps:
        text = spoken(sql, "postgresql")
        if len(rows) == 1:
            await link.fetch(text, *rows[0])
        else:
            await link.executemany(text, rows)


async def _run(link: "asyncpg.Connection[asyncpg.Record]", changes: list[Change]) -> None:
    units = [
        [
            (s.sql, s.params)
            for s in change.statements
            if not (change.positions and waits_for_position(s))
        ]
        for change in changes
    ]
    await _execute(link, _steps(units))


async def _place(link: "asyncpg.Connection[asyncpg.Record]", changes: list[Change]) -> None:
    """Give out positions last, under the lock of the head: their order is that of visibility."""
    needed = sum(change.positions for change in changes)
    if not needed:
        return
    first: int = await link.fetchval(_HEAD, needed) - needed + 1
    units = []
    for change in changes:
        if change.positions:
            units.append(
                [
                    (s.sql, resolve(s.params, first))
                    for s in change.statements
                    if waits_for_position(s)
                ]
            )
            first += change.positions
    await _execute(link, _steps(units))


async def _tell(link: "asyncpg.Connection[asyncpg.Record]", changes: list[Change]) -> None:
    wakes = {wake for change in changes for wake in change.wakes}
    if wakes:
        payloads = [(f"{kind}:{number}",) for kind, number in sorted(wakes)]
        await link.executemany(f"SELECT pg_notify('{_CHANNEL}', $1)", payloads)


def _meaning(error: Any) -> Exception:  # noqa: ANN401 - any error of the driver
    if isinstance(error, asyncpg.IntegrityConstraintViolationError):
        return Conflict(f"it is there already: {error}")
    if isinstance(error, asyncpg.InsufficientResourcesError | asyncpg.OperatorInterventionError):
        return Unavailable(f"the database cannot write: {error}")
    return error if isinstance(error, Exception) else Unavailable(str(error))

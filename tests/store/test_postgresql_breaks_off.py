"""What PostgreSQL breaks off on its own is answered as a store that is not there just now."""

import asyncio

import asyncpg
import pytest

from fedcop.errors import Unavailable
from fedcop.store.batch import Store, Unit
from fedcop.store.connection import open_backend
from fedcop.store.statements import Statement
from fedcop.uris import Uris

SLEEP = "SELECT 1 FROM log_head WHERE pg_sleep(30) IS NOT NULL"
SLOW_CHANGE = "UPDATE log_head SET head = head WHERE pg_sleep(30) IS NOT NULL"
AT_IT = (
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
    " AND state = 'active' AND pid <> pg_backend_pid() AND query LIKE '%pg_sleep(30)%'"
)


@pytest.fixture
async def store(postgresql_url):
    opened = Store(await open_backend(postgresql_url), Uris("https://cop.example"))
    yield opened
    await opened.close()


async def interrupt(url, how):
    """Cancel or end what is asleep, once it is."""
    link = await asyncpg.connect(url)
    try:
        async with asyncio.timeout(20):
            while not (pid := await link.fetchval(AT_IT)):  # noqa: ASYNC110 - of another process
                await asyncio.sleep(0.01)
        await link.execute(f"SELECT {how}($1)", pid)
    finally:
        await link.close()


async def test_a_read_that_was_lost_and_then_takes_too_long_is_unavailable(store, postgresql_url):
    asked = asyncio.create_task(store.read(SLEEP))
    await interrupt(postgresql_url, "pg_terminate_backend")
    with pytest.raises(Unavailable, match="took too long"):
        await asked


async def test_a_change_that_is_cancelled_is_unavailable(store, postgresql_url):
    unit = Unit(store)
    unit.add(Statement(SLOW_CHANGE, ()))
    asked = asyncio.create_task(unit.commit())
    await interrupt(postgresql_url, "pg_cancel_backend")
    with pytest.raises(Unavailable):
        await asked

import asyncpg
import pytest

from fedcop.store.connection import open_backend
from fedcop.store.migrate import pending
from tests import databases

COUNT = "SELECT count(*) FROM actor"


@pytest.mark.parametrize("again", ["first", "second"])
async def test_a_database_is_migrated_and_empty(database_url, again):
    assert await pending(database_url) == []
    backend = await open_backend(database_url)
    try:
        assert [tuple(row) for row in await backend.read(COUNT, ())] == [(0,)]
    finally:
        await backend.close()


def test_a_plain_function_may_ask_for_one_too(database_url):
    assert database_url.startswith(("sqlite:///", "postgresql://"))


async def test_two_databases_are_apart(tmp_path, sqlite_url, postgresql_url):
    (tmp_path / "other").mkdir()
    async with databases.fresh("sqlite", tmp_path / "other") as url:
        assert url != sqlite_url
    async with databases.fresh("postgresql", tmp_path) as url:
        assert url != postgresql_url


async def test_a_server_of_ones_own_can_crash_and_come_back(postgres_server):
    postgres_server.stop()
    with pytest.raises(OSError, match="No such file"):
        await asyncpg.connect(postgres_server.url)
    postgres_server.start()
    connection = await asyncpg.connect(postgres_server.url)
    assert await connection.fetchval("SELECT 1") == 1
    await connection.close()

import os

import asyncpg
import pytest

from fedcop.store.connection import open_backend
from fedcop.store.migrate import pending
from tests import databases

AGAIN = databases.SERVER not in os.environ  # on a server of somebody nothing is kept
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


MAKE = (
    "INSERT INTO actor (id, uri, kind, host, name, display, url, inbox)"
    " VALUES (1, 'https://a.example/u/ana', 'Person', '', 'ana', 'Ana', '', '')"
)


async def used(tmp_path, *statements):
    """Do something to a database and let it go; say whether the next is it, and what it holds."""
    async with databases.fresh("postgresql", tmp_path) as url:
        link = await asyncpg.connect(url)
        for statement in statements:
            await link.execute(statement)
        await link.close()
    async with databases.fresh("postgresql", tmp_path) as again:
        link = await asyncpg.connect(again)
        held = await link.fetchval(COUNT)
        head = await link.fetchval("SELECT head FROM log_head")
        await link.close()
        assert await pending(again) == []
    return url == again, held, head


async def test_one_that_was_written_is_emptied_and_used_again(tmp_path):
    assert await used(tmp_path, MAKE, "UPDATE log_head SET head = 7") == (AGAIN, 0, 0)


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE actor ADD COLUMN shoe int",
        "ALTER TABLE actor SET (autovacuum_enabled = false)",
        "ANALYZE actor",
        "CREATE TABLE mine (id int)",
        "CREATE INDEX mine ON actor (display)",
        "INSERT INTO actor (id, uri, kind, host, name, display, url, inbox) SELECT i, 'https://a/'"
        " || i, 'Person', '', 'ana' || i, '', '', '' FROM generate_series(1, 2000) AS i(i)",
    ],
)
async def test_one_that_deleting_rows_does_not_mend_is_dropped(tmp_path, statement):
    assert await used(tmp_path, MAKE.replace("(1,", "(0,"), statement) == (False, 0, 0)


async def test_one_that_somebody_still_holds_is_dropped(tmp_path):
    async with databases.fresh("postgresql", tmp_path) as url:
        link = await asyncpg.connect(url)
        await link.execute(MAKE)
    async with databases.fresh("postgresql", tmp_path) as again:
        assert again != url
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await link.fetchval(COUNT)

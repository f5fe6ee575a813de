"""A process that comes back to PostgreSQL under another number mints ids of that number."""

import asyncpg
import pytest

from fedcop import ids
from fedcop.store.batch import Store, Unit
from fedcop.store.connection import open_backend
from fedcop.store.statements import Statement
from fedcop.uris import Uris

INSERT = "INSERT INTO actor (id, uri, kind, name, host) VALUES (?, ?, 'Person', 'n', 'x.example')"


def number_of(minted):
    return (minted >> 10) & 63


@pytest.fixture
async def postgres(postgresql_url):
    opened = Store(await open_backend(postgresql_url), Uris("https://cop.example"))
    yield opened
    await opened.close()
    ids.number_this_process(0)


async def test_ids_follow_the_number(postgres, postgresql_url):
    before = postgres.backend.number
    assert number_of(ids.new_id()) == before
    thief = await asyncpg.connect(postgresql_url)
    await thief.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
        " AND classid = 70337 AND objid = $1 AND database ="
        " (SELECT oid FROM pg_database WHERE datname = current_database())",
        before,
    )
    await thief.execute("SELECT pg_advisory_lock(70337, $1)", before)
    unit = Unit(postgres)
    unit.add(Statement(INSERT, (ids.new_id(), "https://x.example/1")))
    await unit.commit()
    assert postgres.backend.number != before
    assert number_of(ids.new_id()) == postgres.backend.number
    await thief.close()

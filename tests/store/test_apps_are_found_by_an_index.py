"""Tokens, codes and apps are found by an index, whoever asks and however many there are."""

import pytest

from fedcop.store.batch import Unit
from fedcop.store.queries import apps
from fedcop.store.rows import AppRow, TokenRow
from fedcop.store.statements import Statement, spoken

_NUMBERS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < CAST(? AS BIGINT))"
)
_MANY = (
    "INSERT INTO app (id, client_id, secret_hash, name, redirect_uris, scopes, created, used)"
    f" {_NUMBERS} SELECT i, 'c' || i, 's', 'n', 'u', 'read', i, i % 2 FROM n",
    "INSERT INTO app_token (id, token_hash, app_id, account_id, scopes, created, seen)"
    f" {_NUMBERS} SELECT i, 'h' || i, i, i % 3, 'read', i, i FROM n",
)


class Watched:
    """A backend that notes what is read."""

    def __init__(self, backend):
        self.backend = backend
        self.asked = []

    async def read(self, sql, *params):
        self.asked.append((sql, params))
        return await self.backend.read(sql, params)


async def plan_of(store, sql, params):
    if store.backend.dialect == "sqlite":
        return [str(row[3]) for row in await store.read(f"EXPLAIN QUERY PLAN {sql}", *params)]
    values = ", ".join(f"'{value}'" for value in params)
    async with store.backend._pool.acquire() as link:
        await link.execute(f"PREPARE asked AS {spoken(sql, 'postgresql')}")
        rows = await link.fetch(f"EXPLAIN EXECUTE asked({values})")
        await link.execute("DEALLOCATE asked")
    return [str(row[0]) for row in rows]


@pytest.fixture
async def full(store):
    unit = Unit(store)
    unit.add(*(Statement(sql, (4_000,)) for sql in _MANY), Statement("ANALYZE"))
    await unit.commit()
    return store


async def test_nothing_looks_through_a_whole_table(full):
    watched = Watched(full.backend)
    assert isinstance(await apps.find_app(watched, "c7"), AppRow)
    assert isinstance(await apps.find_token(watched, "h7"), TokenRow)
    await apps.find_bearer(watched, "h7")
    await apps.find_code(watched, "x")
    statements = [*watched.asked]
    changes = (apps.end_token(7), apps.end_own_token(7, 1), *apps.end_tokens(900))
    statements += [(one.sql, one.params) for one in changes]
    for sql, params in statements:
        plan = await plan_of(full, sql, params)
        for table in ("app", "app_token", "t", "p"):
            whole = {f"SCAN {table}", f"Seq Scan on {table}"}
            assert not any(line.strip(" ->").startswith(tuple(whole)) for line in plan), plan

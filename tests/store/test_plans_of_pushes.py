"""Where apps are told, and what they are owed, is found by an index, whatever is believed."""

from dataclasses import replace

import pytest

from fedcop.store.batch import Unit
from fedcop.store.queries import node_values, pushes
from fedcop.store.rows import ErrandRow
from fedcop.store.statements import Statement
from tests.store.test_plans_do_not_depend_on_statistics import Watched, _analyse, _no_whole_table

_MANY = 3_000
_ALL_FAILS = 2**31 - 1
_N = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < CAST(? AS BIGINT))"
# A third of the apps are one person's, and one app is owed nearly all that is owed.
_ROWS = (
    "INSERT INTO push_subscription (token_id, account_id, host, endpoint, p256dh, auth, secret,"
    f" alerts, created, due, fails) {_N} SELECT i, CASE WHEN i % 3 = 0 THEN 1 ELSE i + 10 END,"
    " 'h' || (i % 5), 'e' || i, 'p', 'a', CAST('s' AS BYTEA), 'mention', 0,"
    " CASE WHEN i % 10 = 0 THEN i ELSE 0 END, CASE WHEN i % 20 = 0 THEN 3 ELSE 0 END FROM n",
    "INSERT INTO push_errand (id, subscription_id, notification_id)"
    f" {_N} SELECT i, CASE WHEN i % 100 = 0 THEN i ELSE 7 END, i FROM n",
    "INSERT INTO app_token (id, token_hash, app_id, account_id, scopes, created, seen)"
    f" {_N} SELECT i, 'h' || i, 1, i + 10, 'push', 0, 0 FROM n",
    f"INSERT INTO account (actor_id, created) {_N} SELECT i + 10, 0 FROM n",
    "INSERT INTO actor (id, uri, kind, host, name)"
    f" {_N} SELECT i + 10, 'p' || i, 'Person', '', 'p' || i FROM n",
    "INSERT INTO notification (id, recipient_id, kind, event_id, created)"
    f" {_N} SELECT i, i + 10, 'like', i, 0 FROM n",
    f"INSERT INTO node_value (name) {_N} SELECT 'v' || i FROM n",
)
_TABLES = tuple(sql.split()[2] for sql in _ROWS)


async def _change(store, *statements):
    unit = Unit(store)
    unit.add(*statements)
    await unit.commit()


def _rows(store, many):
    for sql in _ROWS:
        said = sql if store.backend.dialect != "sqlite" else sql.replace("BYTEA", "BLOB")
        yield Statement(said, (many,))


@pytest.fixture(params=["without", "stale", "true"])
async def watched(store, request):
    """A skewed store, with statistics of three kinds."""
    if request.param == "stale":
        await _change(store, *_rows(store, 3))
        await _analyse(store)
        await _change(store, *(Statement(f"DELETE FROM {table}") for table in _TABLES))
    await _change(store, *_rows(store, _MANY))
    if request.param == "true":
        await _analyse(store)
    store.backend = Watched(store)
    return store


async def test_who_is_told_and_what_they_are_owed(watched):
    first = (await pushes.find_of_token(watched, 7)).id
    assert len(await pushes.list_wishes(watched, 1)) == 1_000
    assert (await pushes.find_told(watched, first))[0].token_id == 7
    assert len(await pushes.list_owed(watched, 7)) <= pushes.MOST_OWED
    assert await node_values.find_value(watched, "v7") == ""
    plan = await watched.backend.plans()
    _no_whole_table(watched, plan, *_TABLES)
    assert "TEMP B-TREE" not in plan


async def test_who_is_due(watched):
    found = await pushes.list_due(watched, 10_000, 64, _ALL_FAILS, [])
    assert len(found) == 64
    assert [one.fails for one in await pushes.list_due(watched, 40, 64, 0, [])] == [0, 0]
    assert await pushes.list_due(watched, 10_000, 64, 0, ["h0"]) == []
    plan = await watched.backend.plans()
    assert "push_due" in plan
    assert "TEMP B-TREE" not in plan
    _no_whole_table(watched, plan, "push_subscription")


async def test_what_is_changed(watched):
    known = await pushes.find_of_token(watched, 7)
    assert known is not None
    changes = (
        pushes.end_own(7, 1),
        pushes.end_all(1, 7),
        pushes.end(7),
        *pushes.owe(ErrandRow(1, 7, 8), 9),
        pushes.change(7, "", "all"),
        pushes.done(7),
        pushes.rest(7, 0, 0, 9),
        pushes.sweep(1),
        pushes.add(replace(known, id=0))[0],
        pushes.add(replace(known, id=0))[-1],
    )
    watched.backend.asked += [(one.sql, one.params) for one in changes]
    plan = await watched.backend.plans()
    _no_whole_table(watched, plan, *_TABLES)

"""Directories are read by an index, whatever the planner believes."""

import pytest

from fedcop.store.batch import Unit
from fedcop.store.queries import directory
from fedcop.store.statements import Statement
from tests.store.test_plans_do_not_depend_on_statistics import Watched, _analyse, _no_whole_table

_N = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
_ROWS = (
    "INSERT INTO directory_entry (id, community_id, actor_id, changed)"
    f" {_N} SELECT i, i % 50, i, i FROM n"
)


@pytest.mark.parametrize("known", [False, True])
async def test_who_wants_to_be_found(store, known):
    unit = Unit(store)
    unit.add(Statement(_ROWS, ()))
    await unit.commit()
    if known:
        await _analyse(store)
    store.backend = Watched(store)
    assert await directory.find_entry(store, 7, 107) is not None
    assert await directory.list_entries(store, 7, 100) == []  # nobody is a member
    plans = await store.backend.plans()
    _no_whole_table(store, plans, "directory_entry", sorts=True)

"""Who applies what, and what owes something to what, is found by an index, whatever is believed."""

import pytest

from fedcop.store.batch import Unit
from fedcop.store.queries import adoptions, lineage
from fedcop.store.statements import Statement
from tests.store.test_plans_do_not_depend_on_statistics import Watched, _analyse, _no_whole_table

_MANY = 3_000
_HOT = "https://cop.example/a/10"
_OURS = "https://cop.example/o"
_N = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < CAST(? AS BIGINT))"
# One artifact in a hundred is applied often; few results are due.
_ROWS = (
    "INSERT INTO adoption"
    " (id, artifact_uri, number, adopter_id, organization_uri, team, began, due)"
    f" {_N} SELECT i * 10,"
    f" CASE WHEN i % 100 = 0 THEN '{_HOT}' ELSE 'https://cop.example/a/' || i END,"
    f" 1, i, CASE WHEN i % 150 = 0 THEN '{_OURS}' ELSE '' END, 'ward ' || i, i,"
    " CASE WHEN i % 900 = 0 THEN i ELSE 0 END FROM n",
    "INSERT INTO lineage (id, source_uri, relation, target_uri, created)"
    f" {_N} SELECT i, 'https://cop.example/a/' || i, 'adaptedFrom',"
    f" CASE WHEN i % 500 = 0 THEN '{_HOT}' ELSE 'https://far.example/a/' || i END, 0 FROM n",
)
_TABLES = ("adoption", "lineage")


async def _change(store, *statements):
    unit = Unit(store)
    unit.add(*statements)
    await unit.commit()


@pytest.fixture(params=["without", "stale", "true"])
async def watched(store, request):
    """Thousands of adoptions, with statistics of three kinds."""
    if request.param == "stale":
        await _change(store, *(Statement(sql, (3,)) for sql in _ROWS))
        await _analyse(store)
        await _change(store, *(Statement(f"DELETE FROM {table}") for table in _TABLES))
    await _change(store, *(Statement(sql, (_MANY,)) for sql in _ROWS))
    if request.param == "true":
        await _analyse(store)
    store.backend = Watched(store)
    return store


async def test_who_applies_an_artifact(watched):
    assert len(await adoptions.list_teams(watched, _HOT)) == 0
    assert len(await adoptions.list_teams(watched, _HOT, known=False)) == 31
    await adoptions.list_of(watched, _HOT, 7, 2**62, 50)
    await adoptions.list_of(watched, _HOT, 0, 2**62, 50)
    await adoptions.list_items(watched, _HOT, 0, 50)
    assert await adoptions.list_exchanged(watched, 7) == []
    assert await adoptions.list_mine(watched, _HOT, 100)
    assert await adoptions.find_of_team(watched, _HOT, _OURS, "ward 300")
    await adoptions.list_of_organization(watched, _OURS, 0, 2**62, 50)
    plan = await watched.backend.plans()
    _no_whole_table(watched, plan, *_TABLES, sorts=True)


async def test_what_is_told_as_a_story(watched):
    await _change(watched, adoptions.author_agrees(1000, 5), adoptions.adopter_agrees(1000, 5))
    assert await adoptions.list_stories(watched, 7, 1, 20) == []
    plan = await watched.backend.plans()
    _no_whole_table(watched, plan, *_TABLES, sorts=True)


async def test_whose_result_is_due(watched):
    assert len(await adoptions.list_due(watched, 10_000, 100)) == 3
    plan = await watched.backend.plans()
    assert "adoption_due" in plan
    _no_whole_table(watched, plan, *_TABLES)


async def test_what_was_made_of_an_artifact(watched):
    assert len(await lineage.list_to(watched, [_HOT], "adaptedFrom")) == 6
    assert await lineage.count_to(watched, _HOT, "adaptedFrom") == 6
    assert len(await lineage.list_from(watched, ["https://cop.example/a/7"])) == 1
    plan = await watched.backend.plans()
    _no_whole_table(watched, plan, *_TABLES)

"""Artifacts, their revisions and drafts are found by an index, whatever the planner believes."""

import pytest

from fedcop.store.batch import Unit
from fedcop.store.queries import artifacts
from fedcop.store.statements import Statement
from tests.store.test_plans_do_not_depend_on_statistics import Watched, _analyse, _no_whole_table

_MANY = 3_000
_N = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < CAST(? AS BIGINT))"
_NAME = "'https://a.example/' || CAST(i AS TEXT)"
# One artifact has half of all revisions and contributors; one person has half of all drafts.
_ROWS = (
    f"INSERT INTO artifact (id, uri, kind) {_N} SELECT i, {_NAME}, 'practice' FROM n",
    "INSERT INTO artifact_revision (id, artifact_id, number, digest, at)"
    f" {_N} SELECT i, CASE WHEN i % 2 = 0 THEN 7 ELSE i END, i, 'x', i FROM n",
    "INSERT INTO contributor (id, artifact_id, actor_uri)"
    f" {_N} SELECT i, CASE WHEN i % 2 = 0 THEN 7 ELSE i END, {_NAME} FROM n",
    "INSERT INTO artifact_draft (id, author_id, kind, created, saved)"
    f" {_N} SELECT i, CASE WHEN i % 2 = 0 THEN 7 ELSE i END, 'tip', i, i FROM n",
    f"INSERT INTO document (id, hash, body, created) {_N} SELECT i, {_NAME}, {{}}, i FROM n",
)
_TABLES = tuple(dict.fromkeys(sql.split()[2] for sql in _ROWS))


async def _change(store, *statements):
    unit = Unit(store)
    unit.add(*statements)
    await unit.commit()


@pytest.fixture(params=["without", "stale", "true"])
async def watched(store, database_url, request):
    """Thousands of artifacts, with statistics of three kinds."""
    body = "x''" if database_url.startswith("sqlite") else "''::bytea"
    rows = [sql.format(body) for sql in _ROWS]
    if request.param == "stale":
        await _change(store, *(Statement(sql, (3,)) for sql in rows))
        await _analyse(store)
        await _change(store, *(Statement(f"DELETE FROM {table}") for table in _TABLES))
    await _change(store, *(Statement(sql, (_MANY,)) for sql in rows))
    if request.param == "true":
        await _analyse(store)
    store.backend = Watched(store)
    return store


async def test_artifacts_and_what_they_said(watched):
    assert await artifacts.find_artifact(watched, 7) is not None
    assert await artifacts.find_artifact_by_uri(watched, "https://a.example/9") is not None
    assert await artifacts.find_revision(watched, 7, 10) is not None
    history = await artifacts.list_revisions(watched, 7, 2_000, 3)
    assert [one.number for one in history] == [1998, 1996, 1994]
    assert await artifacts.find_document(watched, "https://a.example/9") is not None
    assert await artifacts.find_draft(watched, 9) is not None
    assert len(await artifacts.list_drafts(watched, 7, 5)) == 5
    plan = await watched.backend.plans()
    _no_whole_table(watched, plan, *_TABLES)


async def test_contributors_of_one_artifact(watched):
    assert len(await artifacts.list_contributors(watched, 9)) == 1
    plan = await watched.backend.plans()
    _no_whole_table(watched, plan, *_TABLES)

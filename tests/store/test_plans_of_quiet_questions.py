"""What one asked without a name is found by an index, whatever the planner believes."""

import pytest

from fedcop.store.batch import Unit
from fedcop.store.queries import quiet
from fedcop.store.statements import Statement
from tests.store.test_plans_do_not_depend_on_statistics import Watched, _analyse, _no_whole_table

_MANY = 3_000
_N = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < CAST(? AS BIGINT))"
_ROWS = (
    "INSERT INTO post (id, uri, author_id, root_id, published, replies)"
    f" {_N} SELECT i, 'u' || CAST(i AS TEXT), 1, i, 5, 1 FROM n",
    "INSERT INTO quiet_question"
    " (id, community_id, state, slot, blind, post_id, home_uri, relay_uri)"
    f" {_N} SELECT i, i % 9, 'open', 's' || CAST(i AS TEXT), 'b' || CAST(i AS TEXT), i,"
    " 'u' || CAST(i AS TEXT), 'r' || CAST(i AS TEXT) FROM n",
)
_TABLES = ("post", "quiet_question")


async def _change(store, *statements):
    unit = Unit(store)
    unit.add(*statements)
    await unit.commit()


@pytest.fixture(params=["without", "true"])
async def watched(store, request):
    """Thousands of questions, with statistics and without."""
    await _change(store, *(Statement(sql, (_MANY,)) for sql in _ROWS))
    if request.param == "true":
        await _analyse(store)
    store.backend = Watched(store)
    return store


async def test_own_questions_are_found_by_their_marks_and_names(watched):
    assert await quiet.count_unread(watched, ["b7", "b8", "nobody"]) == 2
    assert [row.id for row in await quiet.list_by_blind(watched, ["b7", "b8"])] == [7, 8]
    assert (await quiet.find_by_post(watched, 9)).id == 9
    assert (await quiet.find_relayed(watched, "r10")).id == 10
    assert await quiet.count_unread(watched, []) == 0
    plan = await watched.backend.plans()
    _no_whole_table(watched, plan, *_TABLES, sorts=True)

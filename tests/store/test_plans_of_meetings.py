"""Meetings and answers are read by an index, whatever the planner believes."""

import pytest

from fedcop.store.batch import Unit
from fedcop.store.queries import meetings
from fedcop.store.statements import Statement
from tests.store.test_plans_do_not_depend_on_statistics import Watched, _analyse, _no_whole_table

_MANY = 3_000
_N = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < CAST(? AS BIGINT))"
_ROWS = (
    "INSERT INTO meeting (id, community_id, starts, ends, grows, reminded, due)"
    f" {_N} SELECT i, i % 50, i * 1000, i * 1000 + 500, CASE WHEN i % 900 = 0 THEN 1 ELSE 0 END,"
    " 1, CASE WHEN i % 900 = 0 THEN i ELSE 0 END FROM n",
    "INSERT INTO rsvp (id, meeting_id, actor_id, answer, created, uri)"
    f" {_N} SELECT i, i % 100, i, 'going', i, '' FROM n",
)
_TABLES = ("meeting", "rsvp")


@pytest.fixture(params=["without", "true"])
async def watched(store, request):
    """Thousands of meetings, with and without statistics."""
    unit = Unit(store)
    unit.add(*(Statement(sql, (_MANY,)) for sql in _ROWS))
    await unit.commit()
    if request.param == "true":
        await _analyse(store)
    store.backend = Watched(store)
    return store


async def test_what_lies_ahead_and_what_is_due(watched):
    await meetings.list_coming(watched, 0, 7, (1_000_000, 5))
    await meetings.list_past(watched, 0, 7, (1_000_000, 1_000_000, 5))
    await meetings.list_between(watched, 0, 7, (1_000_000, 2_000_000, 5))
    await meetings.list_named(watched, 107, 0, 1_000_000, 5)
    await meetings.list_growing(watched, 10_000_000, 10)
    await meetings.list_due(watched, 10_000_000, 10)
    await meetings.list_soon(watched, 1_000_000, 1_001_000, 10)
    _no_whole_table(watched, await watched.backend.plans(), *_TABLES, sorts=True)


async def test_who_comes(watched):
    assert await meetings.find_rsvp(watched, 7, 107) is not None
    await meetings.find_rsvp_by_uri(watched, "https://riverside.example/join/1")
    await meetings.count_answers(watched, 7)
    await meetings.find_waiting(watched, 7)
    await meetings.list_own(watched, 107, [7, 8])
    _no_whole_table(watched, await watched.backend.plans(), *_TABLES, sorts=True)

"""Polls are read, closed and told by an index, whatever the planner believes."""

import pytest

from fedcop.store.batch import Unit
from fedcop.store.queries import polls
from fedcop.store.statements import Statement
from tests.store.test_plans_do_not_depend_on_statistics import Watched, _analyse, _no_whole_table

_MANY = 3_000
_NOW = 1_000_000
_N = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < CAST(? AS BIGINT))"
# Few polls have yet to end, and of few the counts are to be told; one has nearly all the votes.
_ROWS = (
    "INSERT INTO poll (id, ends_at, closed)"
    f" {_N} SELECT i * 10, 1000 + i, CASE WHEN i % 900 = 0 THEN 0 ELSE 1 END FROM n",
    "INSERT INTO poll_tally (id, voters, due)"
    f" {_N} SELECT i * 10, 3, CASE WHEN i % 900 = 0 THEN i ELSE 0 END FROM n",
    f"INSERT INTO poll_option (id, post_id, position, title) {_N} SELECT i, i * 10, 0, 'a' FROM n",
    "INSERT INTO poll_option (id, post_id, position, title)"
    f" {_N} SELECT i + 100000, i * 10, 1, 'b' FROM n",
    "INSERT INTO poll_vote (id, post_id, actor_id, choices, created)"
    f" {_N} SELECT i, CASE WHEN i % 50 = 0 THEN i * 10 ELSE 10 END, i, 2, 0 FROM n",
    f"INSERT INTO account (actor_id, created) {_N} SELECT i * 2, 0 FROM n",
)
_TABLES = tuple(dict.fromkeys(sql.split()[2] for sql in _ROWS))


async def _change(store, *statements):
    unit = Unit(store)
    unit.add(*statements)
    await unit.commit()


@pytest.fixture(params=["without", "stale", "true"])
async def watched(store, request):
    """Thousands of polls, with statistics of three kinds."""
    if request.param == "stale":
        await _change(store, *(Statement(sql, (3,)) for sql in _ROWS))
        await _analyse(store)
        await _change(store, *(Statement(f"DELETE FROM {table}") for table in _TABLES))
    await _change(store, *(Statement(sql, (_MANY,)) for sql in _ROWS))
    if request.param == "true":
        await _analyse(store)
    store.backend = Watched(store)
    return store


async def test_what_is_asked_and_what_was_chosen(watched):
    found = await polls.list_polls(watched, [10, 20, 7])
    assert {post: poll.options for post, poll in found.items()} == {10: ("a", "b"), 20: ("a", "b")}
    assert await polls.find_poll(watched, 30) is not None
    assert await polls.find_tally(watched, 30) is not None
    assert (await polls.find_vote(watched, 10, 7)).choices == 2
    assert await polls.list_own_choices(watched, 7, [10, 20]) == {10: 2}
    assert await polls.list_choices(watched, 10, [1, 2, 50]) == {1: 2, 2: 2}
    plan = await watched.backend.plans()
    _no_whole_table(watched, plan, *_TABLES, sorts=True)


async def test_who_chose_is_read_in_windows(watched):
    here, after = await polls.list_voters_here(watched, 10, 0, 500)
    assert len(here) == 245
    assert after == 510
    plan = await watched.backend.plans()
    _no_whole_table(watched, plan, "poll_vote", "account")


async def test_what_ends_and_what_is_to_be_told(watched):
    assert len(await polls.list_ending(watched, _NOW, 100)) == 3
    plan = await watched.backend.plans()
    assert "poll_ending" in plan
    assert len(await polls.list_due(watched, _NOW, 100)) == 3
    plan += await watched.backend.plans()
    assert "poll_due" in plan
    _no_whole_table(watched, plan, "poll", "poll_tally")

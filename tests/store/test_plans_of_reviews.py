"""Reviews, offers, shelves and endorsements are read by an index, whatever the planner believes."""

import pytest

from fedcop.store.batch import Unit
from fedcop.store.queries import invitations, offers, reviews, shelves, standings
from fedcop.store.statements import Statement
from tests.store.test_plans_do_not_depend_on_statistics import Watched, _analyse, _no_whole_table

_MANY = 3_000
_N = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < CAST(? AS BIGINT))"
_ROWS = (
    "INSERT INTO artifact (id, uri, kind, number, digest, review_by)"
    f" {_N} SELECT i, 'a' || i, 'practice', 1, 'd', CASE WHEN i % 900 = 0 THEN i ELSE 0 END FROM n",
    "INSERT INTO artifact_revision (id, artifact_id, number, digest, at)"
    f" {_N} SELECT i, i, 1, 'd', 0 FROM n",
    "INSERT INTO review (id, artifact_uri, number, digest, reviewer_id, verdict, created)"
    f" {_N} SELECT i, 'a' || (i % 1000), 1, 'd', 1000 + i % 50, 'approve', 0 FROM n",
    f"INSERT INTO review_point (id, review_id, kind, words) {_N} SELECT i, i, 'must', 'w' FROM n",
    "INSERT INTO endorsement (id, endorser_id, artifact_uri, number, digest, created)"
    f" {_N} SELECT i, 1000 + i % 50, 'a' || i, 1, 'd', 0 FROM n",
    "INSERT INTO library_entry (id, community_id, shelf, artifact_uri, created)"
    f" {_N} SELECT i, 1 + i % 9, 'library', 'a' || i, 0 FROM n",
    "INSERT INTO offer (id, uri, kind, artifact_uri, target_uri, actor_id, community_id, created)"
    f" {_N} SELECT i, 'o' || i, 'library', 'a' || i, 't' || i, 1000, 1 + i % 900, 0 FROM n",
    "INSERT INTO invitation (id, uri, kind, thing_uri, by_id, person_id, created)"
    f" {_N} SELECT i, 'i' || i, 'review', 'a' || i, 1000, 1 + i % 900, 0 FROM n",
)
_TABLES = tuple(dict.fromkeys(sql.split()[2] for sql in _ROWS))
_TOP = 2**62


async def _change(store, *statements):
    unit = Unit(store)
    unit.add(*statements)
    await unit.commit()


@pytest.fixture(params=["without", "stale", "true"])
async def watched(store, request):
    """Thousands of reviews, with statistics of three kinds."""
    if request.param == "stale":
        await _change(store, *(Statement(sql, (3,)) for sql in _ROWS))
        await _analyse(store)
        await _change(store, *(Statement(f"DELETE FROM {table}") for table in _TABLES))
    await _change(store, *(Statement(sql, (_MANY,)) for sql in _ROWS))
    if request.param == "true":
        await _analyse(store)
    store.backend = Watched(store)
    return store


async def test_how_an_artifact_stands(watched):
    await standings.list_endorsed(watched, 7)
    await standings.list_shelved(watched, 7)
    await shelves.list_holders(watched, "a7")
    await shelves.find_entry_of(watched, 8, "a7")
    await shelves.list_of_artifact(watched, "a7", _TOP, 20)
    await shelves.list_by_endorser_of(watched, 1007, "a7")
    plan = await watched.backend.plans()
    _no_whole_table(watched, plan, *_TABLES, sorts=True)


async def test_what_was_said_and_asked(watched):
    await reviews.list_of_artifact(watched, "a7", _TOP, 20)
    await reviews.list_of_revision(watched, ("a7", 1, "d"), 20)
    await reviews.list_points(watched, 7)
    await offers.list_of_artifact(watched, "a7", "library", 20)
    await offers.list_waiting(watched, 7, "library", ["open"], 20)
    await invitations.list_of_thing(watched, "a7", "review", 20)
    await invitations.list_of_person(watched, 7, ["open"], _TOP, 20)
    plan = await watched.backend.plans()
    _no_whole_table(watched, plan, *_TABLES, sorts=True)


async def test_what_is_past_its_date(watched):
    assert await standings.list_overdue(watched, 10_000, 50) == []
    plan = await watched.backend.plans()
    _no_whole_table(watched, plan, *_TABLES, sorts=True)

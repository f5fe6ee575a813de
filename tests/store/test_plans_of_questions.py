"""Questions are listed, timed and routed by an index, whatever the planner believes."""

import pytest

from fedcop.store.batch import Unit
from fedcop.store.queries import questions, routing
from fedcop.store.queries.windows import Walk
from fedcop.store.statements import Statement
from tests.store.test_plans_do_not_depend_on_statistics import Watched, _analyse, _no_whole_table

_MANY = 3_000
_N = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < CAST(? AS BIGINT))"
# One community has nearly all questions; few are open, and of few an answer was accepted.
_ROWS = (
    "INSERT INTO question (id, asker_id, community_id, state, accepted_id, first_answer)"
    f" {_N} SELECT i * 10, i % 500, CASE WHEN i % 50 = 0 THEN 7 ELSE 1 END,"
    " CASE WHEN i % 7 = 0 THEN 'open' WHEN i % 11 = 0 THEN 'closed' ELSE 'answered' END,"
    " i * 10 + 1, CASE WHEN i % 3 = 0 THEN 0 ELSE i END FROM n",
    "INSERT INTO post (id, uri, url, kind, author_id, community_id, root_id, top, audience, local,"
    f" published) {_N}"
    " SELECT i * 10 + 1, 'u' || i, '', 'Note', i % 500, 1, i * 10, 0, 0, 1, i FROM n",
    f"INSERT INTO hashtag (id, post_id, tag) {_N} SELECT i, i * 10, 't' || (i % 100) FROM n",
)
_TABLES = tuple(dict.fromkeys(sql.split()[2] for sql in _ROWS))
_TOP = (2**62,)


async def _change(store, *statements):
    unit = Unit(store)
    unit.add(*statements)
    await unit.commit()


@pytest.fixture(params=["without", "stale", "true"])
async def watched(store, request):
    """Thousands of questions, with statistics of three kinds."""
    if request.param == "stale":
        await _change(store, *(Statement(sql, (3,)) for sql in _ROWS))
        await _analyse(store)
        await _change(store, *(Statement(f"DELETE FROM {table}") for table in _TABLES))
    await _change(store, *(Statement(sql, (_MANY,)) for sql in _ROWS))
    if request.param == "true":
        await _analyse(store)
    store.backend = Watched(store)
    return store


async def test_the_queue(watched):
    for source in (questions.OPEN, questions.UNANSWERED, questions.ANSWERED):
        assert len(await questions.list_page(watched, Walk(source, 1, _TOP), 20)) == 20
    assert len(await questions.list_page(watched, Walk(questions.ASKED, 3, _TOP), 20)) == 6
    assert len(await questions.list_begun(watched, 1, 100)) == 100
    assert await questions.has_asked(watched, 3, 1)
    assert not await questions.has_asked(watched, 3, 77)
    assert len(await questions.list_owed(watched, 2**62, 100)) == 0
    plan = await watched.backend.plans()
    _no_whole_table(watched, plan, *_TABLES, sorts=True)


async def test_one_question_and_its_answer(watched):
    assert (await questions.find_question(watched, 70)).state == "open"
    assert await questions.find_by_answer(watched, 71) == 70
    assert len(await questions.list_questions(watched, [10, 20])) == 2
    assert await questions.find_told(watched, 3, 71) == 0
    plan = await watched.backend.plans()
    _no_whole_table(watched, plan, *_TABLES)


async def test_who_could_know(watched):
    await routing.list_helped(watched, 1, ["t3", "t4"])
    await routing.list_liked(watched, 1, ["t3", "t4"])
    await routing.list_own_topics(watched, 3)
    await routing.list_waiting(watched, 3, ["t3"], 0, 60)
    await routing.list_answers_by(watched, 3, [10, 20])
    plan = await watched.backend.plans()
    _no_whole_table(watched, plan, *_TABLES, sorts=True)  # of three hundred at most

"""What one person hides, keeps or has yet to say is found by their own rows, never by all."""

import pytest

from fedcop.community import following, keepsakes, moderation, mutes, posting
from fedcop.store.batch import Unit
from fedcop.store.queries.reactions import find_boost_by_id
from fedcop.store.queries.spans import Span
from fedcop.store.statements import Statement
from tests.builders import make_person
from tests.store.test_plans_do_not_depend_on_statistics import (
    Watched,
    _analyse,
    _no_whole_table,
)

_MANY = 3_000
_NUMBERS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < CAST(? AS BIGINT))"
)
# Most of it belongs to somebody else, number 2.
_WHOSE = "CASE WHEN i % 100 = 0 THEN CAST(? AS BIGINT) ELSE 2 END"
_ROWS = (
    "INSERT INTO mute (id, actor_id, muted_id, created)"
    f" {_NUMBERS} SELECT i, {_WHOSE}, i, 0 FROM n",
    "INSERT INTO personal_block (id, actor_id, blocked_id, created)"
    f" {_NUMBERS} SELECT i, {_WHOSE}, i, 0 FROM n",
    "INSERT INTO personal_domain_block (id, actor_id, host, created)"
    f" {_NUMBERS} SELECT i, {_WHOSE}, 'h' || i, 0 FROM n",
    "INSERT INTO bookmark (id, actor_id, post_id, created)"
    f" {_NUMBERS} SELECT i, {_WHOSE}, i, 0 FROM n",
    "INSERT INTO account_note (id, actor_id, subject_id, text)"
    f" {_NUMBERS} SELECT i, {_WHOSE}, i, 'x' FROM n",
    "INSERT INTO scheduled_post (id, actor_id, due, wish, next_try, created)"
    f" {_NUMBERS} SELECT i, {_WHOSE}, 2000000000000 + i, '{{}}', 2000000000000 + i, 0 FROM n",
    "INSERT INTO idempotency_key (id, actor_id, key, thing_id, created)"
    f" {_NUMBERS} SELECT i, {_WHOSE}, 'k' || i, i, 0 FROM n",
    "INSERT INTO follow (id, follower_id, target_id, state, created, changed)"
    f" {_NUMBERS} SELECT i, i + 10, {_WHOSE},"
    " CASE WHEN i % 300 = 0 THEN 'pending' ELSE 'accepted' END, 0, 0 FROM n",
    "INSERT INTO thread_mute (id, actor_id, root_id, created)"
    f" {_NUMBERS} SELECT i, {_WHOSE}, i, 0 FROM n",
)
_ALL = (
    "mute",
    "personal_block",
    "personal_domain_block",
    "bookmark",
    "account_note",
    "scheduled_post",
    "idempotency_key",
    "follow",
    "thread_mute",
    "boost",
)


@pytest.fixture(params=["without", "true"])
async def scene(store, request):
    """A store with much of everything, and somebody to whom little of it belongs."""
    ann = await make_person(store, "ann")
    unit = Unit(store)
    unit.add(*(Statement(sql, (_MANY, ann.id)) for sql in _ROWS))
    await unit.commit()
    if request.param == "true":
        await _analyse(store)
    store.backend = Watched(store)
    return store, ann


@pytest.mark.parametrize("up", [False, True])
async def test_each_list_is_walked_by_its_owner(scene, up):
    store, ann = scene
    span = Span(2_901, 100, up=up)
    assert await mutes.list_muted(store, ann.id, span, 10) == []  # nobody of these is known
    assert len(await mutes.list_hosts(store, ann.id, span, 10)) == 10
    assert len(await moderation.list_blocks(store, ann.id, span, 10)) == 10
    assert len(await posting.list_scheduled(store, ann.id, span, 10)) == 10
    asking = await following.list_asking(store, ann.id, span, 5)
    assert [row for row, _ in asking] == (
        [300, 600, 900, 1200, 1500] if up else [2700, 2400, 2100, 1800, 1500]
    )
    plan = await store.backend.plans()
    assert "follow_asked" in plan
    # What one person has is brought into one order.
    _no_whole_table(store, plan, *_ALL, sorts=True)


async def test_one_of_them_is_found_at_once(scene):
    store, ann = scene
    assert await mutes.find(store, ann.id, 100) is not None
    assert await mutes.is_thread_muted(store, ann.id, 100)
    assert await mutes.is_host_blocked(store, ann.id, "h100")
    assert await keepsakes.is_bookmarked(store, ann.id, 100)
    assert await keepsakes.find_note(store, ann.id, 100) == "x"
    assert await posting.find_keyed(store, ann, "unknown") is None
    assert await posting.list_due(store) == []
    assert await find_boost_by_id(store, 7) is None
    _no_whole_table(store, await store.backend.plans(), *_ALL, sorts=True)

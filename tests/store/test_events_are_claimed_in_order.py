"""Events are claimed in runs of one key, the oldest first; what fails holds back its own key."""

import pytest

from fedcop.community import events as happened
from fedcop.community.events import ActorChanged
from fedcop.store.batch import Unit
from fedcop.store.queries import events
from fedcop.store.statements import Statement


@pytest.fixture
async def recorded(store):
    unit = Unit(store)
    made = [happened.record(unit, ActorChanged(key)) for key in (1, 2, 1, 3, 1)]
    await unit.commit()
    return made


async def _do(store, *statements):
    unit = Unit(store)
    unit.add(*statements)
    await unit.commit()


async def _claimed(store, now=1_000, limit=64):
    return [[row.id for row in run] for run in await events.claim(store, now, limit)]


async def test_each_key_is_a_run_in_its_order(store, recorded):
    a, b, c, d, e = recorded
    assert await _claimed(store) == [[a, c, e], [b], [d]]
    assert await _claimed(store, limit=2) == [[a], [b]]


async def test_what_is_done_is_not_claimed_again(store, recorded):
    a, b, c, d, e = recorded
    marks = "UPDATE event SET published = 1, spread = 1, told = 1 WHERE id = ?"
    await _do(store, Statement(marks, (a,)), events.finish(a, 5))
    assert await _claimed(store) == [[b], [c, e], [d]]


async def test_without_all_three_marks_it_is_not_done(store, recorded):
    a = recorded[0]
    await _do(store, events.mark_spread(a, 5), events.mark_told(a, 5), events.finish(a, 5))
    row = await events.find_event(store, a)
    assert (row.spread, row.told, row.published, row.done) == (5, 5, 0, 0)


async def test_what_failed_waits_longer_each_time_and_its_key_with_it(store, recorded):
    a, b, c, d, e = recorded
    row = await events.find_event(store, a)
    await _do(store, *events.fail(row, "the peer's document is odd", 1_000))
    assert await _claimed(store, 1_000) == [[b], [d]]
    assert await _claimed(store, 1_000 + events.pause_after(0)) == [[a, c, e], [b], [d]]
    row = await events.find_event(store, a)
    assert (row.tries, row.error) == (1, "the peer's document is odd")
    assert events.pause_after(1) > events.pause_after(0)
    assert events.pause_after(60) == 3_600_000


async def test_what_comes_later_for_a_waiting_key_waits_too(store, recorded):
    a = recorded[0]
    row = await events.find_event(store, a)
    await _do(store, *events.fail(row, "x", 1_000))
    unit = Unit(store)
    late = happened.record(unit, ActorChanged(1))
    await unit.commit()
    assert all(late not in run for run in await _claimed(store, 1_000))
    assert (await _claimed(store, 1_000 + events.pause_after(0)))[0][-1] == late


async def test_the_middle_of_a_run_may_fail(store, recorded):
    a, b, c, d, _ = recorded
    row = await events.find_event(store, c)
    await _do(store, *events.fail(row, "x", 1_000))
    marks = "UPDATE event SET published = 1, spread = 1, told = 1 WHERE id = ?"
    await _do(store, Statement(marks, (a,)), events.finish(a, 5))
    assert await _claimed(store, 1_000) == [[b], [d]]


async def test_stuck_events_can_be_listed_and_done_ones_forgotten(store, recorded):
    a, b, *_ = recorded
    for _ in range(3):
        row = await events.find_event(store, b)
        await _do(store, *events.fail(row, "x", 1_000))
    assert [row.id for row in await events.list_stuck(store, 3, 10)] == [b]
    marks = "UPDATE event SET published = 1, spread = 1, told = 1 WHERE id = ?"
    await _do(store, Statement(marks, (a,)), events.finish(a, 5))
    assert await events.find_oldest(store) == a
    await _do(store, events.forget_done(6, b))
    assert await events.find_oldest(store) == b

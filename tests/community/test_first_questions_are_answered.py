"""Whoever asks for the first time is owed an answer within a day; stewards are told after that."""

from dataclasses import replace

import pytest

from fedcop import clock
from fedcop.community import welcoming
from fedcop.community.practice import newcomers, questions
from fedcop.community.practice.parts import QuestionPart
from fedcop.store.rows import QuestionRow
from tests.builders import let_follow, make_community, make_person
from tests.writing import answer, count, echo, write

_DAY = 86_400_000
_TOLD = "notification WHERE kind = 'newcomer_waits'"


@pytest.fixture
async def scene(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    bo = await make_person(store, "bo")
    await let_follow(store, bo, lab)
    return ana, bo, lab


async def ask(store, who, lab, title="How do you hand over?", **more):
    part = QuestionPart()
    post = await write(store, who, title=title, community_id=lab.id, practice=part, **more)
    return post, await questions.find(store, post.id)


async def a_day_later(store, monkeypatch):
    now = clock.now_ms() + _DAY + 1
    monkeypatch.setattr(clock, "now_ms", lambda: now)
    count = await welcoming.remind(store)
    await echo(store)
    return count


async def test_the_first_is_marked_and_the_second_is_not(store, scene):
    ana, bo, lab = scene
    post, row = await ask(store, bo, lab)
    assert row.owed == post.published + _DAY
    assert newcomers.waits(row)
    _, second = await ask(store, bo, lab, "And at night?")
    assert not newcomers.is_first(second)
    _, own = await ask(store, ana, lab, "What do stewards do?")
    assert own.owed == 0  # a steward knows the place


async def test_what_is_asked_in_passing_counts(store, scene):
    _, bo, lab = scene
    post = await write(store, bo, "<p>How do you hand over?</p>", community_id=lab.id)
    assert newcomers.waits(await questions.find(store, post.id))
    await write(store, bo, "<p>Another one?</p>", community_id=lab.id)
    assert await count(store, "question WHERE owed > 0") == 1


async def test_stewards_are_told_once_after_a_day(store, scene, monkeypatch):
    ana, bo, lab = scene
    post, _ = await ask(store, bo, lab)
    assert await welcoming.remind(store) == 0
    assert await a_day_later(store, monkeypatch) == 1
    assert await count(store, f"{_TOLD} AND recipient_id = ? AND post_id = ?", ana.id, post.id) == 1
    assert await welcoming.remind(store) == 0
    assert await count(store, _TOLD) == 1
    row = await questions.find(store, post.id)
    assert newcomers.is_first(row)  # it is shown as one as long as it waits
    assert newcomers.left_ms(row) < 0


async def test_nobody_is_told_of_what_was_answered(store, scene, monkeypatch):
    ana, bo, lab = scene
    post, _ = await ask(store, bo, lab)
    await answer(store, ana, post)
    assert not newcomers.waits(await questions.find(store, post.id))
    assert await a_day_later(store, monkeypatch) == 0
    assert await count(store, _TOLD) == 0


async def test_an_answer_that_comes_between_spares_the_word(store, scene, monkeypatch):
    ana, bo, lab = scene
    post, _ = await ask(store, bo, lab)
    now = clock.now_ms() + _DAY + 1
    monkeypatch.setattr(clock, "now_ms", lambda: now)
    assert await welcoming.remind(store) == 1
    await answer(store, ana, post)
    await echo(store)
    assert await count(store, _TOLD) == 0


async def test_what_was_asked_long_ago_reminds_nobody(store, scene):
    _, bo, lab = scene
    _, row = await ask(store, bo, lab, published=clock.now_ms() - 3 * _DAY)
    assert row.owed < 0
    assert await welcoming.remind(store) == 0


def test_what_is_closed_or_answered_waits_no_longer():
    row = QuestionRow(7, owed=clock.now_ms() + _DAY)
    assert newcomers.waits(row)
    for change in ({"state": "closed"}, {"first_answer": 5}, {"owed": 0}):
        assert not newcomers.waits(replace(row, **change))

"""A person recommends one exact revision in words: a Like that says why, and no endorsement."""

import pytest

from fedcop.community import reactions, recommending
from fedcop.community.perform import perform
from fedcop.errors import Conflict, Invalid, NotFound, Refused
from fedcop.store.batch import Unit
from fedcop.store.queries.posts import find_post
from tests.builders import let_follow, make_community, make_person
from tests.practice import publish, revise
from tests.reviewing import pin_of, standing_of

WHY = "It halved what we lose at night."


@pytest.fixture
async def people(store):
    """Kwame, who looks after the lab, and its members ana and tom; ana wrote something."""
    kwame, ana, tom = [await make_person(store, name) for name in ("kwame", "ana", "tom")]
    lab = await make_community(store, kwame, "lab")
    for member in (ana, tom):
        await let_follow(store, member, lab)
    return ana, tom, await publish(store, ana, lab.id)


async def commend(store, person, post, words=WHY, pin=None):
    pin = pin or await pin_of(store, post.uri)
    return await perform(store, recommending.commend, person, pin, words)


async def test_a_recommendation_stands_apart_from_endorsements(store, people):
    _, tom, post = people
    assert await commend(store, tom, post, f"  {WHY}\n")
    found = await standing_of(store, post.uri)
    assert [(one.endorser.id, one.number, one.words) for one in found.liked_by] == [
        (tom.id, 1, WHY)
    ]
    assert (found.endorsed, found.status, found.latest_endorsed) == ((), "draft", 0)
    assert (await find_post(store, post.id)).likes == 1


async def test_an_edit_is_not_what_was_recommended(store, people):
    ana, tom, post = people
    await commend(store, tom, post)
    old = await pin_of(store, post.uri)
    await revise(store, ana, post, source="Say five lines, then stop.")
    found = await standing_of(store, post.uri)
    assert found.number == 2
    assert [(one.number, one.digest) for one in found.liked_by] == [(1, old.digest)]
    await commend(store, tom, post, "Better still.")
    found = await standing_of(store, post.uri)
    assert [one.number for one in found.liked_by] == [1, 2]
    assert (await find_post(store, post.id)).likes == 1


async def test_it_is_taken_back_like_a_like(store, people):
    ana, tom, post = people
    await perform(store, reactions.like, tom, post.id)
    await commend(store, tom, post)
    await revise(store, ana, post, source="Say five lines, then stop.")
    await commend(store, tom, post, "Better still.")
    assert (await find_post(store, post.id)).likes == 1
    assert await perform(store, reactions.unlike, tom, post.id)
    assert (await standing_of(store, post.uri)).liked_by == ()
    assert (await find_post(store, post.id)).likes == 0
    assert await commend(store, tom, post, "On second thoughts, yes.")
    assert [one.words for one in (await standing_of(store, post.uri)).liked_by] == [
        "On second thoughts, yes."
    ]


async def test_it_needs_words_another_person_and_what_is_here(store, people):
    ana, tom, post = people
    pin = await pin_of(store, post.uri)
    with pytest.raises(Refused):
        await commend(store, ana, post)
    with pytest.raises(Invalid):
        await commend(store, tom, post, " ")
    with pytest.raises(NotFound):
        await commend(store, tom, post, pin=type(pin)(pin.uri, 1, "sha-256:" + "0" * 64))
    await commend(store, tom, post, "x" * 2000)
    assert [len(one.words) for one in (await standing_of(store, post.uri)).liked_by] == [500]
    with pytest.raises(Conflict):
        await commend(store, tom, post)


async def test_two_presses_at_once_are_one_recommendation(store, people):
    _, tom, post = people
    pin = await pin_of(store, post.uri)
    units = [Unit(store), Unit(store)]
    for unit in units:
        await recommending.commend(unit, tom, pin, WHY)
    await units[0].commit()
    with pytest.raises(Conflict):
        await units[1].commit()
    assert (await find_post(store, post.id)).likes == 1

"""Stewards of a community who vote in the same moment, each in a process of their own."""

import asyncio

import pytest

from fedcop.community import communities
from fedcop.community.perform import perform
from fedcop.community.practice import endorsing, stewarding
from fedcop.community.practice.shelves import Place
from fedcop.store.batch import Unit
from fedcop.store.queries import reviews as review_rows
from fedcop.store.queries import shelves
from fedcop.store.rows import ReviewRuleRow
from tests.builders import let_follow, make_community, make_person
from tests.practice import publish
from tests.reviewing import endorse, pin_of, standing_of
from tests.stores import open_store


@pytest.fixture
async def lab(store):
    """Kwame and tom look after the lab, which wants two votes; ana wrote something."""
    kwame, tom, ana = [await make_person(store, name) for name in ("kwame", "tom", "ana")]
    group = await make_community(store, kwame, "lab")
    for member in (tom, ana):
        await let_follow(store, member, group)
    await perform(store, communities.add_steward, kwame, group, tom)
    unit = Unit(store)
    unit.add(*review_rows.set_rule(ReviewRuleRow(group.id, votes=2)))
    await unit.commit()
    return group, kwame, tom, await publish(store, ana, group.id)


def together(count):
    """The verb, whose first run in each process waits until all others have read as well."""
    met = asyncio.Barrier(count)
    ran = set()

    async def vote(unit, place, pin):
        done = await endorsing.endorse(unit, place, pin)
        if unit.store not in ran:
            ran.add(unit.store)
            await met.wait()
        return done

    return vote


async def test_the_second_of_two_votes_in_one_moment_endorses(store, database_url, lab):
    group, kwame, tom, post = lab
    pin = await pin_of(store, post.uri)
    other = await open_store(database_url)
    try:
        vote = together(2)
        done = await asyncio.gather(
            perform(store, vote, Place(group, kwame, "Yes."), pin),
            perform(other, vote, Place(group, tom, "Me too."), pin),
        )
    finally:
        await other.close()
    assert sorted(done) == [False, True]
    found = await standing_of(store, post.uri)
    assert (found.label, [one.endorser.id for one in found.endorsed]) == (
        "endorsed r1",
        [group.id],
    )


async def test_one_who_presses_twice_at_once_votes_once(store, database_url, lab):
    group, kwame, _, post = lab
    pin = await pin_of(store, post.uri)
    other = await open_store(database_url)
    try:
        vote, place = together(2), Place(group, kwame, "Yes.")
        done = await asyncio.gather(*(perform(one, vote, place, pin) for one in (store, other)))
    finally:
        await other.close()
    assert done == [False, False]
    key = (pin.uri, pin.number, pin.digest)
    assert [
        (row.steward_id, row.place) for row in await shelves.list_votes(store, group.id, key)
    ] == [(kwame.id, 1)]


async def test_what_is_endorsed_no_longer_needs_every_vote_anew(store, lab):
    group, kwame, tom, post = lab
    await endorse(store, kwame, group, post.uri, "Yes.")
    assert await endorse(store, tom, group, post.uri, "Me too.")
    pin = await pin_of(store, post.uri)
    await perform(store, stewarding.withdraw, Place(group, kwame, "A harm was found."), pin)
    assert not (await standing_of(store, post.uri)).current
    assert not await endorse(store, kwame, group, post.uri, "It is mended.")
    assert await endorse(store, tom, group, post.uri, "So I found.")

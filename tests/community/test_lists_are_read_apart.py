"""People keep lists of others; each community they joined is a list too, which nobody edits."""

import pytest

from fedcop import ids
from fedcop.community import lists, membership, timelines
from fedcop.community.lists import Wish
from fedcop.community.perform import perform
from fedcop.errors import Invalid, NotFound, Refused
from fedcop.values import ListReplies
from tests.builders import let_follow, make_community, make_person
from tests.writing import echo, write


@pytest.fixture
async def ann(store):
    return await make_person(store, "ann")


@pytest.fixture
async def bo(store):
    return await make_person(store, "bo")


@pytest.fixture
async def cleo(store):
    return await make_person(store, "cleo")


async def _list(store, owner, title="friends", **wish):
    return await perform(store, lists.create, owner, Wish(title, **wish))


async def _home(store, reader):
    return [line.post.id for line in (await timelines.home(store, reader, 0, 20)).lines]


async def test_lists_are_their_owners_alone(store, ann, bo):
    made = await _list(store, ann, replies=ListReplies.NONE, exclusive=True)
    assert await lists.list_all(store, ann) == [made]
    assert (await lists.get(store, ann, made.id)).exclusive
    assert await lists.list_all(store, bo) == []
    for verb, rest in ((lists.change, (Wish("x"),)), (lists.remove, ()), (lists.add, ((1,),))):
        with pytest.raises(NotFound):
            await perform(store, verb, bo, made.id, *rest)


async def test_only_whom_one_follows_stands_on_a_list(store, ann, bo, cleo):
    made = await _list(store, ann)
    await let_follow(store, ann, bo)
    with pytest.raises(NotFound):
        await perform(store, lists.add, ann, made.id, [bo.id, cleo.id])
    for _ in range(2):
        await perform(store, lists.add, ann, made.id, [bo.id, ann.id])
    assert {actor for _, actor in await lists.members(store, ann, made.id)} == {ann.id, bo.id}
    assert await lists.holding(store, ann, bo.id) == [made]
    await perform(store, membership.leave, ann, bo)
    assert [actor for _, actor in await lists.members(store, ann, made.id)] == [ann.id]
    await perform(store, lists.take_out, ann, made.id, [ann.id, cleo.id])
    assert await lists.members(store, ann, made.id) == []


async def test_a_list_is_changed_and_taken_away(store, ann):
    made = await _list(store, ann)
    changed = await perform(store, lists.change, ann, made.id, Wish(replies=ListReplies.FOLLOWED))
    assert (changed.title, changed.replies) == ("friends", ListReplies.FOLLOWED)
    await perform(store, lists.remove, ann, made.id)
    with pytest.raises(NotFound):
        await lists.get(store, ann, made.id)
    for title in (" ", "x" * 256):
        with pytest.raises(Invalid):
            await _list(store, ann, title)


async def test_an_exclusive_list_keeps_its_members_out_of_home(store, ann, bo):
    await let_follow(store, ann, bo)
    made = await _list(store, ann)
    await perform(store, lists.add, ann, made.id, [bo.id])
    post = await write(store, bo)
    await echo(store)
    assert await _home(store, ann) == [post.id]
    await perform(store, lists.change, ann, made.id, Wish(exclusive=True))
    assert await _home(store, ann) == []
    await perform(store, lists.take_out, ann, made.id, [bo.id])
    assert await _home(store, ann) == [post.id]
    await perform(store, lists.add, ann, made.id, [bo.id])
    assert await _home(store, ann) == []
    await perform(store, lists.remove, ann, made.id)
    assert await _home(store, ann) == [post.id]


async def test_a_joined_community_is_a_list_that_nobody_edits(store, ann, bo):
    weavers = await make_community(store, ann, "weavers", display="The Weavers")
    await let_follow(store, bo, weavers)
    own = await _list(store, bo)
    first, second = await lists.list_all(store, bo)
    assert first == own
    assert (second.id, second.title) == (ids.relayed(weavers.id), "The Weavers")
    assert second.community_id == weavers.id
    assert await lists.get(store, bo, second.id) == second
    assert await lists.members(store, bo, second.id) == [(weavers.id, weavers.id)]
    assert await lists.holding(store, bo, weavers.id) == [second]
    for verb, rest in ((lists.change, (Wish("x"),)), (lists.remove, ()), (lists.add, ((1,),))):
        with pytest.raises(Refused):
            await perform(store, verb, bo, second.id, *rest)
    await perform(store, membership.leave, bo, weavers)
    assert await lists.list_all(store, bo) == [own]
    with pytest.raises(NotFound):
        await lists.get(store, bo, second.id)

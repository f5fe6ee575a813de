"""A thread for named people is a conversation, for each of them as they keep it."""

import pytest

from fedcop.community import conversations, posts
from fedcop.community.perform import perform
from fedcop.errors import NotFound
from fedcop.store.queries.spans import Span
from fedcop.values import Audience
from tests.builders import make_person, remember_person
from tests.writing import answer, echo, write

TOP = (1 << 63) - 1


@pytest.fixture
async def ann(store):
    return await make_person(store, "ann")


@pytest.fixture
async def bo(store):
    return await make_person(store, "bo")


@pytest.fixture
async def rita(store):
    return await remember_person(store, "https://riverside.example/users/rita")


async def _say(store, author, *to, **draft):
    named = tuple(actor.id for actor in to)
    return await write(store, author, audience=Audience.NAMED, mentions=named, **draft)


async def _page(store, owner, limit=20, below=TOP, above=0, *, up=False):
    await echo(store)
    return await conversations.page(store, owner, Span(below, above, up=up), limit)


async def test_each_side_has_it_and_who_wrote_has_read_it(store, ann, bo, rita):
    first = await _say(store, ann, bo, rita)
    [anns] = (await _page(store, ann)).conversations
    [bos] = (await _page(store, bo)).conversations
    assert (anns.unread, bos.unread) == (False, True)
    assert (anns.last_post, bos.last_post) == (first.id, first.id)
    assert set(anns.people) == {bo.id, rita.id}
    assert set(bos.people) == {ann.id, rita.id}
    reply = await answer(store, bo, first, audience=Audience.NAMED, mentions=(ann.id,))
    [anns] = (await _page(store, ann)).conversations
    assert (anns.last_post, anns.unread, anns.people) == (reply.id, True, (bo.id,))
    [bos] = (await _page(store, bo)).conversations
    assert not bos.unread


async def test_what_everybody_reads_is_no_conversation(store, ann, bo):
    await write(store, ann, mentions=(bo.id,))
    assert (await _page(store, bo)).conversations == []


async def test_it_is_read_and_marked_again(store, ann, bo):
    await _say(store, ann, bo)
    [talk] = (await _page(store, bo)).conversations
    with pytest.raises(NotFound):
        await perform(store, conversations.mark, ann, talk.id)
    await perform(store, conversations.mark, bo, talk.id)
    assert not (await conversations.get(store, bo, talk.id)).unread
    await perform(store, conversations.mark, bo, talk.id, unread=True)
    assert (await conversations.get(store, bo, talk.id)).unread


async def test_one_that_was_put_away_comes_back_with_another_post(store, ann, bo):
    first = await _say(store, ann, bo)
    [talk] = (await _page(store, bo)).conversations
    with pytest.raises(NotFound):
        await perform(store, conversations.remove, ann, talk.id)
    await perform(store, conversations.remove, bo, talk.id)
    assert (await _page(store, bo)).conversations == []
    assert len((await _page(store, ann)).conversations) == 1
    await answer(store, ann, first, audience=Audience.NAMED, mentions=(bo.id,))
    assert len((await _page(store, bo)).conversations) == 1


async def test_a_post_taken_back_lets_it_end_with_the_one_before(store, ann, bo):
    first = await _say(store, ann, bo)
    reply = await answer(store, bo, first, audience=Audience.NAMED, mentions=(ann.id,))
    await echo(store)
    await perform(store, posts.remove, bo, reply.id)
    [talk] = (await _page(store, ann)).conversations
    assert talk.last_post == first.id
    await perform(store, posts.remove, ann, first.id)
    assert (await _page(store, ann)).conversations == []


async def test_a_note_to_oneself(store, ann):
    await _say(store, ann)
    [talk] = (await _page(store, ann)).conversations
    assert talk.people == (ann.id,)


async def test_pages_of_conversations(store, ann, bo):
    said = [await _say(store, ann, bo, content=f"<p>{number}</p>") for number in range(5)]
    first = await _page(store, bo, 2)
    assert [one.last_post for one in first.conversations] == [said[4].id, said[3].id]
    assert first.more
    rest = await _page(store, bo, 20, below=first.last)
    assert [one.last_post for one in rest.conversations] == [said[2].id, said[1].id, said[0].id]
    assert not rest.more
    above = await _page(store, bo, 2, above=said[0].id, up=True)
    assert [one.last_post for one in above.conversations] == [said[2].id, said[1].id]

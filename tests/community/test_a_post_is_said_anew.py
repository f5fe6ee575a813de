"""Its author says a post anew; what it said before is kept."""

import pytest

from fedcop import clock
from fedcop.community import posts
from fedcop.community.drafts import Edit
from fedcop.community.events import PostRevised
from fedcop.community.perform import perform
from fedcop.errors import NotFound, Refused
from fedcop.store.queries.mentions import list_hashtags, list_mentioned
from fedcop.store.queries.posts import list_revisions
from tests.builders import make_community, make_person, remember_person
from tests.writing import again, recorded, write


@pytest.fixture
async def ann(store):
    return await make_person(store, "ann")


@pytest.fixture
async def rita(store):
    return await remember_person(store, "https://riverside.example/users/rita")


async def test_what_it_said_before_is_kept(store, ann):
    post = await write(store, ann, "<p>one</p>", title="One")
    revised = await perform(store, posts.revise, ann, post.id, Edit("<p>two</p>", title="Two"))

    assert revised is not None
    assert await again(store, post) == revised
    assert (revised.content, revised.title, revised.revision) == ("<p>two</p>", "Two", 2)
    assert revised.version > post.version
    [before] = await list_revisions(store, post.id, 99, 10)
    assert (before.number, before.content, before.title) == (1, "<p>one</p>", "One")
    assert before.at == post.published
    [(_, event)] = await recorded(store, PostRevised)
    assert (event.post, event.revision) == (post.id, 2)


async def test_the_same_words_change_nothing(store, ann):
    post = await write(store, ann, "<p>one</p>")
    assert await perform(store, posts.revise, ann, post.id, Edit("<p>one</p>")) is None
    assert await recorded(store, PostRevised) == []


async def test_an_older_edit_that_comes_late_changes_nothing(store, rita):
    now = clock.now_ms()
    post = await write(store, rita, "<p>one</p>", published=now - 9_000)
    newer, older = Edit("<p>three</p>", edited=now - 1_000), Edit("<p>two</p>", edited=now - 5_000)
    assert await perform(store, posts.revise, rita, post.id, newer) is not None
    assert await perform(store, posts.revise, rita, post.id, older) is None
    assert await perform(store, posts.revise, rita, post.id, newer) is None
    assert (await again(store, post)).content == "<p>three</p>"


async def test_a_clock_that_is_ahead_does_not_stop_later_edits(store, rita):
    post = await write(store, rita, "<p>one</p>")
    ahead = clock.now_ms() + 600_000
    await perform(store, posts.revise, rita, post.id, Edit("<p>two</p>", edited=ahead))
    later = Edit("<p>three</p>", edited=ahead + 1)
    assert await perform(store, posts.revise, rita, post.id, later) is not None


async def test_nobody_else_says_it_anew_not_even_a_steward(store, ann, rita):
    weavers = await make_community(store, ann, "weavers")
    post = await write(store, rita, community_id=weavers.id)
    with pytest.raises(Refused):
        await perform(store, posts.revise, ann, post.id, Edit("<p>mine</p>"))


async def test_a_tombstone_stays_silent(store, ann):
    post = await write(store, ann)
    await perform(store, posts.remove, ann, post.id)
    assert await perform(store, posts.revise, ann, post.id, Edit("<p>again</p>")) is None


async def test_what_is_not_there_cannot_be_said_anew(store, ann):
    with pytest.raises(NotFound):
        await perform(store, posts.revise, ann, 4711, Edit("<p>x</p>"))


async def test_mentions_and_hashtags_follow_the_edit(store, ann, rita):
    bo = await make_person(store, "bo")
    post = await write(store, ann, mentions=(bo.id,), hashtags=("wool",))
    edit = Edit("<p>other</p>", mentions=(rita.id,), hashtags=("wool", "dye"))
    await perform(store, posts.revise, ann, post.id, edit)
    assert await list_mentioned(store, post.id) == [rita.id]
    assert await list_hashtags(store, post.id) == ["wool", "dye"]

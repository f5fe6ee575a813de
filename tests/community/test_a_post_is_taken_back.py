"""A post is taken back: by its author, by a steward, by the community; a tombstone stays."""

import asyncio

import pytest

from fedcop.community import communities, posts
from fedcop.community.drafts import Edit
from fedcop.community.events import PostRemoved, PostWritten
from fedcop.community.perform import perform
from fedcop.errors import Refused
from fedcop.store.queries.posts import find_post_by_uri
from tests.builders import let_follow, make_community, make_person, remember_person
from tests.writing import again, answer, count, practice_of, recorded, write


@pytest.fixture
async def ann(store):
    return await make_person(store, "ann")


@pytest.fixture
async def bo(store):
    return await make_person(store, "bo")


@pytest.fixture
async def rita(store):
    return await remember_person(store, "https://riverside.example/users/rita")


@pytest.fixture
async def weavers(store, ann):
    return await make_community(store, ann, "weavers")


async def test_nothing_of_what_it_said_remains(store, ann):
    post = await write(store, ann, "<p>one</p>", title="One", source="one", hashtags=("wool",))
    await perform(store, posts.revise, ann, post.id, Edit("<p>two</p>"))
    await perform(store, posts.remove, ann, post.id)

    tomb = await again(store, post)
    assert tomb.deleted > 0
    assert (tomb.title, tomb.content, tomb.source, tomb.summary) == ("", "", "", "")
    assert tomb.version > post.version
    assert await count(store, "post_revision") == 0
    assert await count(store, "hashtag") == 0
    [(_, event)] = await recorded(store, PostRemoved)
    assert (event.post, event.by, event.reason) == (post.id, ann.id, "")


async def test_the_counts_are_put_right(store, ann, bo, weavers):
    post = await write(store, ann, community_id=weavers.id)
    reply = await answer(store, bo, post)
    below = await answer(store, ann, reply)
    await perform(store, posts.remove, ann, below.id)

    assert (await again(store, post)).replies == 1
    assert (await again(store, reply)).replies == 0
    assert (await practice_of(store, weavers)).posts == 2


async def test_twice_is_once(store, ann, bo, weavers):
    post = await write(store, ann, community_id=weavers.id)
    reply = await answer(store, bo, post)
    done = await asyncio.gather(*(perform(store, posts.remove, bo, reply.id) for _ in range(5)))

    assert [one is not None for one in done].count(True) == 1
    assert (await again(store, post)).replies == 0
    assert len(await recorded(store, PostRemoved)) == 1


async def test_a_steward_takes_back_with_a_reason(store, ann, rita, weavers):
    post = await write(store, rita, community_id=weavers.id)
    await perform(store, posts.remove, ann, post.id, "off topic")
    [(_, event)] = await recorded(store, PostRemoved)
    assert (event.by, event.reason) == (ann.id, "off topic")


async def test_the_community_itself_may(store, rita, weavers):
    post = await write(store, rita, community_id=weavers.id)
    assert await perform(store, posts.remove, weavers, post.id) is not None


async def test_nobody_else_may(store, ann, bo, rita, weavers):
    other = await make_community(store, bo, "potters")
    post = await write(store, rita, community_id=weavers.id)
    await let_follow(store, bo, weavers)
    for actor in (bo, other):
        with pytest.raises(Refused):
            await perform(store, posts.remove, actor, post.id)
    outside = await write(store, rita, uri="https://riverside.example/p/2")
    with pytest.raises(Refused):
        await perform(store, posts.remove, ann, outside.id)


async def test_what_is_taken_back_is_no_longer_pinned(store, ann, weavers):
    post = await write(store, ann, community_id=weavers.id)
    await perform(store, communities.pin, ann, weavers, post)
    await perform(store, posts.remove, ann, post.id)
    assert await count(store, "pin") == 0


async def test_a_post_deleted_before_it_came_never_comes(store, rita):
    uri = "https://riverside.example/p/1"
    await perform(store, posts.remove_unknown, rita, uri, 5)
    await perform(store, posts.remove_unknown, rita, uri, 6)
    late = await write(store, rita, uri=uri)

    assert late.deleted > 0
    assert late.content == ""
    tomb = await find_post_by_uri(store, uri)
    assert tomb is not None
    assert tomb.cause == 5
    assert await recorded(store, PostWritten) == []

"""Likes and boosts: each once, counted, taken back, and never for what one cannot read."""

import asyncio

import pytest

from fedcop.community import moderation, posts, reactions
from fedcop.community.drafts import Draft
from fedcop.community.events import PostBoosted, PostLiked, PostUnboosted, PostUnliked
from fedcop.community.perform import perform
from fedcop.errors import Conflict, NotFound, Refused
from fedcop.store.batch import Unit
from fedcop.values import Audience
from tests.builders import (
    let_follow,
    make_community,
    make_person,
    remember_group,
    remember_person,
)
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
async def potters(store):
    return await remember_group(store, "https://riverside.example/c/potters")


async def test_a_like_counts_once(store, ann, bo):
    post = await write(store, ann)
    done = await asyncio.gather(*(perform(store, reactions.like, bo, post.id) for _ in range(4)))

    assert done.count(True) == 1
    liked = await again(store, post)
    assert (liked.likes, liked.version) == (1, post.version + 1)
    [(_, event)] = await recorded(store, PostLiked)
    assert (event.post, event.actor) == (post.id, bo.id)
    [[uri]] = await store.read("SELECT uri FROM reaction")
    assert uri == store.uris.activity(f"{event.reaction}-like")


async def test_a_remote_like_keeps_its_uri_for_the_undo(store, ann, rita):
    post = await write(store, ann)
    await perform(store, reactions.like, rita, post.id, "https://riverside.example/likes/1", 9)
    await perform(store, reactions.unlike, rita, post.id)

    assert (await again(store, post)).likes == 0
    [(row, _)] = await recorded(store, PostLiked)
    assert row.cause == 9
    [(_, event)] = await recorded(store, PostUnliked)
    assert event.uri == "https://riverside.example/likes/1"


async def test_taking_back_what_is_not_there_changes_nothing(store, ann, bo):
    post = await write(store, ann)
    assert not await perform(store, reactions.unlike, bo, post.id)
    assert not await perform(store, reactions.unboost, bo, post.id)
    assert await again(store, post) == post


async def test_taken_back_twice_at_once_counts_once(store, ann, bo, rita):
    post = await write(store, ann)
    await perform(store, reactions.like, bo, post.id)
    await perform(store, reactions.like, rita, post.id)
    done = await asyncio.gather(*(perform(store, reactions.unlike, bo, post.id) for _ in range(4)))
    assert done.count(True) == 1
    assert (await again(store, post)).likes == 1


async def test_a_like_on_the_word_of_a_community_tells_nobody(store, ann, rita):
    post = await write(store, ann)
    assert await perform(store, reactions.like_unproven, rita, post.id, "https://r.example/1")
    assert (await again(store, post)).likes == 1
    assert await recorded(store, PostLiked) == []


async def test_a_tombstone_is_not_liked(store, ann, bo):
    post = await write(store, ann)
    await perform(store, posts.remove, ann, post.id)
    with pytest.raises(NotFound):
        await perform(store, reactions.like, bo, post.id)


async def test_nobody_likes_what_they_cannot_read(store, ann, bo):
    post = await write(store, ann, audience=Audience.FOLLOWERS)
    with pytest.raises(Refused):
        await perform(store, reactions.like, bo, post.id)
    await let_follow(store, bo, ann)
    assert await perform(store, reactions.like, bo, post.id)


async def test_nobody_likes_what_is_by_somebody_who_blocks_them(store, ann, rita):
    post = await write(store, ann)
    await perform(store, moderation.block, ann, rita, "")
    with pytest.raises(Refused):
        await perform(store, reactions.like, rita, post.id)


async def test_a_boost_is_counted_and_stands_in_ones_own_home(store, ann, bo):
    post = await write(store, ann)
    assert await perform(store, reactions.boost, bo, post.id)
    assert not await perform(store, reactions.boost, bo, post.id)

    assert (await again(store, post)).boosts == 1
    assert await count(store, "home_line WHERE owner_id = ? AND post_id = ?", bo.id, post.id) == 1
    [(_, event)] = await recorded(store, PostBoosted)
    assert event.actor == bo.id

    assert await perform(store, reactions.unboost, bo, post.id)
    assert (await again(store, post)).boosts == 0
    assert await count(store, "home_line WHERE owner_id = ?", bo.id) == 0
    assert len(await recorded(store, PostUnboosted)) == 1


@pytest.mark.parametrize("audience", [Audience.FOLLOWERS, Audience.NAMED])
async def test_only_what_everybody_may_read_is_passed_on(store, ann, audience):
    post = await write(store, ann, audience=audience)
    with pytest.raises(Refused):
        await perform(store, reactions.boost, ann, post.id)


async def test_what_a_remote_community_announces_belongs_to_it(store, rita, potters):
    post = await write(store, rita)
    reply = await answer(store, rita, post)
    assert await perform(store, reactions.relay, potters, post.id, "https://r.example/a/1", 3)
    assert not await perform(store, reactions.relay, potters, post.id, "https://r.example/a/2", 4)

    claimed = await again(store, post)
    assert (claimed.community_id, claimed.here, claimed.boosts) == (potters.id, 0, 0)
    assert (await again(store, reply)).community_id == potters.id
    assert (await practice_of(store, potters)).posts == 2


async def test_a_remote_community_claims_nothing_that_stands_elsewhere(store, ann, rita, potters):
    weavers = await make_community(store, ann, "weavers")
    there = await write(store, rita, community_id=weavers.id)
    ours = await write(store, ann)
    for post in (there, ours):
        await perform(store, reactions.relay, potters, post.id, f"{post.uri}/relayed", 0)
    assert (await again(store, there)).community_id == weavers.id
    assert (await again(store, ours)).community_id == 0


async def test_a_community_does_not_pass_on_what_is_not_for_it(store, ann, potters):
    post = await write(store, ann, audience=Audience.NAMED)
    with pytest.raises(Refused):
        await perform(store, reactions.relay, potters, post.id, "https://r.example/a/1", 0)


async def test_a_reply_written_while_a_community_claims_the_thread_is_in_it(
    store, ann, rita, potters
):
    post = await write(store, rita)
    unit = Unit(store)
    await posts.write(unit, ann, Draft(content="<p>Yes</p>", reply_to_id=post.id))
    await perform(store, reactions.relay, potters, post.id, "https://r.example/a/1", 3)
    with pytest.raises(Conflict):
        await unit.commit()
    reply = await answer(store, ann, post)
    assert reply.community_id == potters.id

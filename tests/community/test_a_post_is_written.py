"""Somebody writes: into a community, in answer to something, for some."""

import pytest

from fedcop.community import membership, moderation, posts
from fedcop.community.drafts import Draft
from fedcop.community.events import PostWritten
from fedcop.community.perform import perform
from fedcop.errors import Conflict, Gone, NotFound, Refused
from fedcop.store.batch import Unit
from fedcop.store.rows import CommunityRow
from fedcop.values import Audience, PostPolicy
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
async def weavers(store, ann):
    return await make_community(store, ann, "weavers")


async def test_a_local_post_is_named_by_us_and_stands_in_its_authors_home(store, ann, weavers):
    post = await write(store, ann, "<p>Wool</p>", title="Wool", community_id=weavers.id)

    assert post.uri == store.uris.note(post.id)
    assert post.context_uri == store.uris.thread(post.id)
    assert (post.root_id, post.top, post.local, post.here) == (post.id, 1, 1, 1)
    assert post.bumped == post.published
    assert await again(store, post) == post
    assert await count(store, "home_line WHERE owner_id = ? AND post_id = ?", ann.id, post.id) == 1
    [(row, event)] = await recorded(store, PostWritten)
    assert (event.post, event.root, row.cause) == (post.id, post.id, 0)


async def test_a_remote_post_keeps_its_uri_and_names_its_cause(store, rita, weavers):
    post = await write(store, rita, uri="https://riverside.example/p/1", cause=17)

    assert post.uri == "https://riverside.example/p/1"
    assert (post.local, post.cause, post.context_uri) == (0, 17, "")
    assert await count(store, "home_line") == 0
    [(row, _)] = await recorded(store, PostWritten)
    assert row.cause == 17


async def test_the_same_post_twice_is_written_once(store, rita):
    first = await write(store, rita, uri="https://riverside.example/p/1")
    second = await write(store, rita, uri="https://riverside.example/p/1")

    assert second == first
    assert len(await recorded(store, PostWritten)) == 1


async def test_nobody_writes_under_the_uri_of_another(store, ann, rita):
    await write(store, rita, uri="https://riverside.example/p/1")
    with pytest.raises(Refused):
        await write(store, ann, uri="https://riverside.example/p/1")


async def test_a_post_from_the_future_is_of_now(store, rita):
    post = await write(store, rita, published=4_000_000_000_000)
    assert post.published < 4_000_000_000_000


async def test_a_community_counts_what_is_written_in_it(store, ann, rita, weavers):
    before = (await practice_of(store, weavers)).active
    post = await write(store, ann, community_id=weavers.id)
    await answer(store, rita, post)

    practice = await practice_of(store, weavers)
    assert practice.posts == 2
    assert practice.active >= before


async def test_a_reply_stays_in_the_thread_and_community_of_what_it_answers(store, ann, bo, rita):
    weavers = await make_community(store, ann, "weavers")
    potters = await make_community(store, ann, "potters")
    post = await write(store, ann, community_id=weavers.id)
    reply = await answer(store, rita, post, community_id=potters.id)
    below = await answer(store, bo, reply)

    assert (reply.community_id, reply.root_id, reply.top) == (weavers.id, post.id, 0)
    assert (below.community_id, below.root_id) == (weavers.id, post.id)
    assert (below.reply_to_id, below.reply_to_uri) == (reply.id, reply.uri)
    assert reply.context_uri == post.context_uri


async def test_replies_are_counted_on_the_start_and_on_what_they_answer(store, ann, bo):
    post = await write(store, ann, published=1_000_000)
    reply = await answer(store, bo, post)
    await answer(store, ann, reply)

    start, middle = await again(store, post), await again(store, reply)
    assert (start.replies, middle.replies) == (2, 1)
    assert start.bumped > post.bumped
    assert start.version == post.version + 2


async def test_a_reply_found_by_uri_is_the_same_as_by_id(store, ann, rita):
    post = await write(store, ann)
    reply = await write(store, rita, reply_to_uri=post.uri)
    assert (reply.reply_to_id, reply.root_id, reply.top) == (post.id, post.id, 0)


async def test_a_reply_is_never_older_than_what_it_answers(store, ann, rita):
    post = await write(store, ann)
    reply = await answer(store, rita, post, published=1_000)
    assert reply.id > post.id
    assert reply.published == 1_000


async def test_a_reply_whose_parent_is_unknown_waits_for_it(store, rita, weavers):
    post = await write(store, rita, reply_to_uri="https://far.example/p/9", community_id=weavers.id)
    assert (post.reply_to_id, post.top, post.root_id) == (0, 0, post.id)
    assert post.reply_to_uri == "https://far.example/p/9"


@pytest.mark.parametrize(
    ("wanted", "parent", "got"),
    [
        (Audience.PUBLIC, Audience.PUBLIC, Audience.PUBLIC),
        (Audience.PUBLIC, Audience.UNLISTED, Audience.UNLISTED),
        (Audience.PUBLIC, Audience.MEMBERS, Audience.MEMBERS),
        (Audience.NAMED, Audience.MEMBERS, Audience.NAMED),
        (Audience.NAMED, Audience.PUBLIC, Audience.NAMED),
    ],
)
async def test_the_audience_of_a_reply_is_never_wider(store, ann, weavers, wanted, parent, got):
    post = await write(store, ann, community_id=weavers.id, audience=parent)
    # A private reply inside a thread is an audience of its own, so make the parent's directly.
    reply = await answer(store, ann, post, audience=wanted)
    assert reply.audience == got


async def test_only_members_write_for_members(store, ann, bo, rita, weavers):
    with pytest.raises(Refused):
        await write(store, bo, community_id=weavers.id, audience=Audience.MEMBERS)
    await let_follow(store, bo, weavers)
    post = await write(store, bo, community_id=weavers.id, audience=Audience.MEMBERS)
    with pytest.raises(Refused):
        await answer(store, rita, post)


async def test_a_post_for_followers_does_not_start_a_thread_in_a_community(store, ann, weavers):
    for audience in (Audience.FOLLOWERS, Audience.NAMED):
        with pytest.raises(Refused):
            await write(store, ann, community_id=weavers.id, audience=audience)


async def test_members_only_needs_a_community(store, ann):
    with pytest.raises(Refused):
        await write(store, ann, audience=Audience.MEMBERS)


async def test_where_members_write_others_do_not(store, ann, bo):
    guild = await make_community(store, ann, "guild", post_policy=PostPolicy.MEMBERS)
    start = await write(store, ann, community_id=guild.id)
    with pytest.raises(Refused):
        await write(store, bo, community_id=guild.id)
    with pytest.raises(Refused):
        await answer(store, bo, start)
    await let_follow(store, bo, guild)
    assert (await write(store, bo, community_id=guild.id)).community_id == guild.id


async def test_where_stewards_write_members_answer(store, ann, bo):
    board = await make_community(store, ann, "board", post_policy=PostPolicy.STEWARDS)
    await let_follow(store, bo, board)
    start = await write(store, ann, community_id=board.id)
    with pytest.raises(Refused):
        await write(store, bo, community_id=board.id)
    assert (await answer(store, bo, start)).root_id == start.id


async def test_a_community_elsewhere_knows_best_whom_it_lets_in(store, ann, rita):
    far = await remember_group(
        store,
        "https://riverside.example/c/potters",
        CommunityRow(0, post_policy=int(PostPolicy.STEWARDS)),
    )
    post = await write(store, rita, community_id=far.id, audience=Audience.MEMBERS)
    assert (post.community_id, post.here) == (far.id, 0)
    with pytest.raises(Refused):
        await write(store, ann, community_id=far.id)


async def test_a_community_that_waits_for_an_admin_takes_no_posts(store, ann):
    soon = await make_community(store, ann, "soon", needs_approval=True)
    with pytest.raises(Refused):
        await write(store, ann, community_id=soon.id)


async def test_nobody_answers_what_they_cannot_read(store, ann, bo, rita):
    private = await write(store, ann, audience=Audience.FOLLOWERS)
    with pytest.raises(Refused):
        await answer(store, bo, private)
    with pytest.raises(Refused):
        await answer(store, rita, private)
    await let_follow(store, bo, ann)
    assert (await answer(store, bo, private)).audience == Audience.FOLLOWERS


async def test_who_is_named_may_answer(store, ann, bo):
    private = await write(store, ann, audience=Audience.NAMED, mentions=(bo.id,))
    assert (await answer(store, bo, private)).audience == Audience.NAMED


async def test_what_is_not_there_cannot_be_answered(store, ann):
    with pytest.raises(NotFound):
        await write(store, ann, reply_to_id=4711)


async def test_a_tombstone_is_answered_only_from_far_away(store, ann, rita):
    post = await write(store, ann)
    await perform(store, posts.remove, ann, post.id)
    with pytest.raises(Gone):
        await answer(store, ann, post)
    assert (await answer(store, rita, post)).root_id == post.id


async def test_mentions_and_hashtags_are_kept_once(store, ann, bo):
    post = await write(store, ann, mentions=(bo.id, bo.id), hashtags=("#Wool", "wool", "Dye"))
    tags = [row[0] for row in await store.read("SELECT tag FROM hashtag ORDER BY id")]
    assert tags == ["wool", "dye"]
    assert await count(store, "mention WHERE post_id = ?", post.id) == 1


async def test_a_personal_block_is_no_ban_from_a_thread(store, ann, rita, weavers):
    post = await write(store, ann, community_id=weavers.id)
    await perform(store, moderation.block, ann, rita, "")
    assert (await answer(store, rita, post)).root_id == post.id


async def test_a_membership_that_ends_meanwhile_lets_nothing_in(store, ann, bo):
    guild = await make_community(store, ann, "guild", post_policy=PostPolicy.MEMBERS)
    await let_follow(store, bo, guild)
    unit = Unit(store)
    await posts.write(unit, bo, Draft(content="<p>x</p>", community_id=guild.id))
    await perform(store, membership.leave, bo, guild)

    with pytest.raises(Conflict):
        await unit.commit()

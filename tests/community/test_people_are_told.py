"""People are told who named, answered or follows them; once, and never of whom they block."""

import pytest

from fedcop.community import membership, moderation, notifications, posts, reactions
from fedcop.community.drafts import Edit
from fedcop.community.perform import perform
from fedcop.values import Audience
from tests.builders import (
    let_follow,
    make_community,
    make_person,
    remember_group,
    remember_person,
)
from tests.writing import answer, count, echo, write


@pytest.fixture
async def ann(store):
    return await make_person(store, "ann")


@pytest.fixture
async def bo(store):
    return await make_person(store, "bo")


@pytest.fixture
async def rita(store):
    return await remember_person(store, "https://riverside.example/users/rita")


async def _told(store, reader):
    await echo(store)
    notices, _ = await notifications.page(store, reader, 0, 20)
    return [(one.row.kind, one.actor.name, one.post.id if one.post else 0) for one in notices]


async def test_who_is_named_and_who_is_answered(store, ann, bo, rita):
    post = await write(store, ann)
    reply = await answer(store, rita, post, mentions=(ann.id, bo.id, rita.id))
    assert await _told(store, ann) == [("reply", "rita", reply.id)]
    assert await _told(store, bo) == [("mention", "rita", reply.id)]


async def test_nobody_is_told_of_themselves(store, ann):
    post = await write(store, ann, mentions=(ann.id,))
    await answer(store, ann, post)
    await perform(store, reactions.like, ann, post.id)
    assert await _told(store, ann) == []


async def test_an_edit_tells_those_it_newly_names_and_nobody_twice(store, ann, bo, rita):
    post = await write(store, rita, mentions=(ann.id,))
    await echo(store)
    edit = Edit("<p>other</p>", mentions=(ann.id, bo.id))
    await perform(store, posts.revise, rita, post.id, edit)
    assert await _told(store, ann) == [("mention", "rita", post.id)]
    assert await _told(store, bo) == [("mention", "rita", post.id)]


async def test_likes_and_boosts(store, ann, bo, rita):
    post = await write(store, ann)
    await perform(store, reactions.like, rita, post.id)
    await perform(store, reactions.boost, bo, post.id)
    assert await _told(store, ann) == [("boost", "bo", post.id), ("like", "rita", post.id)]


async def test_a_like_taken_back_at_once_is_not_told(store, ann, rita):
    post = await write(store, ann)
    await perform(store, reactions.like, rita, post.id)
    await perform(store, reactions.unlike, rita, post.id)
    assert await _told(store, ann) == []


async def test_a_community_that_relays_is_no_news(store, ann):
    potters = await remember_group(store, "https://riverside.example/c/potters")
    post = await write(store, ann, community_id=potters.id)
    await perform(store, reactions.relay, potters, post.id, "https://riverside.example/a/1", 0)
    assert await _told(store, ann) == []


async def test_a_follower_and_a_member(store, ann, bo, rita):
    weavers = await make_community(store, ann, "weavers")
    await let_follow(store, rita, ann)
    await let_follow(store, bo, weavers)
    await echo(store)
    notices, _ = await notifications.page(store, ann, 0, 20)
    told = [(one.row.kind, one.actor.name, one.community) for one in notices]
    assert told[1] == ("follow", "rita", None)
    assert told[0][:2] == ("join", "bo")
    assert told[0][2].name == "weavers"
    assert await _told(store, bo) == []


async def test_who_asks_and_who_is_let_in(store, ann, bo):
    guild = await make_community(store, ann, "guild", locked=True)
    follow = await perform(store, membership.ask, bo, guild)
    assert await _told(store, ann) == [("asked", "bo", 0)]
    await perform(store, membership.approve, ann, follow.id)
    assert await _told(store, bo) == [("accepted", "guild", 0)]


async def test_following_again_is_told_once(store, ann, rita):
    for _ in range(3):
        await perform(store, membership.join, rita, ann, f"{rita.uri}/follows/1", 0)
        await echo(store)
    assert await count(store, "notification") == 1


async def test_nobody_is_told_of_whom_they_block(store, ann, rita):
    post = await write(store, ann)
    await answer(store, rita, post)
    await echo(store)
    await perform(store, moderation.block, ann, rita, "")
    assert await _told(store, ann) == []
    await answer(store, rita, post, "<p>more</p>")
    await echo(store)
    assert await count(store, "notification") == 1


async def test_a_post_for_members_names_only_members(store, ann, bo):
    guild = await make_community(store, ann, "guild")
    cleo = await make_person(store, "cleo")
    await let_follow(store, cleo, guild)
    post = await write(
        store, ann, community_id=guild.id, audience=Audience.MEMBERS, mentions=(bo.id, cleo.id)
    )
    assert await _told(store, bo) == []
    assert await count(store, "notification WHERE recipient_id = ?", bo.id) == 0
    assert await _told(store, cleo) == [("mention", "ann", post.id)]


async def test_what_was_taken_back_is_no_longer_told(store, ann, rita):
    post = await write(store, rita, mentions=(ann.id,))
    assert await _told(store, ann) == [("mention", "rita", post.id)]
    await perform(store, posts.remove, rita, post.id)
    assert await _told(store, ann) == []


async def test_what_is_read_is_no_longer_counted(store, ann, bo, rita):
    post = await write(store, ann)
    for actor in (bo, rita):
        await perform(store, reactions.like, actor, post.id)
    await echo(store)
    assert await notifications.count_unread(store, ann) == 2
    notices, following = await notifications.page(store, ann, 0, 1)
    assert following == notices[0].row.id
    [older], last = await notifications.page(store, ann, following, 1)
    assert last == 0
    await perform(store, notifications.mark_read, ann, older.row.id)
    assert await notifications.count_unread(store, ann) == 1
    await perform(store, notifications.mark_read, ann, notices[0].row.id)
    assert await notifications.count_unread(store, ann) == 0

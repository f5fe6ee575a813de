"""What one node tells, another takes as it was meant: a community that spans both."""

from fedcop.community import communities, membership, posts, reactions
from fedcop.community.communities import Description
from fedcop.community.drafts import Edit
from fedcop.community.perform import perform
from fedcop.store.queries.stewards import find_steward
from fedcop.values import Audience
from tests.federation.pair import carry, exchange, refused
from tests.writing import again, answer, write


async def test_a_thread_grows_on_both_nodes(pair, scene):
    home, away = pair
    ana, lab, mira, known = scene
    start = await write(
        home.store,
        ana,
        "<p>What worked.</p>",
        community_id=lab.id,
        title="Ten minutes",
        source="What worked.",
        hashtags=("lab",),
    )
    assert refused(await exchange(home, away)) == []
    there = await away.post(start.uri)
    assert (there.title, there.content, there.source) == (start.title, start.content, start.source)
    assert (there.community_id, there.audience, there.kind) == (known.id, 0, "Article")
    assert there.context_uri == home.store.uris.thread(start.id)

    reply = await answer(away.store, mira, there, "<p>With us too.</p>")
    assert refused(await exchange(home, away)) == []
    here = await home.post(reply.uri)
    assert (here.reply_to_id, here.community_id) == (start.id, lab.id)
    thanks = await answer(home.store, ana, here, "<p>Thanks.</p>")
    assert refused(await exchange(home, away)) == []
    assert (await away.post(thanks.uri)).reply_to_id == reply.id
    assert (await away.post(start.uri)).replies == (await home.post(start.uri)).replies == 2


async def test_a_member_elsewhere_starts_a_thread(pair, scene):
    home, away = pair
    _, lab, mira, known = scene
    start = await write(away.store, mira, community_id=known.id, title="Mine")
    verdicts = await exchange(home, away)
    assert refused(verdicts) == []
    assert [one.kind for one in verdicts] == ["Create", "Announce"]
    assert (await home.post(start.uri)).community_id == lab.id


async def test_edits_likes_and_removals_arrive(pair, scene):
    home, away = pair
    ana, lab, mira, _ = scene
    start = await write(home.store, ana, community_id=lab.id, title="T")
    await exchange(home, away)
    reply = await answer(away.store, mira, await away.post(start.uri))
    await exchange(home, away)

    edit = Edit(content="<p>Better</p>", title="T")
    await perform(home.store, posts.revise, ana, start.id, edit)
    await perform(away.store, posts.revise, mira, reply.id, Edit(content="<p>Me too</p>"))
    assert refused(await exchange(home, away)) == []
    assert (await away.post(start.uri)).content == "<p>Better</p>"
    assert (await home.post(reply.uri)).content == "<p>Me too</p>"

    await perform(home.store, reactions.like, ana, (await home.post(reply.uri)).id)
    await perform(away.store, reactions.like, mira, (await away.post(start.uri)).id)
    await exchange(home, away)
    assert (await again(away.store, reply)).likes == (await home.post(reply.uri)).likes == 1
    assert (await again(home.store, start)).likes == (await away.post(start.uri)).likes == 1

    await perform(away.store, posts.remove, mira, reply.id)
    await perform(home.store, posts.remove, ana, start.id)
    await exchange(home, away)
    assert (await home.post(reply.uri)).deleted
    assert (await away.post(start.uri)).deleted


async def test_a_like_is_taken_back_on_both(pair, scene):
    home, away = pair
    ana, lab, mira, _ = scene
    start = await write(home.store, ana, community_id=lab.id)
    await exchange(home, away)
    there = await away.post(start.uri)
    await perform(away.store, reactions.like, mira, there.id)
    await exchange(home, away)
    await perform(away.store, reactions.unlike, mira, there.id)
    await exchange(home, away)
    assert (await again(home.store, start)).likes == (await again(away.store, there)).likes == 0


async def test_a_steward_removes_what_a_member_elsewhere_wrote(pair, scene):
    home, away = pair
    ana, _, mira, known = scene
    post = await write(away.store, mira, community_id=known.id)
    await exchange(home, away)
    await perform(home.store, posts.remove, ana, (await home.post(post.uri)).id, "spam")
    assert refused(await carry(home, away)) == []
    assert (await again(away.store, post)).deleted


async def test_what_is_for_members_reaches_members_alone(pair, scene):
    home, away = pair
    ana, lab, mira, known = scene
    start = await write(home.store, ana, community_id=lab.id, audience=Audience.MEMBERS)
    assert refused(await exchange(home, away)) == []
    there = await away.post(start.uri)
    assert (there.audience, there.community_id) == (Audience.MEMBERS, known.id)
    reply = await answer(away.store, mira, there, audience=Audience.MEMBERS)
    assert refused(await exchange(home, away)) == []
    assert (await home.post(reply.uri)).audience == Audience.MEMBERS


async def test_stewards_and_pins_are_known_elsewhere(pair, scene):
    home, away = pair
    ana, lab, mira, known = scene
    start = await write(home.store, ana, community_id=lab.id)
    await exchange(home, away)
    await perform(home.store, communities.pin, ana, lab, start)
    there = await home.known(mira.uri)
    await perform(home.store, communities.add_steward, ana, lab, there)
    assert refused(await exchange(home, away)) == []
    assert await communities.list_pinned(away.store, known.id) == [(await away.post(start.uri)).id]
    assert await find_steward(away.store, known.id, mira.id)

    post = await write(away.store, mira, community_id=known.id)
    await perform(away.store, communities.pin, mira, known, post)
    assert refused(await exchange(home, away)) == []
    assert (await home.post(post.uri)).id in await communities.list_pinned(home.store, lab.id)
    await perform(away.store, posts.remove, mira, (await away.post(start.uri)).id, "old")
    await exchange(home, away)
    assert (await again(home.store, start)).deleted


async def test_a_community_that_says_something_new_of_itself_is_known_by_it(pair, scene):
    home, away = pair
    ana, lab, _, known = scene
    await perform(home.store, communities.describe, ana, lab.id, Description("Lab 2", domain="New"))
    assert refused(await exchange(home, away)) == []
    found = await communities.find(away.store, known.id)
    assert found is not None
    assert (found.actor.display, found.practice.domain) == ("Lab 2", "New")


async def test_who_leaves_hears_no_more(pair, scene):
    home, away = pair
    ana, lab, mira, known = scene
    await perform(away.store, membership.leave, mira, known)
    assert refused(await exchange(home, away)) == []
    await write(home.store, ana, community_id=lab.id)
    assert await carry(home, away) == []

"""Announce: a community of another node tells us what its members did, a person boosts."""

import pytest

from fedcop.activitypub.proofs import make as prove
from fedcop.community import events
from fedcop.store.queries.actors import find_actor_by_uri
from fedcop.store.queries.inbox import State
from fedcop.store.queries.reactions import find_boost, find_like
from tests.builders import (
    ed25519_key,
    let_follow,
    make_community,
    make_person,
    remember_group,
    remember_person,
)
from tests.federation.inbox.rig import (
    PUBLIC,
    activity,
    announce,
    create,
    is_kept,
    note,
    person,
    post_at,
)
from tests.writing import recorded, write

FAR = "https://forge.example/c/far"
ALICE = "https://remote.example/users/alice"
NOTE = "https://remote.example/n/1"
MULTIKEY = "https://remote.example/users/alice#ed25519-key"


@pytest.fixture
async def ana(node):
    return await make_person(node.store, "ana")


@pytest.fixture
async def far(node, ana):
    row = await remember_group(node.store, FAR)
    await let_follow(node.store, ana, row)
    return row


def posted(uri=NOTE, author=ALICE, **more):
    """What somebody wrote in the community."""
    return note(uri, author, **{"to": [PUBLIC, FAR], "audience": FAR, **more})


def with_key(uri):
    key = {
        "id": f"{uri}#ed25519-key",
        "type": "Multikey",
        "controller": uri,
        "publicKeyMultibase": ed25519_key().public.to_multibase(),
    }
    return person(uri, assertionMethod=[key])


async def test_what_a_member_of_the_same_server_wrote_is_believed(node, far):
    author = "https://forge.example/u/olu"
    node.web.put(author, person(author))
    uri = "https://forge.example/n/1"
    verdict = await node.take(announce(FAR, create(posted(uri, author))))
    assert verdict.state == State.APPLIED, verdict.reason
    assert (await post_at(node, uri)).community_id == far.id
    assert node.web.asked == [author]


async def test_what_a_member_of_a_third_server_wrote_is_fetched_there(node, far):
    node.web.put(ALICE, person(ALICE))
    node.web.put(NOTE, posted(content="<p>True</p>"))
    await node.take(announce(FAR, create(posted(content="<p>Forged</p>"))))
    post = await post_at(node, NOTE)
    assert (post.content, post.community_id) == ("<p>True</p>", far.id)


async def test_what_carries_a_proof_is_not_fetched(node, far):
    node.web.put(ALICE, with_key(ALICE))
    inner = prove(create(posted()), ed25519_key(), MULTIKEY, "2026-02-03T10:00:00Z")
    await node.take(announce(FAR, inner))
    assert (await post_at(node, NOTE)).community_id == far.id
    assert set(node.web.asked) == {ALICE}


async def test_what_was_altered_under_its_proof_is_fetched(node, far):
    node.web.put(ALICE, with_key(ALICE))
    node.web.put(NOTE, posted(content="<p>True</p>"))
    inner = prove(create(posted()), ed25519_key(), MULTIKEY, "2026-02-03T10:00:00Z")
    inner["object"]["content"] = "<p>Forged</p>"
    await node.take(announce(FAR, inner))
    assert (await post_at(node, NOTE)).content == "<p>True</p>"


async def test_what_cannot_be_had_is_not_there(node, far):
    node.web.put(ALICE, person(ALICE))
    node.web.put(NOTE, status=404)
    verdict = await node.take(announce(FAR, create(posted(content="<p>Forged</p>"))))
    assert verdict.state == State.IGNORED
    assert not await is_kept(node, NOTE)


async def test_what_came_directly_belongs_to_the_community_once_it_says_so(node, far):
    await remember_person(node.store, ALICE)
    await node.take(create(posted()))
    assert (await post_at(node, NOTE)).community_id == 0
    await node.take(announce(FAR, create(posted())))
    assert (await post_at(node, NOTE)).community_id == far.id
    assert node.web.asked == []


async def test_both_forms_of_lemmy_are_one_post(node, far):
    author = "https://forge.example/u/olu"
    node.web.put(author, person(author))
    uri = "https://forge.example/n/1"
    page = posted(uri, author, type="Page", name="Looms")
    await node.take(announce(FAR, create(page)))
    await node.take(announce(FAR, {**page, "actor": author}, id=f"{FAR}/b"))
    assert (await node.store.read("SELECT count(*) FROM post"))[0][0] == 1
    assert (await post_at(node, uri)).title == "Looms"


@pytest.mark.parametrize("thing", [NOTE, {"type": "Note", "id": NOTE, "content": "Forged"}])
async def test_the_plain_form_is_fetched(node, far, thing):
    node.web.put(ALICE, person(ALICE))
    node.web.put(NOTE, posted(content="<p>True</p>"))
    verdict = await node.take(announce(FAR, thing))
    post = await post_at(node, NOTE)
    assert verdict.state == State.APPLIED, verdict.reason
    assert (post.content, post.community_id) == ("<p>True</p>", far.id)


async def test_mbin_announces_by_the_address_of_the_activity(node, far):
    node.web.put(ALICE, person(ALICE))
    made = create(posted(), id="https://remote.example/activities/7")
    node.web.put(made["id"], made)
    await node.take(announce(FAR, made["id"]))
    assert (await post_at(node, NOTE)).community_id == far.id


@pytest.mark.parametrize("shape", ["list", "collection"])
async def test_piefed_announces_several_at_once(node, far, shape):
    author = "https://forge.example/u/olu"
    node.web.put(author, person(author))
    uris = [f"https://forge.example/n/{number}" for number in range(3)]
    several = [create(posted(uri, author)) for uri in uris]
    several.insert(1, {"type": "Follow", "id": f"{author}/f", "actor": author, "object": FAR})
    thing = several if shape == "list" else {"type": "OrderedCollection", "orderedItems": several}
    verdict = await node.take(activity("Announce", FAR, thing, id=f"{FAR}/batch"))
    assert verdict.state == State.APPLIED, verdict.reason
    assert "Follow" in verdict.reason
    assert [await is_kept(node, uri) for uri in uris] == [True] * 3


async def test_a_reply_brings_what_it_answers(node, far):
    node.web.put(ALICE, person(ALICE))
    node.web.put(NOTE, posted(name="The start"))
    reply = "https://remote.example/n/2"
    node.web.put(reply, posted(reply, inReplyTo=NOTE))
    await node.take(announce(FAR, create(posted(reply, inReplyTo=NOTE))))
    start, answer = await post_at(node, NOTE), await post_at(node, reply)
    assert (answer.reply_to_id, answer.root_id) == (start.id, start.id)
    assert (start.community_id, answer.community_id) == (far.id, far.id)


async def test_what_is_for_another_community_is_refused(node, far, ana):
    other = await remember_group(node.store, "https://forge.example/c/other")
    author = "https://forge.example/u/olu"
    node.web.put(author, person(author))
    uri = "https://forge.example/n/1"
    verdict = await node.take(announce(FAR, create(posted(uri, author, audience=other.uri))))
    assert verdict.state == State.REFUSED
    assert not await is_kept(node, uri)


async def test_a_community_nobody_here_belongs_to_is_not_heard(node):
    await remember_group(node.store, FAR)
    for thing in (create(posted()), NOTE):
        verdict = await node.take(announce(FAR, thing))
        assert (verdict.state, verdict.reason) == (
            State.IGNORED,
            "actor: nobody here follows this community",
        )
    assert node.web.asked == []


async def test_an_answer_to_one_of_ours_is_heard_all_the_same(node, ana):
    await remember_group(node.store, FAR)
    ours = await write(node.store, ana)
    author = "https://forge.example/u/olu"
    node.web.put(author, person(author))
    reply = posted("https://forge.example/n/1", author, inReplyTo=ours.uri)
    await node.take(announce(FAR, create(reply)))
    assert await is_kept(node, reply["id"])


async def test_what_one_of_ours_wrote_comes_back_as_a_receipt(node, far, ana):
    ours = await write(node.store, ana, community_id=far.id, title="Hello")
    made = activity("Create", ana.uri, posted(ours.uri, ana.uri, content="<p>Forged</p>"))
    verdict = await node.take(announce(FAR, made))
    assert verdict.state == State.APPLIED, verdict.reason
    post = await post_at(node, ours.uri)
    assert (post.community_id, post.content) == (far.id, ours.content)
    assert await find_boost(node.store, ours.id, far.id)


@pytest.mark.parametrize("kind", ["Update", "Delete", "Like", "Undo"])
async def test_nothing_is_done_in_the_name_of_one_of_ours(node, far, ana, kind):
    ours = await write(node.store, ana, community_id=far.id, title="Hello")
    inner = activity(kind, ana.uri, posted(ours.uri, ana.uri, content="<p>Forged</p>"))
    await node.take(announce(FAR, inner))
    post = await post_at(node, ours.uri)
    assert (post.content, post.deleted, post.likes) == (ours.content, 0, 0)


async def test_a_vote_on_a_community_s_word_counts_and_tells_nobody(node, far, ana):
    ours = await write(node.store, ana, community_id=far.id, title="Hello")
    voter = "https://third.example/u/voter"
    verdict = await node.take(announce(FAR, activity("Like", voter, ours.uri)))
    assert verdict.state == State.APPLIED, verdict.reason
    assert (await post_at(node, ours.uri)).likes == 1
    assert await recorded(node.store, events.PostLiked) == []
    assert node.web.asked == []
    again = announce(FAR, activity("Like", voter, ours.uri), id=f"{FAR}/again")
    await node.take(again)
    assert (await post_at(node, ours.uri)).likes == 1
    await node.take(announce(FAR, activity("Undo", voter, activity("Like", voter, ours.uri))))
    assert (await post_at(node, ours.uri)).likes == 0


async def test_a_vote_on_what_is_not_of_the_community_is_refused(node, far, ana):
    ours = await write(node.store, ana)
    voter = "https://third.example/u/voter"
    verdict = await node.take(announce(FAR, activity("Like", voter, ours.uri)))
    assert verdict.state == State.REFUSED
    assert (await post_at(node, ours.uri)).likes == 0


async def test_a_voter_is_fetched_once_somebody_needs_more_than_the_name(node, far, ana):
    ours = await write(node.store, ana, community_id=far.id, title="Hello")
    await node.take(announce(FAR, activity("Like", ALICE, ours.uri)))
    stub = await find_actor_by_uri(node.store, ALICE)
    assert (stub.name, stub.inbox) == ("alice", "")
    node.web.put(ALICE, person(ALICE))
    await node.take(create(note(NOTE, ALICE)))
    row = await find_actor_by_uri(node.store, ALICE)
    assert (row.id, row.inbox) == (stub.id, f"{ALICE}/inbox")
    assert await find_like(node.store, ours.id, row.id)


async def test_a_person_boosts(node, ana):
    await remember_person(node.store, ALICE)
    ours = await write(node.store, ana)
    boost = activity("Announce", ALICE, ours.uri)
    await node.take(boost)
    assert (await post_at(node, ours.uri)).boosts == 1
    inner = {"type": "Announce", "id": f"{ALICE}/other", "actor": ALICE, "object": ours.uri}
    await node.take(activity("Undo", ALICE, inner))
    assert (await post_at(node, ours.uri)).boosts == 0


async def test_a_boost_is_taken_back_by_its_id(node, ana):
    await remember_person(node.store, ALICE)
    ours = await write(node.store, ana)
    boost = activity("Announce", ALICE, ours.uri)
    await node.take(boost)
    await node.take(activity("Undo", ALICE, boost["id"]))
    assert (await post_at(node, ours.uri)).boosts == 0


async def test_an_author_boosts_what_their_own_server_shows(node):
    await remember_person(node.store, ALICE)
    await node.take(activity("Announce", ALICE, note(NOTE, ALICE)))
    assert (await post_at(node, NOTE)).boosts == 1
    assert node.web.asked == []


async def test_a_person_who_announces_what_others_did_boosts_it_at_most(node):
    await remember_person(node.store, ALICE)
    eve = "https://evil.example/users/eve"
    await remember_person(node.store, eve)
    node.web.put(NOTE, note(NOTE, ALICE, content="<p>True</p>"))
    await node.take(announce(eve, create(note(NOTE, ALICE, content="<p>Forged</p>"))))
    post = await post_at(node, NOTE)
    assert (post.content, post.boosts) == ("<p>True</p>", 1)


async def test_a_deep_thread_is_fetched_within_its_budget(node, far):
    node.web.put(ALICE, person(ALICE))

    def page(number):
        uri = f"https://remote.example/deep/{number}"
        above = f"https://remote.example/deep/{number + 1}"
        node.web.put(uri, posted(uri, inReplyTo=above))
        return uri

    first, second, *_ = [page(number) for number in range(1000)]
    await node.take(announce(FAR, create(posted(first, inReplyTo=second))))
    assert len(node.web.asked) <= 100
    assert await is_kept(node, first)
    kept = (await node.store.read("SELECT count(*) FROM post"))[0][0]
    assert 90 < kept <= 100


async def test_a_blocked_author_is_not_heard_through_others(node, far):
    unit = node.block("remote.example")
    await unit.commit()
    verdict = await node.take(announce(FAR, create(posted())))
    assert verdict.state == State.REFUSED
    assert node.web.asked == []


async def test_a_local_community_is_not_told_what_belongs_to_it(node, ana):
    local = await make_community(node.store, ana, "weavers")
    await remember_person(node.store, ALICE)
    await node.take(create(note(NOTE, ALICE, cc=[local.uri])))
    eve = "https://evil.example/c/eve"
    await let_follow(node.store, ana, await remember_group(node.store, eve))
    await node.take(announce(eve, NOTE))
    assert (await post_at(node, NOTE)).community_id == local.id

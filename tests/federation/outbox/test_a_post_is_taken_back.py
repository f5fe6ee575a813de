"""A Delete always goes, to all who were told; microblogs lose the boost as well."""

import orjson

from fedcop.community import communities, membership, posts
from fedcop.community.drafts import Edit
from fedcop.community.perform import perform
from fedcop.store.batch import Unit
from fedcop.store.statements import Statement
from fedcop.values import Audience
from tests.builders import (
    let_follow,
    make_community,
    make_person,
    remember_group,
    remember_person,
)
from tests.federation.outbox.telling import (
    BOTH,
    PLAIN,
    PUBLIC,
    WRAPPED,
    arrived,
    check_proof,
    tell,
)
from tests.writing import write

FAR = "https://far.example"


async def remove(store, actor, post, reason="", cause=0):
    return await perform(store, posts.remove, actor, post.id, reason, cause)


def delete_bytes(author, uri, **more):
    gone = {"type": "Tombstone", "id": uri}
    return orjson.dumps(
        {
            "type": "Delete",
            "id": f"{uri}#delete",
            "actor": author.uri,
            "to": [PUBLIC],
            "cc": [],
            "object": gone,
            **more,
        }
    )


async def home(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    mira = await remember_person(store, f"{FAR}/users/mira")
    return ana, lab, mira


async def test_our_delete_goes_where_the_post_went_and_names_it(store):
    ana, lab, mira = await home(store)
    post = await write(store, ana, community_id=lab.id, mentions=(mira.id,))
    create, announce = await tell(store)
    await remove(store, ana, post)
    delete, relay = await tell(store)
    assert (delete.kind, delete.born) == ("Delete", create.position)
    assert (delete.streams, delete.lanes) == (create.streams, create.lanes)
    assert delete.plain["object"]["type"] == "Tombstone"
    assert delete.plain["object"]["id"] == post.uri
    assert "summary" not in delete.plain
    check_proof(delete.plain, ana.uri)
    assert (relay.kind, relay.born) == ("Delete", announce.position)
    assert relay.wrapped["object"] == delete.plain
    assert relay.plain["type"] == "Undo"
    assert relay.plain["object"]["id"] == announce.plain["id"]
    assert relay.plain["object"]["object"] == post.uri
    check_proof(relay.plain, lab.uri)


async def test_whoever_was_named_before_an_edit_hears_of_the_delete(store):
    ana, _, mira = await home(store)
    post = await write(store, ana, mentions=(mira.id,))
    await tell(store)
    await perform(store, posts.revise, ana, post.id, Edit(content="<p>Nobody</p>"))
    await tell(store)
    await remove(store, ana, post)
    [told] = await tell(store)
    assert told.inboxes == {f"{FAR}/inbox"}


async def test_a_remote_member_takes_back_what_they_wrote(store):
    _, lab, mira = await home(store)
    post = await write(store, mira, community_id=lab.id)
    [announce] = await tell(store)
    body = delete_bytes(mira, post.uri)
    await remove(store, mira, post, cause=await arrived(store, body))
    [told] = await tell(store)
    assert (told.actor_id, told.born) == (lab.id, announce.position)
    assert body in told.wrapped_bytes
    assert told.plain["type"] == "Undo"


async def test_a_remote_delete_with_a_proof_goes_on_to_microblogs_as_it_came(store):
    _, lab, mira = await home(store)
    post = await write(store, mira, community_id=lab.id)
    await tell(store)
    proof = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022"}
    body = delete_bytes(mira, post.uri, proof=proof)
    await remove(store, mira, post, cause=await arrived(store, body))
    relay, again = await tell(store)
    assert again.plain_bytes == body
    assert again.wrapped is None
    assert relay.plain["type"] == "Undo"


async def test_a_steward_removes_what_a_remote_member_wrote(store):
    ana, lab, mira = await home(store)
    post = await write(store, mira, community_id=lab.id)
    await tell(store)
    await remove(store, ana, post, "off topic")
    [told] = await tell(store)
    inner = told.wrapped["object"]
    assert (told.actor_id, inner["type"], inner["actor"]) == (lab.id, "Delete", ana.uri)
    assert (inner["summary"], inner["object"]) == ("off topic", post.uri)
    check_proof(inner, ana.uri)
    assert told.plain["type"] == "Undo"
    assert told.inboxes == {f"{FAR}/inbox"}, "the author's node learns of it"


async def test_a_steward_who_gives_no_reason_still_removes_as_a_steward(store):
    ana, lab, mira = await home(store)
    post = await write(store, mira, community_id=lab.id)
    await tell(store)
    await remove(store, ana, post)
    [told] = await tell(store)
    assert told.wrapped["object"]["summary"] == " "


async def test_what_a_steward_removes_of_ours_its_author_deletes_too(store):
    ana, lab, _ = await home(store)
    bo = await make_person(store, "bo")
    post = await write(store, bo, community_id=lab.id)
    await tell(store)
    await remove(store, ana, post, "twice")
    own, relay = await tell(store)
    assert (own.actor_id, own.plain["actor"]) == (bo.id, bo.uri)
    assert "summary" not in own.plain
    assert relay.wrapped["object"]["actor"] == ana.uri
    assert relay.wrapped["object"]["summary"] == "twice"


async def test_a_remote_steward_is_passed_on_in_their_own_bytes(store):
    ana, lab, mira = await home(store)
    await let_follow(store, mira, lab)
    await perform(store, communities.add_steward, ana, lab, mira)
    post = await write(store, ana, community_id=lab.id)
    await tell(store)
    body = delete_bytes(mira, post.uri, summary="spam")
    await remove(store, mira, post, "spam", cause=await arrived(store, body))
    own, relay = await tell(store)
    assert own.plain["actor"] == ana.uri
    assert body in relay.wrapped_bytes


async def test_the_removal_of_a_remote_steward_we_cannot_pass_on_is_the_communitys_word(store):
    ana, lab, mira = await home(store)
    await let_follow(store, mira, lab)
    await perform(store, communities.add_steward, ana, lab, mira)
    post = await write(store, ana, community_id=lab.id)
    await tell(store)
    await remove(store, mira, post, "spam")
    _, relay = await tell(store)
    assert relay.wrapped["object"]["actor"] == lab.uri
    check_proof(relay.wrapped["object"], lab.uri)


async def test_our_steward_of_a_remote_community_asks_its_home(store):
    ana, _, mira = await home(store)
    away = await remember_group(store, "https://away.example/c/away")
    await let_follow(store, ana, away)
    await perform(store, communities.add_steward, away, away, ana)
    post = await write(store, mira, community_id=away.id)
    await tell(store)
    await remove(store, ana, post, "spam")
    [told] = await tell(store)
    assert (told.actor_id, told.inboxes) == (ana.id, {"https://away.example/inbox"})
    assert told.plain["summary"] == "spam"


async def test_what_was_for_members_is_taken_back_among_them(store):
    ana, lab, _ = await home(store)
    post = await write(store, ana, community_id=lab.id, audience=Audience.MEMBERS)
    await tell(store)
    await remove(store, ana, post)
    [told] = await tell(store)
    assert told.streams == {(lab.id, Audience.MEMBERS, WRAPPED)}
    assert told.plain is None
    assert PUBLIC.encode() not in told.wrapped_bytes
    assert "proof" not in told.wrapped["object"]


async def test_what_the_log_forgot_is_taken_back_all_the_same(store):
    ana, lab, _ = await home(store)
    post = await write(store, ana, community_id=lab.id)
    await tell(store)
    unit = Unit(store)
    unit.add(Statement("DELETE FROM log_entry"), Statement("DELETE FROM log_address"))
    await unit.commit()
    await remove(store, ana, post)
    own, relay = await tell(store)
    assert own.streams == {(ana.id, Audience.PUBLIC, BOTH), (lab.id, Audience.PUBLIC, PLAIN)}
    assert (relay.born, relay.plain) == (0, None)
    assert relay.wrapped["object"] == own.plain


async def test_whoever_left_is_still_owed_the_delete_of_what_they_read(store):
    ana, lab, mira = await home(store)
    await let_follow(store, mira, lab)
    await tell(store)
    post = await write(store, ana, community_id=lab.id)
    _, announce = await tell(store)
    await perform(store, membership.leave, mira, lab)
    await tell(store)
    await remove(store, ana, post)
    _, relay = await tell(store)
    ended = await store.read("SELECT after, until FROM lane_stream WHERE until > 0")
    assert any(row[0] < relay.born <= row[1] for row in ended)
    assert relay.born == announce.position

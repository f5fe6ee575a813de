"""An edit goes where the post went; microblogs take it from its author alone."""

import orjson

from fedcop.community import posts
from fedcop.community.drafts import Edit
from fedcop.community.perform import perform
from fedcop.values import Audience
from tests.builders import make_community, make_person, remember_person
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


async def revise(store, actor, post, content="<p>Better</p>", **edit):
    return await perform(store, posts.revise, actor, post.id, Edit(content=content, **edit))


def update_bytes(author, uri, *, proof=False):
    activity = {
        "type": "Update",
        "id": f"{uri}#updates/1",
        "actor": author.uri,
        "to": [PUBLIC],
        "cc": [],
        "object": {"type": "Note", "id": uri, "attributedTo": author.uri, "content": "<p>B</p>"},
    }
    if proof:
        activity["proof"] = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022"}
    return orjson.dumps(activity)


async def home(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    mira = await remember_person(store, f"{FAR}/users/mira")
    return ana, lab, mira


async def test_our_edit_goes_to_the_same_streams_and_lanes(store):
    ana, lab, mira = await home(store)
    post = await write(store, ana, community_id=lab.id, mentions=(mira.id,))
    create, _ = await tell(store)
    await revise(store, ana, post, mentions=(mira.id,))
    update, announce = await tell(store)
    assert (update.kind, update.streams, update.lanes) == ("Update", create.streams, create.lanes)
    assert update.plain["object"]["content"] == "<p>Better</p>"
    assert update.plain["object"]["updated"] >= update.plain["object"]["published"]
    assert update.plain["id"].startswith("https://cop.example/activities/")
    check_proof(update.plain, ana.uri)
    assert (announce.kind, announce.plain) == ("Update", None)
    assert announce.wrapped["object"] == update.plain
    assert announce.streams == {(lab.id, Audience.PUBLIC, BOTH)}


async def test_an_edit_of_what_is_gone_is_not_told(store):
    ana, _, _ = await home(store)
    post = await write(store, ana)
    await tell(store)
    await revise(store, ana, post)
    await perform(store, posts.remove, ana, post.id)
    assert [told.kind for told in await tell(store)] == ["Delete"]


async def test_a_remote_edit_without_proof_goes_to_group_aware_peers_alone(store):
    _, lab, mira = await home(store)
    post = await write(store, mira, community_id=lab.id)
    await tell(store)
    body = update_bytes(mira, post.uri)
    await revise(store, mira, post, cause=await arrived(store, body))
    [told] = await tell(store)
    assert (told.actor_id, told.kind, told.plain) == (lab.id, "Update", None)
    assert body in told.wrapped_bytes


async def test_a_remote_edit_with_a_proof_goes_on_to_microblogs_as_it_came(store):
    _, lab, mira = await home(store)
    post = await write(store, mira, community_id=lab.id)
    await tell(store)
    body = update_bytes(mira, post.uri, proof=True)
    await revise(store, mira, post, cause=await arrived(store, body))
    [told] = await tell(store)
    assert told.plain_bytes == body
    assert body in told.wrapped_bytes


async def test_a_remote_edit_that_somebody_else_passed_on_is_not_relayed(store):
    _, lab, mira = await home(store)
    post = await write(store, mira, community_id=lab.id)
    await tell(store)
    cause = await arrived(store, update_bytes(mira, post.uri, proof=True), trust=2)
    await revise(store, mira, post, cause=cause)
    assert await tell(store) == []


async def test_an_edit_for_members_stays_among_them(store):
    ana, lab, _ = await home(store)
    post = await write(store, ana, community_id=lab.id, audience=Audience.MEMBERS)
    await tell(store)
    await revise(store, ana, post)
    [told] = await tell(store)
    assert told.streams == {(lab.id, Audience.MEMBERS, WRAPPED)}
    assert told.plain is None
    assert PUBLIC.encode() not in told.wrapped_bytes


async def test_the_edit_of_a_reply_reaches_microblog_followers_from_its_author(store):
    ana, lab, _ = await home(store)
    post = await write(store, ana, community_id=lab.id)
    await revise(store, ana, post)
    updates = [told for told in await tell(store) if told.kind == "Update" and told.plain]
    assert {(lab.id, Audience.PUBLIC, PLAIN)} <= updates[0].streams

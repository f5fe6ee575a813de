"""Stewards, pins, profiles: what a community or a person says of itself to all who know it."""

import orjson

from fedcop.community import accounts, communities, events, moderation
from fedcop.community.communities import Description
from fedcop.community.moderation import Complaint
from fedcop.community.perform import perform
from fedcop.store.batch import Unit
from fedcop.store.queries.actors import mark_deleted
from fedcop.values import Audience
from tests.builders import (
    let_follow,
    make_community,
    make_node,
    make_person,
    remember_group,
    remember_person,
)
from tests.federation.outbox.telling import (
    BOTH,
    PUBLIC,
    WRAPPED,
    arrived,
    check_proof,
    tell,
)
from tests.writing import write

FAR = "https://far.example"


async def home(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    mira = await remember_person(store, f"{FAR}/users/mira")
    await let_follow(store, mira, lab)
    await tell(store)
    return ana, lab, mira


async def test_a_new_steward_is_added_by_a_steward_and_by_the_group(store):
    ana, lab, mira = await home(store)
    await perform(store, communities.add_steward, ana, lab, mira)
    [told] = await tell(store)
    assert (told.actor_id, told.kind, told.object_uri) == (lab.id, "Add", mira.uri)
    assert told.streams == {(lab.id, Audience.PUBLIC, BOTH)}
    assert told.inboxes == {f"{FAR}/inbox"}
    inner = told.wrapped["object"]
    assert (inner["type"], inner["actor"], inner["object"], inner["target"]) == (
        "Add",
        ana.uri,
        mira.uri,
        lab.moderators,
    )
    check_proof(inner, ana.uri)
    check_proof(told.wrapped, lab.uri)
    assert (told.plain["type"], told.plain["actor"]) == ("Add", lab.uri)
    check_proof(told.plain, lab.uri)
    assert len({told.wrapped["id"], inner["id"], told.plain["id"]}) == 3


async def test_a_steward_less_is_removed(store):
    ana, lab, mira = await home(store)
    await perform(store, communities.add_steward, ana, lab, mira)
    await tell(store)
    await perform(store, communities.remove_steward, ana, lab, mira)
    [told] = await tell(store)
    assert told.wrapped["object"]["type"] == told.plain["type"] == "Remove"


async def test_a_remote_steward_is_passed_on_in_their_own_bytes(store):
    ana, lab, mira = await home(store)
    await perform(store, communities.add_steward, ana, lab, mira)
    post = await write(store, ana, community_id=lab.id)
    await tell(store)
    body = orjson.dumps(
        {
            "type": "Add",
            "id": f"{mira.uri}#adds/1",
            "actor": mira.uri,
            "object": post.uri,
            "target": lab.featured,
            "to": [PUBLIC],
            "cc": [lab.uri],
        }
    )
    await perform(store, communities.pin, mira, lab, post, await arrived(store, body))
    [told] = await tell(store)
    assert body in told.wrapped_bytes
    assert (told.plain["actor"], told.plain["object"]) == (lab.uri, post.uri)


async def test_a_pin_for_members_is_shown_to_members_alone(store):
    ana, lab, _ = await home(store)
    post = await write(store, ana, community_id=lab.id, audience=Audience.MEMBERS)
    await tell(store)
    await perform(store, communities.pin, ana, lab, post)
    [told] = await tell(store)
    assert told.streams == {(lab.id, Audience.MEMBERS, WRAPPED)}
    assert PUBLIC.encode() not in told.wrapped_bytes + told.plain_bytes
    assert b"proof" not in told.wrapped_bytes + told.plain_bytes


async def test_our_steward_of_a_remote_community_tells_its_home(store):
    ana, _, mira = await home(store)
    away = await remember_group(
        store, "https://away.example/c/away", featured="https://away.example/c/away/featured"
    )
    await let_follow(store, ana, away)
    await perform(store, communities.add_steward, away, away, ana)
    post = await write(store, mira, community_id=away.id)
    await tell(store)
    await perform(store, communities.pin, ana, away, post)
    await perform(store, communities.unpin, ana, away, post)
    add, remove = await tell(store)
    assert add.inboxes == remove.inboxes == {"https://away.example/inbox"}
    assert (add.plain["type"], remove.plain["type"]) == ("Add", "Remove")
    assert add.plain["target"] == "https://away.example/c/away/featured"
    assert add.plain["audience"] == away.uri


async def test_what_remote_stewards_do_at_home_is_not_ours_to_tell(store):
    _, _, mira = await home(store)
    away = await remember_group(store, "https://away.example/c/away")
    await perform(store, communities.add_steward, away, away, mira)
    assert await tell(store) == []


async def test_a_profile_is_shown_anew(store):
    ana = await make_person(store, "ana")
    await perform(store, accounts.change_profile, ana, "Ana B.", "Hi", "<p>Hi</p>")
    [told] = await tell(store)
    assert told.streams == {(ana.id, Audience.PUBLIC, BOTH)}
    assert told.plain_bytes == told.wrapped_bytes
    assert (told.plain["type"], told.plain["object"]["name"]) == ("Update", "Ana B.")
    assert told.plain["object"]["summary"] == "<p>Hi</p>"
    check_proof(told.plain, ana.uri)


async def test_a_community_is_shown_anew_and_announces_it(store):
    ana, lab, _ = await home(store)
    description = Description("Lab", domain="Feedback", charter="We try.", summary="<p>We try.</p>")
    await perform(store, communities.describe, ana, lab.id, description)
    [told] = await tell(store)
    assert told.plain["object"]["cop:domain"] == "Feedback"
    assert told.wrapped["type"] == "Announce"
    assert told.wrapped["object"] == told.plain
    check_proof(told.wrapped, lab.uri)


async def test_a_community_that_waits_for_an_admin_is_not_shown(store):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab", needs_approval=True)
    await perform(store, communities.describe, ana, lab.id, Description("Lab", domain="New"))
    assert await tell(store) == []
    await perform(store, communities.approve, lab.id)
    [told] = await tell(store)
    assert told.plain["object"]["id"] == lab.uri


async def test_an_actor_who_is_gone_says_so(store):
    ana = await make_person(store, "ana")
    unit = Unit(store)
    unit.add(mark_deleted(ana.id, 5))
    events.record(unit, events.ActorDeleted(ana.id))
    await unit.commit()
    [told] = await tell(store)
    assert (told.plain["type"], told.plain["object"]) == ("Delete", ana.uri)
    assert told.streams == {(ana.id, Audience.PUBLIC, BOTH)}
    check_proof(told.plain, ana.uri)


async def test_a_report_goes_to_both_nodes_it_concerns_and_hides_who_made_it(store):
    _, node = await make_node(store)
    ana = await make_person(store, "ana")
    mira = await remember_person(store, f"{FAR}/users/mira")
    away = await remember_group(store, "https://away.example/c/away")
    post = await write(store, mira, community_id=away.id)
    await tell(store)
    complaint = Complaint(mira.id, away.id, (post.uri,), "advertising")
    await perform(store, moderation.report, ana, complaint)
    [told] = await tell(store)
    assert told.inboxes == {f"{FAR}/inbox", "https://away.example/inbox"}
    assert (told.plain["type"], told.plain["actor"]) == ("Flag", node.uri)
    assert told.plain["object"] == [mira.uri, post.uri]
    assert told.plain["content"] == told.plain["summary"] == "advertising"
    assert ana.uri.encode() not in told.plain_bytes
    assert "proof" not in told.plain


async def test_a_report_from_elsewhere_is_not_passed_on_as_ours(store):
    await make_node(store)
    mira = await remember_person(store, f"{FAR}/users/mira")
    olu = await remember_person(store, "https://tern.example/users/olu")
    complaint = Complaint(olu.id, 0, (), "rude", f"{FAR}/flags/1")
    await perform(store, moderation.report, mira, complaint)
    assert await tell(store) == []

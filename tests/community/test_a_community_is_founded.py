"""Anybody may found a community; its founder is its first steward and member."""

import asyncio

import pytest

from fedcop.community import accounts, communities, membership, stewards
from fedcop.community.communities import Description
from fedcop.community.perform import perform
from fedcop.errors import Malformed, NotFound, Refused
from fedcop.store.rows import CommunityRow
from fedcop.values import Audience, Handle, PostPolicy
from tests.builders import make_community, make_person, remember_group, remember_person


async def test_the_founder_is_steward_and_member(store):
    ana = await make_person(store, "ana")
    made = await make_community(store, ana, "handovers", domain="  Safer   handovers ")
    group = await communities.find(store, made.id)
    assert group is not None
    assert group.actor == made
    assert made.uri == "https://cop.example/c/handovers"
    assert made.moderators == "https://cop.example/c/handovers/moderators"
    assert made.shared_inbox == "https://cop.example/inbox"
    assert group.practice.domain == "Safer handovers"
    assert group.practice.members == 1
    assert group.practice.founder_id == ana.id
    assert group.practice.approved > 0
    assert await stewards.is_steward(store, ana.id, made.id)
    assert await membership.is_member(store, ana.id, made.id)
    assert [g.actor.id for g in await communities.list_joined(store, ana.id)] == [made.id]


async def test_people_and_communities_share_one_namespace(store):
    ana = await make_person(store, "ana")
    await make_community(store, ana, "handovers")
    with pytest.raises(Refused, match="taken"):
        await make_person(store, "handovers")
    with pytest.raises(Refused, match="taken"):
        await make_community(store, ana, "ana")
    with pytest.raises(Refused, match="kept"):
        await make_community(store, ana, "admin")
    with pytest.raises(Malformed, match="name"):
        await make_community(store, ana, "Wound care")


async def test_of_two_who_found_the_same_name_at_once_one_is_refused(store):
    ana = await make_person(store, "ana")
    outcomes = await asyncio.gather(
        make_community(store, ana, "same"),
        make_community(store, ana, "same"),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ActorRow", "Refused"]


async def test_only_people_of_this_node_found_communities_here(store):
    bo = await remember_person(store, "https://peer.example/u/bo")
    with pytest.raises(Refused):
        await make_community(store, bo, "handovers")


async def test_one_that_needs_approval_waits_for_it(store):
    ana, ben = await make_person(store, "ana"), await make_person(store, "ben")
    bo = await remember_person(store, "https://peer.example/u/bo")
    made = await make_community(store, ana, "handovers", needs_approval=True)
    assert await communities.list_local(store) == []
    assert [g.actor.id for g in await communities.list_waiting(store)] == [made.id]
    with pytest.raises(Refused, match="waits for an admin"):
        await perform(store, membership.ask, ben, made)
    with pytest.raises(Refused, match="waits for an admin"):
        await perform(store, membership.join, bo, made, "https://peer.example/f/1", 1)
    await perform(store, communities.approve, made.id)
    await perform(store, communities.approve, made.id)
    assert await communities.list_waiting(store) == []
    assert [g.actor.id for g in await communities.list_local(store)] == [made.id]
    assert (await perform(store, membership.ask, ben, made)).state == "accepted"
    changed = await store.read("SELECT count(*) FROM event WHERE kind = 'ActorChanged'")
    assert changed[0][0] == 1


async def test_a_steward_describes_it_anew(store):
    ana, ben = await make_person(store, "ana"), await make_person(store, "ben")
    made = await make_community(store, ana, "handovers")
    wanted = Description(
        "Safer Handovers",
        domain="Handing patients over",
        charter="Be *kind*.",
        summary="<p>Be <em>kind</em>.</p>",
        post_policy=PostPolicy.MEMBERS,
        audience=Audience.MEMBERS,
        locked=True,
    )
    with pytest.raises(Refused, match="stewards"):
        await perform(store, communities.describe, ben, made.id, wanted)
    await perform(store, communities.describe, ana, made.id, wanted)
    await perform(store, communities.describe, ana, made.id, wanted)
    group = await communities.find_by_handle(store, Handle("Handovers", "cop.example"))
    assert group is not None
    assert group.actor.display == "Safer Handovers"
    assert group.actor.summary == "<p>Be <em>kind</em>.</p>"
    assert group.actor.locked == 1
    assert group.actor.version == made.version + 1
    assert group.practice.charter == "Be *kind*."
    assert group.practice.post_policy == PostPolicy.MEMBERS
    assert group.practice.audience == Audience.MEMBERS
    changed = await store.read("SELECT count(*) FROM event WHERE kind = 'ActorChanged'")
    assert changed[0][0] == 1


@pytest.mark.parametrize(
    "fault",
    [{"audience": Audience.NAMED}, {"domain": "x" * 301}, {"charter": "x" * 20_001}],
    ids=["audience", "domain", "charter"],
)
async def test_what_a_community_cannot_be_is_refused_by_name(store, fault):
    ana = await make_person(store, "ana")
    with pytest.raises(Malformed, match=next(iter(fault))):
        await make_community(store, ana, "handovers", **fault)


async def test_a_community_of_another_node_is_not_ours_to_describe(store):
    ana = await make_person(store, "ana")
    far = await remember_group(store, "https://peer.example/c/far", CommunityRow(0, domain="Far"))
    with pytest.raises(NotFound):
        await perform(store, communities.describe, ana, far.id, Description("Ours now"))
    assert [g.practice.domain for g in await communities.list_remote(store)] == ["Far"]
    assert await communities.list_local(store) == []


async def test_communities_are_listed_page_by_page(store):
    ana = await make_person(store, "ana")
    made = [(await make_community(store, ana, f"c{number}")).id for number in range(5)]
    first = await communities.list_local(store, limit=3)
    last = first[-1].practice
    rest = await communities.list_local(store, (last.active, last.actor_id), 3)
    assert [g.actor.id for g in [*first, *rest]] == sorted(made, reverse=True)


async def test_a_community_is_found_by_its_handle_only_as_a_community(store):
    ana = await make_person(store, "ana")
    made = await make_community(store, ana, "handovers")
    far = await remember_group(store, "https://peer.example/c/far")
    assert await communities.find_by_handle(store, Handle("ana")) is None
    assert await accounts.find_by_handle(store, Handle("ana", "cop.example")) == ana
    here = await communities.find_by_handle(store, Handle("handovers"))
    there = await communities.find_by_handle(store, Handle("far", "peer.example"))
    assert here is not None
    assert there is not None
    assert (here.actor.id, there.actor.id) == (made.id, far.id)

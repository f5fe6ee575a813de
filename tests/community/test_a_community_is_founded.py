"""Anybody may found a community; its founder is its first steward and member."""

import asyncio

import pytest

from fedcop.community import accounts, communities, membership, stewards
from fedcop.community.communities import Description, Plan
from fedcop.community.perform import perform
from fedcop.errors import Malformed, Refused
from fedcop.values import Audience, Handle, PostPolicy
from tests.builders import make_community, make_person, own_keys, remember_person


async def test_the_founder_is_steward_and_member(store):
    ana = await make_person(store, "ana")
    made = await make_community(store, ana, "handovers", domain="  Safer   handovers ")
    group = await communities.find(store, made.id)
    assert group.actor.uri == "https://cop.example/c/handovers"
    assert group.actor.moderators == "https://cop.example/c/handovers/moderators"
    assert group.practice.domain == "Safer handovers"
    assert group.practice.members == 1
    assert group.practice.founder_id == ana.id
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


async def test_of_two_who_found_the_same_name_at_once_one_is_refused(store):
    ana = await make_person(store, "ana")
    outcomes = await asyncio.gather(
        make_community(store, ana, "same"),
        make_community(store, ana, "same"),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ActorRow", "Refused"]

"""Stewards look after a community: they name others, and pin posts at the top."""

import asyncio

import pytest

from fedcop import ids
from fedcop.community import communities, membership, stewards
from fedcop.community.perform import perform
from fedcop.errors import Refused
from fedcop.store.rows import PostRow, insert_of
from fedcop.store.statements import Statement
from fedcop.values import Audience
from tests.builders import (
    let_follow,
    make_community,
    make_person,
    remember_group,
    remember_person,
)


async def told(store):
    rows = await store.read("SELECT kind, cause FROM event ORDER BY id")
    return [(row[0], row[1]) for row in rows]


async def put_post(store, community, **changes):
    number = ids.new_id()
    given = {
        "id": number,
        "uri": store.uris.note(number),
        "url": "",
        "kind": "Note",
        "author_id": 1,
        "community_id": community.id,
        "root_id": number,
        "reply_to_id": 0,
        "reply_to_uri": "",
        "top": 1,
        "audience": 0,
        "title": "",
        "summary": "",
        "content": "",
        "source": "",
        "language": "",
        "sensitive": 0,
        "local": 1,
        "published": 1,
        **changes,
    }
    post = PostRow(**given)

    async def put(unit):
        unit.add(Statement(insert_of(PostRow), post.values()))

    await perform(store, put)
    return post


async def test_a_steward_names_another_member(store):
    ana, ben = await make_person(store, "ana"), await make_person(store, "ben")
    made = await make_community(store, ana, "handovers")
    with pytest.raises(Refused, match="member"):
        await perform(store, communities.add_steward, ana, made, ben)
    await let_follow(store, ben, made)
    with pytest.raises(Refused, match="stewards"):
        await perform(store, communities.add_steward, ben, made, ben)
    assert await perform(store, communities.add_steward, ana, made, ben, 4)
    assert not await perform(store, communities.add_steward, ana, made, ben, 5)
    assert [row.id for row in await stewards.list_stewards(store, made.id)] == [ana.id, ben.id]
    assert [row for row in await told(store) if row[0] == "StewardAdded"] == [("StewardAdded", 4)]


async def test_a_remote_member_can_be_a_steward_and_steps_down_by_leaving(store):
    ana = await make_person(store, "ana")
    bo = await remember_person(store, "https://peer.example/u/bo")
    made = await make_community(store, ana, "handovers")
    await let_follow(store, bo, made)
    await perform(store, communities.add_steward, ana, made, bo)
    await perform(store, membership.leave, bo, made, 8)
    assert not await stewards.is_steward(store, bo.id, made.id)
    assert [kind for kind, _ in await told(store)][-2:] == ["StewardRemoved", "FollowEnded"]


async def test_the_last_steward_stays(store):
    ana, ben = await make_person(store, "ana"), await make_person(store, "ben")
    made = await make_community(store, ana, "handovers")
    with pytest.raises(Refused, match="last steward"):
        await perform(store, communities.remove_steward, ana, made, ana)
    with pytest.raises(Refused, match="last steward"):
        await perform(store, membership.leave, ana, made)
    await let_follow(store, ben, made)
    await perform(store, communities.add_steward, ana, made, ben)
    assert await perform(store, communities.remove_steward, ana, made, ana)
    assert [row.id for row in await stewards.list_stewards(store, made.id)] == [ben.id]


async def test_two_stewards_who_remove_each_other_at_once_leave_one(store):
    ana, ben = await make_person(store, "ana"), await make_person(store, "ben")
    made = await make_community(store, ana, "handovers")
    await let_follow(store, ben, made)
    await perform(store, communities.add_steward, ana, made, ben)
    outcomes = await asyncio.gather(
        perform(store, communities.remove_steward, ana, made, ben),
        perform(store, communities.remove_steward, ben, made, ana),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Refused", "bool"]
    assert len(await stewards.list_stewards(store, made.id)) == 1


async def test_a_steward_put_out_is_no_steward_any_more(store):
    ana, ben = await make_person(store, "ana"), await make_person(store, "ben")
    made = await make_community(store, ana, "handovers")
    follow = await let_follow(store, ben, made)
    await perform(store, communities.add_steward, ana, made, ben)
    await perform(store, membership.refuse, ana, follow.id)
    assert not await stewards.is_steward(store, ben.id, made.id)


async def test_a_remote_community_names_its_own_stewards(store):
    ana = await make_person(store, "ana")
    far = await remember_group(store, "https://peer.example/c/far")
    bo = await remember_person(store, "https://peer.example/u/bo")
    cy = await remember_person(store, "https://third.example/u/cy")
    assert await perform(store, communities.add_steward, far, far, bo, 3)
    with pytest.raises(Refused):
        await perform(store, communities.add_steward, ana, far, ana)
    assert await perform(store, communities.add_steward, bo, far, cy)
    await perform(store, stewards.reconcile, far, [cy, ana])
    assert {row.id for row in await stewards.list_stewards(store, far.id)} == {cy.id, ana.id}
    group = await communities.find(store, far.id)
    assert group is not None
    assert group.practice.moderated > 0
    assert await perform(store, communities.remove_steward, far, far, cy)
    assert not await perform(store, communities.remove_steward, far, far, cy)


async def test_the_stewards_of_ours_are_not_reconciled_with_others(store):
    ana = await make_person(store, "ana")
    made = await make_community(store, ana, "handovers")
    with pytest.raises(Refused):
        await perform(store, stewards.reconcile, made, [])


async def test_a_post_is_pinned_once_and_unpinned_once(store):
    ana, ben = await make_person(store, "ana"), await make_person(store, "ben")
    made = await make_community(store, ana, "handovers")
    first, second = await put_post(store, made), await put_post(store, made)
    with pytest.raises(Refused, match="stewards"):
        await perform(store, communities.pin, ben, made, first)
    assert await perform(store, communities.pin, ana, made, first)
    assert not await perform(store, communities.pin, ana, made, first)
    assert await perform(store, communities.pin, ana, made, second)
    assert await communities.list_pinned(store, made.id) == [second.id, first.id]
    assert await perform(store, communities.unpin, ana, made, second)
    assert not await perform(store, communities.unpin, ana, made, second)
    assert await communities.list_pinned(store, made.id) == [first.id]
    assert [kind for kind, _ in await told(store)] == ["PostPinned", "PostPinned", "PostUnpinned"]


@pytest.mark.parametrize(
    "changes", [{"community_id": 5}, {"deleted": 7}, {"audience": Audience.NAMED.value}]
)
async def test_what_is_not_for_all_members_cannot_be_pinned(store, changes):
    ana = await make_person(store, "ana")
    made = await make_community(store, ana, "handovers")
    post = await put_post(store, made, **changes)
    with pytest.raises(Refused):
        await perform(store, communities.pin, ana, made, post)


async def test_there_is_room_for_twenty(store):
    ana = await make_person(store, "ana")
    made = await make_community(store, ana, "handovers")
    for _ in range(20):
        await perform(store, communities.pin, ana, made, await put_post(store, made))
    with pytest.raises(Refused, match="20 posts"):
        await perform(store, communities.pin, ana, made, await put_post(store, made))

"""A Follow arrives, and is taken back in all the ways peers do it."""

import pytest

from fedcop.community import events, membership
from fedcop.store.queries.inbox import State
from fedcop.store.queries.peers import find_peer
from tests.builders import let_follow, make_community, make_person, remember_person
from tests.federation.inbox.rig import activity
from tests.writing import recorded

OLU = "https://tern.example/users/olu"
FOLLOW = f"{OLU}/follows/1"


@pytest.fixture
async def community(node):
    return await make_community(node.store, await make_person(node.store, "ana"), "weavers")


@pytest.fixture
async def olu(node):
    return await remember_person(node.store, OLU)


def follow(community, kind="Follow", uri=FOLLOW):
    return activity(kind, OLU, community.uri, id=uri, to=[community.uri])


@pytest.mark.parametrize("kind", ["Follow", "Join"])
async def test_a_follower_of_a_community_is_its_member(node, community, olu, kind):
    verdict = await node.take(follow(community, kind))
    row = await membership.find_follow(node.store, olu.id, community.id)
    assert verdict.state == State.APPLIED, verdict.reason
    assert (row.state, row.uri, row.cause) == ("accepted", FOLLOW, verdict.id)
    told = await recorded(node.store, events.FollowAccepted)
    assert [(stored.cause, event.uri) for stored, event in told] == [(verdict.id, FOLLOW)]


async def test_a_follow_that_is_repeated_is_answered_again(node, community, olu):
    await node.take(follow(community))
    await node.take(follow(community, uri=f"{OLU}/follows/2"))
    row = await membership.find_follow(node.store, olu.id, community.id)
    assert (row.state, row.uri) == ("accepted", f"{OLU}/follows/2")
    assert len(await recorded(node.store, events.FollowAccepted)) == 2


async def test_at_a_locked_door_one_waits(node, olu):
    ana = await make_person(node.store, "ana")
    closed = await make_community(node.store, ana, "closed", locked=True)
    await node.take(follow(closed))
    row = await membership.find_follow(node.store, olu.id, closed.id)
    assert row.state == "pending"
    assert await recorded(node.store, events.FollowAccepted) == []


@pytest.mark.parametrize("target", ["https://cop.example/c/none", "https://tern.example/users/eve"])
async def test_nobody_of_ours_is_not_followed(node, olu, target):
    verdict = await node.take(activity("Follow", OLU, target))
    assert (verdict.state, verdict.reason) == (State.IGNORED, "object: nobody of ours")


@pytest.mark.parametrize(
    "inner",
    [
        {"type": "Follow", "id": FOLLOW, "actor": OLU, "object": "community"},
        {"type": "Follow", "id": f"{OLU}/made/anew", "actor": OLU, "object": "community"},
        {"type": "Follow", "actor": OLU, "object": "community"},
        {"type": "Join", "id": FOLLOW, "object": "community"},
        {"type": "Follow", "id": FOLLOW},
        FOLLOW,
    ],
)
async def test_an_undo_is_matched_by_pair_or_by_id(node, community, olu, inner):
    await node.take(follow(community))
    if isinstance(inner, dict) and "object" in inner:
        inner = {**inner, "object": community.uri}
    verdict = await node.take(activity("Undo", OLU, inner, id=f"{OLU}/undo"))
    row = await membership.find_follow(node.store, olu.id, community.id)
    assert verdict.state == State.APPLIED, verdict.reason
    assert row.state == "left"


async def test_who_leaves_is_gone(node, community, olu):
    await let_follow(node.store, olu, community)
    await node.take(activity("Leave", OLU, community.uri))
    row = await membership.find_follow(node.store, olu.id, community.id)
    assert row.state == "left"


async def test_nobody_leaves_for_another(node, community, olu):
    await let_follow(node.store, olu, community)
    eve = "https://tern.example/users/eve"
    await remember_person(node.store, eve)
    inner = {
        "type": "Follow",
        "id": f"{OLU}/follows/weavers",
        "actor": OLU,
        "object": community.uri,
    }
    for thing in (inner, inner["id"]):
        verdict = await node.take(activity("Undo", eve, thing))
        assert verdict.state != State.APPLIED
    row = await membership.find_follow(node.store, olu.id, community.id)
    assert row.state == "accepted"


async def test_what_a_follower_s_server_runs_is_asked_before_the_answer(node, community, olu):
    known = "https://tern.example/.well-known/nodeinfo"
    rel = "http://nodeinfo.diaspora.software/ns/schema/2.0"
    node.web.put(
        known,
        {"links": [{"rel": rel, "href": "https://tern.example/nodeinfo/2.0"}]},
        content_type="application/json",
    )
    node.web.put(
        "https://tern.example/nodeinfo/2.0",
        {"version": "2.0", "software": {"name": "Lemmy", "version": "0.19"}},
        content_type="application/json",
    )
    await node.take(follow(community))
    peer = await find_peer(node.store, "tern.example")
    assert (peer.software, peer.software_version, peer.dialect) == ("lemmy", "0.19", 2)
    assert peer.last_heard
    await node.take(follow(community, uri=f"{OLU}/follows/2"))
    assert node.web.asked.count(known) == 1

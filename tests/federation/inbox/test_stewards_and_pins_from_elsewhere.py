"""Add and Remove: who looks after a community, and what is pinned in it."""

import pytest

from fedcop.community import communities, stewards
from fedcop.community.perform import perform
from fedcop.store.queries.inbox import State
from tests.builders import let_follow, make_community, make_person, remember_group, remember_person
from tests.federation.inbox.rig import activity, announce, person
from tests.writing import write

FAR = "https://forge.example/c/far"
MOD = "https://forge.example/u/mod"
OLU = "https://tern.example/users/olu"


@pytest.fixture
async def ana(node):
    return await make_person(node.store, "ana")


@pytest.fixture
async def far(node, ana):
    row = await remember_group(node.store, FAR, featured=f"{FAR}/featured")
    await let_follow(node.store, ana, row)
    return row


@pytest.fixture
async def olu(node):
    return await remember_person(node.store, OLU)


async def looks_after(node, actor, community):
    return await stewards.is_steward(node.store, actor.id, community.id)


async def test_a_community_names_its_stewards(node, far, olu):
    moderators = f"{FAR}/moderators"
    verdict = await node.take(announce(FAR, activity("Add", MOD, OLU, target=moderators)))
    assert verdict.state == State.APPLIED, verdict.reason
    assert await looks_after(node, olu, far)
    await node.take(announce(FAR, activity("Remove", MOD, OLU, target=moderators)))
    assert not await looks_after(node, olu, far)


async def test_a_community_pins_and_unpins(node, far, ana):
    post = await write(node.store, ana, community_id=far.id, title="Ours")
    await node.take(announce(FAR, activity("Add", MOD, post.uri, target=f"{FAR}/featured")))
    assert await communities.list_pinned(node.store, far.id) == [post.id]
    await node.take(activity("Remove", FAR, post.uri, target=f"{FAR}/featured"))
    assert await communities.list_pinned(node.store, far.id) == []


async def test_another_community_names_nobody(node, far, olu, ana):
    other = "https://evil.example/c/other"
    await let_follow(node.store, ana, await remember_group(node.store, other))
    forged = activity("Add", "https://evil.example/u/eve", OLU, target=f"{FAR}/moderators")
    verdict = await node.take(announce(other, forged))
    assert verdict.state == State.REFUSED
    assert not await looks_after(node, olu, far)


async def test_a_steward_elsewhere_pins_in_our_community(node, ana, olu):
    ours = await make_community(node.store, ana, "weavers")
    await let_follow(node.store, olu, ours)
    await perform(node.store, communities.add_steward, ana, ours, olu)
    post = await write(node.store, ana, community_id=ours.id, title="Ours")
    verdict = await node.take(activity("Add", OLU, post.uri, target=ours.featured))
    assert verdict.state == State.APPLIED, verdict.reason
    assert await communities.list_pinned(node.store, ours.id) == [post.id]


async def test_whoever_is_no_steward_pins_nothing(node, ana, olu):
    ours = await make_community(node.store, ana, "weavers")
    post = await write(node.store, ana, community_id=ours.id, title="Ours")
    verdict = await node.take(activity("Add", OLU, post.uri, target=ours.featured))
    assert verdict.state == State.REFUSED
    assert await communities.list_pinned(node.store, ours.id) == []


async def test_a_steward_we_do_not_know_yet_is_looked_up(node, far, ana):
    mod = await remember_person(node.store, MOD)
    node.web.put(OLU, person(OLU))
    node.web.put(
        f"{FAR}/moderators",
        {"type": "OrderedCollection", "id": f"{FAR}/moderators", "orderedItems": [MOD]},
    )
    verdict = await node.take(activity("Add", MOD, OLU, target=f"{FAR}/moderators"))
    assert verdict.state == State.APPLIED, verdict.reason
    assert await looks_after(node, mod, far)


async def test_pins_of_people_are_not_ours(node, olu):
    verdict = await node.take(activity("Add", OLU, f"{OLU}/n/1", target=f"{OLU}/featured"))
    assert (verdict.state, verdict.reason) == (
        State.IGNORED,
        "target: no collection of a community that we know",
    )

"""A Delete arrives: by an author, a steward, a community, or somebody who is gone."""

import asyncio

import pytest

from fedcop.community import communities, events
from fedcop.community.perform import perform
from fedcop.store.queries.actors import find_actor_by_uri
from fedcop.store.queries.inbox import State
from tests.builders import let_follow, make_community, make_person, remember_group, remember_person
from tests.federation.inbox.rig import activity, announce, create, note, person, post_at
from tests.writing import recorded, write

ALICE = "https://remote.example/users/alice"
MOD = "https://forge.example/u/mod"
FAR = "https://forge.example/c/far"
NOTE = "https://remote.example/n/1"


@pytest.fixture
async def alice(node):
    row = await remember_person(node.store, ALICE)
    await node.take(create(note(NOTE, ALICE)))
    return row


@pytest.fixture
async def ana(node):
    return await make_person(node.store, "ana")


@pytest.mark.parametrize(
    "thing",
    [
        NOTE,
        {"type": "Tombstone", "id": NOTE},
        note(NOTE, ALICE),
        {"id": NOTE},
    ],
)
async def test_its_author_takes_it_back(node, alice, thing):
    verdict = await node.take(activity("Delete", ALICE, thing))
    post = await post_at(node, NOTE)
    assert verdict.state == State.APPLIED, verdict.reason
    assert post.deleted
    assert post.content == ""


async def test_a_delete_before_its_create_leaves_a_tombstone(node):
    await remember_person(node.store, ALICE)
    await node.take(activity("Delete", ALICE, NOTE))
    verdict = await node.take(create(note(NOTE, ALICE)))
    assert (verdict.state, verdict.reason) == (State.IGNORED, "object: it was deleted")
    assert (await post_at(node, NOTE)).content == ""


async def test_what_is_gone_already_is_ignored(node, alice):
    await node.take(activity("Delete", ALICE, NOTE))
    verdict = await node.take(activity("Delete", ALICE, NOTE, id=f"{ALICE}/again"))
    assert verdict.state == State.IGNORED


async def test_a_steward_elsewhere_removes_what_stands_in_our_community(node, alice, ana):
    community = await make_community(node.store, ana, "weavers")
    mod = await remember_person(node.store, MOD)
    await let_follow(node.store, mod, community)
    await perform(node.store, communities.add_steward, ana, community, mod)
    ours = await write(node.store, ana, community_id=community.id, title="Ours")
    verdict = await node.take(activity("Delete", MOD, ours.uri, summary="off topic"))
    assert verdict.state == State.APPLIED, verdict.reason
    told = await recorded(node.store, events.PostRemoved)
    assert [(event.by, event.reason) for _, event in told] == [(mod.id, "off topic")]


async def test_whoever_is_no_steward_removes_nothing(node, alice, ana):
    community = await make_community(node.store, ana, "weavers")
    await remember_person(node.store, MOD)
    ours = await write(node.store, ana, community_id=community.id, title="Ours")
    verdict = await node.take(activity("Delete", MOD, ours.uri, summary="off topic"))
    assert verdict.state == State.REFUSED
    assert not (await post_at(node, ours.uri)).deleted


@pytest.mark.parametrize("summary", ["off topic", " ", None])
async def test_a_community_removes_what_stands_in_it(node, alice, ana, summary):
    far = await remember_group(node.store, FAR)
    await let_follow(node.store, ana, far)
    inside = await write(node.store, alice, community_id=far.id, uri=f"{NOTE}-2", title="There")
    inner = activity("Delete", MOD, inside.uri, summary=summary)
    verdict = await node.take(announce(FAR, inner))
    assert verdict.state == State.APPLIED, verdict.reason
    assert (await post_at(node, inside.uri)).deleted
    assert node.web.asked == []  # who the moderator is does not matter


async def test_a_community_removes_nothing_that_stands_elsewhere(node, alice, ana):
    far = await remember_group(node.store, FAR)
    await let_follow(node.store, ana, far)
    for inner in (activity("Delete", MOD, NOTE, summary="mine"), activity("Delete", ALICE, NOTE)):
        node.web.put(NOTE, note(NOTE, ALICE))
        assert (await node.take(announce(FAR, inner, id=f"{FAR}/{inner['id']}"))).state == (
            State.REFUSED
        )
    assert not (await post_at(node, NOTE)).deleted


@pytest.mark.parametrize("answer", [{"status": 404}, {"status": 410}, {}])
async def test_a_delete_passed_on_is_believed_when_it_is_gone_at_its_origin(
    node, alice, ana, answer
):
    far = await remember_group(node.store, FAR)
    await let_follow(node.store, ana, far)
    node.web.put(NOTE, {"type": "Tombstone", "id": NOTE}, **answer)
    await node.take(announce(FAR, activity("Delete", ALICE, NOTE)))
    assert (await post_at(node, NOTE)).deleted


async def test_an_admin_elsewhere_removes_what_their_server_no_longer_has(node, alice):
    admin = "https://remote.example/users/admin"
    await remember_person(node.store, admin)
    node.web.put(NOTE, note(NOTE, ALICE))
    first = await node.take(activity("Delete", admin, NOTE, summary="spam", id=f"{admin}/1"))
    node.web.put(NOTE, status=410)
    second = await node.take(activity("Delete", admin, NOTE, summary="spam", id=f"{admin}/2"))
    assert (first.state, second.state) == (State.REFUSED, State.APPLIED)
    assert (await post_at(node, NOTE)).deleted


async def test_whoever_is_gone_takes_all_they_wrote_along(node, alice, ana):
    for number in range(120):
        await write(node.store, alice, uri=f"{NOTE}/{number}")
    await let_follow(node.store, alice, ana)
    verdict = await node.take(activity("Delete", ALICE, ALICE))
    assert verdict.state == State.APPLIED, verdict.reason
    rows = await node.store.read("SELECT count(*) FROM post WHERE deleted = 0")
    assert rows[0][0] == 0
    assert (await find_actor_by_uri(node.store, ALICE)).deleted
    assert len(await recorded(node.store, events.FollowEnded)) == 1


async def test_another_does_not_say_that_somebody_is_gone(node, alice, ana):
    far = await remember_group(node.store, FAR)
    await let_follow(node.store, ana, far)
    node.web.put(ALICE, person(ALICE))
    verdict = await node.take(announce(FAR, activity("Delete", ALICE, ALICE)))
    assert verdict.state != State.APPLIED
    assert not (await find_actor_by_uri(node.store, ALICE)).deleted


async def test_ten_thousand_unknown_who_are_gone_cost_no_request(node):
    gone = [f"https://gone{number % 50}.example/users/{number}" for number in range(10_000)]
    for actor in gone[:100]:
        assert await node.deliver(activity("Delete", actor, actor)) == 202
    for start in range(100, len(gone), 500):
        asked = [node.ask(activity("Delete", who, who)) for who in gone[start : start + 500]]
        assert set(await asyncio.gather(*asked)) == {None}
    assert node.web.asked == []
    for table in ("inbox_message", "actor", "peer", "refusal"):
        assert (await node.store.read(f"SELECT count(*) FROM {table}"))[0][0] == 0

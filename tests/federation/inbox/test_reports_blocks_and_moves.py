"""Flag, Block and Move arrive."""

import orjson
import pytest

from fedcop.community import membership, moderation
from fedcop.store.queries.actors import find_actor_by_uri
from fedcop.store.queries.inbox import State
from tests.builders import let_follow, make_community, make_person, remember_person
from tests.federation.inbox.rig import activity, person
from tests.writing import write

OLU = "https://tern.example/users/olu"
NEW = "https://new.example/users/olu"


@pytest.fixture
async def ana(node):
    return await make_person(node.store, "ana")


@pytest.fixture
async def olu(node):
    return await remember_person(node.store, OLU)


@pytest.mark.parametrize("shape", ["mastodon", "lemmy"])
async def test_a_report_is_kept_once(node, ana, olu, shape):
    community = await make_community(node.store, ana, "weavers")
    post = await write(node.store, ana, community_id=community.id, title="Ours")
    unknown = "https://cop.example/n/1"
    thing = [ana.uri, post.uri, unknown] if shape == "mastodon" else post.uri
    text = {"content": "spam"} if shape == "mastodon" else {"summary": "<p>spam</p>"}
    flag = activity("Flag", OLU, thing, id=f"{OLU}/flags/1", **text)
    assert (await node.take(flag)).state == State.APPLIED
    reports = await moderation.list_open_reports(node.store)
    assert [(row.reporter_id, row.subject_id, row.text) for row in reports] == [
        (olu.id, ana.id, "spam")
    ]
    assert orjson.loads(reports[0].posts) == [post.uri]
    assert reports[0].community_id == community.id


async def test_a_report_that_is_not_about_us_is_ignored(node, ana, olu):
    verdict = await node.take(activity("Flag", OLU, "https://far.example/n/1"))
    assert verdict.state == State.IGNORED
    assert await moderation.list_open_reports(node.store) == []


async def test_a_block_is_personal_and_can_be_taken_back(node, ana, olu):
    await let_follow(node.store, ana, olu)
    block = activity("Block", OLU, ana.uri)
    await node.take(block)
    assert await moderation.is_blocked(node.store, olu.id, ana.id)
    assert not await membership.is_member(node.store, ana.id, olu.id)
    await node.take(activity("Undo", OLU, {**block, "id": f"{OLU}/made/anew"}))
    assert not await moderation.is_blocked(node.store, olu.id, ana.id)


async def test_a_ban_from_a_community_is_no_personal_block(node, ana, olu):
    ban = activity("Block", OLU, ana.uri, target="https://tern.example/c/theirs", summary="x")
    verdict = await node.take(ban)
    assert verdict.state == State.IGNORED
    assert not await moderation.is_blocked(node.store, olu.id, ana.id)


def move(target=NEW):
    return activity("Move", OLU, OLU, target=target)


async def test_our_people_follow_somebody_to_their_new_account(node, ana, olu):
    readers = [await make_person(node.store, f"reader{number}") for number in range(3)]
    for reader in readers:
        await let_follow(node.store, reader, olu)
    node.web.put(NEW, person(NEW, alsoKnownAs=[OLU]))
    verdict = await node.take(move())
    assert verdict.state == State.APPLIED, verdict.reason
    new = await find_actor_by_uri(node.store, NEW)
    for reader in readers:
        assert not await membership.is_member(node.store, reader.id, olu.id)
        asked = await membership.find_follow(node.store, reader.id, new.id)
        assert asked.state == "pending"
    assert (await find_actor_by_uri(node.store, OLU)).moved_to == NEW


@pytest.mark.parametrize("names", [[], ["https://tern.example/users/other"]])
async def test_nobody_moves_to_an_account_that_does_not_say_so(node, ana, olu, names):
    await let_follow(node.store, ana, olu)
    node.web.put(NEW, person(NEW, alsoKnownAs=names))
    verdict = await node.take(move())
    assert verdict.state == State.REFUSED
    assert await membership.is_member(node.store, ana.id, olu.id)


async def test_nobody_moves_another(node, ana, olu):
    eve = "https://tern.example/users/eve"
    await remember_person(node.store, eve)
    node.web.put(NEW, person(NEW, alsoKnownAs=[OLU]))
    verdict = await node.take(activity("Move", eve, OLU, target=NEW))
    assert verdict.state == State.IGNORED
    assert await find_actor_by_uri(node.store, NEW) is None


async def test_a_thread_does_not_move(node, olu):
    thread = "https://tern.example/contexts/1"
    verdict = await node.take(activity("Move", OLU, thread, target="https://tern.example/c/b"))
    assert (verdict.state, verdict.reason) == (
        State.IGNORED,
        "object: only accounts move here, not threads",
    )

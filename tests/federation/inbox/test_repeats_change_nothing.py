"""However often and whenever a message is repeated, the same rows are there in the end."""

import random

import orjson
import pytest

from fedcop.activitypub.signatures.claim import Scheme
from tests import databases
from tests.builders import let_follow, make_community, make_person, remember_group, remember_person
from tests.federation.inbox.rig import activity, announce, create, note, open_node, person, sign
from tests.stores import open_store
from tests.writing import write

ALICE = "https://remote.example/users/alice"
OLU = "https://tern.example/users/olu"
FAR = "https://forge.example/c/far"
FIRST, REPLY, RELAYED = (f"https://remote.example/n/{number}" for number in range(3))
NAMED = "CASE WHEN local = 1 THEN 'ours' ELSE uri END"
COUNTS = "likes, boosts, replies, revision, community_id > 0"
SEEN = {
    "post": f"{NAMED}, content, title, deleted > 0, {COUNTS}",
    "reaction": "uri",
    "boost": "uri",
    "follow": "state",
    "actor": "uri, display, moved_to, deleted > 0",
    "personal_block": "uri",
    "report": "uri, text",
    "event": "kind",
    "community": "members, posts",
    "inbox_message": "activity_id, state, reason",
}


async def set_up(node):
    """Who is there, and what happens, in order."""
    ana = await make_person(node.store, "ana")
    ours = await make_community(node.store, ana, "weavers")
    start = await write(node.store, ana, community_id=ours.id, title="Looms")
    await let_follow(node.store, ana, await remember_group(node.store, FAR))
    for uri in (ALICE, OLU):
        await remember_person(node.store, uri)
    node.web.put(RELAYED, note(RELAYED, ALICE))
    node.web.put(ALICE, person(ALICE, name="Alice B."))
    like = activity("Like", OLU, start.uri, id=f"{OLU}/like")
    return [
        activity("Follow", OLU, ours.uri, id=f"{OLU}/follow"),
        create(note(FIRST, ALICE, cc=[ours.uri])),
        create(note(REPLY, ALICE, inReplyTo=FIRST)),
        create(note("https://tern.example/n/1", OLU, inReplyTo=start.uri)),
        like,
        activity("Announce", OLU, FIRST, id=f"{OLU}/boost"),
        announce(FAR, create(note(RELAYED, ALICE))),
        announce(FAR, RELAYED),
        activity(
            "Update", ALICE, note(FIRST, ALICE, content="<p>2</p>", updated="2026-03-01T00:00:00Z")
        ),
        activity("Undo", OLU, like, id=f"{OLU}/unlike"),
        activity("Like", ALICE, start.uri, id=f"{ALICE}/like"),
        activity("Flag", OLU, start.uri, id=f"{OLU}/flag", content="odd"),
        activity("Update", ALICE, person(ALICE, name="Alice B."), id=f"{ALICE}/profile"),
        activity("Block", ALICE, ana.uri),
        activity("Delete", OLU, "https://tern.example/n/1"),
        activity("Undo", OLU, {"type": "Follow", "actor": OLU, "object": ours.uri}),
        activity("Announce", OLU, start.uri, id=f"{OLU}/boost2"),
        activity("Undo", OLU, f"{OLU}/boost2", id=f"{OLU}/unboost2"),
    ]


async def seen(node):
    found = {}
    for table, columns in SEEN.items():
        rows = await node.store.read(f"SELECT {columns} FROM {table}")
        found[table] = sorted(tuple(row) for row in rows)
    return found


async def send(node, message, copies):
    """Deliver a message, each time signed anew or as it was before."""
    body = orjson.dumps(message)
    if message["id"] not in copies or copies["dice"].random() < 0.5:
        key = f"{message['actor']}#main-key"
        copies[message["id"]] = sign(node.store, body, key, "/inbox", Scheme.CAVAGE)
    answer = await node.client.post("/inbox", content=body, headers=copies[message["id"]])
    assert answer.status_code in {202, 401}


async def run(node, messages, dice):
    copies = {"dice": dice}
    for message in messages:
        await send(node, message, copies)
        if dice.random() < 0.7:
            await node.processor.drain()
    await node.processor.drain()


async def straight(node, script):
    """What is there when nothing is repeated."""
    for message in script:
        await send(node, message, {"dice": random.Random(0)})
        await node.processor.drain()
    return await seen(node)


@pytest.mark.parametrize("seed", range(4))
async def test_repeats_in_any_order_change_nothing_afterwards(node, seed):
    script = await set_up(node)
    once = await straight(node, script)
    assert {row[1] for row in once["inbox_message"]} <= {1, 2}
    dice = random.Random(seed)
    await run(node, [dice.choice(script) for _ in range(40)], dice)
    assert await seen(node) == once


@pytest.mark.parametrize("seed", range(4))
async def test_repeats_on_the_way_change_nothing_either(node, tmp_path, seed):
    folder = tmp_path / "beside"
    folder.mkdir()
    async with databases.fresh("sqlite", folder) as url:
        beside = await open_store(url)
        other = open_node(beside)
        once = await straight(other, await set_up(other))
        await beside.close()
    script, dice, messages = await set_up(node), random.Random(seed), []
    for position, message in enumerate(script):
        messages.append(message)
        messages += [dice.choice(script[: position + 1]) for _ in range(dice.randrange(3))]
    await run(node, messages, dice)
    assert await seen(node) == once

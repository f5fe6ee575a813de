"""What reaches a community of ours is passed on as it came, and what is not for all is not."""

import orjson
import pytest

from fedcop.federation.outbox.echo import Echo
from tests.builders import let_follow, make_community, make_person, remember_person
from tests.federation.inbox.rig import PUBLIC, activity, create, note
from tests.federation.outbox.telling import outbound_of
from tests.writing import write

OLU = "https://tern.example/users/olu"
NOTE = "https://tern.example/n/1"


@pytest.fixture
async def community(node):
    ana = await make_person(node.store, "ana")
    row = await make_community(node.store, ana, "weavers")
    await let_follow(node.store, await remember_person(node.store, OLU), row)
    return row


@pytest.fixture
async def start(node, community):
    ana = await make_person(node.store, "ben")
    post = await write(node.store, ana, community_id=community.id, title="Looms")
    await said_by(node, community)
    return post


async def said_by(node, community):
    """What the community says now that it has not said before."""
    sql = "SELECT max(position) FROM log_entry"
    before = (await node.store.read(sql))[0][0] or 0
    echo = Echo(node.store, outbound_of(node.store))
    while await echo.run_batch():
        pass
    rows = await node.store.read(
        "SELECT kind, wrapped, plain FROM log_entry WHERE actor_id = ? AND position > ?",
        community.id,
        before,
    )
    return [(kind, bytes(wrapped or b""), bytes(plain or b"")) for kind, wrapped, plain in rows]


async def test_a_reply_is_passed_on_byte_for_byte(node, community, start):
    made = create(note(NOTE, OLU, inReplyTo=start.uri, **{"odd:field": [1.0, {"b": "a"}]}))
    body = orjson.dumps(made, option=orjson.OPT_INDENT_2)
    await node.post(body, OLU)
    await node.processor.drain()
    (kind, wrapped, plain), *more = await said_by(node, community)
    assert (kind, plain, more) == ("Announce", b"", [])
    assert body in wrapped


@pytest.mark.parametrize(
    ("to", "cc"), [([f"{OLU}/followers"], []), (["author"], []), ([f"{OLU}/followers"], ["here"])]
)
async def test_what_is_for_a_few_is_not_passed_on(node, community, start, to, cc):
    named = {"here": community.uri, "author": "https://cop.example/u/ben"}

    def meant(uris):
        return [named.get(uri, uri) for uri in uris]

    made = create(note(NOTE, OLU, inReplyTo=start.uri, to=meant(to), cc=meant(cc)))
    await node.take(made)
    assert await said_by(node, community) == []


async def test_what_names_somebody_blindly_is_passed_on_by_its_address(node, community, start):
    made = create(note(NOTE, OLU, inReplyTo=start.uri, bcc=["https://cop.example/u/carol"]))
    await node.take(made)
    said = await said_by(node, community)
    assert said
    assert not any(b"carol" in wrapped + plain for _, wrapped, plain in said)


async def test_a_vote_is_passed_on_and_a_repeat_is_not(node, community, start):
    like = activity("Like", OLU, start.uri)
    await node.take(like)
    said = await said_by(node, community)
    assert [orjson.loads(wrapped)["object"] for _, wrapped, _ in said] == [like]
    await node.deliver(like)
    await node.processor.drain()
    assert await said_by(node, community) == []


async def test_a_thread_start_is_told_to_everybody(node, community):
    await said_by(node, community)
    made = create(note(NOTE, OLU, to=[PUBLIC, community.uri], content="<p>New</p>"))
    await node.take(made)
    said = await said_by(node, community)
    assert [orjson.loads(plain)["object"] for _, _, plain in said if plain] == [NOTE]
    assert [orjson.loads(wrapped)["object"] for _, wrapped, _ in said if wrapped] == [made]

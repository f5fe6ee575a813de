"""Joining a community of another node brings its latest, its stewards and its pins."""

import pytest

from fedcop.community import communities, stewards
from fedcop.federation.remote import backfill, objects
from fedcop.store.queries.posts import find_post_by_uri
from fedcop.transport.budget import Budget
from tests.builders import let_follow, make_person, remember_group
from tests.federation.inbox.rig import PUBLIC, announce, create, note, person
from tests.writing import count

FAR = "https://forge.example/c/far"
OLU = "https://forge.example/u/olu"
ALICE = "https://remote.example/users/alice"


def collection(uri, items, **more):
    return {"type": "OrderedCollection", "id": uri, "orderedItems": items, **more}


def posted(uri, author, **more):
    return note(uri, author, to=[PUBLIC, FAR], audience=FAR, **more)


@pytest.fixture
async def far(node):
    row = await remember_group(node.store, FAR, featured=f"{FAR}/featured")
    await let_follow(node.store, await make_person(node.store, "ana"), row)
    for uri in (OLU, ALICE):
        node.web.put(uri, person(uri))
    return row


async def test_the_latest_of_a_community_is_brought(node, far):
    own = posted("https://forge.example/n/1", OLU, name="Looms")
    third = posted("https://remote.example/n/2", ALICE, content="<p>Forged</p>")
    gone = "https://remote.example/n/3"
    node.web.put(third["id"], {**third, "content": "<p>True</p>"})
    node.web.put(gone, status=404)
    wrapped = [announce(FAR, create(own)), announce(FAR, create(third)), announce(FAR, gone)]
    node.web.put(f"{FAR}/outbox", collection(f"{FAR}/outbox", wrapped))
    node.web.put(f"{FAR}/featured", collection(f"{FAR}/featured", [own]))
    node.web.put(f"{FAR}/moderators", collection(f"{FAR}/moderators", [OLU]))
    assert len(await backfill.community(node.reach, far)) == 2
    first = await find_post_by_uri(node.store, own["id"])
    second = await find_post_by_uri(node.store, third["id"])
    assert (first.community_id, first.title) == (far.id, "Looms")
    assert (second.community_id, second.content) == (far.id, "<p>True</p>")
    assert own["id"] not in node.web.asked
    assert await communities.list_pinned(node.store, far.id) == [first.id]
    assert [row.uri for row in await stewards.list_stewards(node.store, far.id)] == [OLU]


async def test_bringing_it_twice_changes_nothing(node, far):
    own = posted("https://forge.example/n/1", OLU)
    node.web.put(f"{FAR}/outbox", collection(f"{FAR}/outbox", [announce(FAR, create(own))]))
    for _ in range(2):
        await backfill.community(node.reach, far)
    assert await count(node.store, "post") == 1
    assert await count(node.store, "boost") <= 1


async def test_a_community_that_shows_nothing_is_no_error(node, far):
    assert await backfill.community(node.reach, far) == []


async def test_the_replies_of_a_thread_are_brought_by_its_context(node, far):
    context = "https://remote.example/contexts/1"
    start = note("https://remote.example/n/1", ALICE, context=context)
    replies = [f"https://remote.example/n/{number}" for number in (2, 3)]
    node.web.put(start["id"], start)
    for uri in replies:
        node.web.put(uri, note(uri, ALICE, inReplyTo=start["id"]))
    node.web.put(context, collection(context, [start["id"], *replies]))
    post = await objects.find(node.reach, start["id"], Budget())
    assert await backfill.thread(node.reach, post) == 3
    for uri in replies:
        assert (await find_post_by_uri(node.store, uri)).root_id == post.id


async def test_without_a_context_the_replies_collection_is_read(node, far):
    uri, where = "https://remote.example/n/1", "https://remote.example/n/1/replies"
    reply = "https://remote.example/n/2"
    node.web.put(uri, note(uri, ALICE, replies=where))
    node.web.put(reply, note(reply, ALICE, inReplyTo=uri))
    node.web.put(where, collection(where, [reply]))
    post = await objects.find(node.reach, uri, Budget())
    assert await backfill.thread(node.reach, post) == 1


async def test_a_collection_without_end_ends(node, far):
    where = f"{FAR}/outbox"

    def page(number):
        uri = f"{where}?page={number}"
        following = f"{where}?page={number + 1}"
        items = [f"https://remote.example/n/{number}"]
        node.web.put(
            uri, {**collection(uri, items), "type": "OrderedCollectionPage", "next": following}
        )
        return uri

    node.web.put(where, {"type": "OrderedCollection", "id": where, "first": page(0)})
    for number in range(1, 400):
        page(number)
    assert await backfill.community(node.reach, far) == []
    assert len(node.web.asked) <= 150

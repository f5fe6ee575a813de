"""A Like arrives straight from whoever likes; a Dislike counts as nothing."""

import pytest

from fedcop.community import events
from fedcop.store.queries.inbox import State
from tests.builders import make_person, remember_person
from tests.federation.inbox.rig import PUBLIC, activity, create, note, post_at
from tests.writing import recorded, write

OLU = "https://tern.example/users/olu"


@pytest.fixture
async def post(node):
    await remember_person(node.store, OLU)
    return await write(node.store, await make_person(node.store, "ana"))


@pytest.mark.parametrize(
    "kind",
    [{"type": "Like"}, {"type": "EmojiReact", "content": "🎉"}, {"type": "Like", "to": [PUBLIC]}],
)
async def test_it_is_counted_and_told(node, post, kind):
    like = {**activity("Like", OLU, post.uri), **kind}
    verdict = await node.take(like)
    assert verdict.state == State.APPLIED, verdict.reason
    assert (await post_at(node, post.uri)).likes == 1
    assert [row.cause for row, _ in await recorded(node.store, events.PostLiked)] == [verdict.id]


async def test_once_is_enough(node, post):
    for number in range(3):
        await node.take(activity("Like", OLU, post.uri, id=f"{OLU}/likes/{number}"))
    assert (await post_at(node, post.uri)).likes == 1


@pytest.mark.parametrize("bare", [False, True])
async def test_it_is_taken_back(node, post, bare):
    like = activity("Like", OLU, post.uri)
    await node.take(like)
    inner = like["id"] if bare else {**like, "id": f"{OLU}/made/anew"}
    verdict = await node.take(activity("Undo", OLU, inner))
    assert verdict.state == State.APPLIED, verdict.reason
    assert (await post_at(node, post.uri)).likes == 0


async def test_a_dislike_ends_a_like_and_is_nothing_else(node, post):
    await node.take(activity("Like", OLU, post.uri))
    first = await node.take(activity("Dislike", OLU, post.uri))
    second = await node.take(activity("Dislike", OLU, post.uri, id=f"{OLU}/2"))
    assert (first.state, second.state) == (State.APPLIED, State.IGNORED)
    assert (await post_at(node, post.uri)).likes == 0
    undone = activity("Undo", OLU, activity("Dislike", OLU, post.uri))
    assert (await node.take(undone)).state == State.IGNORED


async def test_nothing_is_fetched_for_a_like(node, post):
    verdict = await node.take(activity("Like", OLU, "https://far.example/n/1"))
    assert (verdict.state, verdict.reason) == (State.IGNORED, "object: not known here")
    assert node.web.asked == []


async def test_a_like_waits_for_the_post_that_arrived_before_it(node, post):
    written = note("https://tern.example/n/1", OLU)
    await node.deliver(create(written))
    await node.deliver(activity("Like", OLU, written["id"]))
    await node.processor.drain()
    assert (await post_at(node, written["id"])).likes == 1


async def test_what_they_may_not_read_they_do_not_like(node, post):
    ana = await make_person(node.store, "ben")
    hidden = await write(node.store, ana, audience=2)
    verdict = await node.take(activity("Like", OLU, hidden.uri))
    assert verdict.state in {State.REFUSED, State.IGNORED}
    assert (await post_at(node, hidden.uri)).likes == 0

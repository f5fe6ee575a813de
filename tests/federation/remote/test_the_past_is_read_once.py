"""What was said before anybody here listened is read once wanted; a crash forgets nothing."""

import asyncio

import pytest

from fedcop import clock
from fedcop.community import catching_up, membership
from fedcop.community.perform import perform
from fedcop.federation.remote import catching_up as past
from fedcop.federation.remote import objects
from fedcop.store.queries.catch_ups import find_asked
from fedcop.transport.budget import Budget
from tests.builders import make_person, remember_group
from tests.federation.inbox.rig import PUBLIC, activity, announce, create, is_kept, note, person

FAR = "https://forge.example/c/far"
OLU = "https://forge.example/u/olu"
HOUR = 3600.0


def uri(number):
    return f"https://forge.example/n/{number}"


def collection(where, items):
    return {"type": "OrderedCollection", "id": where, "orderedItems": items}


@pytest.fixture
async def far(node):
    """A community elsewhere, with one thread of two posts, that nobody here has joined."""
    node.web.put(OLU, person(OLU))
    start = note(uri(1), OLU, to=[PUBLIC, FAR], audience=FAR, replies=f"{uri(1)}/replies")
    reply = note(uri(2), OLU, inReplyTo=uri(1), audience=FAR)
    for written in (start, reply):
        node.web.put(written["id"], written)
    node.web.put(start["replies"], collection(start["replies"], [uri(2)]))
    node.web.put(f"{FAR}/outbox", collection(f"{FAR}/outbox", [announce(FAR, create(start))]))
    return await remember_group(node.store, FAR)


@pytest.fixture
def now():
    """A clock that a test moves on."""
    held = [clock.now()]
    with clock.held(lambda: held[0]):
        yield held


async def join(node, name, far):
    member = await make_person(node.store, name)
    follow = await perform(node.store, membership.ask, member, far)
    said = {"type": "Follow", "id": follow.uri, "actor": member.uri, "object": FAR}
    await node.take(activity("Accept", FAR, said, id=f"{FAR}/accepts/{name}"))
    assert await membership.is_member(node.store, member.id, far.id)
    return member


async def read_all(node):
    total = 0
    while taken := await past.run_due(node.reach):
        total += taken
    return total


async def test_the_first_member_brings_the_threads_and_their_replies(node, far):
    await join(node, "ana", far)
    assert node.web.asked == []
    assert await read_all(node) == 2  # the community, then its thread
    assert await is_kept(node, uri(1))
    assert await is_kept(node, uri(2))


async def test_the_second_member_brings_nothing_again(node, far):
    await join(node, "ana", far)
    await read_all(node)
    node.web.asked.clear()
    await join(node, "bo", far)
    assert await read_all(node) == 0
    assert node.web.asked == []


async def test_whoever_crashes_meanwhile_comes_back_to_it(node, far, now):
    asked = asyncio.Event()
    send = node.web.send

    async def hang(_request):
        asked.set()
        await asyncio.Event().wait()

    await join(node, "ana", far)
    node.web.send = hang
    reading = asyncio.create_task(past.run_due(node.reach))
    await asked.wait()
    reading.cancel()
    node.web.send = send
    assert await read_all(node) == 0  # another worker does not do it at the same time
    now[0] += HOUR
    await read_all(node)
    assert await is_kept(node, uri(2))


async def test_a_community_out_of_reach_is_asked_again_and_at_last_given_up(node, far, now):
    outbox = node.web.pages.pop(f"{FAR}/outbox")
    await join(node, "ana", far)
    assert await read_all(node) == 1
    assert await read_all(node) == 0
    now[0] += HOUR / 4
    node.web.pages[f"{FAR}/outbox"] = outbox
    assert await read_all(node) == 2
    assert await is_kept(node, uri(1))


async def test_one_that_never_shows_anything_is_given_up(node, far, now):
    node.web.put(f"{FAR}/outbox", status=404)
    await join(node, "ana", far)
    turns = 0
    for _ in range(10):
        turns += await read_all(node)
        now[0] += 12 * HOUR
    assert turns == 4


async def look(node, viewer, post):
    await catching_up.look_at(node.store, viewer, post)
    for _ in range(100):
        if not node.store._answering:
            return
        await asyncio.sleep(0.01)


async def test_a_thread_that_was_fetched_is_completed_when_one_of_ours_looks(node, far, now):
    ana = await make_person(node.store, "ana")
    start = await objects.find(node.reach, uri(1), Budget())
    await look(node, None, start)
    assert await read_all(node) == 0
    await look(node, ana, start)
    assert not await is_kept(node, uri(2))
    assert await read_all(node) == 1
    assert await is_kept(node, uri(2))
    await look(node, ana, start)
    assert await read_all(node) == 0
    now[0] += 7 * HOUR
    await look(node, ana, start)
    assert await read_all(node) == 1


async def test_a_thread_that_was_told_to_us_is_whole(node, far):
    ana = await join(node, "ana", far)
    await read_all(node)
    told = note(uri(7), OLU, to=[PUBLIC, FAR], audience=FAR)
    await node.take(announce(FAR, create(told)))
    start = await objects.known(node.reach, uri(7))
    await look(node, ana, start)
    assert await find_asked(node.store, start.id) == 0

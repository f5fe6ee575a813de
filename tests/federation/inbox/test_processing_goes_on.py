"""Whatever one message does, the others are processed; what is out of reach is tried again."""

import asyncio

import pytest

from fedcop import clock
from fedcop.errors import Unavailable
from fedcop.federation.inbox import registry, retries
from fedcop.federation.inbox.arrival import Handler
from fedcop.store.queries.inbox import State, count_waiting, list_verdicts, next_due
from tests.builders import make_person, remember_person
from tests.federation.inbox.rig import (
    LATEST,
    activity,
    create,
    is_kept,
    note,
    person,
    post_at,
    state_of,
)
from tests.writing import write

ALICE = "https://remote.example/users/alice"
MINUTE = 60.0


def uri(number):
    return f"https://remote.example/n/{number}"


@pytest.fixture
async def alice(node):
    return await remember_person(node.store, ALICE)


async def test_a_fault_in_one_message_harms_none_of_its_neighbours(node, alice, monkeypatch):
    async def broken(_arrival):
        raise ZeroDivisionError

    table = {**registry.HANDLERS, "Flag": Handler(broken, broken)}
    monkeypatch.setattr("fedcop.federation.inbox.process.HANDLERS", table)
    flag = activity("Flag", ALICE, "https://cop.example/n/1")
    for number in range(5):
        await node.deliver(create(note(uri(number), ALICE)))
    await node.deliver(flag)
    for number in range(5, 10):
        await node.deliver(create(note(uri(number), ALICE)))
    assert await node.processor.run_batch() == 11
    await node.processor.settle()
    assert [await is_kept(node, uri(number)) for number in range(10)] == [True] * 10
    assert await state_of(node, flag["id"]) == State.REFUSED


async def test_a_batch_takes_one_message_of_each_thing(node, alice):
    for number in range(3):
        await node.deliver(create(note(uri(number), ALICE)))
        await node.deliver(activity("Delete", ALICE, uri(number)))
    assert await node.processor.run_batch() == 3
    assert await node.processor.run_batch() == 3
    assert (await count_waiting(node.store))[0] == 0
    assert [(await post_at(node, uri(number))).deleted > 0 for number in range(3)] == [True] * 3


async def test_what_is_out_of_reach_is_tried_again_ever_more_seldom(node, alice):
    now = [clock.now()]
    with clock.held(lambda: now[0]):
        boost = activity("Announce", ALICE, "https://far.example/n/1")
        await node.take(boost)
        waits = []
        while (due := await next_due(node.store)) is not None:
            waits.append(due - clock.now_ms())
            assert await node.processor.run_batch() == 0
            now[0] = due / 1000
            await node.processor.drain()
        assert waits == list(retries.UNREACHABLE)
    verdict = (await list_verdicts(node.store, LATEST, 1))[0]
    assert (verdict.state, verdict.tries) == (State.REFUSED, len(retries.UNREACHABLE))
    assert verdict.reason == "far.example: no connection"


async def test_what_comes_back_in_time_is_applied(node, alice):
    now = [clock.now()]
    with clock.held(lambda: now[0]):
        await node.take(activity("Announce", ALICE, uri(1)))
        node.web.put(uri(1), note(uri(1), ALICE))
        now[0] += 2 * MINUTE
        await node.processor.drain()
    assert (await post_at(node, uri(1))).boosts == 1


async def test_a_reply_waits_for_what_it_answers_and_then_stands_alone(node, alice):
    reply = create(note(uri(2), ALICE, inReplyTo="https://far.example/n/1"))
    now = [clock.now()]
    with clock.held(lambda: now[0]):
        await node.take(reply)
        assert not await is_kept(node, uri(2))
        for _ in range(4):
            now[0] += 60 * MINUTE
            await node.processor.drain()
    post = await post_at(node, uri(2))
    assert (post.reply_to_id, post.reply_to_uri) == (0, "https://far.example/n/1")


@pytest.mark.parametrize("status", [403, 404, 410])
async def test_a_reply_to_what_is_not_shown_stands_alone_at_once(node, alice, status):
    node.web.put("https://far.example/n/1", status=status)
    await node.take(create(note(uri(2), ALICE, inReplyTo="https://far.example/n/1")))
    assert (await post_at(node, uri(2))).reply_to_id == 0


async def test_behind_a_message_that_rests_only_a_delete_goes_ahead(node, alice):
    now = [clock.now()]
    with clock.held(lambda: now[0]):
        await node.take(create(note(uri(2), ALICE, inReplyTo="https://far.example/n/1")))
        edit = activity("Update", ALICE, note(uri(2), ALICE), id=f"{ALICE}/edit")
        await node.deliver(edit)
        assert await node.processor.run_batch() == 0
        await node.take(activity("Delete", ALICE, uri(2)))
        assert (await post_at(node, uri(2))).deleted
        now[0] += 2 * MINUTE
        await node.processor.drain()
    assert (await post_at(node, uri(2))).content == ""
    assert await state_of(node, edit["id"]) == State.IGNORED


async def test_a_thread_that_arrives_at_once_is_not_fetched(node, alice):
    await node.deliver(create(note(uri(0), ALICE)))
    for number in range(1, 20):
        await node.deliver(create(note(uri(number), ALICE, inReplyTo=uri(number - 1))))
    await node.processor.drain()
    last = await post_at(node, uri(19))
    assert last.root_id == (await post_at(node, uri(0))).id
    assert node.web.asked == []


async def test_a_slow_peer_holds_up_nobody(node, alice):
    gate = asyncio.Event()
    send = node.web.send

    async def slowly(request):
        if "slow.example" in request.url:
            await gate.wait()
        return await send(request)

    node.web.send = slowly
    for number in range(40):
        slow = f"https://slow.example/n/{number}"
        await node.deliver(activity("Announce", ALICE, slow))
    other = "https://other.example/users/olu"
    await remember_person(node.store, other)
    written = note("https://other.example/n/1", other)
    await node.deliver(create(written))
    await node.processor.run_batch()
    assert await is_kept(node, written["id"])
    later = note("https://other.example/n/2", other)
    await node.deliver(create(later))
    await node.processor.run_batch()
    assert await is_kept(node, later["id"])
    gate.set()
    await node.processor.settle()


async def test_when_the_store_fails_the_message_waits(node, alice):
    await node.deliver(create(note(uri(1), ALICE)))
    commit = node.store.backend.commit

    async def full(changes):
        return [Unavailable("the database cannot write: disk full")] * len(changes)

    node.store.backend.commit = full
    with pytest.raises(Unavailable):
        await node.processor.run_batch()
    node.store.backend.commit = commit
    await node.processor.drain()
    assert await is_kept(node, uri(1))


async def test_two_workers_process_a_message_once(node, alice):
    from tests.federation.inbox.rig import open_node  # noqa: PLC0415

    second = open_node(node.store)
    for number in range(20):
        await node.deliver(create(note(uri(number), ALICE)))
    await asyncio.gather(node.processor.run_batch(), second.processor.run_batch())
    await asyncio.gather(node.processor.settle(), second.processor.settle())
    for table in ("post", "event"):
        assert (await node.store.read(f"SELECT count(*) FROM {table}"))[0][0] == 20


async def test_what_we_do_not_understand_is_ignored_with_that_reason(node, alice):
    verdict = await node.take(activity("Arrive", ALICE, "https://remote.example/places/1"))
    assert (verdict.state, verdict.reason) == (State.IGNORED, "type: Arrive is nothing we act on")


async def test_an_actor_we_do_not_know_is_fetched(node):
    node.web.put(ALICE, person(ALICE))
    ana = await make_person(node.store, "ana")
    ours = await write(node.store, ana)
    verdict = await node.take(activity("Like", ALICE, ours.uri))
    assert verdict.state == State.APPLIED
    assert node.web.asked == [ALICE]

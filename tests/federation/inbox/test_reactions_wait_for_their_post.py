"""What is said of a post waits for the message that brings it, and no longer."""

import pytest

from fedcop import clock
from fedcop.federation.inbox import retries
from fedcop.store.queries.inbox import State
from tests.builders import let_follow, make_person, remember_group, remember_person
from tests.federation.inbox.rig import (
    activity,
    announce,
    create,
    is_kept,
    note,
    person,
    post_at,
    state_of,
)

ALICE = "https://remote.example/users/alice"
BOB = "https://bob.example/users/bob"
CAROL = "https://carol.example/users/carol"
FAR = "https://forge.example/c/far"
POST = "https://remote.example/n/1"
LATE = "https://far.example/n/1"  # answered by the post, and not to be had at first
SOON = 11.0


@pytest.fixture
async def people(node):
    """Three people whom we know."""
    return [await remember_person(node.store, uri) for uri in (ALICE, BOB, CAROL)]


@pytest.fixture
async def far(node):
    """A community of another node, with a member here."""
    row = await remember_group(node.store, FAR)
    await let_follow(node.store, await make_person(node.store, "ana"), row)
    return row


@pytest.fixture
def now():
    """A clock that a test moves on."""
    held = [clock.now()]
    with clock.held(lambda: held[0]):
        yield held


def like(actor, **more):
    return activity("Like", actor, POST, **more)


async def test_a_like_waits_for_a_post_that_rests(node, people, now):
    await node.take(create(note(POST, ALICE, inReplyTo=LATE)))
    assert not await is_kept(node, POST)
    now[0] += 1
    verdict = await node.take(like(BOB))
    assert verdict.state == State.WAITS
    assert verdict.reason == "object: the message that brings it waits to be processed"
    node.web.put(LATE, note(LATE, ALICE))
    for _ in range(2):
        now[0] += SOON
        await node.processor.drain()
    assert (await post_at(node, POST)).likes == 1
    assert await state_of(node, verdict.activity_id) == State.APPLIED


async def test_so_it_does_where_a_community_passes_both_on(node, people, far, now):
    written = note(POST, ALICE, audience=FAR)
    await node.take(announce(FAR, create(written)))  # its origin does not answer
    assert not await is_kept(node, POST)
    relayed = announce(FAR, like(BOB))
    assert (await node.take(relayed)).state == State.WAITS
    assert (await node.take(announce(FAR, like(CAROL)))).state == State.WAITS
    node.web.put(POST, written)
    node.web.put(ALICE, person(ALICE))
    for _ in range(2):
        now[0] += SOON
        await node.processor.drain()
    post = await post_at(node, POST)
    assert (post.community_id, post.likes) == (far.id, 2)


@pytest.mark.parametrize("by_id", [True, False])
async def test_what_is_taken_back_meanwhile_does_not_come(node, people, now, by_id):
    await node.take(create(note(POST, ALICE, inReplyTo=LATE)))
    liked = like(BOB)
    await node.take(liked)
    undo = activity("Undo", BOB, liked["id"] if by_id else liked)
    await node.take(undo)
    node.web.put(LATE, note(LATE, ALICE))
    for _ in range(3):
        now[0] += 8 * SOON
        await node.processor.drain()
    assert (await post_at(node, POST)).likes == 0
    assert await state_of(node, liked["id"]) == State.APPLIED
    assert await state_of(node, undo["id"]) == State.APPLIED


async def test_a_boost_by_its_id_waits_too(node, people, now):
    await node.take(create(note(POST, ALICE, inReplyTo=LATE)))
    boost = activity("Announce", BOB, POST)
    await node.take(boost)
    node.web.put(LATE, note(LATE, ALICE))
    now[0] += SOON
    await node.processor.drain()
    assert (await post_at(node, POST)).boosts == 1


async def test_when_the_post_is_refused_nobody_waits_any_more(node, people, now):
    await node.take(create(note(POST, ALICE, inReplyTo=LATE)))
    liked = like(BOB)
    await node.take(liked)
    await node.take(activity("Delete", ALICE, POST))
    now[0] += SOON
    await node.processor.drain()
    assert await state_of(node, liked["id"]) == State.IGNORED
    assert (await post_at(node, POST)).likes == 0


async def test_a_like_of_what_nobody_brings_is_ignored_at_once(node, people):
    verdict = await node.take(like(BOB))
    assert (verdict.state, verdict.reason) == (State.IGNORED, "object: not known here")
    undone = await node.take(activity("Undo", CAROL, activity("Announce", CAROL, POST)))
    assert undone.state == State.IGNORED


async def test_the_first_pause_is_short_and_the_whole_span_three_days():
    assert retries.UNREACHABLE[:3] == (10_000, 60_000, 300_000)
    assert 72 <= sum(retries.UNREACHABLE) / 3_600_000 < 73

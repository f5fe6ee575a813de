"""One of ours asked to join; whom they asked answers, in the ways peers do it."""

import pytest

from fedcop.community import membership
from fedcop.community.perform import perform
from fedcop.store.queries.inbox import State
from tests.builders import let_follow, make_person, remember_group, remember_person
from tests.federation.inbox.rig import activity

FAR = "https://forge.example/c/far"


@pytest.fixture
async def ana(node):
    return await make_person(node.store, "ana")


@pytest.fixture
async def far(node):
    return await remember_group(node.store, FAR)


async def state(node, ana, far):
    return (await membership.find_follow(node.store, ana.id, far.id)).state


def inner(ana, uri):
    return {"type": "Follow", "id": uri, "actor": ana.uri, "object": FAR}


@pytest.mark.parametrize(("kind", "state_after"), [("Accept", "accepted"), ("Reject", "rejected")])
@pytest.mark.parametrize("bare", [False, True])
async def test_the_answer_may_hold_the_follow_or_its_id(node, ana, far, kind, state_after, bare):
    asked = await perform(node.store, membership.ask, ana, far)
    answer = asked.uri if bare else inner(ana, asked.uri)
    verdict = await node.take(activity(kind, FAR, answer))
    assert verdict.state == State.APPLIED, verdict.reason
    assert await state(node, ana, far) == state_after


async def test_lemmy_answers_with_an_id_of_its_own(node, ana, far):
    await perform(node.store, membership.ask, ana, far)
    verdict = await node.take(activity("Accept", FAR, inner(ana, "https://forge.example/f/7")))
    assert verdict.state == State.APPLIED, verdict.reason
    assert await state(node, ana, far) == "accepted"


@pytest.mark.parametrize("bare", [False, True])
async def test_nobody_else_answers(node, ana, far, bare):
    asked = await perform(node.store, membership.ask, ana, far)
    eve = (await remember_person(node.store, "https://forge.example/users/eve")).uri
    verdict = await node.take(activity("Accept", eve, asked.uri if bare else inner(ana, asked.uri)))
    assert verdict.state == State.REFUSED
    assert await state(node, ana, far) == "pending"


async def test_a_reject_ends_a_membership(node, ana, far):
    await let_follow(node.store, ana, far)
    await node.take(activity("Reject", FAR, inner(ana, "https://cop.example/activities/1")))
    assert await state(node, ana, far) == "rejected"


async def test_what_nobody_asked_is_ignored(node, ana, far):
    for thing in (inner(ana, "https://cop.example/x"), "https://cop.example/x", {"type": "Offer"}):
        verdict = await node.take(activity("Accept", FAR, thing, id=f"{FAR}/{hash(str(thing))}"))
        assert verdict.state == State.IGNORED

"""Only its stewards ask for a review in the name of a community; others ask for themselves."""

import pytest

from fedcop.community import communities
from fedcop.community.perform import perform
from fedcop.community.practice import invitations
from fedcop.store.queries.inbox import State
from tests.builders import let_follow, make_community, make_person, remember_person
from tests.federation.inbox.rig import activity
from tests.practice import publish
from tests.reviewing import pin_of

OLU = "https://tern.example/users/olu"


@pytest.mark.parametrize("steward", [True, False])
async def test_a_review_is_asked_for_in_the_name_of_a_community(node, steward):
    ana, bo = await make_person(node.store, "ana"), await make_person(node.store, "bo")
    room = await make_community(node.store, ana, "room")
    olu = await remember_person(node.store, OLU)
    await let_follow(node.store, olu, room)
    if steward:
        await perform(node.store, communities.add_steward, ana, room, olu)
    work = await publish(node.store, ana, room.id)
    pin = await pin_of(node.store, work.uri)
    exactly = {"cop:revision": pin.number, "cop:digest": pin.digest}
    asked = activity("Invite", OLU, work.uri, target=bo.uri, audience=room.uri, **exactly)
    assert (await node.take(asked)).state == State.APPLIED
    row = await invitations.find_for(node.store, "review", pin, bo.id)
    assert row.by_id == olu.id
    assert row.community_id == (room.id if steward else 0)

"""What is sent to an archived community is refused, with the reason."""

from fedcop.community.house import communities
from fedcop.community.house.people import Hand
from fedcop.community.perform import perform
from fedcop.store.queries.inbox import State
from tests.builders import make_community, make_person, remember_person
from tests.federation.inbox.rig import activity, create, is_kept, note
from tests.writing import write

OLU = "https://tern.example/users/olu"
POST = "https://tern.example/n/1"


async def test_posts_answers_and_members_are_refused(node):
    ana = await make_person(node.store, "ana")
    room = await make_community(node.store, ana, "room")
    asked = await write(node.store, ana, community_id=room.id)
    await remember_person(node.store, OLU)
    await perform(node.store, communities.archive, Hand(), room.id, "It has ended.")
    for said in (
        create(note(POST, OLU, audience=room.uri, cc=[room.uri])),
        create(note(f"{POST}/2", OLU, inReplyTo=asked.uri)),
        activity("Follow", OLU, room.uri),
    ):
        verdict = await node.take(said)
        assert (verdict.state, "is archived" in verdict.reason) == (State.REFUSED, True)
    assert not await is_kept(node, POST)

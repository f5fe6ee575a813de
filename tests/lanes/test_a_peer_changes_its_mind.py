"""A peer that is told something in one form is not told it again in the other."""

import asyncio

from tests.lanes.owed import PLAIN, WRAPPED


async def test_what_was_told_to_somebody_by_name_is_not_told_again_by_a_stream(world):
    peer = world.peers[0]
    world.start_worker()
    await world.be_followed()
    await world.speak(peer, WRAPPED)
    world.receivers.manners[peer.name].refuses["stubborn"] = 500
    await world.publish("stubborn")
    await world.publish("named", PLAIN, directly=True)
    await world.until_received(2)
    await asyncio.sleep(0.1)
    await world.speak(peer, PLAIN)
    await world.publish("next")
    await world.until_received(3)
    await asyncio.sleep(0.1)
    assert world.oracle.wrong == []
    assert world.oracle.received == 3

"""A peer that is told something in one form is not told it again in the other."""

import asyncio

import pytest

from fedcop import clock
from fedcop.values import Audience
from tests.lanes.owed import PLAIN, WRAPPED, Told
from tests.lanes.world import World

OWNER = 10
TRIES = 500


@pytest.fixture
async def world(database_url):
    world = World(database_url, 1)
    with clock.held(world.clock):
        await world.start(peers=1)
        world.add_remote(world.peers[0], shared=True)
        try:
            yield world
        finally:
            await world.close()


async def publish(world, name, form=0, *, directly=False):
    world.step += 1
    told = Told(name, world.step, "Create", name, OWNER, name, (True, True), same=False)
    told.streams = {(OWNER, int(Audience.PUBLIC)): form}
    await world.tell(told, [(world.remotes[0], 0)] if directly else [])


async def until_received(world, count):
    for _ in range(TRIES):
        if world.oracle.received >= count:
            return
        await asyncio.sleep(0.01)
    pytest.fail(f"only {world.oracle.received} of {count} were received")


async def test_what_was_told_to_somebody_by_name_is_not_told_again_by_a_stream(world):
    peer = world.peers[0]
    world.start_worker()
    await world.follow(world.remotes[0], OWNER, world.step)
    await until_received(world, 1)
    await world.speak(peer, WRAPPED)
    world.receivers.manners[peer.name].refuses["stubborn"] = 500
    await publish(world, "stubborn")
    await publish(world, "named", PLAIN, directly=True)
    await until_received(world, 2)
    await asyncio.sleep(0.1)
    await world.speak(peer, PLAIN)
    await publish(world, "next")
    await until_received(world, 3)
    await asyncio.sleep(0.1)
    assert world.oracle.wrong == []
    assert world.oracle.received == 3

"""What is still in line to be written of a lane that was let go does not end its next lease."""

import asyncio

import pytest

from fedcop import clock
from fedcop.values import Audience
from tests.lanes.owed import Told
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


async def publish(world, name):
    told = Told(name, world.step, "Create", name, OWNER, name, (True, True), same=False)
    told.streams = {(OWNER, int(Audience.PUBLIC)): 0}
    await world.tell(told, [])


async def until(true):
    for _ in range(TRIES):
        if true():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it never came to that")


async def test_the_next_lease_stands(world):
    worker = world.start_worker()
    board = worker.lanes._board
    manner = world.receivers.manners[world.peers[0].name]
    manner.delay = 0.05
    await world.follow(world.remotes[0], OWNER, world.step)
    await until(lambda: board.held)
    before = next(iter(board.held.values()))
    await until(lambda: world.oracle.received == 1 and not board.held)
    manner.delay = 0.5
    await publish(world, "one")
    await until(lambda: board.held and world.receivers.busy)
    after = board.held[before.id]
    assert after is not before
    before.leaving = True
    board.soil(before)
    await worker.lanes._holdings.write()
    assert board.held[before.id] is after
    assert after.peer.held == 1
    await until(lambda: world.oracle.received == 2)
    assert world.oracle.wrong == []

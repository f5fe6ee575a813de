"""A node with one peer, and what happens to it: for tests of single moments in a lane's life."""

import asyncio

import pytest

from fedcop import clock
from fedcop.values import Audience
from tests.lanes.owed import Told
from tests.lanes.world import World

OWNER = 10
_TRIES = 500


class Moment(World):
    """A world with one remote server and one person there."""

    async def publish(self, name, form=0, *, bodies=(True, True), directly=False):
        """Somebody of ours says something to all, or besides to the person there by name."""
        self.step += 1
        told = Told(name, self.step, "Create", name, OWNER, name, bodies, same=False)
        told.streams = {(OWNER, int(Audience.PUBLIC)): form}
        await self.tell(told, [(self.remotes[0], 0)] if directly else [])

    async def be_followed(self):
        """The person there follows, and knows it."""
        await self.follow(self.remotes[0], OWNER, self.step)
        await self.until_received(1)

    async def until_received(self, count):
        """Wait until so much has come there."""
        await until(lambda: self.oracle.received >= count)


async def until(true):
    """Wait until something is so."""
    for _ in range(_TRIES):
        if true():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it never came to that")


@pytest.fixture
async def world(database_url):
    """Such a world, with nobody at work in it yet."""
    world = Moment(database_url, 1)
    with clock.held(world.clock):
        await world.start(peers=1)
        world.add_remote(world.peers[0], shared=True)
        try:
            yield world
        finally:
            await world.close()

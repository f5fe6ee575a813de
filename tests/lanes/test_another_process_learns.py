"""A process beside the one that delivers learns what a peer reads: the lanes hear of it."""

import asyncio

import pytest

from fedcop import clock
from fedcop.store.batch import Store, Unit
from fedcop.store.connection import open_backend
from fedcop.store.queries import lanes, readers
from fedcop.store.statements import Statement
from fedcop.uris import Uris
from fedcop.values import Audience
from tests.lanes.owed import WRAPPED, Told
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


async def publish(world, name, *, bodies=(True, True)):
    told = Told(name, world.step, "Create", name, OWNER, name, bodies, same=False)
    told.streams = {(OWNER, int(Audience.PUBLIC)): 0}
    await world.tell(told, [])


async def received(world, count):
    for _ in range(TRIES):
        if world.oracle.received >= count:
            return
        await asyncio.sleep(0.02)
    pytest.fail(f"only {world.oracle.received} of {count} were received")


async def read_wrapped(store, world, *more):
    """Note that the only peer reads what is wrapped from now on."""
    host = world.receivers.host(world.peers[0].name)
    number = (await store.read("SELECT id FROM peer WHERE host = ?", host))[0][0]
    unit = Unit(store)
    unit.add(Statement("UPDATE peer SET dialect = ? WHERE id = ?", (WRAPPED, number)), *more)
    unit.wake(lanes.PEER, number)
    now = asyncio.get_running_loop().time()
    world.oracle.speak(world.peers[0], WRAPPED, now)
    await unit.commit()
    return number


async def test_what_only_the_new_form_says_is_told_soon(world, database_url):
    await world.store.listen()
    world.start_worker()
    await world.follow(world.remotes[0], OWNER, world.step)
    await publish(world, "plain", bodies=(True, False))
    await received(world, 2)
    other = Store(await open_backend(database_url, beside=True), Uris("https://cop.example"))
    try:
        await read_wrapped(other, world)
    finally:
        await other.close()
    await asyncio.sleep(0.7)
    await publish(world, "wrapped", bodies=(False, True))
    await received(world, 3)
    assert world.oracle.wrong == []


async def test_so_it_is_while_something_of_the_peer_is_still_to_be_written(world):
    worker = world.start_worker()
    await world.follow(world.remotes[0], OWNER, world.step)
    await received(world, 1)
    board = worker.lanes._board
    peer = next(iter(board.readers.peers.values()))
    board.peer_notes[peer.id] = readers.is_well(peer.id, clock.now_ms(), 202)
    await read_wrapped(world.store, world)
    await asyncio.sleep(0.1)
    await publish(world, "wrapped", bodies=(False, True))
    await received(world, 2)
    assert world.oracle.wrong == []

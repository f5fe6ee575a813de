"""A process beside the one that delivers learns what a peer reads: the lanes hear of it."""

import asyncio

from fedcop import clock
from fedcop.store.batch import Store, Unit
from fedcop.store.connection import open_backend
from fedcop.store.queries import lanes, readers
from fedcop.store.statements import Statement
from fedcop.uris import Uris
from tests.lanes.owed import WRAPPED


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
    await world.be_followed()
    await world.publish("plain", bodies=(True, False))
    await world.until_received(2)
    other = Store(await open_backend(database_url, beside=True), Uris("https://cop.example"))
    try:
        await read_wrapped(other, world)
    finally:
        await other.close()
    await asyncio.sleep(0.7)
    await world.publish("wrapped", bodies=(False, True))
    await world.until_received(3)
    assert world.oracle.wrong == []


async def test_so_it_is_while_something_of_the_peer_is_still_to_be_written(world):
    worker = world.start_worker()
    await world.be_followed()
    board = worker.lanes._board
    peer = next(iter(board.readers.peers.values()))
    board.peer_notes[peer.id] = readers.is_well(peer.id, clock.now_ms(), 202)
    await read_wrapped(world.store, world)
    await asyncio.sleep(0.1)
    await world.publish("wrapped", bodies=(False, True))
    await world.until_received(2)
    assert world.oracle.wrong == []

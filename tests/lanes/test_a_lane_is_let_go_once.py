"""What is still in line to be written of a lane that was let go does not end its next lease."""

from tests.lanes.conftest import OWNER, until


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
    await world.publish("one")
    await until(lambda: board.held and world.receivers.busy)
    after = board.held[before.id]
    assert after is not before
    before.leaving = True
    board.soil(before)
    await worker.lanes._holdings.write()
    assert board.held[before.id] is after
    assert after.peer.held == 1
    await world.until_received(2)
    assert world.oracle.wrong == []

"""What waited beside a lane, and was owed to it by name too, is not told again when it moves."""

from fedcop.values import Audience
from tests.lanes.conftest import OWNER, until
from tests.lanes.owed import Told

ALL = (OWNER, int(Audience.PUBLIC))
UNSETTLED = "SELECT COUNT(*) FROM log_address WHERE lane_id <> 0 AND settled = 0"
BESIDE = "SELECT COUNT(*) FROM lane_item WHERE state = 0"


async def count(world, sql):
    return (await world.store.read(sql))[0][0]


async def until_beside(world, so_many):
    for _ in range(50):
        await world.publish(f"filler{world.step}")  # what it takes shows that the peer is well
        await world.pass_time(3_600)
        await world.until_idle()
        if await count(world, BESIDE) == so_many:
            return
    raise AssertionError(f"never did {so_many} wait beside a lane")


async def test_an_address_that_came_by_a_move_is_settled_with_what_waited(world):
    peer = world.peers[0]
    here, named, elsewhere = (
        world.remotes[0],
        *(world.add_remote(peer, shared=False) for _ in range(2)),
    )
    refuses = world.receivers.manners[peer.name].refuses
    refuses |= {"one": 500, "two": 500}
    world.start_worker()
    await world.follow(here, OWNER, world.step)
    await until(lambda: world.oracle.received == 1)
    await world.publish("one")
    await until_beside(world, 1)
    world.step += 1
    two = Told("two", world.step, "Update", "one", OWNER, "one", (True, True), same=True)
    two.streams = {ALL: 0}
    await world.tell(two, [(named, 0)])
    await world.until_idle()
    assert await count(world, BESIDE) == 2
    assert await count(world, UNSETTLED) == 1  # tried in vain at the inbox of its own
    await world.move(named, "/inbox", shared=True)
    await world.follow(elsewhere, OWNER, world.step)
    refuses.clear()
    await until_beside(world, 0)
    assert await count(world, UNSETTLED) == 0
    received = world.oracle.received
    await world.move(here, "/u/a3/inbox", shared=True)
    await world.until_idle()
    assert world.oracle.received == received
    assert world.oracle.wrong == []

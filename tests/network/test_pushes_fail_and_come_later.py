"""What an endpoint answers decides what becomes of a push, and of those that come after it."""

import asyncio
from dataclasses import replace

import pytest

from fedcop import clock
from fedcop.assembly import open_parts
from fedcop.community import pushes
from fedcop.community.perform import perform
from fedcop.pushing import PER_HOST
from fedcop.store.queries.pushes import MOST_OWED
from tests.network import pushing_rig
from tests.network.pushing_rig import pushing_of
from tests.nodes import until

HOUR = 3600


@pytest.fixture
async def desk(settings):
    async with pushing_rig.opened(settings) as opened:
        yield opened


class Later:
    """The clock, moved on."""

    def __init__(self):
        self.start = self.now = clock.now()

    def __call__(self):
        return self.now


@pytest.fixture
def time():
    moved = Later()
    with clock.held(moved):
        yield moved


async def test_what_is_down_is_tried_again_and_in_order(desk, time):
    app = await desk.app()
    app.answers = [500, (503, {"Retry-After": "7200"}), (429, {"Retry-After": "9"})]
    await desk.name("one")
    await desk.send()
    row = await desk.subscription(app)
    assert (row.fails, len(app.tried)) == (1, 1)
    assert 8 <= row.due / 1000 - time.now <= 12
    await desk.name("two")
    await desk.send()
    assert len(app.tried) == 1  # it rests

    time.now += 13
    await desk.send()
    assert (await desk.subscription(app)).due / 1000 - time.now >= 2 * HOUR - 1
    time.now += HOUR
    await desk.send()
    assert len(app.tried) == 2
    time.now += HOUR + 1
    await desk.send()
    row = await desk.subscription(app)
    assert (row.fails, len(app.tried)) == (3, 3)
    assert row.due / 1000 - time.now >= 100  # the pause has grown, whatever it asks

    time.now += 200
    await desk.send()
    assert desk.bodies(app) == ["one", "two"]
    row = await desk.subscription(app)
    assert (row.fails, row.failing, row.due) == (0, 0, 0)
    assert await desk.owed() == 0


@pytest.mark.parametrize("status", [400, 401, 403, 302])
async def test_what_is_refused_is_let_go_and_the_next_is_tried(desk, time, status):
    app = await desk.app()
    app.answers = [(status, {"Location": app.endpoint})]
    await desk.name("one")
    await desk.name("two")
    await desk.send()
    assert (await desk.owed(), len(app.tried)) == (1, 1)
    time.now += 15
    await desk.send()
    assert desk.bodies(app) == ["two"]


async def test_what_is_too_large_says_nothing_of_the_next(desk):
    app = await desk.app()
    app.answers = [413]
    await desk.name("one")
    await desk.name("two")
    await desk.send()
    assert desk.bodies(app) == ["two"]
    assert (await desk.subscription(app)).fails == 0


@pytest.mark.parametrize("status", [404, 410])
async def test_an_endpoint_that_is_gone_ends_it(desk, status):
    app, other = await desk.app(), await desk.app()
    app.answers = [status]
    await desk.name("one")
    await desk.name("two")
    await desk.send()
    assert (len(app.tried), await desk.subscription(app)) == (1, None)
    assert desk.bodies(other) == ["one", "two"]


async def test_an_endpoint_that_nobody_reaches_for_days_ends_it_and_costs_little(desk, time):
    app = await desk.app()
    app.answers = [503] * 100
    knocks = []
    for _ in range(5 * 24):
        await desk.name("again")
        await desk.send()
        knocks.append(len(app.tried))
        time.now += HOUR
        if await desk.subscription(app) is None:
            break
    assert 3 * 24 <= len(knocks) < 5 * 24
    assert knocks[-1] < 24
    time.now += 49 * HOUR
    await perform(desk.home.store, pushes.sweep)
    assert await desk.owed() == 0


async def test_of_very_much_the_latest_is_kept(desk, time):
    app = await desk.app()
    app.answers = [503]
    await desk.name("0")
    await desk.send()
    for number in range(1, MOST_OWED + 8):
        await desk.name(str(number))
    assert await desk.owed() == MOST_OWED
    time.now += 15
    await desk.send()
    assert desk.bodies(app) == [str(number) for number in range(8, MOST_OWED + 8)]
    assert (await desk.owed(), (await desk.subscription(app)).due) == (0, 0)


async def test_what_is_two_days_old_is_not_sent_any_more(desk, time):
    app = await desk.app()
    app.answers = [503]
    await desk.name("old")
    await desk.send()
    time.now += 47 * HOUR
    await desk.name("new")
    time.now += HOUR
    await desk.send()
    assert desk.bodies(app) == ["new"]
    assert 46 * HOUR < int(app.got[0].headers["ttl"]) <= 47 * HOUR
    app.answers = [503]
    await desk.name("swept")
    await desk.send()
    time.now += 49 * HOUR
    await perform(desk.home.store, pushes.sweep)
    assert await desk.owed() == 0
    await desk.send()
    assert desk.bodies(app) == ["new"]
    assert (await desk.subscription(app)).due == 0


async def test_one_host_is_knocked_at_by_few_at_once(desk):
    silent = [await desk.app() for _ in range(PER_HOST + 4)]
    for app in silent:
        app.answers = [None]
    await desk.name("one")

    def knocked():
        return sum(len(app.tried) for app in silent)

    assert await desk.pushing.step() == PER_HOST
    await until(lambda: knocked() == PER_HOST)
    assert await desk.pushing.step() == 0
    elsewhere = await desk.app()
    row = await desk.subscription(elsewhere)
    moved = elsewhere.endpoint.replace("push.", "elsewhere.")
    await desk.home.change(
        "UPDATE push_subscription SET host = 'elsewhere', endpoint = ? WHERE id = ?", moved, row.id
    )
    await desk.name("two")
    assert await desk.pushing.step() == 1
    await elsewhere.get("mention")
    assert knocked() == PER_HOST


async def test_two_workers_send_nothing_twice(desk, settings):
    app, others = await desk.app(), [await desk.app() for _ in range(6)]
    parts = await open_parts(replace(settings), beside=True)
    second = pushing_of(parts)
    try:
        stop = asyncio.Event()

        async def work(pushing):
            while not stop.is_set():
                await pushing.step()
                await asyncio.sleep(0.001)

        sqlite = desk.home.store.backend.dialect == "sqlite"  # one process is at work there
        workers = [asyncio.create_task(work(desk.pushing))]
        workers += [] if sqlite else [asyncio.create_task(work(second))]
        for number in range(20):
            await desk.name(str(number))
        everybody = [app, *others]
        await until(lambda: all(len(one.got) >= 20 for one in everybody), 40)

        async def idle():
            return not await desk.owed()

        await until(idle)
        stop.set()
        await asyncio.gather(*workers)
        await desk.pushing.landed()
        await second.landed()
        for one in everybody:
            assert desk.bodies(one) == [str(number) for number in range(20)]
    finally:
        await second.stop()
        await parts.close()


async def test_what_is_in_the_air_lands_before_a_worker_ends(desk):
    app = await desk.app()
    await desk.name("one")
    assert await desk.pushing.step() == 1
    await desk.pushing.stop()
    assert desk.bodies(app) == ["one"]
    assert await desk.owed() == 0


async def test_a_worker_that_lost_its_share_sends_nothing(desk):
    app = await desk.app()
    await desk.name("one")

    async def lost():
        return False

    parts = desk.home.parts
    pushing = type(desk.pushing)(parts.store, parts.push, parts.seal, lost)
    assert await pushing.step() == 1
    await pushing.landed()
    assert (app.tried, await desk.owed()) == ([], 1)
    await desk.send()
    assert desk.bodies(app) == ["one"]

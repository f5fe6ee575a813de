"""`kill -9` in the middle of a deletion: it goes on, and the other server forgets all of it."""

import asyncio

import pytest

from fedcop.community import membership, privacy_requests
from fedcop.community.erasing import asking, ending
from fedcop.store.queries.posts import find_post_by_uri
from tests.network.test_two_nodes_share_a_community import find_actor
from tests.nodes import SERVE, WORKER, Town, until
from tests.writing import write

POSTS = 45


@pytest.mark.timeout(180)
@pytest.mark.parametrize("kind", ["sqlite"])  # each step is tried on both in tests/privacy
async def test_it_goes_on_and_the_other_server_is_told(town: Town, kind: str):
    north, river = await town.node("northwind", kind), await town.node("riverside", kind)
    mia, tomas = await north.person("mia"), await river.person("tomas")
    await asyncio.gather(north.start(), river.start())
    there = await find_actor(river, f"@mia@{north.host}")
    await river.do(membership.ask, tomas, there)

    async def followed():
        follow = await membership.find_follow(river.store, tomas.id, there.id)
        return follow is not None and follow.state == "accepted"

    await until(followed)
    posts = [await write(north.store, mia, f"<p>Thread {n}</p>") for n in range(POSTS)]
    await until(lambda: find_post_by_uri(river.store, posts[-1].uri))
    verb = SERVE if kind == "sqlite" else WORKER
    counts = (await asking.preview(north.store, mia)).counts
    await north.do(asking.erase_oneself, mia, counts, None)
    standing = "SELECT COUNT(*) FROM post WHERE author_id = ? AND deleted = 0"

    async def begun():
        return await north.number(standing, mia.id) < POSTS

    await until(begun)
    await north.kill(verb)
    await north.start(verb)

    async def told():
        row = await privacy_requests.find_last(north.store, mia.id, "erase")
        reach = await ending.reach_of(north.store, row)
        return row.state == "telling" and (reach.servers, reach.told) == (1, 1)

    await until(told, 90)

    async def forgotten():
        left = await river.number(standing, there.id)
        gone = await river.number("SELECT deleted FROM actor WHERE id = ?", there.id)
        return gone and not left

    await until(forgotten, 60)
    assert await north.number(standing, mia.id) == 0
    assert await north.number("SELECT COUNT(*) FROM account WHERE actor_id = ?", mia.id) == 0

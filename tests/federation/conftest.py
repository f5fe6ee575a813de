"""Two nodes side by side, whose people and activities go to and fro without a socket."""

import pytest

from fedcop.values import host_of
from tests import databases
from tests.builders import make_community, make_node, make_person
from tests.federation.endpoints.rig import know_peer, open_door
from tests.federation.inbox.rig import open_node
from tests.federation.pair import Line, Side, join, open_pair
from tests.stores import open_store


@pytest.fixture
async def pair(store, database_url, tmp_path):
    """Northwind and Riverside, which know what the other runs."""
    kind = database_url.partition(":")[0]
    folder = tmp_path / "other"
    folder.mkdir()
    async with databases.fresh(kind, folder) as url:
        other = await open_store(url, "https://riverside.example")
        sides = await open_pair(store, other)
        for side, peer in (sides, sides[::-1]):
            await know_peer(side.store, peer.host, "fedcop")
        yield sides
        await other.close()


@pytest.fixture
async def scene(pair):
    """Ana's community at home, and mira of the other node, who is a member."""
    home, away = pair
    ana = await make_person(home.store, "ana")
    lab = await make_community(home.store, ana, "lab", domain="Feedback")
    mira = await make_person(away.store, "mira")
    known = await join(mira, away, lab, home)
    return ana, lab, mira, known


@pytest.fixture
async def third(pair, database_url, tmp_path):
    """St Brigid, which knows the two others and is known by them."""
    folder = tmp_path / "third"
    folder.mkdir()
    async with databases.fresh(database_url.partition(":")[0], folder) as url:
        store = await open_store(url, "https://brigid.example")
        await make_node(store)
        line = Line(host_of(store.uris.origin))
        side = Side(store, open_node(store, line), line)
        for other in pair:
            await know_peer(other.store, side.host, "fedcop")
            await know_peer(store, other.host, "fedcop")
            other.line.doors[side.host] = open_door(store)
            line.doors[other.host] = open_door(other.store)
        yield side
        await store.close()

"""What an organization recommends is known on every node of a community, whoever is its home."""

import pytest

from fedcop.community.perform import perform
from fedcop.community.practice import endorsing
from fedcop.community.practice.endorsing import Word
from fedcop.values import host_of
from tests import databases
from tests.builders import make_node, make_person
from tests.federation.endpoints.rig import know_peer, open_door
from tests.federation.inbox.rig import open_node
from tests.federation.pair import Line, Side, exchange_all, join, refused
from tests.practice import publish
from tests.reviewing import pin_of, standing_of
from tests.stores import open_store


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


async def test_members_hear_what_the_organization_of_another_node_says(pair, scene, third):
    home, away = pair
    ana, lab, mira, _ = scene
    zoe = await make_person(third.store, "zoe")
    await join(zoe, third, lab, home)
    post = await publish(home.store, ana, lab.id)
    await exchange_all(home, away, third)
    organization = await away.known(away.store.uris.organization())
    pin = await pin_of(away.store, post.uri)
    await perform(away.store, endorsing.keep, Word(organization, mira, "With us too."), pin)
    assert refused(await exchange_all(home, away, third)) == []
    for side in (home, away, third):
        (said,) = (await standing_of(side.store, post.uri)).endorsed
        assert (said.endorser.uri, said.words) == (organization.uri, "With us too.")
    await perform(away.store, endorsing.withdraw, Word(organization, mira), pin)
    assert refused(await exchange_all(home, away, third)) == []
    for side in (home, away, third):
        assert (await standing_of(side.store, post.uri)).endorsed == ()

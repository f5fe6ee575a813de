"""Other servers and the queue on pages of those who run the node."""

import pytest

from fedcop.community import audit, peering
from fedcop.community.house import peers, samples
from fedcop.community.perform import perform
from fedcop.errors import Refused
from tests.web.admin.standing import failing_peer, lagging_peer, stuck_item


@pytest.fixture
async def scene(house):
    await lagging_peer(house.store)
    await failing_peer(house.store)
    await failing_peer(house.store, "evil.example")
    await perform(house.store, peering.block, "evil.example", "spam")
    await samples.take(house.store)
    _, browser = await house.person("kwame", role="admin")
    return browser


async def names(store, show="", text="", after="", limit=10):
    found = await peers.list_page(store, show, text, after, limit)
    return [one.peer.host for one in found]


async def test_they_are_sifted_and_come_in_pages(house, scene):
    assert await names(house.store) == ["down.example", "evil.example", "slow.example"]
    assert await names(house.store, limit=2) == ["down.example", "evil.example"]
    assert await names(house.store, after="evil.example") == ["slow.example"]
    assert await names(house.store, "failing") == ["down.example", "evil.example"]
    assert await names(house.store, "lagging") == ["slow.example"]
    assert await names(house.store, "blocked") == ["evil.example"]
    assert await names(house.store, text="ow") == ["down.example", "slow.example"]
    assert await names(house.store, text="%") == []
    page = (await scene.get("/admin/peers?show=lagging")).text
    assert "slow.example" in page
    assert "down.example" not in page


async def test_one_is_looked_at_with_its_lag(house, scene):
    page = (await scene.get("/admin/peers/slow.example")).text
    assert "2 hours" in page
    assert "3 entries" in page
    down = (await scene.get("/admin/peers/down.example")).text
    assert "no answer" in down
    assert "Mastodon" in down or "mastodon" in down
    evil = (await scene.get("/admin/peers/evil.example")).text
    assert "spam" in evil
    for unknown in ("nowhere.example", "%25", "a b"):
        assert (await scene.get(f"/admin/peers/{unknown}")).status_code == 404


async def test_what_was_given_up_is_tried_again_or_dropped(house, scene):
    position = await stuck_item(house.store, "slow.example")
    assert "it fell over" in (await scene.get("/admin/queue")).text
    state = "SELECT state, tries FROM lane_item"
    answer = await scene.post("/admin/peers/slow.example/retry", position=str(position))
    assert answer.status_code == 303
    assert [tuple(row) for row in await house.store.read(state)] == [(0, 0)]
    assert (await scene.get("/admin/peers/slow.example/drop")).status_code == 200
    assert (await scene.post("/admin/peers/slow.example/drop")).status_code == 303
    assert [tuple(row) for row in await house.store.read(state)] == [(3, 0)]
    assert "it fell over" not in (await scene.get("/admin/queue")).text
    acts = [row.act for row in await audit.read_log(house.store)]
    assert acts == ["drop-deliveries", "retry-peer", "block-domain"]


@pytest.mark.parametrize("domain", ["northwind.localhost", "localhost", "NorthWind.localhost:80"])
async def test_nobody_blocks_their_own_domain_or_one_above_it(house, domain):
    with pytest.raises(Refused, match="this node itself"):
        await perform(house.store, peering.block, domain)

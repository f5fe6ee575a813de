"""Blocked and allowed domains, and what peers run."""

import pytest

from fedcop import clock
from fedcop.errors import Malformed, Refused
from fedcop.federation.remote import peers as remote_peers
from fedcop.federation.remote.domains import Domains, Rules
from fedcop.store.batch import Unit
from fedcop.store.queries import peers
from fedcop.values import normalise_host
from tests.corpus import vector

CASES = [case for case in vector("domain_match.json")["cases"] if case["list"] != "local"]
KNOWN = "https://tern.example/.well-known/nodeinfo"
HREF = "https://tern.example/nodeinfo/2.1"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
async def test_a_rule_covers_what_the_vectors_say(store, case):
    unit = Unit(store)
    unit.add(peers.put_rule(case["rule"], case["list"], "", 1))
    await unit.commit()
    domains = Domains(store, "open" if case["list"] == "block" else "allowlist")
    rules = await domains.refresh()
    try:
        admitted = rules.admit(normalise_host(case["host"]))
    except Malformed:
        admitted = False if case["list"] == "allow" else not case["matches"]
    assert admitted is (case["matches"] if case["list"] == "allow" else not case["matches"])


async def test_a_closed_node_speaks_with_nobody():
    assert not Rules("closed").admit("good.example")


async def test_what_an_admin_decides_holds_at_once(store):
    domains = Domains(store)
    await domains.require("evil.example")
    unit = Unit(store)
    unit.add(peers.put_rule("evil.example", peers.BLOCK, "spam", 1))
    unit.wake("domains")
    await unit.commit()
    with pytest.raises(Refused):
        await domains.require("evil.example")
    unit = Unit(store)
    unit.add(peers.drop_rule("evil.example"))
    unit.wake("domains")
    await unit.commit()
    await domains.require("evil.example")


def tell(node, name, version="1.0"):
    rel = "http://nodeinfo.diaspora.software/ns/schema/2.1"
    node.web.put(KNOWN, {"links": [{"rel": rel, "href": HREF}]}, content_type="application/json")
    software = {"name": name, "version": version}
    node.web.put(HREF, {"version": "2.1", "software": software}, content_type="application/json")


async def test_what_a_peer_runs_is_asked_once_a_day(node):
    now = [clock.now()]
    with clock.held(lambda: now[0]):
        tell(node, "Mastodon")
        assert (await remote_peers.learn(node.reach, "tern.example")).dialect == 1
        tell(node, "PieFed")
        assert (await remote_peers.learn(node.reach, "tern.example")).dialect == 1
        now[0] += 25 * 3600
        assert (await remote_peers.learn(node.reach, "tern.example")).dialect == 2
    assert node.web.asked == [KNOWN, HREF, KNOWN, HREF]


async def test_a_peer_that_does_not_say_is_asked_again_in_an_hour(node):
    now = [clock.now()]
    with clock.held(lambda: now[0]):
        peer = await remote_peers.learn(node.reach, "tern.example")
        assert (peer.software, peer.dialect) == ("", 1)
        await remote_peers.learn(node.reach, "tern.example")
        assert node.web.asked == [KNOWN]
        now[0] += 2 * 3600
        tell(node, "lemmy")
        assert (await remote_peers.learn(node.reach, "tern.example")).software == "lemmy"


async def test_those_we_hear_of_are_asked_in_turn(node):
    unit = Unit(node.store)
    unit.add(peers.hear_peer("tern.example", clock.now_ms()))
    unit.add(peers.ensure_peer("silent.example", clock.now_ms()))
    await unit.commit()
    tell(node, "lemmy")
    assert await remote_peers.learn_due(node.reach) == 1
    assert await remote_peers.learn_due(node.reach) == 0
    assert (await peers.find_peer(node.store, "tern.example")).software == "lemmy"

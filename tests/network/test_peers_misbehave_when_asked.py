"""Servers that misbehave when we fetch from them, or when they speak to us."""

import gzip
import re
import time
from pathlib import Path
from typing import Any

import orjson
import pytest

from fedcop import clock
from fedcop.activitypub.signatures.claim import Scheme
from fedcop.federation.remote import backfill, lookup
from fedcop.store.queries import inbox
from fedcop.store.queries.inbox import State
from fedcop.store.queries.posts import find_post_by_uri
from fedcop.store.rows import ActorRow
from tests.builders import ed25519_key
from tests.network.fakes import PUBLIC, TYPE, Net, Said, Seen, Server, say, signed, written
from tests.nodes import SERVE, Node, Town, until

Place = tuple[Node, ActorRow]


@pytest.fixture
async def place(town: Town) -> Place:
    """A running node with a community."""
    return await open_place(town, "sqlite")


async def open_place(town: Town, kind: str) -> Place:
    node = await town.node("northwind", kind)
    ana = await node.person("ana")
    group = await node.community(ana, "handovers")
    await node.start()
    return node, group


def memory(node: Node) -> int:
    """The resident memory of a node's process, in bytes."""
    status = Path(f"/proc/{node.pid(SERVE)}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found
    return int(found[1]) * 1024


async def refusals(node: Node) -> list[dict[str, Any]]:
    """What `fedcop federation verdicts --refused` shows."""
    code, lines = await node.run("federation", "verdicts", "--refused")
    assert code == 0
    return [line for line in lines if "reason" in line]


async def test_documents_that_are_bombs_or_lead_elsewhere_are_not_followed(
    place: Place, net: Net
) -> None:
    node, group = place
    bomb, mover, circle = net.server("bomb"), net.server("mover"), net.server("circle")
    packed = gzip.compress(bytes(10_000_000))
    assert len(packed) < 10_500
    _answer(bomb, written(200, packed, TYPE, "Content-Encoding: gzip"))
    _answer(mover, written(302, b"", TYPE, "Location: https://127.0.0.1/inside"))
    _answer(circle, written(302, b"", TYPE, f"Location: {circle.origin}/users/mia"))
    before = memory(node)
    for server in (bomb, mover, circle):
        follow = server.activity("Follow", f"{server.origin}/users/mia", group.uri)
        assert await server.send(node, follow) == 401
        assert len(server.asked) == 1
        # Asked again at once, it is not fetched again.
        assert await server.send(node, follow) == 401
        assert len(server.asked) == 1
    assert memory(node) - before < 30_000_000

    shown = {line["host"]: line["reason"] for line in await refusals(node)}
    assert "larger than we read" in shown[bomb.host]
    assert "127.0.0.1: not a public address" in shown[mover.host]
    assert "circle" in shown[circle.host]


def _answer(server: Server, answer: bytes) -> None:
    server.pages["/users/mia"] = lambda _: answer


async def test_a_chain_of_ten_thousand_replies_costs_a_hundred_fetches(
    place: Place, net: Net
) -> None:
    node, group = place
    server = net.server("deep")
    mia = server.person("mia")

    def link(seen: Seen) -> Said:
        number = int(seen.path.rpartition("/")[2])
        above = f"{server.origin}/chain/{number + 1}" if number < 10_000 else None
        note = server.note(mia, id=f"{server.origin}{seen.path}", inReplyTo=above)
        return say(200, note)

    server.pages["*"] = link
    last = server.note(mia, inReplyTo=f"{server.origin}/chain/1", to=[PUBLIC, group.uri])
    create = server.create(last)
    assert await server.send(node, create) == 202
    row = await until(lambda: find_post_by_uri(node.store, last["id"]), 40, why=node.log)
    fetched = [seen for seen in server.asked if seen.path.startswith("/chain/")]
    assert 50 <= len(fetched) <= 100
    assert row.reply_to_uri == f"{server.origin}/chain/1"


async def test_an_endless_collection_ends(place: Place, net: Net) -> None:
    node, _ = place
    server = net.server("endless", "lemmy")
    uri = server.person("weavers", "Group")

    def page(seen: Seen) -> Said:
        number = int(seen.path.rpartition("=")[2] or 0)
        items = [f"{server.origin}/nowhere/{number}-{n}" for n in range(20)]
        this = f"{server.origin}{seen.path}"
        following = f"{server.origin}/users/weavers/outbox?page={number + 1}"
        kind = "OrderedCollectionPage"
        return say(200, {"type": kind, "id": this, "orderedItems": items, "next": following})

    first = {"type": "OrderedCollection", "id": f"{uri}/outbox", "totalItems": 10**9}
    server.show(f"{uri}/outbox", {**first, "first": f"{uri}/outbox?page=0"})
    server.pages["*"] = lambda seen: page(seen) if "page=" in seen.path else say(404)
    weavers = await lookup.find(node.parts.reach, f"@weavers@{server.host}")
    assert isinstance(weavers, ActorRow)
    assert await backfill.community(node.parts.reach, weavers) == []
    pages = [seen for seen in server.asked if "page=" in seen.path]
    assert len(pages) <= 10
    assert len(server.asked) <= 150


@pytest.mark.parametrize("minutes", [-10, 10])
async def test_clocks_ten_minutes_apart_still_understand_each_other(
    place: Place, net: Net, minutes: int
) -> None:
    node, group = place
    server = net.server("later")
    follow = server.activity("Follow", server.person("mia"), group.uri)
    with clock.held(lambda: time.time() + 60 * minutes):
        body, actor = orjson.dumps(follow), follow["actor"]
        for scheme in (Scheme.CAVAGE, Scheme.RFC9421):
            headers = signed(node, body, actor, "/inbox", scheme)
            assert (await node.post("/inbox", body, headers)).status_code == 202
    await until(lambda: server.told("Accept"), why=node.log)
    # Theirs is the clock that is off when they read what we signed.
    with clock.held(lambda: time.time() + 60 * minutes):
        assert server.got[0].scheme


async def test_a_flood_of_bad_signatures_fetches_one_key_once(place: Place, net: Net) -> None:
    node, group = place
    server = net.server("flood")
    mia = server.person("mia")
    assert await server.send(node, server.activity("Follow", mia, group.uri)) == 202
    await until(lambda: server.told("Accept"), why=node.log)
    server.forget()

    like = orjson.dumps(server.activity("Like", mia, group.uri))
    forged = signed(node, like, mia, "/inbox", Scheme.CAVAGE)
    signature = forged["Signature"]
    forged["Signature"] = signature[:-40] + "A" * 36 + signature[-4:]
    for _ in range(300):
        assert (await node.post("/inbox", like, forged)).status_code == 401
    assert [seen.path for seen in server.asked] == ["/users/mia"]
    assert await server.send(node, server.activity("Like", mia, f"{group.uri}/x")) == 202
    shown = await refusals(node)
    assert len(shown) == 50
    assert shown[0]["host"] == server.host
    assert "signature" in shown[0]["reason"]


async def test_what_is_refused_can_be_looked_up_with_its_reason(
    town: Town, net: Net, kind: str
) -> None:
    node, group = await open_place(town, kind)
    server, other = net.server("garden"), net.server("meadow")
    gus, mia = server.person("gus"), other.person("mia")
    note = other.note(mia)
    theft = server.activity("Update", gus, note)  # of somebody else's post
    nothing = server.activity("Arrive", gus, group.uri)
    nul = server.create(server.note(gus, content="<p>a\0b</p>", summary="\0"))
    for activity in (theft, nothing, nul):
        assert await server.send(node, activity) in {202, 400}, activity
    assert await server.send(node, {**theft, "id": f"{server.origin}/\0"}) in {202, 400}
    stranger = server.activity("Follow", gus, group.uri)
    assert await server.send(node, stranger, key=ed25519_key()) == 401
    await until(node.at_rest, why=node.log)

    code, lines = await node.run("federation", "verdicts", "--activity", theft["id"])
    assert (code, lines[0]["verdict"]) == (0, "refused")
    assert lines[0]["reason"]
    code, lines = await node.run("federation", "verdicts", "--host", server.host)
    found = {line["activity"]: line for line in lines if "activity" in line}
    assert found[nothing["id"]]["verdict"] == "ignored"
    assert found[stranger["id"]]["verdict"] == "refused"
    assert all(line["reason"] for line in found.values() if line["verdict"] == "refused")
    assert "Traceback" not in node.log()
    assert State.REFUSED in {one.state for one in await inbox.list_refused(node.store, 2**62, 9)}

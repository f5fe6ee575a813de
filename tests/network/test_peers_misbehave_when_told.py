"""Servers that misbehave when we deliver: each costs little, the others never wait for it."""

import asyncio
import gzip
from functools import partial
from typing import Any

import pytest

from fedcop import clock
from fedcop.community import posts
from fedcop.community.drafts import Draft
from fedcop.store.batch import Unit
from fedcop.store.queries import outgoing
from fedcop.store.queries.outgoing import LaneState
from fedcop.store.rows import ActorRow
from fedcop.store.statements import Statement
from tests.network.fakes import TYPE, Manner, Net, Said, Seen, Server, say, written
from tests.nodes import Node, Town, until

pytestmark = pytest.mark.timeout(180)

_DAY = 86_400_000
# As it would be found after four days without an answer.
_DEAD = Statement(
    "UPDATE peer SET failures = 30, failing_since = ?, next_try = ?, last_status = 0,"
    " last_error = ?"
    " WHERE host LIKE 'gone.%'",
    (clock.now_ms() - 4 * _DAY, clock.now_ms() + _DAY, "no connection"),
)


async def joins(node: Node, group: ActorRow, *servers: Server) -> None:
    """Let somebody of each server follow, until each has its Accept."""
    for server in servers:
        follow = server.activity("Follow", server.person("mia"), group.uri)
        assert await server.send(node, follow) == 202
    await until(lambda: all(server.told("Accept") for server in servers), why=node.log)
    await until(node.at_rest, why=node.log)


async def post(node: Node, author: ActorRow, group: ActorRow) -> str:
    """Begin a thread."""
    draft = Draft(kind="Article", title="News", content="<p>n</p>", community_id=group.id)
    return (await node.do(posts.write, author, draft)).uri


def has(server: Server, *uris: str) -> bool:
    """Whether a server was told of these posts."""
    return set(uris) <= {a["object"] for a in server.told("Announce")}


async def lane_of(node: Node, server: Server) -> LaneState:
    """How the inbox of a server stands to our log."""
    lanes = await outgoing.list_all_lanes(node.store, 0)
    return next(lane for lane in lanes if lane.host == server.host)


async def queue(node: Node) -> dict[str, dict[str, Any]]:
    """What `fedcop federation queue` says, by host; nothing of those where all is well."""
    code, lines = await node.run("federation", "queue")
    assert code == 0
    return {line["host"]: line for line in lines if "host" in line}


async def peer_of(node: Node, server: Server) -> dict[str, Any]:
    """All that `fedcop federation peer` says of a server, in one."""
    code, lines = await node.run("federation", "peer", server.host)
    assert code == 0
    return {key: value for line in lines for key, value in line.items()}


Place = tuple[Node, ActorRow, ActorRow]


@pytest.fixture
async def place(town: Town, kind: str) -> Place:
    """A running node with a community."""
    node = await town.node("northwind", kind)
    ana = await node.person("ana")
    group = await node.community(ana, "handovers")
    await node.start()
    return node, ana, group


async def silence(_seen: Seen) -> Said:
    await asyncio.sleep(60)
    return say(202)


async def test_who_redirects_or_refuses_is_not_asked_again_and_nobody_is_led_astray(
    place: Place, net: Net
) -> None:
    node, ana, group = place
    mover, circle, closed = net.server("mover"), net.server("circle"), net.server("closed")
    private = net.server("private")
    await joins(node, group, mover, circle, closed)
    inside = f"http://127.0.0.1:{net.port}/private/inbox"
    mover.manner = _always(written(307, b"", TYPE, f"Location: {inside}"))
    circle.manner = _always(written(308, b"", TYPE, f"Location: {circle.origin}/inbox"))
    closed.manner = _always(say(403, {"error": "your server is not welcome"}))
    for server in (mover, circle, closed):
        server.forget()

    await post(node, ana, group)
    for server in (mover, circle, closed):
        await until(partial(_refused_twice, node, server), why=node.log)
        assert (await peer_of(node, server))["refused"] == 2
        assert server.tried == 2  # the post of its author, and the word of the community
        assert f"{server.origin}/inbox refused entry" in node.log()
    assert not private.asked
    assert private.tried == 0


async def test_who_is_slow_or_talks_nonsense_rests_and_nobody_waits_for_it(
    place: Place, net: Net
) -> None:
    node, ana, group = place
    good, slow, garbage = net.server("good"), net.server("slow"), net.server("garbage")
    bomb, busy = net.server("bomb"), net.server("busy")
    everybody = (good, slow, garbage, bomb, busy)
    await joins(node, group, *everybody)
    packed = gzip.compress(bytes(10_000_000))
    assert len(packed) < 10_500
    slow.manner = silence
    garbage.manner = _always(b"\x00\xff\x00 this is not HTTP\r\n\r\n")
    bomb.manner = _always(written(500, packed, TYPE))
    busy.manner = _always(written(429, b"", TYPE, "Retry-After: 7200"))
    for server in everybody:
        server.forget()

    uri = await post(node, ana, group)
    await until(lambda: has(good, uri), why=node.log)
    assert f"{slow.host}: " not in node.log()  # nobody has waited for it
    reasons = ((garbage, "not HTTP"), (bomb, "500"), (busy, "429"), (slow, "answer in time"))
    for server, _ in reasons:
        await until(partial(_fails, node, server), 30, why=node.log)
        assert f"{server.host}: " in node.log()
        assert server.tried <= 8  # two things, a few tries each
    assert busy.tried <= 2
    shown = await queue(node)
    for server, reason in reasons:
        assert shown[server.host]["behind"] > 0
        assert reason in shown[server.host]["error"]
        assert shown[server.host]["failing_since"]
    assert good.host not in shown

    # Well again: everything comes, at once when an admin asks for it.
    for server in (busy, garbage, bomb):
        server.manner = None
        assert (await node.run("federation", "retry", server.host))[0] == 0
    await until(lambda: all(has(s, uri) for s in (busy, garbage, bomb)), 30, why=node.log)
    assert "Traceback" not in node.log()


def _always(answer: Said | bytes) -> Manner:
    return lambda _: answer


async def _refused_twice(node: Node, server: Server) -> bool:
    return (await lane_of(node, server)).refused == 2


async def _fails(node: Node, server: Server) -> bool:
    return (await lane_of(node, server)).failing_since > 0


async def test_a_server_that_was_down_for_days_costs_nothing_and_reads_on(
    place: Place, net: Net
) -> None:
    node, ana, group = place
    good, gone = net.server("good"), net.server("gone")
    await joins(node, group, good, gone)
    await node.stop()
    unit = Unit(node.store)
    unit.add(_DEAD)
    await unit.commit()
    await node.start()
    gone.forget()
    uris = [await post(node, ana, group) for _ in range(3)]
    await until(lambda: has(good, *uris), why=node.log)
    assert gone.tried == 0
    lane = (await queue(node))[gone.host]
    assert (lane["error"], lane["behind"] > 0) == ("no connection", True)
    assert lane["next_try"] > lane["failing_since"]

    # The first sign of life: everything comes, in order.
    like = gone.activity("Like", f"{gone.origin}/users/mia", uris[0])
    assert await gone.send(node, like) == 202
    await until(lambda: has(gone, *uris), why=node.log)
    await until(lambda: _well(node, gone), why=node.log)


async def _well(node: Node, server: Server) -> bool:
    lane = await lane_of(node, server)
    return not (lane.stuck or lane.failing_since)

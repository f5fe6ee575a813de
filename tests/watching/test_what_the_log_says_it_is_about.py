"""The log names what each line is about: the request, the activity that came, the one that went."""

import json
from typing import Any

import pytest

from tests.network import fakes
from tests.nodes import Node, Town, until


def lines(node: Node) -> list[dict[str, Any]]:
    """The lines of a node's log so far."""
    return [json.loads(line) for line in node.log().splitlines() if line.startswith("{")]


def about(node: Node, word: str) -> list[dict[str, Any]]:
    return [line for line in lines(node) if word in line["message"]]


@pytest.mark.timeout(120)
async def test_what_comes_and_what_fails_to_go_is_logged_with_its_activity(
    town: Town, net: fakes.Net, kind: str
) -> None:
    node = await town.node("northwind", kind, log_format="json", log_level="debug")
    group = await node.community(await node.person("ana"), "handovers")
    await node.start()
    garden = net.server("garden", "lemmy")
    garden.manner = lambda _seen: fakes.say(403, {"error": "not from you"})
    follow = garden.activity("Follow", garden.person("gus"), group.uri)
    assert await garden.send(node, follow) == 202
    await until(lambda: about(node, "refused entry"), why=node.log)

    kept = about(node, f"kept {follow['id']}")
    assert len(kept) == 1
    assert len(kept[0]["request"]) == 8
    refused = about(node, "refused entry")[0]
    assert refused["activity"].startswith(f"{node.origin}/activities/")
    assert "not from you" in refused["message"]


@pytest.mark.timeout(120)
async def test_what_was_turned_away_is_logged_with_its_request(town: Town, net: fakes.Net) -> None:
    node = await town.node("northwind", "sqlite", log_format="json", log_level="debug")
    await node.start()
    gus = net.server("garden", "lemmy").person("gus")
    body = json.dumps({"id": f"{gus}/likes/1", "type": "Like", "actor": gus, "object": gus})
    answer = await node.post("/inbox", body.encode(), {"Content-Type": fakes.TYPE})
    assert answer.status_code == 401
    await until(lambda: about(node, "turned away"), why=node.log)
    line = about(node, "turned away")[0]
    assert f"{gus}/likes/1" in line["message"]
    assert len(line["request"]) == 8

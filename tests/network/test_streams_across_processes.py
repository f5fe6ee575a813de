"""Whatever process something happens in, all who listen to any process hear of it."""

import asyncio
import json
import shutil
from contextlib import asynccontextmanager

import httpx
import pytest
from websockets.asyncio.client import connect

from fedcop import clock
from fedcop.community import oauth
from fedcop.community.perform import perform
from fedcop.store.batch import Unit
from fedcop.store.queries import apps
from fedcop.store.rows import AppRow
from tests.builders import let_follow
from tests.network.streams import Ear
from tests.nodes import SERVE, WEB, WORKER, Node, free_port

# Much less than the minute after which a process looks by itself who may listen.
PATIENCE = 20.0
SECRET = "only-for-this-test"


async def _app(unit):
    now = clock.now_ms()
    hashed = oauth.hash_secret(SECRET)
    row = AppRow(1, "phone", hashed, "Phone", "", "urn:none", "read write", now, now)
    unit.add(apps.insert_app(row))
    return row


async def _token(unit: Unit, app, actor):
    return oauth.issue(unit, app, actor.id, "read write")


class Side:
    """A web process of a node, as apps reach it."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.url = f"127.0.0.1:{node.port}"

    @asynccontextmanager
    async def ear(self, secret):
        headers = {"Authorization": f"Bearer {secret}"}
        url = f"ws://{self.url}/api/v1/streaming?stream=user"
        async with connect(url, additional_headers=headers) as socket:
            ear = Ear(socket)
            await ear.say(type="subscribe", stream="no such stream")
            while (await ear.next(PATIENCE)).get("error") != "Unknown stream type":
                pass
            yield ear

    async def post(self, secret, path, **fields):
        headers = {"Authorization": f"Bearer {secret}", "Host": self.node.host}
        async with httpx.AsyncClient(headers=headers, timeout=PATIENCE) as client:
            answer = await client.post(f"http://{self.url}{path}", json=fields)
        assert answer.status_code == 200, answer.text
        return answer.json()


async def beside(node: Node) -> Node:
    """One more web process of the same node, on a port of its own."""
    folder = node.folder.parent / "beside"
    shutil.copytree(node.folder, folder)
    other = Node(node.name, free_port(), folder, node.database)
    with other.config.open("a") as config:
        config.write(f"bind_port = {other.port}\n")
    await other.start(WEB)
    return other


@pytest.fixture
async def people(town, kind):
    """A node on which bob follows ann, with a token of each."""
    node = await town.node("northwind", kind)
    app = await perform(node.store, _app)
    ann, bob = await node.person("ann"), await node.person("bob")
    await let_follow(node.store, bob, ann)
    tokens = [(await perform(node.store, _token, app, who)).secret for who in (ann, bob)]
    return node, *tokens


async def _ends(ear: Ear) -> None:
    async with asyncio.timeout(PATIENCE):
        await ear.socket.wait_closed()


async def _hears(ear: Ear, event: str) -> object:
    while (heard := await ear.next(PATIENCE))["event"] != event:
        pass
    return json.loads(heard["payload"])


@pytest.mark.timeout(180)
@pytest.mark.parametrize("kind", ["postgresql"])  # one process alone serves SQLite
async def test_each_web_process_hears_what_happens_in_another(people):
    node, ann, bob = people
    await node.start(WEB, WORKER)
    other = await beside(node)
    try:
        one, two = Side(node), Side(other)
        async with one.ear(bob) as first, two.ear(bob) as second:
            for side in (one, two):
                said = await side.post(ann, "/api/v1/statuses", status="Wool")
                for ear in (first, second):
                    assert (await _hears(ear, "update"))["id"] == said["id"]
            own = await two.post(bob, "/api/v1/statuses", status="Linen")
            await one.post(ann, f"/api/v1/statuses/{own['id']}/favourite")
            for ear in (first, second):
                assert (await _hears(ear, "notification"))["type"] == "favourite"
            words = {"client_id": "phone", "client_secret": SECRET, "token": bob}
            await two.post(bob, "/oauth/revoke", **words)
            await _ends(first)
            await _ends(second)
    finally:
        await other.stop()


@pytest.mark.timeout(180)
async def test_what_the_operator_does_beside_a_running_node_reaches_its_streams(people):
    node, ann, bob = people
    await node.start()
    side = Side(node)
    async with side.ear(bob) as ear:
        said = await side.post(ann, "/api/v1/statuses", status="Wool")
        assert (await _hears(ear, "update"))["id"] == said["id"]
        code, _ = await node.run("--yes", "user", "disable", "bob")
        assert code == 0
        await _ends(ear)
    assert node.runs(SERVE) or node.runs(WEB)

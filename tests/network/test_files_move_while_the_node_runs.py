"""Files go from the folder to a bucket and back while a node serves and takes uploads."""

import asyncio
import os
import secrets
import signal
import sys

import httpx
import pytest

from fedcop.community import moving_files
from fedcop.errors import Misconfigured, Unavailable
from fedcop.store.queries.moving import find_moving
from tests import buckets
from tests.api.rig import ALL, _issue, _register
from tests.corpus import ROOT
from tests.nodes import SERVE


@pytest.fixture
async def s3(tmp_path):
    async with buckets.opened(tmp_path / "s3") as server:
        yield server


def _body():
    return b"%PDF-1.4\n" + secrets.token_bytes(20_000)


class Sender:
    """Somebody who sends files to a running node, and reads them again."""

    def __init__(self, node, token):
        self.node = node
        headers = {"Authorization": f"Bearer {token}", "Host": node.host}
        base = f"http://127.0.0.1:{node.port}"
        self.client = httpx.AsyncClient(base_url=base, headers=headers, timeout=30)
        self.sent = {}
        self.failed = []

    async def send(self):
        body = _body()
        files = {"file": ("a.pdf", body, "application/pdf")}
        answer = await self.client.post("/api/v2/media", files=files)
        if answer.status_code == 200:
            self.sent[answer.json()["url"].partition(self.node.origin)[2]] = body
        else:
            self.failed.append(f"{answer.status_code}: {answer.text}")

    async def begin(self, count):
        for _ in range(count):
            await self.send()
        assert self.failed == []

    async def read_all(self):
        """Say which files cannot be read as they were sent."""
        wrong = []
        for path, body in self.sent.items():
            answer = await self.client.get(path)
            if answer.content != body:
                wrong.append((path, answer.status_code))
        return wrong

    async def go_on(self, stop):
        while not stop.is_set():
            await self.send()
            if wrong := await self.read_all():
                self.failed.append(str(wrong))


async def _sender(node):
    row = await node.do(_register)
    granted = await node.do(_issue, row, await node.person("ada"), ALL)
    return Sender(node, granted.secret)


async def _all_in(place):
    return [one.name async for one in place.list_names()]


async def test_a_node_serves_and_takes_files_while_they_move_there_and_back(
    town, kind, s3, monkeypatch
):
    node = await town.node("northwind", kind, client_limits=["media=100000"], **s3.settings)
    await node.start(SERVE)
    ada = await _sender(node)
    await ada.begin(15)
    folder = node.parts.files.places["folder"]
    bucket = node.parts.files.places["s3"]
    assert len(await _all_in(folder)) == 15
    stop = asyncio.Event()
    going_on = asyncio.create_task(ada.go_on(stop))
    code, said = await node.run("media", "move-to-s3", "--yes")
    assert code == 0, said
    assert said[-1]["files"] >= 15
    stop.set()
    await going_on
    assert ada.failed == []
    names = await _all_in(bucket)
    assert len(names) == len(ada.sent) > 15
    for name in await _all_in(folder):
        folder.path_of(name).unlink()  # what is in the old place is needed no more
    assert await ada.read_all() == []
    await ada.send()
    # And back
    monkeypatch.setitem(moving_files.GRACE, "s3", 0.0)
    moved = await moving_files.move(node.store, node.parts.files, "folder", lambda _: None)
    assert moved.copied == len(ada.sent)
    await asyncio.sleep(2.1)
    for name in await _all_in(bucket):
        await bucket.drop(name)
    assert await ada.read_all() == []
    await ada.send()
    assert await _all_in(bucket) == []
    assert ada.failed == []
    await ada.client.aclose()


async def test_a_move_that_is_killed_goes_on_and_nothing_is_lost(town, s3):
    node = await town.node("northwind", "sqlite", client_limits=["media=100000"], **s3.settings)
    await node.start(SERVE)
    ada = await _sender(node)
    folder = node.parts.files.places["folder"]
    for _ in range(5):
        await ada.send()
    for _ in range(400):
        await node.parts.files.put(_body())
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "fedcop", "--config", str(node.config)),
        *("media", "move-to-s3", "--yes", "--json"),
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if not k.startswith("FEDCOP_")},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    while True:
        await asyncio.sleep(0.01)
        moving = await find_moving(node.store)
        if moving is not None and moving.after:
            break
    process.send_signal(signal.SIGKILL)
    await process.wait()
    assert not moving.done
    await ada.send()
    assert await ada.read_all() == []
    code, said = await node.run("media", "move-to-s3", "--yes")
    assert code == 0
    assert 0 < said[-1]["files"] < 405
    there = set(await _all_in(node.parts.files.places["s3"]))
    assert set(await _all_in(folder)) <= there
    assert len(there) == 406
    assert await ada.read_all() == []
    moving = await find_moving(node.store)
    assert moving is not None
    assert moving.done
    await ada.client.aclose()


async def test_a_bucket_that_refuses_stops_the_move_and_it_goes_on_later(town, s3):
    node = await town.node("northwind", "sqlite", **s3.settings)
    for _ in range(3):
        await node.parts.files.put(_body())
    await s3.stop()
    with pytest.raises(Unavailable):
        await moving_files.move(node.store, node.parts.files, "s3", lambda _: None, 0)
    code, said = await node.run("media", "move-to-s3", "--yes")
    assert code == 1
    assert "takes no connections" in said[-1]["error"]
    assert "begin again, it goes on" in said[-1]["error"]
    await s3.start()
    moved = await moving_files.move(node.store, node.parts.files, "s3", lambda _: None, 0)
    assert moved.copied == 3


async def test_a_file_that_is_not_what_its_name_says_stays_and_is_counted(town, s3):
    node = await town.node("northwind", "sqlite", **s3.settings)
    name = await node.parts.files.put(b"as it was")
    node.parts.files.path_of(name).write_bytes(b"as it is.")
    moved = await moving_files.move(node.store, node.parts.files, "s3", lambda _: None, 0)
    assert moved.damaged == {name}
    assert await _all_in(node.parts.files.places["s3"]) == []


async def test_without_a_bucket_there_is_nowhere_to_go(town):
    node = await town.node("northwind", "sqlite")
    with pytest.raises(Misconfigured, match="s3_bucket"):
        await moving_files.move(node.store, node.parts.files, "s3", lambda _: None, 0)

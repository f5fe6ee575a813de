"""systemd learns when a node is ready and when it ends, so that whatever needs it waits."""

import asyncio
import os
import signal
import socket  # noqa: TID251 - what systemd listens with
import sys
from pathlib import Path

import pytest

from fedcop.transport.notify import READY, STOPPING, tell_systemd
from tests.corpus import ROOT
from tests.nodes import Town
from tests.nursery import die_with_the_test


@pytest.mark.timeout(120)
async def test_a_served_node_says_when_it_is_ready_and_when_it_stops(tmp_path: Path) -> None:
    town = Town(tmp_path / "town")
    node = await town.node("northwind", "sqlite")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "told"))
        listener.setblocking(False)
        loop = asyncio.get_running_loop()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "fedcop", "--config", str(node.config), "serve"),
            cwd=ROOT,
            env={**os.environ, "NOTIFY_SOCKET": str(tmp_path / "told")},
            stderr=asyncio.subprocess.DEVNULL,
            preexec_fn=die_with_the_test,
        )
        assert await asyncio.wait_for(loop.sock_recv(listener, 100), 60) == READY
        assert (await node.get("/healthz")).status_code == 200
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(loop.sock_recv(listener, 100), 60) == STOPPING
        assert await process.wait() == 0
    await town.close()


def test_nobody_is_told_where_nobody_asked_or_listens(tmp_path: Path) -> None:
    tell_systemd(READY, {})
    tell_systemd(READY, {"NOTIFY_SOCKET": str(tmp_path / "nobody")})
    tell_systemd(READY, {"NOTIFY_SOCKET": "@nobody-is-there"})

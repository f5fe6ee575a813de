"""A node is backed up while it runs and restored elsewhere: it keeps what comes and says nothing
before it is released; then it goes on where it was, with the same keys."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pyrage
import pytest

from fedcop.assembly import open_parts
from fedcop.community import posts
from fedcop.community.drafts import Draft
from tests import databases
from tests.network.fakes import Net
from tests.nodes import Node, Town, until


async def restored(node: Node, made: str, identity: Path, into: Path, database: str) -> Node:
    """Restore a set by the command line, as another folder on another machine would have it."""
    words = ["backup", "restore", made, "--identity", str(identity), "--into", str(into)]
    code, lines = await node.run(*words, *(("--database", database) if database else ()))
    assert code == 0, lines
    assert lines[-1]["quarantine"] is True
    again = Node(node.name, node.port, into, database or f"sqlite:///{into}/data/fedcop.db")
    again.parts = await open_parts(again.settings, beside=True)
    again.store = again.parts.store
    again._outside = node._outside
    return again


@pytest.mark.timeout(300)
async def test_a_restored_node_is_quiet_until_it_is_released(  # noqa: PLR0915 - one story
    town: Town, net: Net, kind: str, tmp_path: Path
) -> None:
    key = pyrage.x25519.Identity.generate()
    identity = tmp_path / "identity.txt"
    identity.write_text(f"{key}\n")
    node = await town.node("northwind", kind, backup_recipient=str(key.to_public()))
    ana = await node.person("ana")
    await node.start()
    garden = net.server("garden")
    gus = garden.person("gus")
    assert await garden.send(node, garden.activity("Follow", gus, node.origin + "/u/ana")) == 202
    await until(lambda: garden.told("Accept"), why=node.log)
    before = await node.do(posts.write, ana, Draft(source="before the backup"))
    await until(lambda: len(garden.told("Create")) == 1, why=node.log)

    code, lines = await node.run("backup", "create")
    assert code == 0
    made = lines[-1]["set"]
    words = ("--database", databases.server_url()) if kind == "postgresql" else ()
    code, lines = await node.run("backup", "verify", made, "--identity", str(identity), *words)
    assert code == 0, lines
    assert lines[-1]["well"] is True
    lost = await node.do(posts.write, ana, Draft(source="after the backup"))
    await until(lambda: len(garden.told("Create")) == 2, why=node.log)
    await node.stop()
    garden.forget()

    async with AsyncExitStack() as stack:
        database = ""
        if kind == "postgresql":
            database = await stack.enter_async_context(databases.fresh(kind, tmp_path))
        again = await restored(node, made, identity, tmp_path / "elsewhere", database)
        stack.push_async_callback(again.parts.close)
        await again.start()
        stack.push_async_callback(again.stop)
        await _is_quiet(again, garden, gus, before.id, lost.id)
        code, lines = await again.run("backup", "release", "--yes")
        assert code == 0, lines
        await until(lambda: garden.told("Create"), 30, why=again.log)
        await until(again.at_rest, 30, why=again.log)
        assert all(seen.scheme for seen in garden.got if seen.method == "POST")
        ready = (await again.get("/readyz")).json()
        assert "quarantine" not in ready
        assert ready["ready"] is True


async def _is_quiet(again: Node, garden, gus: str, before: int, lost: int) -> None:
    assert await again.number("SELECT count(*) FROM post WHERE id = ?", before) == 1
    assert await again.number("SELECT count(*) FROM post WHERE id = ?", lost) == 0
    await again.do(posts.write, await again.known("ana"), Draft(source="said in quarantine"))
    like = garden.activity("Like", gus, f"{again.origin}/n/{before}")
    assert await garden.send(again, like) == 202
    await asyncio.sleep(4)
    assert garden.got == []
    assert await again.number("SELECT count(*) FROM inbox_message WHERE state = 0") == 1
    ready = (await again.get("/readyz")).json()
    assert ready["ready"] is True
    assert "nothing leaves" in ready["quarantine"]
    assert "this node was restored and is in quarantine" in again.log()

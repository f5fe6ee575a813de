"""`fedcop upgrade` on a node as it was at schema 0013: it is backed up, carried over and served;
killed wherever it is, it goes on; and it goes back."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import orjson
import pytest

from fedcop.keeping import on_postgresql, on_sqlite
from fedcop.store.migrate import pending
from fedcop.store.verify import verify
from tests.corpus import ROOT
from tests.databases import KINDS, server_url
from tests.nodes import free_port
from tests.upgrade.frozen import Frozen, thaw

pytestmark = pytest.mark.timeout(400)
# Where it is killed: in the backup, when that is verified, between migrations, at the end.
MOMENTS = (1.0, 2.5, 4.5, 7.0)


@pytest.fixture(params=KINDS)
async def old(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Frozen]:
    """An old node, thawed."""
    name = f"fedcop_upgraded_{os.getpid()}"
    yield await thaw(request.param, tmp_path / "node", name)
    if request.param == "postgresql":
        admin = await asyncpg.connect(server_url())
        await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await admin.close()


async def begin(old: Frozen, *words: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "fedcop", "--config", str(old.folder / "fedcop.toml")),
        *words,
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if not k.startswith("FEDCOP_")},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


async def fedcop(old: Frozen, *words: str, code: int = 0) -> list[dict[str, Any]]:
    process = await begin(old, "--json", *words)
    out, _ = await process.communicate()
    assert process.returncode == code, out.decode()
    return [orjson.loads(line) for line in out.splitlines()]


async def counts(old: Frozen) -> dict[str, int]:
    if old.kind == "postgresql":
        return await on_postgresql.count_tables(old.url)
    with on_sqlite.read_running(Path(old.url.removeprefix("sqlite:///"))) as link:
        return on_sqlite.count_rows(link)


async def test_it_is_looked_at_run_served_and_taken_back(old: Frozen) -> None:
    before = await counts(old)
    said = (await fedcop(old, "upgrade", "check"))[-1]
    assert said["waiting"] > 0
    assert said["rows"] == sum(before.values())
    assert said["needed"] > 0

    lines = await fedcop(old, "upgrade", "run")
    assert lines[-1]["migrations"] == said["waiting"]
    assert any(str(line.get("done")).startswith("verified: ") for line in lines)
    after = await counts(old)
    assert {table: after[table] for table in before} == before
    assert await verify(old.url) == []
    await _is_served(old)
    assert (await fedcop(old, "upgrade", "run"))[-1]["migrations"] == 0

    await fedcop(old, "upgrade", "rollback", code=4)
    assert await pending(old.url) == []
    back = (await fedcop(old, "upgrade", "rollback", "--yes"))[-1]
    assert back["level"] == "0013_directory"
    assert len(await pending(old.url)) == said["waiting"]
    again = await counts(old)
    assert again.keys() == before.keys()
    assert {t: n for t, n in again.items() if t not in {"node_value", "ring"}} == {
        t: n for t, n in before.items() if t not in {"node_value", "ring"}
    }


async def _is_served(old: Frozen) -> None:
    """Serve the node, as its operator would next, and ask for one of its actors."""
    port = free_port()
    config = old.folder / "fedcop.toml"
    text = config.read_text()
    config.write_text(f"{text}bind_port = {port}\n")
    verb = "serve" if old.kind == "sqlite" else "web"
    process = await begin(old, verb)
    try:
        async with httpx.AsyncClient(timeout=5) as client:
            for _ in range(600):
                try:
                    answer = await client.get(
                        f"http://127.0.0.1:{port}/actor",
                        headers={
                            "Accept": "application/activity+json",
                            "Host": "northwind.localhost:8701",
                        },
                    )
                    break
                except httpx.TransportError:
                    await asyncio.sleep(0.1)
            assert answer.status_code == 200
            assert answer.json()["id"] == "http://northwind.localhost:8701/actor"
    finally:
        process.terminate()
        await process.communicate()
        config.write_text(text)


async def test_killed_wherever_it_is_it_goes_on(old: Frozen) -> None:
    before = await counts(old)
    for seconds in MOMENTS:
        process = await begin(old, "upgrade", "run")
        try:
            await asyncio.wait_for(process.wait(), seconds)
        except TimeoutError:
            process.kill()
            await process.wait()
        now = await counts(old)
        assert {table: now[table] for table in before} == before
    await fedcop(old, "upgrade", "run")
    assert await pending(old.url) == []
    assert await verify(old.url) == []
    after = await counts(old)
    assert {table: after[table] for table in before} == before


async def test_it_is_not_run_beside_the_node(old: Frozen) -> None:
    if old.kind == "postgresql":
        async with on_postgresql.connected(old.url) as link:
            await link.execute("SELECT pg_advisory_lock(70337, 5)")
            said = await fedcop(old, "upgrade", "run", code=1)
            assert "at work" in said[-1]["error"]
        return
    lock = old.folder / "data" / "serve.lock"
    holder = await asyncio.create_subprocess_exec("flock", str(lock), "sleep", "30")
    await asyncio.sleep(0.3)
    try:
        said = await fedcop(old, "upgrade", "run", code=5)
        assert "served" in said[-1]["error"]
    finally:
        holder.kill()
        await holder.wait()

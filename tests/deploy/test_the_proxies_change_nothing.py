"""The settings of nginx and Caddy that we ship pass on every byte that peers sign."""

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from fedcop.cli.proxied import see_proxy
from fedcop.errors import FedcopError
from tests.corpus import ROOT
from tests.deploy.layout import Layout
from tests.nodes import Node, Town, free_port, until
from tests.nursery import die_with_the_test

NO_CADDY = "caddy: there is none here; `apt-get install caddy`"
FILES = ("Caddyfile", "compose.Caddyfile")


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """Nodes of one's own; they end with the test."""
    opened = Town(tmp_path / "town")
    try:
        yield opened
    finally:
        await opened.close()


def caddy_settings(name: str, node: Node, behind: int) -> str:
    """Fill in a file that we ship: the name, the port behind, and no certificate."""
    text = (ROOT / "deploy" / name).read_text()
    text, count = re.subn(r"(?m)^(cop\.example|\{\$COP_HOST\}) \{$", f"http://{node.host} {{", text)
    assert count == 1
    text, count = re.subn(
        r"(?m)^\treverse_proxy (127\.0\.0\.1:8000|\{\$COP_NODES\}) ",
        f"\treverse_proxy 127.0.0.1:{behind} ",
        text,
    )
    assert count == 1
    return f"{{\n\tadmin off\n\tauto_https off\n}}\n{text}"


@asynccontextmanager
async def caddy(name: str, node: Node, behind: int, folder: Path) -> AsyncIterator[None]:
    """Run Caddy with a file that we ship."""
    binary = shutil.which("caddy")
    if binary is None:
        pytest.skip(NO_CADDY)
    file, log = folder / name, folder / "caddy.log"
    file.write_text(caddy_settings(name, node, behind))
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            *(binary, "run", "--config", str(file), "--adapter", "caddyfile"),
            stdout=out,
            stderr=out,
            env={"HOME": str(folder), "PATH": os.environ["PATH"]},
            preexec_fn=die_with_the_test,
        )
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def passes(node: Node, why: Path) -> None:
    """Wait until whatever stands in front answers, and see that it changes nothing."""

    async def there() -> str:
        try:
            return await see_proxy(node.parts)
        except FedcopError as error:
            return "" if "no connection" in error.safe else error.safe

    said = await until(there, why=why.read_text)
    assert said == "requests arrive as they were sent"


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", FILES)
async def test_caddy(name: str, town: Town, tmp_path: Path) -> None:
    behind = free_port()
    node = await town.node("northwind", "sqlite", bind_port=behind)
    await node.start()
    async with caddy(name, node, behind, tmp_path):
        await passes(node, tmp_path / "caddy.log")


@pytest.mark.timeout(120)
async def test_nginx(town: Town, tmp_path: Path) -> None:
    behind = free_port()
    node = await town.node("northwind", "sqlite", bind_port=behind)
    await node.start()
    layout = Layout(node, tmp_path, ports={"web-1": behind})
    try:
        await layout.start_nginx()
        await passes(node, tmp_path / "nginx" / "error.log")
    finally:
        await layout.stop()

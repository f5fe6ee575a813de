"""A node of the demo, on either database, with files and a recipient for its backups."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pyrage
import pytest

from fedcop.store.migrate import migrate
from tests.databases import KINDS, database_in, server_url
from tests.keeping.rig import Kept
from tests.upgrade.frozen import thaw


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Either database."""
    return str(request.param)


@pytest.fixture(scope="session")
def thawed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The nodes that were laid out and brought to this version, once for all tests."""
    return {"": tmp_path_factory.mktemp("thawed")}


@pytest.fixture
async def kept(kind: str, thawed: dict[str, Path], tmp_path: Path) -> AsyncIterator[Kept]:
    """A node with a past, at this version."""
    template, name = f"fedcop_thawed_{os.getpid()}", f"fedcop_kept_{os.getpid()}"
    if kind not in thawed:
        frozen = await thaw(kind, thawed[""] / kind, template)
        await migrate(frozen.url)
        thawed[kind] = frozen.folder
    folder = tmp_path / "node"
    await asyncio.to_thread(shutil.copytree, thawed[kind], folder)
    url = f"sqlite:///{folder / 'data' / 'fedcop.db'}"
    config = folder / "fedcop.toml"
    text = config.read_text()
    if kind == "postgresql":
        url = database_in(server_url(), name)
        text = text.replace(template, name)
        await _admin(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    identity = pyrage.x25519.Identity.generate()
    key = tmp_path / "identity.txt"
    key.write_text(f"{identity}\n")
    config.write_text(f'{text}backup_recipient = "{identity.to_public()}"\n')
    elsewhere = database_in(server_url(), f"{name}_elsewhere") if kind == "postgresql" else ""
    yield Kept(kind, folder, url, key, elsewhere)
    if kind == "postgresql":
        for one in (name, f"{name}_elsewhere"):
            await _admin(f'DROP DATABASE IF EXISTS "{one}" WITH (FORCE)')


async def _admin(sql: str) -> None:
    admin = await asyncpg.connect(server_url())
    await admin.execute(sql)
    await admin.close()

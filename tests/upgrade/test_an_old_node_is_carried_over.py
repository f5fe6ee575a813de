"""A node as it stood at schema 0013 goes on with every row it had, and signs with the same keys."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from fedcop import settings as house
from fedcop.assembly import open_parts
from fedcop.store.backend import Backend
from fedcop.store.connection import open_backend
from fedcop.store.migrate import migrate, pending
from fedcop.store.verify import verify
from tests.databases import KINDS, server_url
from tests.upgrade.frozen import Frozen, thaw

# As they were when it was put away.
_AT_FIRST = {
    "account": 8,
    "actor": 31,
    "actor_key": 62,
    "adoption": 9,
    "artifact": 24,
    "artifact_revision": 26,
    "endorsement": 7,
    "meeting": 8,
    "question": 14,
    "review": 20,
    "rsvp": 11,
}


@pytest.fixture(params=KINDS)
async def old(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Frozen]:
    """An old node, thawed."""
    name = f"fedcop_frozen_{os.getpid()}"
    yield await thaw(request.param, tmp_path / "node", name)
    if request.param == "postgresql":
        admin = await asyncpg.connect(server_url())
        await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await admin.close()


async def _count(backend: Backend, table: str) -> int:
    rows = await backend.read(f"SELECT count(*) FROM {table}", ())
    return int(rows[0][0])


async def test_no_row_is_lost(old: Frozen) -> None:
    before = await open_backend(old.url, beside=True)
    counts = {table: await _count(before, table) for table in (*_AT_FIRST, "post", "log_entry")}
    await before.close()
    assert {table: counts[table] for table in _AT_FIRST} == _AT_FIRST
    assert counts["post"] > 100

    await migrate(old.url)

    assert await pending(old.url) == []
    after = await open_backend(old.url, beside=True)
    assert {table: await _count(after, table) for table in counts} == counts
    await after.close()
    assert await verify(old.url) == []


async def test_its_actors_sign_with_the_keys_they_had(old: Frozen) -> None:
    await migrate(old.url)
    parts = await open_parts(house.load(old.folder / "fedcop.toml", {}), beside=True)
    try:
        rows = await parts.store.backend.read(
            "SELECT a.id, k.public FROM actor a JOIN actor_key k ON k.actor_id = a.id"
            " WHERE a.host = '' AND k.algorithm = 'rsa'",
            (),
        )
        assert len(rows) > 8
        for actor, public in rows:
            signer = await parts.keyring.signer(int(actor))
            assert signer.key.public.to_pem() == public
    finally:
        await parts.close()

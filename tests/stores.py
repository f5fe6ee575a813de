"""The `store` fixture: a migrated, empty database of each kind, open."""

from collections.abc import AsyncIterator

import pytest

from fedcop.store.batch import Store
from fedcop.store.connection import open_backend
from fedcop.uris import Uris

ORIGIN = "https://cop.example"


async def open_store(url: str, origin: str = ORIGIN) -> Store:
    """Open a store on a migrated database."""
    return Store(await open_backend(url), Uris(origin))


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """An empty store, once on SQLite and once on PostgreSQL."""
    opened = await open_store(database_url)
    yield opened
    await opened.close()

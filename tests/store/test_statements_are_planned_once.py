"""What is asked often is planned once, although an index stands under a condition."""

import sqlite3

import pytest

from fedcop.store.batch import Store
from fedcop.store.connection import open_backend
from fedcop.store.queries import actors, communities
from fedcop.uris import Uris

COUNTED = "SELECT sql, run FROM sqlite_stmt WHERE reprep > 0"


@pytest.fixture
async def sqlite(sqlite_url):
    opened = Store(await open_backend(sqlite_url), Uris("https://cop.example"))
    yield opened
    await opened.close()


def can_count():
    options = sqlite3.connect(":memory:").execute("PRAGMA compile_options").fetchall()
    return ("ENABLE_STMTVTAB",) in options


@pytest.mark.skipif(not can_count(), reason="this SQLite does not count how often it plans")
async def test_handles_are_searched_for_without_planning_anew(sqlite):
    for name in ("ada", "grace", "linus"):
        await communities.find_community_by_name(sqlite, name)
        await communities.find_community_by_name(sqlite, name, "far.example")
        await actors.find_remote_actor(sqlite, name, "far.example")
    assert list(await sqlite.read(COUNTED)) == []

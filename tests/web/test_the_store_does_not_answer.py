"""While the database is away, people read that on a page, and when to try again."""

from contextlib import asynccontextmanager

import asyncpg
import pytest

from fedcop.community import quarantine
from fedcop.errors import Unavailable
from fedcop.store import postgresql
from tests.web.admin.standing import change
from tests.web.rig import open_house

_TABLES = ("session", "actor", "node_value")


@pytest.fixture
async def house(settings, monkeypatch):
    """A node that notices soon that its database keeps it waiting."""
    monkeypatch.setattr(quarantine, "_FRESH_SECONDS", 0.0)  # as it is a few seconds later
    monkeypatch.setattr(postgresql, "_READ_MS", 300)
    async with open_house(settings) as opened:
        yield opened


@pytest.fixture
async def member(house, settings):
    """Somebody who is signed in, while nobody can be looked up."""
    _, browser = await house.person("ana")
    away = _locked if settings.database.startswith("postgres") else _missing
    async with away(house.store, settings.database):
        yield browser


@asynccontextmanager
async def _locked(_, url):
    link = await asyncpg.connect(url)
    async with link.transaction():
        await link.execute(f"LOCK TABLE {', '.join(_TABLES)} IN ACCESS EXCLUSIVE MODE")
        yield
    await link.close()


@asynccontextmanager
async def _missing(store, _):
    for table in _TABLES:
        await change(store, f"ALTER TABLE {table} RENAME TO {table}_away")
    yield
    for table in _TABLES:
        await change(store, f"ALTER TABLE {table}_away RENAME TO {table}")


def _says_so(answer):
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "<h1" in answer.text


@pytest.mark.parametrize("path", ["/home", "/signin", "/c/handovers", "/no/such/page"])
async def test_a_member_reads_it(member, path):
    _says_so(await member.get(path))


async def test_a_guest_reads_it_where_something_is_looked_up(house, member):
    _says_so(await house.guest().get("/c/handovers"))


async def test_a_guest_is_told_that_nothing_is_there_all_the_same(house, member):
    assert (await house.guest().get("/no/such/page")).status_code == 404


async def test_it_is_asked_once_in_a_while_whether_the_node_is_quiet():
    asked = []

    class Away:
        async def read(self, *words):
            asked.append(words)
            raise Unavailable("the database took too long")

    watch = quarantine.Watch()
    assert [await watch.is_silent(Away()) for _ in range(3)] == [False] * 3
    assert len(asked) == 1  # each page would wait for it otherwise

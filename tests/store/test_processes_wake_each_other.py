"""What the command line writes beside a running node, the node hears of: who is concerned."""

import asyncio

import pytest

from fedcop.store.batch import Store, Unit
from fedcop.store.connection import open_backend
from fedcop.uris import Uris

TRIES = 250


@pytest.fixture
async def other(database_url):
    """A second process, as far as the database can tell."""
    opened = Store(await open_backend(database_url, beside=True), Uris("https://cop.example"))
    yield opened
    await opened.close()


async def wake(store, *rings):
    unit = Unit(store)
    for kind, number in rings:
        unit.wake(kind, number)
    await unit.commit()


async def until(heard, wanted):
    for _ in range(TRIES):
        if wanted <= set(heard):
            return
        await asyncio.sleep(0.02)
    pytest.fail(f"{wanted - set(heard)} was never heard")


async def test_who_is_concerned_is_woken_by_name(store, other):
    heard = []
    await wake(other, ("peer", 1))  # before anybody listened
    await store.listen()
    store.wakes.hear(lambda kind, number: heard.append((kind, number)))
    await wake(other, ("peer", 7), ("lane", 8))
    await until(heard, {("peer", 7), ("lane", 8)})
    assert ("peer", 1) not in heard


async def test_each_ring_is_heard_once_however_many_there_were(store, other):
    heard = []
    await store.listen()
    store.wakes.hear(lambda kind, number: heard.append((kind, number)))
    for first in range(0, 2400, 400):
        await wake(other, *(("lane", n) for n in range(first, first + 400)))
        await until(heard, {("lane", first + 399)})
    await wake(other, ("log", 0))
    await until(heard, {("log", 0)})
    lanes = [number for kind, number in heard if kind == "lane"]
    assert lanes == sorted(set(lanes))
    assert len(lanes) == 2400

"""What one process learns of how a peer reads signatures, the others of its node know as well."""

import asyncio

import pytest

from fedcop import clock
from fedcop.activitypub.signatures.scheme import Scheme
from fedcop.federation.remote.knocks import SharedKnocks
from fedcop.store.batch import Store
from fedcop.store.connection import open_backend
from fedcop.uris import Uris

PEER = "https://peer.example"
OTHER = "https://other.example"
DAY = 86_400.0


@pytest.fixture
async def pair(store, database_url):
    """Two processes of one node, as far as the database can tell."""
    second = Store(await open_backend(database_url, beside=True), Uris("https://cop.example"))
    await store.listen()
    await second.listen()
    both = SharedKnocks(store), SharedKnocks(second)
    yield both
    for one in both:
        one.stop()
    await second.close()


async def until_known(shared, origin, scheme):
    for _ in range(400):
        if shared.knocks.scheme(origin) is scheme:
            return
        await asyncio.sleep(0.01)
    pytest.fail(f"{origin} is not known to read {scheme}")


async def test_each_hears_what_the_other_learned(pair):
    web, worker = pair
    web.knocks.heard(PEER, Scheme.RFC9421)
    await until_known(worker, PEER, Scheme.RFC9421)
    worker.knocks.worked(OTHER, Scheme.CAVAGE_WITHOUT_QUERY)
    await until_known(web, OTHER, Scheme.CAVAGE_WITHOUT_QUERY)
    later = clock.now() + 2 * DAY
    with clock.held(lambda: later):
        worker.knocks.worked(PEER, Scheme.CAVAGE)  # it has changed its mind
        await until_known(web, PEER, Scheme.CAVAGE)


async def test_what_was_written_down_is_there_after_a_start(pair, store):
    web, _ = pair
    web.knocks.heard(PEER, Scheme.RFC9421)
    for _ in range(200):
        later = SharedKnocks(store)
        await later.read()
        if later.knocks.scheme(PEER):
            break
        await asyncio.sleep(0.01)
    assert later.knocks.scheme(PEER) is Scheme.RFC9421
    later.stop()


async def test_what_we_know_is_not_undone_by_what_is_older(pair):
    web, _ = pair
    web.knocks.heard(PEER, Scheme.RFC9421)
    await asyncio.sleep(0.05)
    later = clock.now() + 2 * DAY
    with clock.held(lambda: later):
        web.knocks._changed = lambda _knock: None  # it cannot be written down
        web.knocks.worked(PEER, Scheme.CAVAGE)
        await web.read()
        assert web.knocks.scheme(PEER) is Scheme.CAVAGE

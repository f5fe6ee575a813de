"""One process at a time holds a share of the work; another takes over when it goes or stalls."""

from fedcop import clock
from fedcop.store.leases import Lease, bury, vouch
from fedcop.store.migrate import migrate
from tests.stores import open_store


async def test_one_holds_it_and_the_next_gets_it_when_it_is_let_go(store):
    first, second = Lease(store, "echo"), Lease(store, "echo")
    assert await first.held()
    alone = store.backend.dialect == "sqlite"
    assert await second.held() is alone
    await first.let_go()
    assert await second.held()


async def test_a_stalled_holder_loses_it_and_notices(store):
    if store.backend.dialect == "sqlite":
        assert await Lease(store, "echo").held()
        return
    first, second = Lease(store, "echo"), Lease(store, "echo")
    assert await first.held()
    later = clock.now() + 60
    with clock.held(lambda: later):
        assert await second.held()
        assert not await first.held()


async def test_shares_are_independent(store):
    assert await Lease(store, "echo").held()
    assert await Lease(store, "inbox").held()


async def test_what_the_dead_held_is_taken_over_at_once(postgresql_url):
    living, dying = await open_store(postgresql_url), await open_store(postgresql_url)
    try:
        lost, kept, heir = Lease(dying, "echo"), Lease(living, "inbox"), Lease(living, "echo")
        await vouch(dying, [lost.holder])
        await vouch(living, [kept.holder, heir.holder])
        assert await lost.held()
        assert await kept.held()
        assert await bury(living) == 0
        assert not await heir.held()
        await dying.close()
        assert await bury(living) == 1
        assert await heir.held()
        assert not await Lease(living, "inbox").held()
    finally:
        await living.close()


async def test_who_lost_the_connection_is_not_taken_for_dead(postgres_server):
    await migrate(postgres_server.url)
    store = await open_store(postgres_server.url)
    try:
        mine = Lease(store, "echo")
        await vouch(store, [mine.holder])
        assert await mine.held()
        postgres_server.stop()
        postgres_server.start()
        assert await Lease(store, "inbox").held()  # the first commit after it brings it back
        assert await bury(store) == 1  # the other one was not vouched for
        assert not await Lease(store, "echo").held()
    finally:
        await store.close()

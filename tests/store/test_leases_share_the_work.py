"""One process at a time holds a share of the work; another takes over when it goes or stalls."""

from fedcop import clock
from fedcop.store.leases import Lease


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

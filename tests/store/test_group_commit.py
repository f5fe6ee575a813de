"""Units commit in groups: all or nothing each, whatever their neighbours do."""

import asyncio

import pytest

from fedcop import ids
from fedcop.errors import Conflict
from fedcop.store.batch import Unit
from fedcop.store.statements import Keyed, Statement
from tests.stores import open_store

ACTOR = Keyed("SELECT uri, id, name FROM actor WHERE uri = ANY_TEXT(?)")
PAIR = Keyed(
    "SELECT k.a, k.b, f.state FROM PAIRS(?)"
    " JOIN follow f ON f.follower_id = k.a AND f.target_id = k.b",
    pairs=True,
)
INSERT = "INSERT INTO actor (id, uri, kind, name, host) VALUES (?, ?, 'Person', ?, 'x.example')"
FOLLOW = (
    "INSERT INTO follow (id, follower_id, target_id, state, created, changed)"
    " VALUES (?, ?, ?, 'accepted', 0, 0)"
)
ENTRY = "INSERT INTO log_entry (position, actor_id, kind, key, created, event_id)"


def new_actor(store, name):
    unit = Unit(store)
    number = ids.new_id()
    unit.add(Statement(INSERT, (number, f"https://x.example/{name}", name)))
    return unit, number


async def test_many_units_share_few_transactions_and_each_is_there(store):
    units = [new_actor(store, f"a{n}") for n in range(100)]
    await asyncio.gather(*(unit.commit() for unit, _ in units))
    rows = await asyncio.gather(*(store.many(ACTOR, f"https://x.example/a{n}") for n in range(100)))
    assert [row[0][0] for row in rows] == [number for _, number in units]


async def test_a_bad_row_fails_alone(store):
    good, _ = new_actor(store, "good")
    first, number = new_actor(store, "first")
    await first.commit()
    bad = Unit(store)
    bad.add(Statement(INSERT, (number, "https://x.example/twice", "twice")))
    good_outcome, bad_outcome = await asyncio.gather(
        good.commit(), bad.commit(), return_exceptions=True
    )
    assert good_outcome is None
    assert isinstance(bad_outcome, Conflict)
    assert len(await store.read("SELECT id FROM actor")) == 2


async def test_a_guard_that_fails_leaves_nothing(store):
    unit, _ = new_actor(store, "guarded")
    unit.guard("FROM actor WHERE id = ?", 1)
    with pytest.raises(Conflict):
        await unit.commit()
    assert list(await store.read("SELECT id FROM actor")) == []


async def test_a_guard_that_holds_lets_the_unit_through_among_others(store):
    first, number = new_actor(store, "first")
    await first.commit()
    units = []
    for n in range(5):
        unit, _ = new_actor(store, f"u{n}")
        unit.guard("FROM actor WHERE id = ?", number if n % 2 else 1)
        units.append(unit)
    outcomes = await asyncio.gather(*(u.commit() for u in units), return_exceptions=True)
    assert [o is None for o in outcomes] == [False, True, False, True, False]


async def test_positions_follow_the_order_of_visibility_without_gaps(store):
    async def append(n):
        unit = Unit(store)
        place = unit.place()
        unit.add(Statement(f"{ENTRY} VALUES (?, 1, 'x', 'k', 0, ?)", (place, n)))
        await unit.commit()

    await asyncio.gather(*(append(n) for n in range(1, 51)))
    rows = await store.read("SELECT position FROM log_entry ORDER BY position")
    assert [row[0] for row in rows] == list(range(1, 51))
    assert (await store.read("SELECT head FROM log_head"))[0][0] == 50


async def test_a_unit_that_fails_takes_no_position(store):
    unit = Unit(store)
    unit.guard("FROM actor WHERE id = ?", 1)
    unit.add(Statement(f"{ENTRY} VALUES (?, 1, 'x', 'k', 0, 1)", (unit.place(),)))
    with pytest.raises(Conflict):
        await unit.commit()
    assert (await store.read("SELECT head FROM log_head"))[0][0] == 0


async def test_pairs_are_answered_together(store):
    unit = Unit(store)
    unit.add(Statement(FOLLOW, (1, 10, 20)), Statement(FOLLOW, (2, 11, 20)))
    await unit.commit()
    rows = await asyncio.gather(store.many(PAIR, (10, 20)), store.many(PAIR, (12, 20)))
    assert [[row[0] for row in found] for found in rows] == [["accepted"], []]


async def test_a_commit_wakes_who_waits_and_a_failure_does_not(store):
    heard = []
    store.wakes.hear(lambda kind, number: heard.append((kind, number)))
    failing = Unit(store)
    failing.guard("FROM actor WHERE id = ?", 1)
    failing.wake("event", 1)
    good, _ = new_actor(store, "good")
    good.wake("event", 2)
    await asyncio.gather(failing.commit(), good.commit(), return_exceptions=True)
    assert heard == [("event", 2)]


async def test_two_stores_on_one_database_hear_each_other(database_url, store):
    heard = asyncio.Event()
    store.wakes.hear(lambda _kind, _number: heard.set())
    await store.listen()
    await asyncio.sleep(0.7)
    heard.clear()
    other = await open_store(database_url)
    unit, _ = new_actor(other, "elsewhere")
    unit.wake("event", 7)
    await unit.commit()
    await asyncio.wait_for(heard.wait(), 5)
    await other.close()
    assert len(await store.read("SELECT id FROM actor")) == 1

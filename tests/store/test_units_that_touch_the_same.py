"""Two acts on one thing never share a group: the second sees what the first did."""

import asyncio

import pytest

from fedcop.errors import Conflict
from fedcop.store.batch import Unit
from fedcop.store.statements import Statement

MADE = "INSERT INTO node_value (name, value) VALUES ('state', 'pending'), ('count', '0')"
MOVED = "UPDATE node_value SET value = 'accepted' WHERE name = 'state'"
COUNTED = "UPDATE node_value SET value = value || '1' WHERE name = 'count'"


async def test_of_two_units_that_move_one_row_on_only_one_is_counted(store):
    first = Unit(store)
    first.add(Statement(MADE))
    await first.commit()
    outcomes = await asyncio.gather(move(store), move(store), move(store), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [type(None), Conflict, Conflict]
    rows = await store.read("SELECT value FROM node_value WHERE name = 'count'")
    assert rows[0][0] == "01"


async def test_units_that_touch_different_things_share_a_group(store):
    units = [Unit(store) for _ in range(3)]
    for number, unit in enumerate(units):
        unit.touch(f"thing:{number}")
        unit.add(Statement("INSERT INTO node_value (name) VALUES (?)", (f"n{number}",)))
    groups = []
    commit = store.backend.commit

    async def counted(changes):
        groups.append(len(changes))
        return await commit(changes)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store.backend, "commit", counted)
        await asyncio.gather(*(unit.commit() for unit in units))
    assert groups == [3]


async def move(store):
    unit = Unit(store)
    unit.touch("state")
    unit.guard("FROM node_value WHERE name = 'state' AND value = 'pending'")
    unit.add(Statement(COUNTED), Statement(MOVED))
    await unit.commit()

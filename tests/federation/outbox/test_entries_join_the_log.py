"""Entries join the log in order, each with its addresses, whoever else creates the same rows."""

import asyncio

import pytest

from fedcop import ids
from fedcop.errors import Conflict
from fedcop.federation.outbox.append import (
    Entry,
    Form,
    ToLane,
    ToStream,
    append,
    find_born,
    object_key,
    pair_key,
)
from fedcop.store.batch import Unit
from fedcop.values import Audience

AUTHOR = 7
NOTE = "https://cop.example/n/1"
FAR = ToLane("https://far.example/inbox", "far.example", shared=True)
NEAR = ToLane("https://near.example/u/a/inbox", "near.example", shared=False)
PUBLIC = ToStream(AUTHOR, Audience.PUBLIC)


def entry(kind="Create", *addresses, born=0, uri=NOTE, plain=b"{}", wrapped=b"{}"):
    return Entry(AUTHOR, kind, uri, object_key(uri), born, wrapped, plain, addresses)


async def tell(store, *entries, event=0):
    unit = Unit(store)
    await append(unit, event or ids.new_id(), entries)
    await unit.commit()


async def addressed(store, position):
    rows = await store.read(
        "SELECT s.owner_id, s.audience, a.form FROM log_address a JOIN stream s"
        " ON s.id = a.stream_id WHERE a.position = ?",
        position,
    )
    lanes = await store.read(
        "SELECT l.inbox, a.form FROM log_address a JOIN lane l ON l.id = a.lane_id"
        " WHERE a.position = ?",
        position,
    )
    return {tuple(row) for row in rows} | {tuple(row) for row in lanes}


async def test_an_entry_for_any_number_of_readers_is_one_row_and_its_addresses(store):
    await tell(store, entry("Create", PUBLIC, FAR))
    assert len(await store.read("SELECT position FROM log_entry")) == 1
    assert await addressed(store, 1) == {(AUTHOR, 0, 0), (FAR.inbox, 0)}
    assert tuple((await store.read("SELECT head, last_delete FROM stream"))[0]) == (1, 0)


async def test_one_body_for_both_forms_is_kept_once(store):
    await tell(store, entry(plain=b"same", wrapped=b"same"), entry(plain=None, wrapped=b"w"))
    rows = await store.read("SELECT forms, plain, wrapped FROM log_entry ORDER BY position")
    assert [tuple(row) for row in rows] == [(3, b"same", None), (2, None, b"w")]


async def test_streams_lanes_and_peers_created_at_once_are_there_once(store):
    await asyncio.gather(*(tell(store, entry("Create", PUBLIC, FAR, NEAR)) for _ in range(20)))
    for table, count in (("stream", 1), ("lane", 2), ("peer", 2), ("log_address", 60)):
        assert (await store.read(f"SELECT count(*) FROM {table}"))[0][0] == count
    assert (await store.read("SELECT head FROM stream"))[0][0] == 20


async def test_a_new_lane_reads_nothing_from_before_it_was_needed(store):
    await tell(store, entry("Create", PUBLIC))
    await tell(store, entry("Create", PUBLIC, FAR))
    assert (await store.read("SELECT place FROM lane"))[0][0] == 2


async def test_who_is_addressed_twice_is_addressed_once_in_every_form_named(store):
    plain = ToStream(AUTHOR, Audience.PUBLIC, Form.PLAIN)
    wrapped = ToStream(AUTHOR, Audience.PUBLIC, Form.WRAPPED)
    await tell(store, entry("Create", plain, wrapped, FAR, FAR))
    assert await addressed(store, 1) == {(AUTHOR, 0, 0), (FAR.inbox, 0)}


async def test_a_second_append_of_the_same_event_is_refused(store):
    await tell(store, entry("Create", PUBLIC), event=5)
    with pytest.raises(Conflict):
        await tell(store, entry("Create", PUBLIC), event=5)
    assert (await store.read("SELECT count(*) FROM log_address"))[0][0] == 1


async def test_a_delete_repeats_every_lane_that_was_told_of_the_object(store):
    await tell(store, entry("Create", PUBLIC, FAR))
    await tell(store, entry("Update", PUBLIC, NEAR))
    born = await find_born(store, AUTHOR, "Create", NOTE)
    await tell(store, entry("Delete", PUBLIC, born=born))
    assert born == 1
    assert await addressed(store, 3) == {(AUTHOR, 0, 0), (FAR.inbox, 0), (NEAR.inbox, 0)}
    assert (await store.read("SELECT last_delete FROM stream"))[0][0] == 3


async def test_an_undo_repeats_the_lanes_of_what_it_takes_back_alone(store):
    await tell(store, entry("Like", FAR))
    await tell(store, entry("Like", NEAR))
    await tell(store, entry("Undo", born=1))
    assert await addressed(store, 3) == {(FAR.inbox, 0)}


async def test_another_actors_lanes_are_not_repeated(store):
    other = Entry(8, "Create", NOTE, NOTE, 0, b"{}", b"{}", (NEAR,))
    await tell(store, entry("Create", FAR))
    await tell(store, other)
    await tell(store, entry("Delete", born=1))
    assert await addressed(store, 3) == {(FAR.inbox, 0)}


async def test_an_entry_without_a_body_is_a_mistake(store):
    with pytest.raises(ValueError, match="needs a body"):
        await append(Unit(store), 1, [entry(plain=None, wrapped=None)])


def test_keys_are_short_and_pairs_have_no_direction():
    long = "https://cop.example/" + "x" * 2000
    assert len(object_key(long)) < 300
    assert object_key(long) != object_key(long + "y")
    assert pair_key(1, 2) == pair_key(2, 1)

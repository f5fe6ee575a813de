"""How much files may take, what nobody needs of them, and how they are counted."""

import asyncio
import os
import time
from dataclasses import replace

import pytest

from fedcop.cli.media import _bar
from fedcop.community import media, quotas, stray_files
from fedcop.community.drafts import Words
from fedcop.community.media import Kept
from fedcop.community.perform import perform
from fedcop.community.quotas import Quota, in_words
from fedcop.errors import Conflict, Invalid
from fedcop.store.batch import Unit
from fedcop.store.files import Files
from fedcop.store.queries import media_usage
from fedcop.store.queries.actors import insert_actor
from fedcop.store.queries.media import insert_media, put_media
from fedcop.values import MediaPlace
from tests.builders import make_person, remote_actor
from tests.stores import open_store


def _kept(size=100, name="a" * 64):
    return Kept("unknown", "application/pdf; name=pdf", size, name)


async def _upload(store, who, size=100, quota=quotas.FREE):
    return await perform(store, media.upload, who, _kept(size), Words(), quota)


async def test_what_fits_is_taken_and_what_does_not_is_refused_in_numbers(store):
    ada = await make_person(store, "ada")
    quota = Quota(person=250_000)
    await _upload(store, ada, 100_000, quota)
    await _upload(store, ada, 150_000, quota)
    with pytest.raises(Invalid) as refused:
        await _upload(store, ada, 1000, quota)
    assert refused.value.safe == (
        "Validation failed: File: your files take 250.0 kB of 250.0 kB, and this has 1.0 kB;"
        " let some go first"
    )
    bob = await make_person(store, "bob")
    await _upload(store, bob, 200_000, quota)
    use = await quotas.use_of(store, bob.id, quota)
    assert (use.used, use.allowed, use.share) == (200_000, 250_000, 80)


async def test_a_file_that_goes_makes_room(store):
    ada = await make_person(store, "ada")
    row = await _upload(store, ada, 200, Quota(person=250))
    await perform(store, media.discard, ada, row.id)
    await _upload(store, ada, 200, Quota(person=250))


async def test_all_together_have_their_limit_too(store):
    ada, bob = await make_person(store, "ada"), await make_person(store, "bob")
    await _upload(store, ada, 200, Quota(node=250))
    with pytest.raises(Invalid, match="this node has no room left"):
        await _upload(store, bob, 100, Quota(node=250))
    await _upload(store, bob, 50, Quota(node=250))


async def test_of_two_that_come_at_once_the_last_place_goes_to_one(store, database_url):
    ada = await make_person(store, "ada")
    quota = Quota(person=250, node=1000)
    await _upload(store, ada, 100, quota)
    other = await open_store(database_url)  # another process
    try:
        sent = await asyncio.gather(
            *(_upload(one, ada, 100, quota) for one in (store, other) * 4),
            return_exceptions=True,
        )
    finally:
        await other.close()
    assert sum(not isinstance(one, BaseException) for one in sent) <= 1
    assert all(isinstance(one, (Invalid, Conflict)) for one in sent if isinstance(one, Exception))
    assert await media_usage.of_person(store, ada.id) <= 250


async def test_copies_do_not_count(store):
    ada = await make_person(store, "ada")
    await _note_copy(store, ada)
    assert await media_usage.of_person(store, ada.id) == 0


async def _note_copy(store, owner, name="c" * 64, **more):
    row = await _upload(store, owner, 70)
    unit = Unit(store)
    copy = replace(row, id=row.id + 1_000_000, remote="https://x.example/a.png", hash=name, **more)
    unit.add(insert_media(copy), put_media(row.id, MediaPlace.GONE))
    await unit.commit()
    return copy


async def test_usage_is_told_by_kind_by_person_and_by_peer(store):
    ada = await make_person(store, "ada")
    zoe = remote_actor("https://peer.example/zoe")
    unit = Unit(store)
    unit.add(insert_actor(zoe))
    await unit.commit()
    await _upload(store, ada, 300)
    await _note_copy(store, zoe, kind="image", size=70)
    kinds = {(one.own, one.name): (one.files, one.size) for one in await media_usage.by_kind(store)}
    assert kinds == {(True, "unknown"): (1, 300), (False, "image"): (1, 70)}
    assert [(one.name, one.size) for one in await media_usage.by_person(store, 5)] == [("ada", 300)]
    peers = await media_usage.by_peer(store, 5)
    assert [(one.name, one.files, one.size) for one in peers] == [("peer.example", 1, 70)]
    weeks = await media_usage.by_week(store, 0)
    assert {(one.own, one.size) for one in weeks} == {(True, 300), (False, 70)}


async def test_blobs_that_nothing_names_are_found_once_they_are_a_day_old(store, tmp_path):
    files = Files(tmp_path)
    ada = await make_person(store, "ada")
    named, old, young = [await files.put(body) for body in (b"named", b"old", b"young")]
    await perform(store, media.upload, ada, _kept(5, named), Words())
    long_ago = time.time() - 100_000
    for name in (named, old):
        os.utime(files.path_of(name), (long_ago, long_ago))
    found = [one async for one in stray_files.strays(store, files, time.time())]
    assert [one.name for one in found] == [old]
    assert await stray_files.drop(store, files, found[0])
    assert await files.size_of(old) is None
    assert await files.size_of(young) == 5


async def test_a_blob_that_somebody_sends_again_meanwhile_stays(store, tmp_path):
    files = Files(tmp_path)
    name = await files.put(b"old")
    long_ago = time.time() - 100_000
    os.utime(files.path_of(name), (long_ago, long_ago))
    found = [one async for one in stray_files.strays(store, files, time.time())]
    await files.put(b"old")
    assert not await stray_files.drop(store, files, found[0])


async def test_rows_whose_blob_is_gone_are_found_and_copies_are_had_anew(store, tmp_path):
    files = Files(tmp_path)
    ada = await make_person(store, "ada")
    here = await files.put(b"here")
    await perform(store, media.upload, ada, _kept(4, here), Words())
    gone = await perform(store, media.upload, ada, _kept(4, "b" * 64), Words())
    copy = await _note_copy(store, ada, used=5)
    found = {row.id: row async for row in stray_files.lost(store, files)}
    assert set(found) == {gone.id, copy.id}
    assert await stray_files.let_go(store, files, found[copy.id])
    assert {row.id async for row in stray_files.lost(store, files)} == {gone.id}


def test_bars_are_as_long_as_what_they_stand_for():
    assert _bar(100, 100) == "█" * 20
    assert _bar(1, 1000) == "█" + "░" * 19
    assert _bar(0, 10) == "░" * 20


def test_sizes_are_said_as_people_say_them():
    said = [in_words(size) for size in (12, 4_200, 5_500_000, 2_000_000_000)]
    assert said == ["12 bytes", "4.2 kB", "5.5 MB", "2.0 GB"]

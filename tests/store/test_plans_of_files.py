"""Files and copies of them are found by their index, whatever the planner believes."""

import pytest

from fedcop.store.batch import Unit
from fedcop.store.queries import copies, media
from fedcop.store.statements import Statement
from fedcop.values import MediaPlace
from tests.store.test_plans_do_not_depend_on_statistics import Watched, _analyse, _no_whole_table

_MANY = 6_000
_N = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < CAST(? AS BIGINT))"
# Most stand beside posts; a few wait, are gone, or belong to a profile; one in three is a copy.
_ROWS = (
    "INSERT INTO media (id, owner_id, key, place, post_id, position, kind, hash, small_hash, size,"
    f" created, used) {_N} SELECT i, i % 5, 'k', CASE WHEN i % 500 = 0 THEN 0 WHEN i % 500 = 1"
    " THEN 4 WHEN i % 500 = 2 THEN 2 ELSE 1 END, i / 3, i % 3, 'image', 'h' || i, 's' || i, 10, i,"
    " CASE WHEN i % 3 = 0 THEN i ELSE 0 END FROM n"
)


async def _change(store, *statements):
    unit = Unit(store)
    unit.add(*statements)
    await unit.commit()


@pytest.fixture(params=["without", "stale", "true"])
async def watched(store, request):
    """A store full of files, with statistics of three kinds."""
    if request.param == "stale":
        await _change(store, Statement(_ROWS, (3,)))
        await _analyse(store)
        await _change(store, Statement("DELETE FROM media"))
    await _change(store, Statement(_ROWS, (_MANY,)))
    if request.param == "true":
        await _analyse(store)
    store.backend = Watched(store)
    return store


async def _by(store, *indexes, sorts=False):
    plan = await store.backend.plans()
    for index in indexes:
        assert index in plan, plan
    _no_whole_table(store, plan, "media", sorts=sorts)


async def test_the_files_of_posts(watched):
    assert len(await media.list_of_post(watched, 7)) == 3
    assert len(await media.list_of_posts(watched, [7, 8])) == 2
    assert len(await media.list_ever_of_post(watched, 7)) == 3
    await _by(watched, "idx_media_post", sorts=True)


async def test_what_waits_and_what_is_gone(watched):
    assert len(await media.list_old(watched, MediaPlace.WAITING, _MANY, 5)) == 5
    assert len(await media.list_old(watched, MediaPlace.GONE, _MANY, 5)) == 5
    await _by(watched, "idx_media_place")


async def test_whether_a_blob_is_needed_elsewhere(watched):
    assert await media.is_needed(watched, "h10", 7)
    assert not await media.is_needed(watched, "h10", 10)
    assert await media.is_needed(watched, "s10", 7)
    await _by(watched, "idx_media_hash", "idx_media_small")


async def test_copies(watched):
    assert [row.id for row in await copies.list_oldest(watched, 3)] == [3, 6, 9]
    assert await copies.measure(watched) == _MANY // 3 * 10
    await _by(watched, "media_kept")


async def test_pictures_of_a_profile(watched):
    assert await copies.list_of_profile(watched, 2)
    await _by(watched, "media_profile")

"""What apps read is read by its index too, whatever the planner believes."""

import pytest

from fedcop.store.queries import account_details, branches, glances, people_search, relations
from fedcop.store.queries.glances import ALL, Which
from fedcop.store.queries.spans import Span
from fedcop.store.statements import Statement
from fedcop.values import ListReplies
from tests.store.test_plans_do_not_depend_on_statistics import (
    _CROWD,
    _ME,
    _RARE,
    _WRITER,
    _change,
    _no_whole_table,
    watched,
)

__all__ = ["watched"]  # a fixture from elsewhere
_ALL = Span((1 << 63) - 1)
_UP = Span((1 << 63) - 1, 0, up=True)
_TABLES = ("post", "home_line", "follow", "reaction", "boost", "hashtag", "actor", "mention")


@pytest.fixture(autouse=True)
async def passed_on(watched):
    """What somebody passed on, so that it is worth an index."""
    rows = "INSERT INTO boost (id, actor_id, post_id, created) SELECT id + 1, 3, id, 1 FROM post"
    await _change(watched, Statement(f"{rows} WHERE top = 1 AND community_id = 10"))


async def _read(store, wanted, index, viewers=(0, _ME), sorts=False):
    for viewer in viewers:
        for span in (_ALL, _UP, Span(20_000, 15_000)):
            found = await glances.list_glances(store, wanted, span, viewer, 20)
            assert len(found) == 20
            plan = await store.backend.plans()
            assert index in plan, plan
            assert "TEMP B-TREE" not in plan or sorts
            _no_whole_table(store, plan, *_TABLES)


async def test_home_and_lists_of_it(watched):
    await _read(watched, glances.home(_ME), "home_page", viewers=(_ME,))
    wanted = glances.reading_list(_ME, 5, ListReplies.LIST)
    await _read(watched, wanted, "home_page", viewers=(_ME,))


async def test_what_is_public(watched):
    await _read(watched, glances.public(Which(local=0)), "post_public")
    await _read(watched, glances.public(), "post_public")


async def test_hashtags(watched):
    which = Which(all_tags=("wool",), no_tags=("rare",), local=0)
    wanted = glances.tagged(("wool", "other"), which)
    await _read(watched, wanted, "hashtag_tag")


async def test_what_shows_pictures(watched):
    few = "UPDATE post SET files = 1 WHERE id % 50 = 0"
    more = "UPDATE hashtag SET files = 1 WHERE post_id % 50 = 0"
    await _change(watched, Statement(few), Statement(more))
    which = Which(with_media=True)
    here = Which(with_media=True, local=0)
    for wanted, index in (
        (glances.public(here), "post_public_files"),
        (glances.of_person(_WRITER, which, boosts=True), "post_author_files"),
        (glances.of_community(_CROWD, which, relayed=True), "post_thread_files"),
        (glances.tagged(("wool", "other"), which), "hashtag_files"),
    ):
        for viewer in (0, _ME):
            for span in (_ALL, _UP):
                assert await glances.list_glances(watched, wanted, span, viewer, 5)
                plan = await watched.backend.plans()
                assert index in plan, plan
                _no_whole_table(watched, plan, *_TABLES)


async def test_profiles_and_communities(watched):
    which = Which(no_replies=True)
    await _read(watched, glances.of_person(_WRITER, which, boosts=True), "idx_post_author")
    await _read(watched, glances.of_community(_CROWD, ALL, relayed=True), "post_newest")


@pytest.mark.parametrize(("table", "name"), [("reaction", "liked"), ("bookmark", "bookmarked")])
async def test_what_somebody_keeps(watched, table, name):
    rows = f"INSERT INTO {table} (id, actor_id, post_id, created) SELECT id, 1, id, 1 FROM post"
    await _change(watched, Statement(rows))
    await _read(watched, getattr(glances, name)(_ME), f"idx_{table}_actor", viewers=(_ME,))


async def test_single_statuses(watched):
    assert len(await glances.list_some(watched, [10, 20, 999_999], _ME)) == 2
    assert len(await glances.list_some(watched, [10, 20], 0)) == 2
    assert await glances.list_passed(watched, [10 | 512, 30]) == {10 | 512: (10, _CROWD)}
    assert len(await branches.list_after(watched, 10, 100)) == 100
    plan = await watched.backend.plans()
    assert "idx_post_root" in plan
    _no_whole_table(watched, plan, *_TABLES)
    assert await branches.list_above(watched, 21) == [10]
    # What is above a post, a hundred at the most, is brought into one order.
    _no_whole_table(watched, await watched.backend.plans(), *_TABLES, sorts=True)


async def test_who_follows_and_who_likes(watched):
    await _change(
        watched,
        Statement("INSERT INTO reaction (id, actor_id, post_id, created) VALUES (1, 2, 10, 1)"),
    )
    followers = await relations.list_people(watched, relations.followers(_CROWD), _UP, _ME, 50)
    assert [one.actor_id for one in followers] == [_ME]  # the others are nobody here
    following = await relations.list_people(watched, relations.following(_ME), _UP, _ME, 50)
    assert [one.actor_id for one in following] == [_CROWD, _RARE]
    assert len(await relations.list_people(watched, relations.likers(10), _ALL, 0, 50)) == 1
    assert len(await relations.list_people(watched, relations.boosters(10), _ALL, 0, 50)) == 1
    plan = await watched.backend.plans()
    for index in ("follow_side", "follow_other", "reaction_page", "boost_page"):
        assert index in plan
    _no_whole_table(watched, plan, *_TABLES)


async def test_who_somebody_is(watched):
    found = await account_details.list_accounts(watched, [_WRITER, _CROWD])
    assert found[_WRITER].counts.posts == 3_000
    assert [one.id for one in await relations.list_relations(watched, _ME, [_CROWD])] == [_CROWD]
    plan = await watched.backend.plans()
    assert "post_written" in plan
    _no_whole_table(watched, plan, "post", "follow", "personal_block")


async def test_whose_name_begins_so(watched):
    assert [one.id for one in await people_search.list_by_name(watched, _ME, "a1")] == [1, 10, 11]
    assert await people_search.list_by_display(watched, _ME, "osei") == []
    plan = await watched.backend.plans()
    assert "actor_name" in plan
    assert "actor_display" in plan
    assert "personal_block_blocked" not in plan

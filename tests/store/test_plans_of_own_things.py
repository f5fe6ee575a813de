"""What people arrange for themselves is read by its index, whatever the planner believes."""

import pytest

from fedcop.community import conversations, lists, markers, notice_rules, notices, tags
from fedcop.community.filters import Filters
from fedcop.community.notices import Wanted
from fedcop.store.batch import Unit
from fedcop.store.queries import filters, followers_told, home_lines
from fedcop.store.queries import notice_rules as rules
from fedcop.store.queries import notices as rows
from fedcop.store.queries import tags as tag_rows
from fedcop.store.queries.actors import find_actor
from fedcop.store.queries.spans import Span
from fedcop.store.rows import ActorRow
from fedcop.store.statements import Statement
from tests.store.test_plans_do_not_depend_on_statistics import Watched, _analyse, _no_whole_table

_MANY = 3_000
_ME, _OTHER, _GROUP = 1, 2, 10
_TOP = 2**62
_N = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < CAST(? AS BIGINT))"
# Everybody has some of everything; one has most of it.
_WHO = "CASE WHEN i % 3 = 0 THEN i + 100 ELSE 1 END"
_ROWS = (
    "INSERT INTO post (id, uri, author_id, root_id, audience, published)"
    f" {_N} SELECT i * 10, 't' || i, 2, i * 10, 0, i FROM n",
    "INSERT INTO hashtag (id, post_id, tag)"
    f" {_N} SELECT i, i * 10, CASE WHEN i % 900 = 0 THEN 'rare' ELSE 'wool' END FROM n",
    "INSERT INTO notification (id, recipient_id, kind, actor_id, post_id, event_id, group_key,"
    f" created, filtered, read) {_N} SELECT i, {_WHO}, 'like', 2, i * 10, i, 'like:' || (i % 700),"
    " i, CASE WHEN i % 7 = 0 THEN 1 ELSE 0 END, CASE WHEN i % 2 = 0 THEN 1 ELSE 0 END FROM n",
    "INSERT INTO notification_request (id, owner_id, actor_id, created, updated)"
    f" {_N} SELECT i, 1, i + 100, 0, 0 FROM n",
    "INSERT INTO notification_policy (owner_id, not_following)"
    f" {_N} SELECT CASE WHEN i = 1 THEN 1 ELSE i + 100 END, 1 FROM n",
    "INSERT INTO conversation (id, owner_id, root_id, last_post_id)"
    f" {_N} SELECT i, {_WHO}, i * 10, i * 10 FROM n",
    "INSERT INTO reading_list (id, owner_id, title, created)"
    f" {_N} SELECT i * 2, i + 100, 'l', 0 FROM n",
    "INSERT INTO list_member (id, list_id, owner_id, actor_id)"
    f" {_N} SELECT i, i * 2, i + 100, 2 FROM n",
    "INSERT INTO post_filter (id, owner_id, title, contexts, created)"
    f" {_N} SELECT i, i + 100, 'f', 1, 0 FROM n",
    "INSERT INTO filter_keyword (id, filter_id, owner_id, keyword)"
    f" {_N} SELECT i, i, i + 100, 'w' FROM n",
    "INSERT INTO marker (id, owner_id, timeline, last_read, updated)"
    f" {_N} SELECT i, i + 100, 'home', 1, 0 FROM n",
    "INSERT INTO followed_tag (id, actor_id, tag)"
    f" {_N} SELECT i, i + 100, CASE WHEN i % 900 = 0 THEN 'rare' ELSE 'wool' END FROM n",
    f"INSERT INTO featured_tag (id, actor_id, tag) {_N} SELECT i, i + 100, 'wool' FROM n",
    "INSERT INTO follow (id, follower_id, target_id, state, notify, created, changed)"
    f" {_N} SELECT i + 100, i + 100, 2, 'accepted', CASE WHEN i % 500 = 0 THEN 1 ELSE 0 END, 0, 0"
    " FROM n",
    f"INSERT INTO boost (id, actor_id, post_id, created) {_N} SELECT i, i, 10, 0 FROM n",
    "INSERT INTO home_line (owner_id, line, post_id, via_id)"
    f" {_N} SELECT i + 100, i * 10, i * 10, 0 FROM n",
)
_TABLES = tuple(dict.fromkeys(sql.split()[2] for sql in _ROWS))
_OWN = tuple(table for table in _TABLES if table != "follow")


async def _change(store, *statements):
    unit = Unit(store)
    unit.add(*statements)
    await unit.commit()


@pytest.fixture(params=["without", "stale", "true"])
async def watched(store, request):
    """A skewed store, with statistics of three kinds."""
    names, marks = ActorRow.columns(), ", ".join("?" * ActorRow.width())
    for number, kind in ((_ME, "Person"), (_OTHER, "Person"), (_GROUP, "Group")):
        row = ActorRow(number, f"https://cop.example/{number}", kind, "", f"a{number}")
        sql = f"INSERT INTO actor ({names}) VALUES ({marks})"
        await _change(store, Statement(sql, row.values()))
    sql = (
        "INSERT INTO actor (id, uri, kind, host, name)"
        f" {_N} SELECT i + 100, 'p' || i, 'Person', 'elsewhere.example', 'p' || i FROM n"
    )
    await _change(store, Statement(sql, (_MANY,)))
    if request.param == "stale":
        await _change(store, *(Statement(sql, (3,)) for sql in _ROWS))
        await _analyse(store)
        await _change(store, *(Statement(f"DELETE FROM {table}") for table in _TABLES))
    await _change(store, *(Statement(sql, (_MANY,)) for sql in _ROWS))
    if request.param == "true":
        await _analyse(store)
    store.backend = Watched(store)
    return store


async def _me(store, number=_ME):
    me = await find_actor(store, number)
    store.backend.asked.clear()
    return me


async def test_notifications_one_by_one_and_in_groups(watched):
    me = await _me(watched)
    for up in (False, True):
        part = Span(_TOP, 500 if up else 0, up=up), 20
        assert len((await notices.page(watched, me, part, Wanted())).notices) == 20
        assert (await notices.groups(watched, me, part, Wanted())).groups
    plan = await watched.backend.plans()
    assert "notification_page" in plan
    _no_whole_table(watched, plan, "notification", "post", "actor", "mute")

    assert len(await notices.unread(watched, me, Wanted())) > 500
    assert "notification_unread" in await watched.backend.plans()
    assert len(await rows.list_group(watched, _ME, "like:5")) == 3
    plan = await watched.backend.plans()
    assert "notification_group" in plan
    _no_whole_table(watched, plan, "notification", "post")


async def test_who_waits_to_be_asked_for(watched):
    me = await _me(watched)
    page = await notice_rules.page(watched, me, Span(_TOP), 20)
    assert len(page.requests) == 20
    assert (await notice_rules.page(watched, me, Span(_TOP, 5, up=True), 20)).requests
    plan = await watched.backend.plans()
    assert "notification_request_page" in plan
    assert "notification_filtered" in plan
    _no_whole_table(watched, plan, "notification", "notification_request", "actor", sorts=True)
    assert await notice_rules.count_all(watched, me) == (100, 286)
    assert "notification_filtered" in await watched.backend.plans()
    assert await rules.find_between(watched, _ME, _OTHER)
    plan = await watched.backend.plans()
    _no_whole_table(watched, plan, "notification_policy", "follow", "actor")


async def test_conversations(watched):
    me = await _me(watched)
    assert len((await conversations.page(watched, me, Span(_TOP), 20)).conversations) == 20
    up = await conversations.page(watched, me, Span(_TOP, 900, up=True), 20)
    assert len(up.conversations) == 20
    plan = await watched.backend.plans()
    assert "conversation_page" in plan
    _no_whole_table(watched, plan, "conversation", "post", "mention", sorts=True)


async def test_what_is_little(watched):
    somebody = await _me(watched, 101)
    assert len(await lists.list_all(watched, somebody)) == 1
    assert len(await lists.members(watched, somebody, 2)) == 1
    assert len(await lists.holding(watched, somebody, _OTHER)) == 1
    assert len(await filters.list_filters(watched, 101)) == 1
    assert await Filters(watched).of(101)
    assert len(await markers.find(watched, somebody, ["home"])) == 1
    assert len(await tags.list_followed(watched, somebody)) == 1
    assert len(await tags.list_featured(watched, 101)) == 1
    plan = await watched.backend.plans()
    # What is one person's alone is brought into its order.
    _no_whole_table(watched, plan, *_OWN, "follow", sorts=True)


async def test_who_is_told_of_hashtags_and_of_each_post(watched):
    assert len((await tag_rows.find_crowd(watched, ["rare", "wool"], 0)).actors) == 1001
    plan = await watched.backend.plans()
    _no_whole_table(watched, plan, "followed_tag", sorts=True)
    assert len(await followers_told.list_waiting(watched, _OTHER)) == 6
    plan = await watched.backend.plans()
    assert "follow_waiting" in plan
    await followers_told.list_boosters(watched, 10)
    plan += await watched.backend.plans()
    _no_whole_table(watched, plan, "follow", "boost", sorts=True)
    assert (await tag_rows.count_uses(watched, _OTHER, "rare"))[0] >= 1
    plan = await watched.backend.plans()
    _no_whole_table(watched, plan, "post", "hashtag")


async def test_whoever_returns_finds_what_hashtags_bring(watched):
    found = await home_lines.search_lines(watched, 101)
    assert len(found) >= 40

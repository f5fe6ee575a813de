"""A page is read by its index whatever the planner believes, and looks at no more than a page.

Statistics are missing, or taken when there was little of everything, or true; the data is skewed:
one community, one author and one thread hold most of what there is.
"""

from typing import Any

import pytest

from fedcop import clock
from fedcop.community import notifications, timelines
from fedcop.store.batch import Store, Unit
from fedcop.store.queries import collections, communities, events, follows, home_lines, log, posts
from fedcop.store.queries.actors import find_actor
from fedcop.store.rows import ActorRow
from fedcop.store.statements import Statement, spoken

_MANY = 3_000
_ME, _WRITER, _CROWD, _RARE = 1, 2, 10, 11
_NUMBERS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < CAST(? AS BIGINT))"
)
_POST = (
    "INSERT INTO post (id, uri, author_id, community_id, root_id, reply_to_id, top, published,"
    " bumped, here)"
)
_ROWS = (
    # Threads in one crowded community, some in a rare one.
    f"{_POST} {_NUMBERS} SELECT i * 10, 't' || i, 2, CASE WHEN i % 500 = 0 THEN 11 ELSE 10 END,"
    " i * 10, 0, 1, i, i, CASE WHEN i % 500 = 0 THEN 1 ELSE 0 END FROM n",
    # Replies, all to one thread.
    f"{_POST} {_NUMBERS} SELECT i * 10 + 1, 'r' || i, 3, 10, 10, 10, 0, i, i, 0 FROM n",
    "INSERT INTO hashtag (id, post_id, tag)"
    f" {_NUMBERS} SELECT i, i * 10, CASE WHEN i % 900 = 0 THEN 'rare' ELSE 'wool' END FROM n",
    "INSERT INTO home_line (owner_id, line, post_id, via_id)"
    f" {_NUMBERS} SELECT 1, i * 10, i * 10, 10 FROM n",
    "INSERT INTO notification (id, recipient_id, kind, actor_id, post_id, event_id, created)"
    f" {_NUMBERS} SELECT i, 1, 'like', 3, i * 10, i, i FROM n",
    "INSERT INTO follow (id, follower_id, target_id, state, lane_id, created, changed)"
    f" {_NUMBERS} SELECT i + 100, i + 100, 10, 'accepted', 1, 0, 0 FROM n",
    "INSERT INTO event (id, kind, key, data, created, done, next_try)"
    f" {_NUMBERS} SELECT i, 'ActorChanged', 'actor:' || i, '{{}}', 0,"
    " CASE WHEN i % 100 = 0 THEN 0 ELSE 1 END, 0 FROM n",
    # One community passes everything on; of two things it said more than once.
    "INSERT INTO log_entry (position, actor_id, kind, object_uri, key, event_id, created)"
    f" {_NUMBERS} SELECT i, 10, 'Announce', 't' || (i % 2990), '', i, i FROM n",
)


class Watched:
    """A store's backend that notes what is read, to be explained afterwards."""

    def __init__(self, store: Store) -> None:
        self._backend: Any = store.backend
        self.dialect = store.backend.dialect
        self.asked: list[tuple[str, tuple[object, ...]]] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self._backend, name)

    async def read(self, sql, params):
        self.asked.append((sql, params))
        return await self._backend.read(sql, params)

    async def plans(self) -> str:
        """Explain what was read since last time; on PostgreSQL also for parameters not known."""
        lines = []
        for sql, params in self.asked:
            if self.dialect == "sqlite":
                rows = await self._backend.read(f"EXPLAIN QUERY PLAN {sql}", params)
                lines += [str(row[3]) for row in rows]
            else:
                lines += await self._explain(spoken(sql, "postgresql"), params)
        self.asked.clear()
        return "\n".join(lines)

    async def _explain(self, sql, params):
        values = ", ".join(map(_literal, params))
        lines = []
        async with self._backend._pool.acquire() as link:
            await link.execute(f"PREPARE asked AS {sql}")
            for mode in ("force_custom_plan", "force_generic_plan"):
                await link.execute(f"SET plan_cache_mode = {mode}")
                call = f"EXECUTE asked({values})" if values else "EXECUTE asked"
                lines += [str(row[0]) for row in await link.fetch(f"EXPLAIN {call}")]
            await link.execute("DEALLOCATE asked; RESET plan_cache_mode")
        return lines


def _literal(value: object) -> str:
    return f"'{{{', '.join(map(str, value))}}}'" if isinstance(value, list) else f"'{value}'"


@pytest.fixture(params=["without", "stale", "true"])
async def watched(store, request):
    """A skewed store, with statistics of three kinds."""
    for number, kind in ((_ME, "Person"), (_WRITER, "Person"), (3, "Person"), (_CROWD, "Group")):
        await _change(store, _actor(number, kind))
    await _change(store, _actor(_RARE, "Group"))
    follow = (
        "INSERT INTO follow (id, follower_id, target_id, state, created, changed)"
        " VALUES (?, 1, ?, 'accepted', 0, 0)"
    )
    await _change(store, Statement(follow, (1, _CROWD)), Statement(follow, (2, _RARE)))
    if request.param == "stale":
        await _change(store, *(Statement(sql, (3,)) for sql in _ROWS))
        await _analyse(store)
        await _change(store, *(Statement(f"DELETE FROM {table}") for table in _tables()))
    await _change(store, *(Statement(sql, (_MANY,)) for sql in _ROWS))
    if request.param == "true":
        await _analyse(store)
    store.backend = Watched(store)
    return store


def _tables():
    return (
        "post",
        "hashtag",
        "home_line",
        "notification",
        "event",
        "log_entry",
        "follow WHERE id > 100",
    )


def _actor(number: int, kind: str) -> Statement:
    uri = f"https://cop.example/{number}"
    row = ActorRow(number, uri, kind, "", f"a{number}")
    names, marks = ActorRow.columns(), ", ".join("?" * ActorRow.width())
    return Statement(f"INSERT INTO actor ({names}) VALUES ({marks})", row.values())


async def _change(store, *statements):
    unit = Unit(store)
    unit.add(*statements)
    await unit.commit()


async def _analyse(store):
    if store.backend.dialect == "sqlite":
        store.backend._writer.execute("ANALYZE")
        store.backend._here.link.close()
        store.backend._here = type(store.backend._here)(store.backend.path, 5.0)
        store.backend._opened.append(store.backend._here)
    else:
        await store.backend._pool.execute("ANALYZE")
        await store.backend._pool.expire_connections()


async def _me(store):
    me = await find_actor(store, _ME)
    store.backend.asked.clear()
    return me


def _no_whole_table(store, plan: str, *tables: str, sorts: bool = False) -> None:
    for line in plan.splitlines():
        words = line.split()
        if store.backend.dialect == "sqlite":
            assert not (words[0] == "SCAN" and words[1] in tables), plan
        else:
            assert not any(f"Seq Scan on {table}" in line for table in tables), plan
            assert sorts or "Sort Key" not in line, plan


@pytest.mark.parametrize("nobody", [True, False])
async def test_the_page_of_a_community(watched, nobody):
    viewer = None if nobody else await _me(watched)
    for community in (_CROWD, _RARE):
        page = await timelines.community_page(watched, viewer, community, None, 20)
        assert len(page.lines) == (20 if community == _CROWD else 6)
    plan = await watched.backend.plans()
    assert "post_threads" in plan
    assert "TEMP B-TREE" not in plan
    _no_whole_table(watched, plan, "post", "follow", "mention", "reaction", "boost")

    await timelines.community_newest(watched, viewer, _CROWD, 900, 20)
    plan = await watched.backend.plans()
    assert "post_newest" in plan
    _no_whole_table(watched, plan, "post", "follow")


async def test_a_thread(watched):
    me = await _me(watched)
    first = await timelines.thread(watched, me, 10)
    second = await timelines.thread(watched, me, 10, first.next)
    assert (len(first.replies), len(second.replies)) == (100, 100)
    plan = await watched.backend.plans()
    assert "post_root_id" in plan or "idx_post_root" in plan
    _no_whole_table(watched, plan, "post", "follow", "mention", "reaction", "boost")


async def test_home_local_profile_and_hashtags(watched):
    me = await _me(watched)
    assert len((await timelines.home(watched, me, 0, 20)).lines) == 20
    plan = await watched.backend.plans()
    assert "home_page" in plan
    _no_whole_table(watched, plan, "post", "home_line", "follow")

    assert len((await timelines.local(watched, me, 0, 20)).lines) == 6
    plan = await watched.backend.plans()
    assert "post_local" in plan
    _no_whole_table(watched, plan, "post")

    assert len((await timelines.profile(watched, me, _WRITER, 0, 20)).lines) == 20
    plan = await watched.backend.plans()
    assert "post_author" in plan or "idx_post_author" in plan
    _no_whole_table(watched, plan, "post")

    assert len((await timelines.tagged(watched, me, "rare", 0, 20)).lines) == 3
    plan = await watched.backend.plans()
    assert "hashtag_tag" in plan or "idx_hashtag_tag" in plan
    _no_whole_table(watched, plan, "post", "hashtag")


async def test_what_somebody_was_told(watched):
    me = await _me(watched)
    notices, following = await notifications.page(watched, me, 0, 20)
    assert len(notices) == 20
    assert following == notices[-1].row.id
    await notifications.count_unread(watched, me)
    plan = await watched.backend.plans()
    assert "notification_page" in plan
    assert "notification_unread" in plan
    _no_whole_table(watched, plan, "post", "notification")


async def test_claiming_looks_at_what_is_open(watched):
    runs = await events.claim(watched, clock.now_ms(), 10)
    assert [run[0].id for run in runs] == [number * 100 for number in range(1, 11)]
    plan = await watched.backend.plans()
    assert "event_open" in plan
    assert "event_pkey" not in plan


async def test_who_is_to_get_a_line(watched):
    chunk = await home_lines.find_chunk(watched, (_CROWD, _RARE), 0, 0)
    assert chunk.last == 2
    plan = await watched.backend.plans()
    assert "follow_here" in plan
    # Two thousand ids at the most are brought into one order.
    _no_whole_table(watched, plan, "follow", "account", sorts=True)


async def test_where_something_was_told(watched):
    assert await log.find_born(watched, _CROWD, "Announce", "t7") == 2997
    assert await log.find_born(watched, _CROWD, "Announce", "nothing") == 0
    assert await log.find_born(watched, _WRITER, "Create", "t7") == 0
    plan = await watched.backend.plans()
    assert "log_entry_object" in plan
    assert "log_entry_pkey" not in plan
    # What was said of one thing is brought into one order.
    _no_whole_table(watched, plan, "log_entry", sorts=True)


async def test_what_peers_are_shown(watched):
    assert len(await collections.list_by_author(watched, _WRITER, 2**62, 20)) == 0
    assert len(await collections.list_threads(watched, _CROWD, 2**62, 20)) == 20
    assert len(await collections.list_threads(watched, _RARE, 2**62, 20)) == 6
    assert await collections.list_thread(watched, 30_000_000, 0, 200) == []
    assert len(await collections.list_thread(watched, 10, 0, 200)) == 200
    assert await collections.list_thread_for_members(watched, 10, 0, 200) == []
    assert len(await collections.list_replies(watched, 10, 10, 500, 200)) == 200
    assert len(await posts.list_standing(watched, _RARE, 50)) == 0
    plan = await watched.backend.plans()
    assert "post_newest" in plan
    assert "idx_post_root" in plan
    assert "idx_post_author" in plan
    assert "post_pkey" not in plan
    _no_whole_table(watched, plan, "post")
    assert await collections.list_pinned(watched, _CROWD, 20) == []
    # Twenty pins are brought into one order.
    _no_whole_table(watched, await watched.backend.plans(), "post", "pin", sorts=True)


async def test_who_follows_whom(watched):
    assert len(await follows.list_followers(watched, _CROWD, "accepted", 0, 50)) == 1
    assert await follows.list_followers(watched, _WRITER, "pending", 0, 50) == []
    assert len(await follows.list_local_followers(watched, _CROWD, 0, 50)) == 1
    plan = await watched.backend.plans()
    assert "follow_side" in plan
    assert "follow_here" in plan
    assert "follow_pkey" not in plan
    _no_whole_table(watched, plan, "follow")
    assert len(await follows.list_following(watched, _ME, "accepted", 0, 50)) == 2
    assert len(await communities.list_communities_of(watched, _ME, 0, 50)) == 0
    assert await follows.list_blocked(watched, _ME, 0, 50) == []
    plan = await watched.backend.plans()
    assert "uid_follow_followe" in plan or "sqlite_autoindex_follow" in plan
    assert "personal_block_blocked" not in plan
    # What one person follows or blocks is brought into one order.
    _no_whole_table(watched, plan, "follow", "personal_block", sorts=True)

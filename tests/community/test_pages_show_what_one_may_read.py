"""Communities, threads, profiles, hashtags: each page holds what its reader may read, in order."""

import pytest

from fedcop import clock
from fedcop.community import moderation, posts, reactions, timelines
from fedcop.community.perform import perform
from fedcop.store.batch import Unit
from fedcop.store.rows import ActorRow
from fedcop.store.statements import Statement
from fedcop.values import Audience
from tests.builders import let_follow, make_community, make_person, remember_group, remember_person
from tests.writing import answer, write


@pytest.fixture
async def ann(store):
    return await make_person(store, "ann")


@pytest.fixture
async def bo(store):
    return await make_person(store, "bo")


@pytest.fixture
async def rita(store):
    return await remember_person(store, "https://riverside.example/users/rita")


@pytest.fixture
async def weavers(store, ann):
    return await make_community(store, ann, "weavers")


async def _suspend(store, actor: ActorRow) -> None:
    unit = Unit(store)
    unit.add(Statement("UPDATE actor SET suspended = 1 WHERE id = ?", (actor.id,)))
    await unit.commit()


def _ids(page):
    return [line.post.id for line in page.lines]


async def test_the_thread_with_the_latest_life_comes_first(store, ann, rita, weavers):
    now = clock.now_ms()
    old = await write(store, ann, community_id=weavers.id, published=now - 90_000)
    new = await write(store, ann, community_id=weavers.id, published=now - 60_000)
    await answer(store, rita, old, published=now - 30_000)

    lively = await timelines.community_page(store, None, weavers.id, None, 10)
    newest = await timelines.community_newest(store, None, weavers.id, 0, 10)
    assert _ids(lively) == [old.id, new.id]
    assert _ids(newest) == [new.id, old.id]
    assert lively.lines[0].post.replies == 1
    assert lively.next is None


async def test_pages_follow_one_another_without_a_gap(store, ann, weavers):
    now = clock.now_ms()
    wrote = [
        await write(store, ann, f"<p>{n}</p>", community_id=weavers.id, published=now - n * 1_000)
        for n in range(11)
    ]
    seen, before = [], None
    while True:
        page = await timelines.community_page(store, ann, weavers.id, before, 4)
        seen += _ids(page)
        before = page.next
        if before is None:
            break
    assert seen == [post.id for post in wrote]
    newest, key = [], 0
    while True:
        latest = await timelines.community_newest(store, None, weavers.id, key, 5)
        newest += _ids(latest)
        if not latest.next:
            break
        key = latest.next
    assert newest == seen


async def test_a_short_page_says_where_the_next_begins(store, ann, bo, weavers):
    now = clock.now_ms()
    await let_follow(store, bo, weavers)
    for n in range(6):
        audience = Audience.MEMBERS if n < 5 else Audience.PUBLIC
        await write(
            store,
            ann,
            f"<p>{n}</p>",
            community_id=weavers.id,
            audience=audience,
            published=now - n * 1_000,
        )
    page = await timelines.community_page(store, None, weavers.id, None, 3)
    assert page.lines == ()
    assert page.next is not None
    rest = await timelines.community_page(store, None, weavers.id, page.next, 3)
    assert len(rest.lines) == 1
    assert len((await timelines.community_page(store, bo, weavers.id, None, 9)).lines) == 6


async def test_what_blocked_suspended_and_deleted_people_wrote_is_not_shown(
    store, ann, bo, rita, weavers
):
    there = await write(store, rita, community_id=weavers.id)
    await answer(store, rita, await write(store, ann, community_id=weavers.id))
    assert there.id in _ids(await timelines.community_page(store, bo, weavers.id, None, 9))
    await perform(store, moderation.block, bo, rita, "")
    assert there.id not in _ids(await timelines.community_page(store, bo, weavers.id, None, 9))
    assert there.id in _ids(await timelines.community_page(store, None, weavers.id, None, 9))
    assert await timelines.thread(store, bo, there.id) is None
    await _suspend(store, rita)
    assert there.id not in _ids(await timelines.community_page(store, None, weavers.id, None, 9))
    assert (await timelines.profile(store, None, rita.id, 0, 9)).lines == ()


async def test_who_is_blocked_does_not_see_who_blocks_them(store, ann, bo):
    post = await write(store, ann)
    await perform(store, moderation.block, ann, bo, "")
    assert await timelines.post(store, bo, post.id) is None
    assert await timelines.post(store, None, post.id) is not None


async def test_a_suspended_community_shows_nothing(store, ann, weavers):
    await write(store, ann, community_id=weavers.id)
    await _suspend(store, weavers)
    assert (await timelines.community_page(store, ann, weavers.id, None, 9)).lines == ()
    assert (await timelines.local(store, None, 0, 9)).lines == ()


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        (Audience.PUBLIC, {"nobody", "author", "follower", "member", "named", "stranger"}),
        (Audience.UNLISTED, {"nobody", "author", "follower", "member", "named", "stranger"}),
        (Audience.FOLLOWERS, {"author", "follower", "named"}),
        (Audience.MEMBERS, {"author", "member"}),
        (Audience.NAMED, {"author", "named"}),
    ],
)
async def test_each_audience_has_its_readers(store, audience, readers):
    people = {
        name: await make_person(store, name)
        for name in ("author", "follower", "member", "named", "stranger")
    }
    guild = await make_community(store, people["author"], "guild")
    await let_follow(store, people["follower"], people["author"])
    await let_follow(store, people["member"], guild)
    private = audience in {Audience.FOLLOWERS, Audience.NAMED}
    post = await write(
        store,
        people["author"],
        community_id=0 if private else guild.id,
        audience=audience,
        mentions=(people["named"].id,),
    )
    found = set()
    for name, viewer in {"nobody": None, **people}.items():
        line = await timelines.post(store, viewer, post.id)
        thread = await timelines.thread(store, viewer, post.id)
        page = await timelines.profile(store, viewer, people["author"].id, 0, 9)
        assert (line is None) == (thread is None) == (page.lines == ())
        found |= {name} if line else set()
    assert found == readers


async def test_local_is_what_everybody_may_read_in_our_communities(store, ann, rita, weavers):
    far = await remember_group(store, "https://riverside.example/c/potters")
    here = await write(store, rita, community_id=weavers.id)
    await write(store, rita, "<p>there</p>", community_id=far.id)
    await write(store, ann, community_id=weavers.id, audience=Audience.MEMBERS)
    await write(store, ann, community_id=weavers.id, audience=Audience.UNLISTED)
    await write(store, ann)
    await answer(store, ann, here)
    assert _ids(await timelines.local(store, ann, 0, 9)) == [here.id]


async def test_a_profile_shows_replies_too_but_no_tombstones(store, ann, bo):
    post = await write(store, bo)
    reply = await answer(store, ann, post)
    gone = await write(store, ann)
    await perform(store, posts.remove, ann, gone.id)
    assert _ids(await timelines.profile(store, None, ann.id, 0, 9)) == [reply.id]


async def test_hashtags_are_found_by_their_folded_form(store, ann, bo):
    post = await write(store, ann, hashtags=("#Wool",))
    await write(store, ann, hashtags=("wool",), audience=Audience.FOLLOWERS)
    assert _ids(await timelines.tagged(store, bo, "wool", 0, 9)) == [post.id]
    assert len((await timelines.tagged(store, ann, "wool", 0, 9)).lines) == 2


async def test_a_thread_is_read_from_its_start(store, ann, bo, rita):
    start = await write(store, ann)
    first = await answer(store, bo, start)
    second = await answer(store, rita, start)
    below = await answer(store, ann, first)
    await perform(store, posts.remove, bo, first.id)
    await perform(store, reactions.like, rita, start.id)
    await perform(store, reactions.like, bo, below.id)
    thread = await timelines.thread(store, bo, start.id)

    assert thread.start.post.id == start.id
    assert [(line.post.id, line.depth) for line in thread.replies] == [
        (first.id, 1),
        (below.id, 2),
        (second.id, 1),
    ]
    assert thread.replies[0].post.content == ""
    assert (thread.start.liked, thread.replies[1].liked) == (False, True)
    assert thread.start.post.likes == 1
    assert thread.next is None


async def test_a_reply_is_not_the_start_of_a_thread(store, ann):
    reply = await answer(store, ann, await write(store, ann))
    assert await timelines.thread(store, ann, reply.id) is None
    assert await timelines.thread(store, ann, 4711) is None


async def test_a_long_thread_is_read_in_parts(store, ann):
    start = await write(store, ann)
    unit = Unit(store)
    copied = (
        "INSERT INTO post (id, uri, author_id, root_id, reply_to_id, top, published)"
        " VALUES (?, ?, ?, ?, ?, 0, 0)"
    )
    for n in range(1, 251):
        values = (start.id + n, f"{start.uri}/{n}", ann.id, start.id, start.id)
        unit.add(Statement(copied, values))
    await unit.commit()
    first = await timelines.thread(store, None, start.id)
    second = await timelines.thread(store, None, start.id, first.next)
    third = await timelines.thread(store, None, start.id, second.next)
    assert [len(page.replies) for page in (first, second, third)] == [100, 100, 50]
    assert (first.earlier, second.earlier, third.earlier) == (None, 0, start.id + 100)
    assert third.next is None

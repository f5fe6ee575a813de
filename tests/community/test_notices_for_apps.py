"""Apps read what somebody was told: page by page, by kind, or what belongs together as one."""

import pytest

from fedcop import clock
from fedcop.community import membership, mutes, notices, notifications, posts, reactions
from fedcop.community.drafts import Edit
from fedcop.community.following import Wishes, follow
from fedcop.community.notices import Wanted
from fedcop.community.perform import perform
from fedcop.errors import NotFound
from fedcop.store.batch import Unit
from fedcop.store.queries.spans import Span
from fedcop.store.statements import Statement
from fedcop.values import Audience
from tests.builders import let_follow, make_community, make_person, remember_person
from tests.writing import answer, echo, write

TOP = (1 << 63) - 1


@pytest.fixture
async def ann(store):
    return await make_person(store, "ann")


@pytest.fixture
async def bo(store):
    return await make_person(store, "bo")


@pytest.fixture
async def rita(store):
    return await remember_person(store, "https://riverside.example/users/rita")


async def _page(store, owner, limit=20, *, below=TOP, above=0, up=False, **wanted):
    part = Span(below, above, up=up), limit
    return await notices.page(store, owner, part, Wanted(**wanted))


async def _groups(store, owner, limit=20, *, below=TOP, above=0, up=False):
    return await notices.groups(store, owner, (Span(below, above, up=up), limit), Wanted())


async def _types(store, owner, **wanted):
    await echo(store)
    return [notices.TYPES[row.kind] for row in (await _page(store, owner, **wanted)).notices]


async def _told(store, recipient, count, kind="like", group="like:7"):
    """Things of which somebody was told, and which the post of nobody is about."""
    unit = Unit(store)
    for number in range(1, count + 1):
        sql = (
            "INSERT INTO notification (id, recipient_id, kind, actor_id, event_id, group_key,"
            " created) VALUES (?, ?, ?, ?, ?, ?, ?)"
        )
        values = (number, recipient.id, kind, recipient.id, number, group, clock.now_ms())
        unit.add(Statement(sql, values))
    await unit.commit()


async def test_kinds_as_apps_know_them(store, ann, bo, rita):
    post = await write(store, ann)
    await answer(store, rita, post)
    await perform(store, reactions.like, bo, post.id)
    await perform(store, reactions.boost, bo, post.id)
    await let_follow(store, rita, ann)
    types = ["follow", "reblog", "favourite", "mention"]
    assert sorted(await _types(store, ann)) == sorted(types)
    some = notices.wanted_types(["mention", "reblog", "odd"], [])
    assert sorted(await _types(store, ann, types=some)) == ["mention", "reblog"]
    some = notices.wanted_types([], ["mention", "reblog", "odd"])
    assert sorted(await _types(store, ann, types=some)) == ["favourite", "follow"]
    assert await _types(store, ann, types=notices.wanted_types(["odd"], [])) == []
    assert sorted(await _types(store, ann, by=rita.id)) == ["follow", "mention"]


async def test_who_is_asked_and_who_joins_a_community_is_for_its_pages(store, ann, bo):
    guild = await make_community(store, ann, "guild", locked=True)
    weavers = await make_community(store, ann, "weavers")
    follow_row = await perform(store, membership.ask, bo, guild)
    await perform(store, membership.approve, ann, follow_row.id)
    await let_follow(store, bo, weavers)
    assert await _types(store, ann) == []
    assert await _types(store, bo) == []
    assert await notices.unread(store, ann, Wanted()) == []


async def test_pages_down_and_up(store, ann):
    await _told(store, ann, 30)
    seen, below = [], TOP
    while True:
        page = await _page(store, ann, 7, below=below)
        seen += [row.id for row in page.notices]
        if not page.more:
            break
        below = page.last
    assert seen == list(range(30, 0, -1))
    above = await _page(store, ann, 5, above=10, up=True)
    assert [row.id for row in above.notices] == [15, 14, 13, 12, 11]
    assert (above.first, above.last) == (15, 11)
    newest = await _page(store, ann, 5, above=10)
    assert [row.id for row in newest.notices] == [30, 29, 28, 27, 26]
    assert [row.id for row in (await _page(store, ann, 5, above=28)).notices] == [30, 29]
    assert not (await _page(store, ann, 5, above=28)).more
    assert (await _page(store, ann, 5, above=30, up=True)).notices == []


async def test_rare_kinds_are_looked_for_further_and_never_without_end(store, ann):
    await _told(store, ann, 900)
    page = await _page(store, ann, 5, types=frozenset({"poll"}))
    assert page.notices == []
    assert page.more
    assert 1 < page.last < 600
    last = await _page(store, ann, 5, below=page.last, types=frozenset({"poll"}))
    assert not (await _page(store, ann, 5, below=last.last, types=frozenset({"poll"}))).more


async def test_what_belongs_together_is_one_group(store, ann, bo, rita):
    post = await write(store, ann)
    for actor in (bo, rita):
        await perform(store, reactions.like, actor, post.id)
    await echo(store)
    reply = await answer(store, rita, post)
    await echo(store)
    page = await _groups(store, ann)
    assert [(one.type, len(one.notices)) for one in page.groups] == [
        ("mention", 1),
        ("favourite", 2),
    ]
    alone, liked = page.groups
    assert alone.key == f"ungrouped-{alone.notices[0].id}"
    assert alone.notices[0].post_id == reply.id
    assert liked.key == f"favourite-{post.id}"
    assert not page.more
    single = await notices.get_group(store, ann, liked.key)
    assert [row.id for row in single.notices] == [row.id for row in liked.notices]
    assert (await notices.get_group(store, ann, alone.key)).type == "mention"
    for key in ("favourite-1", "ungrouped-1", "odd-1", "favourite-x", "favourite", f"{2**70}"):
        with pytest.raises(NotFound):
            await notices.get_group(store, ann, key)
    with pytest.raises(NotFound):
        await notices.get_group(store, bo, liked.key)
    await perform(store, notices.dismiss_group, bo, liked.key)
    await perform(store, notices.dismiss_group, ann, liked.key)
    assert [one.type for one in (await _groups(store, ann)).groups] == ["mention"]


async def test_every_unread_notification_is_in_a_group_of_some_page(store, ann):
    await _told(store, ann, 300)
    kinds = Statement(
        "UPDATE notification SET kind = 'mention', group_key = 'mention:' || id"
        " WHERE id % 50 IN (0, 1, 2)"
    )
    unit = Unit(store)
    unit.add(kinds)
    await unit.commit()
    found, below, pages = [], TOP, 0
    while True:
        page = await _groups(store, ann, 3, below=below)
        pages += 1
        found += [row.id for one in page.groups for row in one.notices]
        assert len(page.groups) <= 3
        assert len({one.key for one in page.groups}) == len(page.groups)
        if not page.more:
            break
        assert page.last < below
        below = page.last
    assert sorted(found) == list(range(1, 301))
    assert {row.id for row in await notices.unread(store, ann, Wanted())} == set(found)
    up = await _groups(store, ann, 3, above=100, up=True)
    assert min(row.id for one in up.groups for row in one.notices) == 101


async def test_one_is_dismissed_or_all(store, ann, bo):
    await _told(store, ann, 3)
    with pytest.raises(NotFound):
        await perform(store, notices.dismiss, bo, 2)
    await perform(store, notices.dismiss, ann, 2)
    assert [row.id for row in (await _page(store, ann)).notices] == [3, 1]
    assert (await notices.get(store, ann, 3)).id == 3
    with pytest.raises(NotFound):
        await notices.get(store, ann, 2)
    await perform(store, notices.clear, ann)
    assert (await _page(store, ann)).notices == []


async def test_nobody_hears_of_whom_they_mute(store, ann, bo, rita):
    post = await write(store, ann)
    await perform(store, reactions.like, bo, post.id)
    assert await _types(store, ann) == ["favourite"]
    await perform(store, mutes.mute, ann, bo, notifications=True)
    await perform(store, reactions.boost, bo, post.id)
    assert await _types(store, ann) == []
    assert await notifications.count_unread(store, ann) == 0
    assert await notices.unread(store, ann, Wanted()) == []
    await perform(store, mutes.unmute, ann, bo)
    assert await notifications.count_unread(store, ann) == 1
    assert await _types(store, ann) == ["favourite"]
    await perform(store, mutes.mute, ann, rita, notifications=False)
    await perform(store, reactions.like, rita, post.id)
    assert await _types(store, ann) == ["favourite", "favourite"]


async def test_nobody_hears_of_a_thread_they_left_or_a_node_they_block(store, ann, bo, rita):
    post = await write(store, ann)
    await perform(store, mutes.mute_thread, ann, post.id)
    await answer(store, bo, post)
    await perform(store, reactions.like, bo, post.id)
    assert await _types(store, ann) == []
    await perform(store, mutes.block_host, ann, "riverside.example")
    await write(store, rita, mentions=(ann.id,))
    await let_follow(store, rita, ann)
    assert await _types(store, ann) == []
    await let_follow(store, bo, ann)
    assert await _types(store, ann) == ["follow"]


async def test_a_bell_rings_for_each_post(store, ann, bo):
    weavers = await make_community(store, ann, "weavers")
    for target in (ann, weavers):
        await let_follow(store, bo, target)
        await perform(store, follow, bo, target, Wishes(notify=True))
    await echo(store)
    own = await write(store, ann)
    there = await write(store, ann, community_id=weavers.id, audience=Audience.MEMBERS)
    more = await answer(store, ann, own)
    await write(store, ann, audience=Audience.NAMED)
    named = await write(store, ann, mentions=(bo.id,))
    await echo(store)
    found = (await _page(store, bo)).notices
    told = {(notices.TYPES[row.kind], row.post_id) for row in found}
    assert told == {
        ("status", own.id),
        ("status", there.id),
        ("status", more.id),
        ("mention", named.id),
    }


async def test_who_passed_a_post_on_hears_of_its_edits_once_each(store, ann, bo, rita):
    post = await write(store, rita)
    await perform(store, reactions.boost, bo, post.id)
    for words in ("one", "two"):
        await perform(store, posts.revise, rita, post.id, Edit(f"<p>{words}</p>"))
        await echo(store)
        assert await _types(store, bo) == ["update"]
    assert await _types(store, ann) == []

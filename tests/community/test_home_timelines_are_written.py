"""What happens is written into the home timelines of those who follow, a thousand at a time."""

import asyncio

import pytest

from fedcop import clock, ids
from fedcop.community import events, membership, moderation, posts, reactions, spreading, timelines
from fedcop.community.perform import perform
from fedcop.store.batch import Unit
from fedcop.store.queries import home_lines
from fedcop.store.queries.accounts import mark_read
from fedcop.store.queries.events import claim, find_event
from fedcop.store.rows import AccountRow, EventRow, FollowRow, insert_of
from fedcop.store.statements import Statement
from fedcop.values import Audience
from tests.builders import (
    let_follow,
    make_community,
    make_person,
    remember_group,
    remember_person,
)
from tests.writing import answer, count, echo, recorded, write


@pytest.fixture
async def ann(store):
    return await make_person(store, "ann")


@pytest.fixture
async def bo(store):
    return await make_person(store, "bo")


@pytest.fixture
async def rita(store):
    return await remember_person(store, "https://riverside.example/users/rita")


async def _home(store, reader):
    return [line.post.id for line in (await timelines.home(store, reader, 0, 20)).lines]


async def _again(store, row: EventRow) -> EventRow:
    found = await find_event(store, row.id)
    assert found is not None
    return found


async def test_those_who_follow_the_author_read_it_at_home(store, ann, bo, rita):
    await let_follow(store, bo, rita)
    post = await write(store, rita)
    await echo(store)
    assert await _home(store, bo) == [post.id]
    assert await _home(store, ann) == []


async def test_members_read_at_home_what_starts_a_thread(store, ann, bo, rita):
    weavers = await make_community(store, ann, "weavers")
    await let_follow(store, bo, weavers)
    post = await write(store, rita, community_id=weavers.id)
    await answer(store, rita, post)
    await echo(store)
    page = await timelines.home(store, bo, 0, 20)
    assert [(line.post.id, line.via.id) for line in page.lines] == [(post.id, weavers.id)]
    assert page.lines[0].author.name == "rita"
    assert page.lines[0].community.name == "weavers"


async def test_a_reply_is_for_those_who_follow_both(store, ann, bo, rita):
    cleo = await make_person(store, "cleo")
    for reader in (bo, cleo):
        await let_follow(store, reader, rita)
    await let_follow(store, cleo, ann)
    post = await write(store, ann)
    reply = await answer(store, rita, post)
    await echo(store)
    assert reply.id in await _home(store, cleo)
    assert await _home(store, bo) == []


async def test_answers_to_oneself_are_for_all_who_follow(store, bo, rita):
    await let_follow(store, bo, rita)
    post = await write(store, rita)
    more = await answer(store, rita, post)
    await echo(store)
    assert await _home(store, bo) == [more.id, post.id]


async def test_telling_twice_writes_one_line(store, ann, bo):
    weavers = await make_community(store, ann, "weavers")
    await let_follow(store, bo, weavers)
    await let_follow(store, bo, ann)
    post = await write(store, ann, community_id=weavers.id)
    await echo(store)
    await perform(store, reactions.boost, ann, post.id)
    await echo(store)
    assert await count(store, "home_line WHERE owner_id = ?", bo.id) == 1


async def test_what_is_for_some_reaches_only_them(store, ann, bo):
    cleo = await make_person(store, "cleo")
    weavers = await make_community(store, ann, "weavers")
    await let_follow(store, bo, ann)
    await let_follow(store, cleo, weavers)
    followers = await write(store, ann, audience=Audience.FOLLOWERS)
    members = await write(store, ann, community_id=weavers.id, audience=Audience.MEMBERS)
    await write(store, ann, audience=Audience.NAMED, mentions=(bo.id,))
    await echo(store)
    assert await _home(store, bo) == [followers.id]
    assert await _home(store, cleo) == [members.id]


async def test_who_leaves_or_blocks_reads_it_no_longer(store, ann, bo, rita):
    weavers = await make_community(store, ann, "weavers")
    await let_follow(store, bo, weavers)
    await let_follow(store, bo, rita)
    there = await write(store, ann, community_id=weavers.id)
    await asyncio.sleep(0.002)  # what a community passes on sorts after all of its millisecond
    hers = await write(store, rita)
    await echo(store)
    assert await _home(store, bo) == [hers.id, there.id]
    await perform(store, membership.leave, bo, weavers)
    assert await _home(store, bo) == [hers.id]
    await perform(store, moderation.block, bo, rita, "")
    assert await _home(store, bo) == []


async def test_a_boost_reaches_followers_and_goes_when_taken_back(store, ann, bo, rita):
    await let_follow(store, bo, ann)
    post = await write(store, rita)
    await perform(store, reactions.boost, ann, post.id)
    await echo(store)
    page = await timelines.home(store, bo, 0, 20)
    assert [(line.post.id, line.via.id) for line in page.lines] == [(post.id, ann.id)]
    await perform(store, reactions.unboost, ann, post.id)
    await echo(store)
    assert await _home(store, bo) == []


async def test_a_relay_reaches_the_members_here(store, bo, rita):
    potters = await remember_group(store, "https://riverside.example/c/potters")
    await let_follow(store, bo, potters)
    post = await write(store, rita)
    await perform(store, reactions.relay, potters, post.id, "https://riverside.example/a/1", 0)
    await echo(store)
    assert await _home(store, bo) == [post.id]


async def test_what_was_taken_back_is_not_there(store, ann, bo):
    await let_follow(store, bo, ann)
    post = await write(store, ann)
    await echo(store)
    await perform(store, posts.remove, ann, post.id)
    assert await _home(store, bo) == []


async def test_a_newcomer_finds_the_latest_threads(store, ann, bo):
    weavers = await make_community(store, ann, "weavers")
    post = await write(store, ann, community_id=weavers.id)
    await echo(store)
    await let_follow(store, bo, weavers)
    await echo(store)
    assert await _home(store, bo) == [post.id]


async def test_a_thousand_readers_at_a_time(store, ann):
    unit = Unit(store)
    for number in range(1, 2_502):
        reader = FollowRow(number, number, ann.id, "accepted", "", 0, 0, 0, 0)
        account = AccountRow(number, "", "", "member", "en", clock.now_ms())
        unit.add(Statement(insert_of(FollowRow), reader.values()))
        unit.add(Statement(insert_of(AccountRow), account.values()))
    await unit.commit()
    post = await write(store, ann)

    [[row]] = await claim(store, clock.now_ms(), 64)
    event = events.read(row)
    steps = []
    while not await perform(store, spreading.spread, row, event):
        row = await _again(store, row)
        steps.append(await count(store, "home_line WHERE post_id = ?", post.id))
    assert steps == [1_001, 2_001]
    assert await count(store, "home_line WHERE post_id = ?", post.id) == 2_502
    row = await _again(store, row)
    assert row.spread > 0
    assert await perform(store, spreading.spread, row, event)


async def test_idle_readers_get_no_lines_until_they_return(store, ann, bo):
    await let_follow(store, bo, ann)
    await echo(store)
    long_ago = clock.now_ms() - spreading.IDLE_MS - 1
    unit = Unit(store)
    unit.add(
        mark_read(bo.id, long_ago),
        Statement("UPDATE account SET created = ? WHERE actor_id = ?", (long_ago, bo.id)),
    )
    await unit.commit()
    weavers = await make_community(store, ann, "weavers")
    await let_follow(store, bo, weavers)
    await echo(store)
    post = await write(store, ann)
    there = await write(store, ann, community_id=weavers.id)
    await echo(store)
    assert await count(store, "home_line WHERE owner_id = ?", bo.id) == 0
    await spreading.rebuild(store, bo)
    assert await _home(store, bo) == [there.id, post.id]
    account = AccountRow(bo.id, "", "", "member", "en", long_ago, long_ago)
    assert spreading.is_idle(account, clock.now_ms())


async def test_only_the_latest_lines_are_kept(store, ann):
    unit = Unit(store)
    for number in range(1, home_lines.KEPT + 51):
        unit.add(home_lines.insert_home_line(ann.id, number, number, ann.id))
    await unit.commit()
    assert await perform(store, spreading.tidy, 0) == 0
    assert await count(store, "home_line WHERE owner_id = ?", ann.id) == home_lines.KEPT
    [[first]] = await store.read("SELECT min(line) FROM home_line")
    assert first == 51


async def test_an_event_of_a_post_that_is_gone_spreads_nothing(store, ann, bo):
    await let_follow(store, bo, ann)
    post = await write(store, ann)
    await perform(store, posts.remove, ann, post.id)
    await echo(store)
    assert await count(store, "home_line WHERE owner_id = ?", bo.id) == 0
    assert all(row.done for row, _ in await recorded(store))


def test_ids_of_lines_sort_by_time():
    assert ids.new_id(1_000) < ids.new_id(2_000)

"""A reply that came before what it answers is brought into its thread, from either side."""

import asyncio

import pytest

from fedcop.community import posts, timelines
from fedcop.community.drafts import Draft
from fedcop.community.events import PostPlaced, PostWritten
from fedcop.community.notifications import page
from fedcop.store.batch import Unit
from fedcop.store.queries import threads
from fedcop.values import Audience, PostPolicy
from tests.builders import let_follow, make_community, make_person, remember_group, remember_person
from tests.writing import again, answer, echo, practice_of, recorded, write

FAR = "https://far.example/p/9"


@pytest.fixture
async def ann(store):
    return await make_person(store, "ann")


@pytest.fixture
async def rita(store):
    return await remember_person(store, "https://riverside.example/users/rita")


@pytest.fixture
async def olu(store):
    return await remember_person(store, "https://far.example/users/olu")


@pytest.fixture
async def weavers(store, ann):
    return await make_community(store, ann, "weavers")


async def test_the_parent_brings_it_in_with_what_is_below(store, ann, rita, olu, weavers):
    orphan = await write(store, rita, reply_to_uri=FAR, cause=7)
    below = await answer(store, ann, orphan)
    await echo(store)
    parent = await write(store, olu, uri=FAR, community_id=weavers.id)
    await echo(store)

    adopted, under = await again(store, orphan), await again(store, below)
    assert (adopted.reply_to_id, adopted.root_id, adopted.top) == (parent.id, parent.id, 0)
    assert (adopted.community_id, adopted.here) == (weavers.id, 1)
    assert (under.root_id, under.community_id) == (parent.id, weavers.id)
    assert (await again(store, parent)).replies == 2
    assert (await practice_of(store, weavers)).posts == 3
    thread = await timelines.thread(store, None, parent.id)
    assert [(line.post.id, line.depth) for line in thread.replies] == [
        (orphan.id, 1),
        (below.id, 2),
    ]


async def test_its_new_community_is_told_with_the_bytes_it_came_in(store, rita, olu, weavers):
    orphan = await write(store, rita, reply_to_uri=FAR, cause=7)
    await echo(store)
    await write(store, olu, uri=FAR, community_id=weavers.id)
    await echo(store)
    told = [
        row.cause for row, event in await recorded(store, PostWritten) if event.post == orphan.id
    ]
    assert told == [7, 7]
    assert all(row.done for row, _ in await recorded(store))


async def test_the_reply_finds_a_parent_that_came_at_the_same_time(store, rita, olu):
    reply, parent = Unit(store), Unit(store)
    early = await _write_into(reply, rita, reply_to_uri=FAR)
    late = await _write_into(parent, olu, uri=FAR)
    await asyncio.gather(reply.commit(), parent.commit())
    await echo(store)
    assert (await again(store, early)).root_id == late.id
    assert (await again(store, late)).replies == 1


async def test_who_is_answered_learns_of_it(store, ann, rita):
    uri = store.uris.note(4711)
    orphan = await write(store, rita, reply_to_uri=uri)
    await echo(store)
    await write(store, ann, uri=uri)
    await echo(store)
    [notice] = (await page(store, ann, 0, 10))[0]
    assert (notice.row.kind, notice.post.id) == ("reply", orphan.id)


async def test_a_circle_stays_apart(store, rita, olu):
    first = await write(store, rita, uri="https://riverside.example/p/1", reply_to_uri=FAR)
    second = await write(store, olu, uri=FAR, reply_to_uri=first.uri)
    await echo(store)
    assert (await again(store, first)).root_id == first.id
    assert (await again(store, second)).root_id == first.id
    assert await threads.list_orphans(store, FAR, 10) == []


async def test_nobody_comes_in_sideways(store, ann, rita):
    guild = await make_community(store, ann, "guild", post_policy=PostPolicy.MEMBERS)
    orphan = await write(store, rita, reply_to_uri=FAR)
    far = await remember_person(store, "https://far.example/users/member")
    await let_follow(store, far, guild)
    await write(store, far, uri=FAR, community_id=guild.id)
    await echo(store)
    stays = await again(store, orphan)
    assert (stays.community_id, stays.root_id) == (0, orphan.id)


async def test_its_audience_becomes_no_wider_than_that_of_the_thread(
    store, ann, rita, olu, weavers
):
    for person in (rita, olu):
        await let_follow(store, person, weavers)
    orphan = await write(store, rita, reply_to_uri=FAR)
    await write(store, olu, uri=FAR, community_id=weavers.id, audience=Audience.MEMBERS)
    await echo(store)
    assert (await again(store, orphan)).audience == Audience.MEMBERS


async def test_a_crowd_is_brought_in_step_by_step(store, rita, olu):
    crowd = [await write(store, rita, f"<p>{n}</p>", reply_to_uri=FAR) for n in range(45)]
    await echo(store)
    parent = await write(store, olu, uri=FAR)
    assert await echo(store) == 3
    assert {(await again(store, one)).root_id for one in crowd} == {parent.id}
    assert (await again(store, parent)).replies == 45


async def test_a_reply_written_while_its_thread_moved_follows(store, ann, rita, olu):
    orphan = await write(store, rita, reply_to_uri=FAR)
    await echo(store)
    stray = Unit(store)
    late = await _write_into(stray, ann, reply_to_id=orphan.id)
    parent = await write(store, olu, uri=FAR)
    await echo(store)
    await stray.commit()
    assert (await again(store, late)).root_id == orphan.id
    await echo(store)
    assert (await again(store, late)).root_id == parent.id
    assert (await again(store, parent)).replies == 2


async def test_a_community_elsewhere_is_told_of_what_stands_below(store, ann, rita, olu):
    far = await remember_group(store, "https://far.example/c/weavers")
    orphan = await write(store, rita, reply_to_uri=FAR)
    below = await answer(store, ann, orphan)
    await echo(store)
    await write(store, olu, uri=FAR, community_id=far.id)
    await echo(store)
    told = [event.post for _, event in await recorded(store, PostPlaced)]
    assert below.id in told
    assert (await again(store, below)).community_id == far.id


async def _write_into(unit, author, **draft):
    draft = {"content": "<p>x</p>", **draft}
    if not author.local:
        draft.setdefault("uri", f"{author.uri}/posts/early")
    return await posts.write(unit, author, Draft(**draft))

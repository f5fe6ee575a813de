"""Somebody answers a thread before its community has said that it stands there."""

import pytest

from fedcop.community import indexing, membership
from fedcop.community.perform import perform
from fedcop.store.queries.posts import find_post_by_uri
from fedcop.values import Audience
from tests.builders import make_person
from tests.federation.outbox.telling import tell
from tests.federation.pair import deliver, exchange, exchange_all, join, owed, refused
from tests.writing import again, answer, write


@pytest.fixture
async def heard_early(pair, scene, third):
    """Zoe of a third node wrote a thread; mira, who follows her, has it before the community."""
    home, away = pair
    _, lab, mira, known = scene
    zoe = await make_person(third.store, "zoe")
    there = await join(zoe, third, lab, home)
    await perform(away.store, membership.ask, mira, await away.known(zoe.uri))
    await exchange_all(home, away, third)
    start = await write(third.store, zoe, community_id=there.id, title="Ten minutes")
    (created,) = await tell(third.store)
    await deliver(away, created, zoe.uri)
    copy = await away.post(start.uri)
    assert copy.community_id == 0

    async def announce():
        await deliver(home, created, zoe.uri)
        verdicts = await exchange_all(home, away, third)
        assert refused(verdicts) == []
        assert (await again(away.store, copy)).community_id == known.id

    return copy, announce


async def test_the_community_hears_of_it_once_it_has_spoken(pair, scene, third, heard_early):
    home, away = pair
    _, lab, mira, known = scene
    copy, announce = heard_early
    reply = await answer(away.store, mira, copy, "<p>With us too.</p>")
    below = await answer(away.store, mira, reply, "<p>And longer.</p>")
    await exchange_all(away, third)
    await announce()
    for one in (reply, below):
        assert (await again(away.store, one)).community_id == known.id
        assert (await home.post(one.uri)).community_id == lab.id
        assert (await third.post(one.uri)).community_id > 0
    assert (await home.post(copy.uri)).replies == 2


async def test_it_hears_of_nothing_that_is_for_followers(pair, scene, third, heard_early):
    home, away = pair
    copy, announce = heard_early
    reply = await answer(away.store, scene[2], copy, audience=Audience.FOLLOWERS)
    await exchange_all(away, third)
    await announce()
    assert await find_post_by_uri(home.store, reply.uri) is None


async def test_search_finds_it_in_the_community_then(pair, scene):
    home, away = pair
    ana, lab, mira, known = scene
    await perform(away.store, membership.ask, mira, await away.known(ana.uri))
    await exchange(home, away)
    start = await write(home.store, ana, community_id=lab.id, title="Ten minutes")
    (created, by_ana), *announced = await owed(home, away)
    await deliver(away, created, by_ana)
    there = await away.post(start.uri)
    assert await indexing.catch_up(away.store) == 1
    assert await _community_in_search(away, there) == 0
    for told, actor in announced:
        await deliver(away, told, actor)
    assert await indexing.catch_up(away.store) == 1
    assert await _community_in_search(away, there) == known.id


async def _community_in_search(side, post):
    sql = "SELECT community_id FROM search_document WHERE id = ?"
    return (await side.store.read(sql, post.id))[0][0]

"""Somebody answers a thread before its community has said that it stands there."""

from fedcop.community import indexing, membership
from fedcop.community.perform import perform
from tests.federation.pair import deliver, exchange, owed, refused
from tests.writing import again, answer, write


async def test_the_community_hears_of_it_once_it_has_spoken(pair, scene):
    home, away = pair
    ana, lab, mira, known = scene
    await perform(away.store, membership.ask, mira, await away.known(ana.uri))
    await exchange(home, away)
    start = await write(home.store, ana, community_id=lab.id, title="Ten minutes")
    (created, by_ana), *announced = await owed(home, away)
    assert created.wrapped["type"] == "Create"
    await deliver(away, created, by_ana)
    there = await away.post(start.uri)
    assert there.community_id == 0

    reply = await answer(away.store, mira, there, "<p>With us too.</p>")
    below = await answer(away.store, mira, reply, "<p>And longer.</p>")
    for told, actor in announced:
        await deliver(away, told, actor)
    assert (await again(away.store, there)).community_id == known.id
    assert (await again(away.store, reply)).community_id == known.id
    verdicts = await exchange(home, away)

    assert refused(verdicts) == []
    for one in (reply, below):
        assert (await home.post(one.uri)).community_id == lab.id
    assert (await again(home.store, start)).replies == 2
    assert (await again(away.store, there)).replies == 2
    announced_back = [one for one in verdicts if one.kind == "Announce"]
    assert len(announced_back) == 2  # so that whoever else follows it hears of both


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

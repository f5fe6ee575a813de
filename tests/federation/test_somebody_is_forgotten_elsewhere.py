"""Somebody is erased at one node: the other forgets what they wrote, and who they were."""

from dataclasses import replace

import pytest

from fedcop.community import accounts, membership, privacy_requests, reactions
from fedcop.community.erasing import asking, ending
from fedcop.community.perform import perform
from fedcop.community.practice import artifacts
from fedcop.store.batch import Unit
from fedcop.store.queries import actors as actor_queries
from fedcop.store.queries import artifacts as artifact_rows
from fedcop.store.statements import Statement
from tests.builders import let_follow, make_person, own_keys
from tests.federation.outbox.telling import tell
from tests.federation.pair import exchange, refused
from tests.practice import publish
from tests.writing import count, write

KEEP = 30 * 86_400_000


@pytest.fixture
async def known(pair, scene):
    """Uma of the one node, known at the other by what she wrote in a community and alone."""
    home, away = pair
    _, lab, mira, _ = scene
    uma = await make_person(home.store, "uma", display="Uma Okoye")
    await perform(home.store, accounts.change_profile, uma, "Uma Okoye", "Nurse", "<p>Nurse</p>")
    uma = await home.known(uma.uri)
    await let_follow(home.store, uma, lab)
    await perform(away.store, membership.ask, mira, await away.known(uma.uri))
    post = await write(home.store, uma, "<p>Ward seven</p>", community_id=lab.id)
    alone = await write(home.store, uma, "<p>Night shift</p>")
    work = await publish(home.store, uma, lab.id)
    assert refused(await exchange(home, away)) == []
    return uma, (post, alone, work)


async def forget(home, away, uma, *, keep=False):
    """Erase somebody, with all that follows from it at both nodes."""
    counts = (await asking.preview(home.store, uma)).counts
    former = own_keys(home.store.uris.person(asking.FORMER)) if keep else None
    await perform(home.store, asking.erase_oneself, uma, counts, former)
    verdicts = []
    for _ in range(60):
        await ending.go_on(home.store, KEEP)
        verdicts += await exchange(home, away)
        unit = Unit(home.store)
        unit.add(Statement("UPDATE event SET done = 1 WHERE done < 1 AND published > 0"))
        await unit.commit()
        row = await privacy_requests.find_last(home.store, uma.id, "erase")
        if row.state != privacy_requests.RUNNING:
            return verdicts
    raise AssertionError("it never ends")


async def test_the_other_node_forgets_what_they_wrote_and_who_they_were(pair, known):
    home, away = pair
    uma, written = known
    there = await away.known(uma.uri)
    assert (there.display, there.summary) == ("Uma Okoye", "<p>Nurse</p>")
    assert refused(await forget(home, away, uma)) == []
    for one in written:
        assert (await away.post(one.uri)).deleted
        assert (await away.post(one.uri)).content == ""
    gone = await actor_queries.find_actor(away.store, there.id)
    assert gone.deleted
    assert (gone.display, gone.summary, gone.icon) == ("uma", "", "")
    open_ones = "follow WHERE (target_id = ? OR follower_id = ?) AND state = 'accepted'"
    assert await count(away.store, open_ones, gone.id, gone.id) == 0


async def test_servers_that_only_hold_a_like_are_told_too(pair, scene):
    home, away = pair
    ana, _, mira, _ = scene
    uma = await make_person(home.store, "uma")
    post = await write(away.store, mira, "<p>Wool</p>")
    here = await home.known(mira.uri)
    copy = await write(home.store, here, "<p>Wool</p>", uri=post.uri)
    await perform(home.store, reactions.like, uma, copy.id)
    await tell(home.store)
    seen = await asking.preview(home.store, uma)
    assert seen.servers == 1
    await forget(home, away, uma)
    row = await privacy_requests.find_last(home.store, uma.id, "erase")
    reach = await ending.reach_of(home.store, row)
    assert (reach.servers, reach.told) == (1, 0)  # nothing is flown here: it is owed to one server
    assert [one.host for one in reach.missed] == ["riverside.example"]
    assert ana


async def test_what_they_shared_may_stay_as_by_a_former_member(pair, known):
    home, away = pair
    uma, (post, _, work) = known
    before = await artifacts.find(home.store, work.uri)
    await forget(home, away, uma, keep=True)
    assert (await home.post(post.uri)).deleted
    kept = await home.post(work.uri)
    assert not kept.deleted
    former = await asking.find_former(home.store)
    assert kept.author_id == former.id
    assert former.display == "A former member"
    after = await artifacts.find(home.store, work.uri)
    assert (after.number, after.digest) == (before.number, before.digest)
    [revision] = await artifacts.history(home.store, work.id, limit=5)
    assert revision.author_id == former.id
    proved = await artifact_rows.find_document(home.store, revision.document)
    assert b"/u/former_member" in proved.body
    assert uma.uri.encode() not in proved.body
    assert await count(home.store, "contributor WHERE actor_uri = ?", uma.uri) == 0
    assert (await away.post(work.uri)).deleted  # copies on other servers go
    assert replace(kept, author_id=0).practice == "practice"

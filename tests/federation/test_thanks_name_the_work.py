"""Thanks name who is thanked and what for; whoever is thanked may hide them."""

import pytest

from fedcop.community import posts
from fedcop.community.perform import perform
from fedcop.community.practice import thanks
from fedcop.community.practice.parts import ThanksPart
from fedcop.errors import Invalid, Refused
from tests.federation.outbox.telling import tell
from tests.federation.pair import exchange, refused
from tests.writing import count, write


@pytest.fixture
async def said(pair, scene):
    home, away = pair
    ana, lab, mira, _ = scene
    work = await write(home.store, ana, "<p>Read it back.</p>", title="Card", community_id=lab.id)
    assert refused(await exchange(home, away)) == []
    there, ana_there = await away.post(work.uri), await away.known(ana.uri)
    post = await write(
        away.store,
        mira,
        "<p>It saved our night.</p>",
        reply_to_id=there.id,
        mentions=(ana_there.id,),
        practice=ThanksPart(ana_there.uri, work.uri),
    )
    return home, away, ana, mira, work, post


async def test_thanks_reach_the_work_and_who_did_it(said):
    home, away, ana, _, work, post = said
    assert refused(await exchange(home, away)) == []
    here = await home.post(post.uri)
    assert here.practice == "thanks"
    assert [row.id for row in await thanks.of_work(home.store, None, work.uri)] == [here.id]
    assert [row.id for row in await thanks.of_person(home.store, None, ana.id)] == [here.id]


async def test_the_note_mentions_the_person_and_names_the_work(said):
    _, away, ana, _, work, _ = said
    (told,) = [one for one in await tell(away.store) if one.kind == "Create"]
    note = told.wrapped["object"]
    assert (note["type"], note["cop:kind"]) == ("Note", "thanks")
    assert (note["cop:recognizes"], note["cop:thanked"]) == (work.uri, ana.uri)
    assert ana.uri in {tag["href"] for tag in note["tag"] if tag["type"] == "Mention"}


async def test_whoever_is_thanked_hides_it(said):
    home, away, ana, mira, work, post = said
    await exchange(home, away)
    here = await home.post(post.uri)
    with pytest.raises(Refused):
        await perform(home.store, thanks.hide, await home.known(mira.uri), here.id, hidden=True)
    await perform(home.store, thanks.hide, ana, here.id, hidden=True)
    assert list(await thanks.of_person(home.store, None, ana.id)) == []
    assert list(await thanks.of_work(home.store, None, work.uri)) == []
    assert len(await thanks.of_person(home.store, ana, ana.id)) == 1
    await perform(home.store, thanks.hide, ana, here.id, hidden=False)
    assert len(await thanks.of_person(home.store, None, ana.id)) == 1


async def test_thanks_go_with_their_post_and_nobody_thanks_themselves(said):
    home, away, ana, mira, _, post = said
    await exchange(home, away)
    await perform(away.store, posts.remove, mira, post.id)
    await exchange(home, away)
    assert await count(home.store, "thanks") == await count(away.store, "thanks") == 0
    with pytest.raises(Invalid):
        await write(home.store, ana, practice=ThanksPart(ana.uri))

"""A value story stands at the end of a community's insights when both let it be told."""

import pytest

from fedcop.community import posts
from fedcop.community.perform import perform
from fedcop.community.practice import adoptions, stories
from fedcop.errors import NotFound, Refused
from fedcop.store.statements import Statement
from fedcop.values import Audience
from tests.adopting import apply_it, tell_result, write_practice
from tests.builders import let_follow, make_community, remember_person

TOLD = {"gained": "A way to <b>say</b> it.", "happened": "Fewer were missed."}
FEW = "What changed, as they tell it"


@pytest.fixture
async def scene(house):
    """Ana's practice, which bo's ward applies; both are members."""
    ana, author = await house.person("ana")
    bo, adopter = await house.person("bo")
    group = await make_community(house.store, ana, "handovers")
    await let_follow(house.store, bo, group)
    post = await write_practice(house.store, ana, group)
    said = {"team": "Ward 4", "result": "worked", "told": TOLD}
    told = await apply_it(house.parts.reach, bo, post, **said)
    return house, (ana, author), (bo, adopter), (group, post, told)


async def insights(browser):
    return (await browser.get("/c/handovers/insights")).text


async def test_an_adoption_of_three_cycles_is_a_story(scene):
    house, (ana, author), (_, adopter), (_, post, told) = scene
    row = await adoptions.find(house.store, told.id)
    story = stories.story_of(row)
    assert [cycle for cycle, _ in story.parts] == ["potential", "applied", "realised"]
    assert dict(story.parts)["realised"] == ("Worked.", "Fewer were missed.")
    assert (story.whole, story.agreed) == (True, False)
    assert ana.id != row.adopter_id
    for browser in (author, adopter):
        tab = (await browser.get(f"/a/{post.id}?tab=results")).text
        assert f'href="/n/{told.id}/story"' in tab
        page = (await browser.get(f"/n/{told.id}/story")).text
        assert "A way to &lt;b&gt;say&lt;/b&gt; it." in page
        assert "I agree that it is told" in page


async def test_it_is_shown_when_both_agree_and_until_one_does_not(scene):
    _, (_, author), (_, adopter), (_, _, told) = scene
    where = f"/n/{told.id}/story"
    for browser, shown in ((adopter, False), (author, True)):
        assert (await browser.post(where, agree="1")).headers["location"] == where
        assert "I do not agree any more" in (await browser.get(where)).text
        assert (FEW in await insights(author)) == shown
    page = await insights(adopter)
    assert "Fewer were missed." in page
    assert "<b>say</b>" not in page
    await author.post(where)
    assert FEW not in await insights(adopter)
    assert "I agree that it is told" in (await author.get(where)).text


async def test_what_is_told_anew_is_agreed_to_anew(scene):
    house, (_, author), (bo, adopter), (_, post, told) = scene
    for browser in (author, adopter):
        await browser.post(f"/n/{told.id}/story", agree="1")
    same = {"team": "Ward 4", "result": "worked", "told": TOLD}
    await tell_result(house.parts.reach, bo, post, told, **same)
    assert FEW in await insights(author)
    await tell_result(house.parts.reach, bo, post, told, **{**same, "result": "not"})
    assert FEW not in await insights(author)
    row = await adoptions.find(house.store, told.id)
    assert (row.author_agreed, row.adopter_agreed) == (0, 0)


async def test_nobody_else_agrees_or_sees_it(scene):
    house, _, _, (_, _, told) = scene
    _, eve = await house.person("eve")
    where = f"/n/{told.id}/story"
    assert (await eve.get(where)).status_code == 404
    assert (await eve.post(where, agree="1")).status_code == 404
    assert (await house.guest().get(where)).headers["location"].startswith("/signin")
    row = await adoptions.find(house.store, told.id)
    assert (row.author_agreed, row.adopter_agreed) == (0, 0)


async def test_who_wrote_it_and_applies_it_agrees_once(scene):
    house, (ana, author), _, (_, post, _) = scene
    said = {"team": "Ward 9", "result": "partly", "told": {"transformed": "We count anew."}}
    own = await apply_it(house.parts.reach, ana, post, **said)
    await author.post(f"/n/{own.id}/story", agree="1")
    assert "We count anew." in await insights(author)


async def test_too_little_or_what_stays_in_the_house_is_no_story(scene):
    house, (ana, author), _, (_, post, _) = scene
    cy, other = await house.person("cy")
    little = await apply_it(house.parts.reach, cy, post, team="Ward 7")
    page = (await other.get(f"/n/{little.id}/story")).text
    assert "A story touches three of the five questions; this touches 1." in page
    with pytest.raises(Refused):
        await perform(house.store, stories.agree, cy, little.id)
    kept = {"team": "Ward 8", "result": "worked", "told": TOLD, "discreet": True}
    quiet = await apply_it(house.parts.reach, cy, post, **kept)
    with pytest.raises(Refused):
        await perform(house.store, stories.agree, ana, quiet.id)
    assert "What came of it stays here" in (await author.get(f"/n/{quiet.id}/story")).text


async def test_both_are_people_of_this_node(scene):
    house, (ana, author), _, (_, post, _) = scene
    pat = await remember_person(house.store, "https://riverside.example/u/pat")
    said = {"team": "Ward 1", "result": "worked", "told": TOLD}
    far = await apply_it(house.parts.reach, pat, post, **said)
    assert "at another node" in (await author.get(f"/n/{far.id}/story")).text
    with pytest.raises(Refused):
        await perform(house.store, stories.agree, ana, far.id)


async def test_what_was_taken_back_is_told_no_longer(scene):
    house, (_, author), (bo, adopter), (_, _, told) = scene
    for browser in (author, adopter):
        await browser.post(f"/n/{told.id}/story", agree="1")
    await perform(house.store, posts.remove, bo, told.id)
    assert FEW not in await insights(author)
    with pytest.raises(NotFound):
        await stories.find(house.store, bo, told.id)


async def test_who_may_not_read_it_is_not_told(scene):
    house, (ana, author), (bo, adopter), (group, _, _) = scene
    closed = await write_practice(house.store, ana, group)
    said = {"team": "Ward 2", "result": "worked", "told": TOLD}
    told = await apply_it(house.parts.reach, bo, closed, **said)
    for person in (ana, bo):
        await perform(house.store, stories.agree, person, told.id)
    await perform(house.store, _for_few, told.id)
    listed = await stories.list_of(house.store, group.id, bo)
    assert [story.row.id for story, _ in listed] == [told.id]
    eve, _ = await house.person("eve")
    assert await stories.list_of(house.store, group.id, eve) == []
    assert author
    assert adopter


async def _for_few(unit, number):
    unit.add(Statement("UPDATE post SET audience = ? WHERE id = ?", (Audience.NAMED, number)))

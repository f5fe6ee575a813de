"""Mentoring, thanks and the words of a community, as people do them without a script."""

import re

import pytest

from fedcop.community.practice.parts import ArtifactPart
from tests.builders import let_follow, make_community
from tests.writing import echo, write


@pytest.fixture
async def scene(house):
    ana, browser = await house.person("ana")
    lab = await make_community(house.store, ana, "lab")
    bo, other = await house.person("bo")
    await let_follow(house.store, bo, lab)
    return ana, browser, other, lab


async def test_a_mentor_is_found_asked_and_thanked_at_the_end(house, scene):
    _, browser, other, _ = scene
    page = await other.get("/mentoring")
    assert "two steps ahead, not gurus" in page.text
    assert "Nobody here has said so yet" in page.text
    said = {"about": "Audits", "topics": "audit", "languages": "en", "timezone": "", "most": "1"}
    await browser.post("/mentoring", **said, open="1")
    page = await other.get("/mentoring?topics=audit")
    assert "knows about #audit" in page.text
    assert (await other.post("/u/ana/mentor", goal="")).status_code == 422
    answer = await other.post("/u/ana/mentor", goal="Lead my first audit", **{"as": "mentee"})
    assert answer.headers["location"] == "/mentoring"
    await echo(house.store)
    assert 'href="/mentoring"' in (await browser.get("/notifications")).text
    page = (await browser.get("/mentoring")).text
    way = re.search(r"/mentoring/\d+/answer", page)[0]
    assert (await house.guest().get("/mentoring")).status_code == 303
    await browser.post(way, answer="accept")
    assert "Who helps you" in (await other.get("/mentoring")).text
    end = way.replace("answer", "end")
    assert "A word for the other" in (await other.get(end)).text
    await other.post(end, words="I led it.")
    assert "I led it." in (await browser.get("/mentoring")).text
    _, stranger = await house.person("cy")
    assert (await stranger.post(end, words="x")).status_code == 404
    assert "Lead my first audit" not in (await stranger.get("/mentoring")).text


async def test_what_is_wrong_with_an_offer_is_said_at_its_field(house, scene):
    _, browser, *_ = scene
    answer = await browser.post("/mentoring", timezone="Mars", most="1")
    assert answer.status_code == 422
    assert 'href="#timezone"' in answer.text


async def test_thanks_stand_with_the_work_and_with_the_person_until_hidden(house, scene):
    ana, browser, other, lab = scene
    work = await write(house.store, ana, title="Card", community_id=lab.id)
    assert f"/n/{work.id}/thank" in (await other.get(f"/t/{work.id}")).text
    assert (await other.post(f"/n/{work.id}/thank", words=" ")).status_code == 422
    await other.post(f"/n/{work.id}/thank", words="It saved our night.")
    assert "It saved our night." in (await house.guest().get(f"/t/{work.id}")).text
    assert "It saved our night." in (await house.guest().get("/u/ana")).text
    page = (await browser.get("/u/ana")).text
    way = re.search(r"/n/\d+/hide", page)[0]
    assert (await other.post(way)).status_code == 403
    await browser.post(way)
    assert 'id="thanked-title"' not in (await house.guest().get("/u/ana")).text
    await browser.post(way.replace("hide", "unhide"))
    assert 'id="thanked-title"' in (await house.guest().get("/u/ana")).text
    await other.post("/u/ana/thank", words="For everything")
    assert "For everything" in (await house.guest().get("/u/ana")).text


async def test_a_community_without_words_says_so(house, scene):
    _, browser, *_ = scene
    assert "Nobody has written down yet" in (await house.guest().get("/c/lab/glossary")).text
    assert "/c/lab/new/term" in (await browser.get("/c/lab/glossary")).text


async def test_the_words_of_a_community_stand_in_their_order(house, scene):
    ana, _, _, lab = scene
    for word, meaning in (
        ("Read-back", "Say again what you heard."),
        ("Agency", "Staff for a day."),
    ):
        term = ArtifactPart(
            kind="term", title=word, fields={"meaning": meaning, "alsoCalled": ["x" + word]}
        )
        await write(
            house.store, ana, meaning, title=word, source="", community_id=lab.id, practice=term
        )
    page = (await house.guest().get("/c/lab/glossary")).text
    assert page.index("Agency") < page.index("Read-back")
    assert "Staff for a day." in page
    assert "also xRead-back" in page

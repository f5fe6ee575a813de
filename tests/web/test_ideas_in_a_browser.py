"""Ideas and reflections are written by plain forms, found in the library, and go on from there."""

import pytest

from tests.builders import let_follow, make_community

IDEA = {
    "title": "Read it back on Mondays",
    "better": "Fewer items are missed.",
    "firstTry": "One ward, one month.",
    "audience": "0",
    "license": "https://creativecommons.org/licenses/by/4.0/",
}


@pytest.fixture
async def scene(house):
    ana, browser = await house.person("ana")
    bo, other = await house.person("bo")
    lab = await make_community(house.store, ana, "lab")
    await let_follow(house.store, bo, lab)
    return browser, other


async def test_an_idea_is_written_found_and_tried(scene):
    browser, other = scene
    sheet = (await browser.get("/c/lab/new")).text
    assert "/c/lab/new/idea" in sheet
    assert "/c/lab/new/reflection" in sheet
    assert "An idea" in (await browser.get("/c/lab/new/idea")).text
    told = await browser.post("/c/lab/new/idea", **{**IDEA, "better": ""})
    assert told.status_code == 422
    assert "What would be better: this is needed." in told.text
    there = (await browser.post("/c/lab/new/idea", **IDEA)).headers["location"]
    page = (await other.get(there)).text
    assert "Fewer items are missed." in page
    assert f'action="{there}/grow"' in page
    begun = await other.post(f"{there}/grow")
    draft = begun.headers["location"]
    form = (await other.get(draft)).text
    assert "An experiment" in form
    assert "Fewer items are missed." in form
    sent = await other.post(draft, **{**IDEA, "hypothesis": "Fewer.", "title": "We tried"})
    tried = sent.headers["location"]
    page = (await browser.get(there)).text
    assert "What became of it" in page
    assert "We tried" in page
    page = (await browser.get(tried)).text
    assert "Came from" in page
    assert IDEA["title"] in page
    assert "Make a how-to of it" in page
    listed = (await browser.get("/c/lab/library?kind=idea")).text
    assert IDEA["title"] in listed
    assert "We tried" not in listed


async def test_where_there_is_none_it_says_how_to_begin(scene):
    browser, _ = scene
    await browser.post("/c/lab/new/idea", **IDEA)
    page = (await browser.get("/c/lab/library?kind=reflection")).text
    assert "Nobody has looked back in writing yet." in page
    assert '"/c/lab/new/reflection"' in page
    assert "/c/lab/library?kind=idea" in page
    assert (await browser.post("/a/7/grow")).status_code == 404

"""One box finds what its reader may read: marked, counted, narrowed; and whom to ask instead."""

import re

import pytest

from fedcop.community import indexing
from fedcop.values import Audience
from tests.builders import let_follow, make_community, remember_person
from tests.writing import answer, write


async def _look(house, browser, query, **narrowed):
    while await indexing.catch_up(house.store):
        pass
    return await browser.client.get("/search", params={"q": query, **narrowed})


def _titles(page):
    return [
        re.sub("<[^>]+>", "", one).strip() for one in re.findall(r"<h3[^>]*>(.*?)</h3>", page.text)
    ]


@pytest.fixture
async def scene(house):
    ana, browser = await house.person("ana")
    bo, other = await house.person("bo")
    wards = await make_community(house.store, ana, "wards", display="Safer Wards")
    await let_follow(house.store, bo, wards)
    start = await write(
        house.store,
        ana,
        "<p>Five lines &amp; a read-back at <em>night</em></p>",
        title="Handover <b>cards</b>",
        community_id=wards.id,
        language="en",
        hashtags=("shifts",),
    )
    await answer(house.store, bo, start, "<p>The night is the hardest.</p>")
    await write(
        house.store,
        ana,
        "<p>Only among us: the night of the handover</p>",
        title="A secret",
        community_id=wards.id,
        audience=Audience.MEMBERS,
    )
    return browser, other, start


async def test_what_is_found_is_marked_and_escaped(house, scene):
    browser, _, start = scene
    page = await _look(house, browser, "HANDOVER night")
    assert page.status_code == 200
    assert _titles(page) == ["Handover &lt;b&gt;cards&lt;/b&gt;", "A secret"]
    assert "<mark>Handover</mark> &lt;b&gt;cards&lt;/b&gt;" in page.text
    assert "Five lines &amp; a read-back at <mark>night</mark>" in page.text
    assert f'href="/t/{start.id}"' in page.text
    assert "2 results" in page.text


async def test_a_search_is_narrowed_and_widened_again(house, scene):
    browser, _, _ = scene
    page = await _look(house, browser, "night")
    assert "3 results" in page.text
    assert re.search(r'href="(/search\?q=night&amp;topic=shifts)"', page.text) is None  # one alone
    narrow = await _look(house, browser, "night", topic="shifts")
    assert "1 result<" in narrow.text
    assert "Topic: #shifts" in narrow.text
    assert 'class="chip" href="/search?q=night"' in narrow.text
    assert _titles(await _look(house, browser, "night", scope="library")) == []
    odd = await _look(house, browser, "night", community="x", after="-3", scope="none", kind="'")
    assert odd.status_code == 200


async def test_nobody_learns_of_what_is_not_for_them(house, scene):
    _, _, _ = scene
    _, stranger = await house.person("zoe")
    page = await _look(house, stranger, "secret")
    assert "No result" in page.text
    assert "secret" not in re.sub(
        r'value="secret"|q=secret|title=secret|<title>.*?</title>', "", page.text
    )
    guest = await house.guest().get("/search?q=night")
    assert guest.headers["location"] == "/signin?next=/search%3Fq%3Dnight"


async def test_people_and_communities_are_found_beside(house, scene):
    browser, _, _ = scene
    await remember_person(house.store, "https://riverside.example/users/wardrita")
    page = await _look(house, browser, "ward")
    assert "@wards" in page.text
    assert "@wardrita" in page.text
    only = await _look(house, browser, "ward", scope="people")
    assert "@wardrita" in only.text
    assert 'class="item hit' not in only.text
    far = await _look(house, browser, "@nobody@far.example")
    assert 'href="/lookup?q=%40nobody%40far.example"' in far.text


async def test_where_there_is_nothing_one_can_ask(house, scene):
    browser, _, _ = scene
    page = await _look(house, browser, "xylophones & more")
    assert "No result" in page.text
    assert 'href="/c/wards/ask?title=xylophones%20%26%20more"' in page.text


async def test_every_page_has_the_box(house, scene):
    browser, _, start = scene
    for path in ("/home", f"/t/{start.id}", "/communities", "/nowhere"):
        assert 'action="/search"' in (await browser.get(path)).text, path
    empty = await browser.get("/search")
    assert "Everything you may read" in empty.text


async def test_pages_of_results(house):
    ana, there = await house.person("carl")
    for n in range(23):
        await write(house.store, ana, f"<p>wave {n}</p>")
    page = await _look(house, there, "wave")
    assert "23 results" in page.text
    assert len(re.findall("item hit", page.text)) == 20
    [following] = re.findall(r'href="(/search\?q=wave&amp;after=20)"', page.text)
    rest = await there.get(following.replace("&amp;", "&"))
    assert len(re.findall("item hit", rest.text)) == 3

"""A thread of hundreds of replies: page by page, none of them heavy, none without its context."""

import re

import pytest

from tests.builders import let_follow, make_community
from tests.writing import answer, write

HEAVIEST = 150_000
_NEXT = re.compile(r'href="(/t/[0-9]+\?after=[0-9]+)#replies">Later replies')
_EARLIER = re.compile(r'href="(/t/[0-9]+(?:\?after=[0-9]+)?)#replies">Earlier replies')
_REPLY = re.compile(r'class="reply d[0-9]" id="n([0-9]+)"')


@pytest.fixture
async def place(house):
    ana, browser = await house.person("ana")
    community = await make_community(house.store, ana, "handovers", display="Safer Handovers")
    await let_follow(house.store, ana, community)
    post = await write(house.store, ana, "<p>Hello</p>", title="Hi", community_id=community.id)
    return ana, browser, post


async def _pages(browser, post):
    path, pages = f"/t/{post.id}", []
    while path:
        answer = await browser.get(path)
        assert len(answer.content) < HEAVIEST, path
        pages.append(answer.text)
        found = _NEXT.search(answer.text)
        path = found[1] if found else ""
    return pages


@pytest.mark.parametrize("words", ["Ä" * 5, "Long é " * 400])
async def test_no_page_is_heavy_and_no_reply_is_lost(house, place, words):
    ana, browser, post = place
    replies = [await answer(house.store, ana, post, f"<p>{words}</p>") for _ in range(130)]
    pages = await _pages(browser, post)
    seen = [number for page in pages for number in _REPLY.findall(page)]
    assert seen == [str(reply.id) for reply in replies]
    assert len(_REPLY.findall(pages[0])) >= (75 if len(words) < 9 else 25)


async def test_a_later_page_says_what_it_answers_and_leads_back(house, place):
    ana, browser, post = place
    first = await answer(house.store, ana, post, "<p>What of the weekend?</p>")
    for _ in range(110):
        await answer(house.store, ana, post)
    late = await answer(house.store, ana, first, "<p>The weekend is hard.</p>")
    led = await browser.get(f"/n/{late.id}")
    path, _, anchor = led.headers["Location"].partition("#")
    page = (await browser.get(path)).text
    assert f'id="{anchor}"' in page
    assert f'<a href="/n/{first.id}">In answer to Ana: What of the weekend?</a>' in page
    back = _EARLIER.search(page)
    assert back is not None
    assert _REPLY.search((await browser.get(back[1])).text) is not None
    assert (await browser.get(f"/n/{first.id}")).headers["Location"] == f"/t/{post.id}#n{first.id}"


async def test_what_one_writes_is_shown_wherever_it_stands(house, place):
    ana, browser, post = place
    for _ in range(105):
        await answer(house.store, ana, post)
    sent = await browser.post(f"/n/{post.id}/reply", text="The very last")
    path, _, anchor = sent.headers["Location"].partition("#")
    page = (await browser.get(path)).text
    assert f'id="{anchor}"' in page
    assert "The very last" in page

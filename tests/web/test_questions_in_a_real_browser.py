"""Asking in Chromium: what is like a question appears while it is written, and nothing is lost."""

import asyncio

import pytest
from playwright.async_api import expect

from fedcop.community import answers, indexing
from fedcop.community.perform import perform
from fedcop.community.practice.parts import QuestionPart
from tests.builders import PASSWORD, let_follow, make_community, make_person
from tests.web.test_in_a_real_browser import (
    chromium,
    database_url,
    node,
    pytestmark,
)
from tests.writing import answer, write

__all__ = ["database_url", "node", "pytestmark"]  # fixtures and marks from there


@pytest.fixture
async def lab(node):
    ana = await make_person(node.store, "ana", display="Ana Lima")
    bo = await make_person(node.store, "bo", display="Bo Berg")
    community = await make_community(node.store, ana, "handovers", display="Safer Handovers")
    await let_follow(node.store, bo, community)
    post = await write(
        node.store,
        bo,
        "<p>Agency staff, no notes.</p><h2>What I tried</h2><p>A whiteboard.</p>",
        title="How do you hand over on night shift?",
        community_id=community.id,
        practice=QuestionPart(urgency="soon"),
    )
    said = await answer(node.store, ana, post, "<p>In <em>five lines</em>, read back aloud.</p>")
    await perform(node.store, answers.accept, bo, post.id, said.id)
    while await indexing.catch_up(node.store):
        pass
    return community, post


async def _sign_in(page):
    await page.goto("/signin")
    await page.get_by_label("Name or mail address").fill("ana")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("main").get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("heading", name="Home")).to_be_visible()


async def test_what_is_like_it_appears_while_one_writes(node, lab):
    _, post = lab
    async with chromium(base_url=node.settings.origin) as browser:
        page = await browser.new_page()
        wrong = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        await _sign_in(page)
        await page.goto("/c/handovers/ask")
        await page.get_by_label("Your question").press_sequentially("hand over on night shift")
        found = page.locator("#similar a")
        await expect(found).to_have_attribute("href", f"/t/{post.id}")
        await page.get_by_label("Context").fill("Sundays.")
        await expect(page.locator("#similar a")).to_have_count(1)
        async with asyncio.timeout(60):
            while "Sundays." not in await page.evaluate("JSON.stringify(sessionStorage)"):
                await page.wait_for_timeout(50)
        await page.reload()
        await expect(page.get_by_label("Context")).to_have_value("Sundays.")
        await page.get_by_role("button", name="Ask", exact=True).click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("hand over on night shift")
        assert await page.evaluate("Object.keys(sessionStorage).length") == 0
        assert wrong == []


async def test_all_of_it_goes_without_a_script(node, lab):
    _, post = lab
    async with chromium(base_url=node.settings.origin, java_script_enabled=False) as browser:
        page = await browser.new_page()
        await _sign_in(page)
        await page.goto("/c/handovers/ask")
        await page.get_by_label("Your question").fill("hand over on night shift")
        await page.get_by_role("button", name="Search similar").click()
        await expect(page.locator("#similar a")).to_have_attribute("href", f"/t/{post.id}")
        await page.get_by_role("button", name="Ask", exact=True).click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("hand over on night shift")


@pytest.mark.parametrize("width", [390, 1280])
async def test_no_page_is_wider_than_the_screen(node, lab, width):
    _, post = lab
    size = {"width": width, "height": 800}
    async with chromium(base_url=node.settings.origin, viewport=size) as browser:
        page = await browser.new_page()
        await _sign_in(page)
        for path in (
            "/c/handovers/ask",
            "/c/handovers/questions",
            f"/t/{post.id}",
            f"/t/{post.id}/make",
            "/settings/asking",
        ):
            await page.goto(path)
            wide = await page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, path

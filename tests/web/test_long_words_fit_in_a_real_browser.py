"""The longest pages at 320 pixels, in German and a third longer than English: nothing too wide."""

import shutil

import pytest
from playwright.async_api import async_playwright

from tests.web.admin.standing import change
from tests.web.marked import settle
from tests.web.test_in_a_real_browser import serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="chromium: there is none here; install it"),
    pytest.mark.timeout(120),
]
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--mute-audio"]
_TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right
    > innerWidth + 1).slice(0, 3).map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture
def database_url(sqlite_url):
    """SQLite alone: which database it is makes no difference to a browser."""
    return sqlite_url


async def test_nothing_is_too_wide_on_a_narrow_screen(settings):
    async with serving(settings) as house, async_playwright() as playwright:
        scene = await settle(house)
        artifact, name = f"/a/{scene.artifact.id}", house.settings.cookie
        paths = ["/home", "/c/brrk", artifact, f"{artifact}/result", f"/e/{scene.meeting.id}"]
        paths += ["/c/brrk/new/practice", "/c/brrk/write", "/mentoring", "/settings/security"]
        paths += ["/admin", "/admin/federation", "/c/brrk/library"]
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
        page = await browser.new_page(viewport={"width": 320, "height": 800})
        token = scene.owner.client.cookies[name]
        await page.context.add_cookies(
            [{"name": name, "value": token, "url": house.settings.origin}]
        )
        wide = {}
        for tongue in ("de", "en-XA"):
            await change(house.store, "UPDATE account SET locale = ?", tongue)
            for path in paths:
                await page.goto(house.settings.origin + path)
                if found := await page.evaluate(_TOO_WIDE):
                    wide[tongue, path] = found
        await browser.close()
    assert wide == {}

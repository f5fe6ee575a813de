"""An app in a browser opens our page as a window and gets its code, in Chromium over loopback."""

import asyncio
import shutil
from contextlib import asynccontextmanager
from dataclasses import replace
from urllib.parse import urlencode

import pytest
import uvicorn
from playwright.async_api import async_playwright, expect

from fedcop.community import apps
from fedcop.community.apps import NewApp
from fedcop.community.perform import perform
from tests.api.rig import open_home
from tests.builders import PASSWORD

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="chromium: there is none here; install it"),
    pytest.mark.timeout(120),
]
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--mute-audio"]
_APP = "https://app.example"
_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > innerWidth)
    .map(e => e.outerHTML.slice(0, 80))"""


@asynccontextmanager
async def serving(settings):
    """The whole node on a port of its own."""
    config = uvicorn.Config(lambda *_: None, port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    socket = server.config.bind_socket()
    origin = f"http://northwind.localhost:{socket.getsockname()[1]}"
    async with open_home(replace(settings, origin=origin)) as home:
        server.config.app = home.app
        running = asyncio.create_task(server.serve(sockets=[socket]))
        try:
            yield home
        finally:
            server.should_exit = True
            await running


@pytest.fixture
def database_url(sqlite_url):
    """SQLite alone: which it is makes no difference to a browser."""
    return sqlite_url


@asynccontextmanager
async def chromium(size):
    """A browser for which the app is there too."""
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
        opened = await browser.new_context(viewport=size)
        opened.set_default_timeout(10_000)
        page = "<h1>The app</h1>"
        await opened.route(
            f"{_APP}/**", lambda route: route.fulfill(body=page, content_type="text/html")
        )
        yield opened
        await browser.close()


async def _wish(home):
    made = await perform(
        home.store, apps.register, NewApp("Fern", (f"{_APP}/back",), "read write follow push")
    )
    fields = {
        "response_type": "code",
        "client_id": made.app.client_id,
        "redirect_uri": f"{_APP}/back",
        "scope": "read write follow push",
        "state": "s",
    }
    return f"{home.settings.origin}/oauth/authorize?{urlencode(fields)}"


@pytest.mark.parametrize("button", ["Allow", "Do not allow"])
async def test_a_window_that_an_app_opened_comes_back_to_it(settings, button):
    async with serving(settings) as home, chromium({"width": 360, "height": 740}) as browser:
        await home.person("ana")
        app = await browser.new_page()
        await app.goto(f"{_APP}/start")
        async with app.expect_popup() as opening:
            await app.evaluate("url => void window.open(url, 'in')", await _wish(home))
        window = await opening.value
        await window.get_by_label("Name or mail address").fill("ana")
        await window.get_by_label("Password").fill(PASSWORD)
        await window.get_by_role("main").get_by_role("button", name="Sign in").click()
        await expect(window.get_by_role("heading", name="Let Fern act for you?")).to_be_visible()
        assert await window.evaluate(_WIDE) == []
        await window.get_by_role("button", name=button, exact=True).click()
        await expect(window.get_by_role("heading", name="The app")).to_be_visible()
        answer = "code=" if button == "Allow" else "error=access_denied"
        assert window.url.startswith(f"{_APP}/back?{answer}")
        assert "state=s" in window.url
        # The app still knows its window, and the window the app.
        assert await window.evaluate("window.opener !== null")

"""What people do, in Chromium against a server on loopback; skipped where there is none."""

import asyncio
import re
import shutil
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
import uvicorn
from playwright.async_api import async_playwright, expect

from tests.builders import PASSWORD, let_follow, make_community, make_person, remember_person
from tests.web.rig import open_house
from tests.writing import answer, echo, write

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="chromium: there is none here; install it"),
    pytest.mark.timeout(120),
]
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--mute-audio"]
_LUMINANCE = """() => {
  const lum = c => { const v = c.match(/[\\d.]+/g).slice(0,3).map(x => x/255)
    .map(x => x <= .03928 ? x/12.92 : ((x+.055)/1.055)**2.4);
    return .2126*v[0] + .7152*v[1] + .0722*v[2]; };
  const behind = e => { for (; e; e = e.parentElement) {
    const c = getComputedStyle(e).backgroundColor;
    if (!/, 0\\)$|transparent/.test(c)) return c; } return 'rgb(255,255,255)'; };
  const low = [];
  for (const e of document.querySelectorAll('main *, nav *, header *, footer *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.checkVisibility() || e.closest('.sr, .skip')) continue;
    const [a, b] = [lum(getComputedStyle(e).color), lum(behind(e))].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < 4.5) low.push(`${e.tagName}.${e.className} ${ratio.toFixed(2)}`);
  }
  return low;
}"""
_WRAPPED = """() => [...document.querySelectorAll('.main-links a > span:not(.unread)')]
  .filter(e => e.getClientRects().length > 1 || e.scrollWidth > e.closest('a').clientWidth
    || e.getBoundingClientRect().height > 24).map(e => e.textContent)"""
_SMALL = """() => [...document.querySelectorAll('button, summary, .button, nav a, input, select')]
  .filter(e => e.checkVisibility() && e.type !== 'radio' && e.type !== 'checkbox')
  .filter(e => { const r = e.getBoundingClientRect(); return r.height < 24 || r.width < 24; })
  .map(e => e.outerHTML.slice(0, 80))"""


@asynccontextmanager
async def serving(settings):
    """The node on a port of its own."""
    server = uvicorn.Server(
        uvicorn.Config(lambda *_: None, port=0, log_level="error", lifespan="off")
    )
    socket = server.config.bind_socket()
    port = socket.getsockname()[1]
    origin = f"http://northwind.localhost:{port}"
    async with open_house(replace(settings, origin=origin)) as house:
        server.config.app = house.app  # type: ignore[assignment]
        running = asyncio.create_task(server.serve(sockets=[socket]))
        try:
            yield house
        finally:
            server.should_exit = True
            await running


@pytest.fixture
async def node(settings):
    """A node on SQLite: which database it is makes no difference to a browser."""
    async with serving(settings) as house:
        yield house


@pytest.fixture
def database_url(sqlite_url):
    """SQLite alone."""
    return sqlite_url


@asynccontextmanager
async def chromium(**context):
    """A browser with nothing in it."""
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
        opened = await browser.new_context(**context)
        opened.set_default_timeout(10_000)
        yield opened
        await browser.close()


async def test_somebody_signs_in_founds_writes_answers_edits_and_likes(node):
    await make_person(node.store, "ana", display="Ana Lima")
    async with chromium(base_url=node.settings.origin, java_script_enabled=False) as browser:
        page = await browser.new_page()
        await page.goto("/")
        await page.get_by_role("main").get_by_role("link", name="Sign in").click()
        await page.get_by_label("Name or mail address").fill("ana")
        await page.get_by_label("Password").fill(PASSWORD)
        await page.get_by_role("main").get_by_role("button", name="Sign in").click()
        await expect(page.get_by_role("heading", name="Home")).to_be_visible()
        await _found(page)
        await _write(page)
        await page.get_by_label("Your reply").fill("An *answer* of my own.")
        await page.get_by_role("button", name="Reply").click()
        await expect(page.locator(".reply em")).to_have_text("answer")
        await page.locator(".post").get_by_role("button", name="Like").click()
        await expect(page.get_by_role("button", name="Liked 1")).to_be_visible()
        await page.locator(".post summary").click()
        await page.locator(".post").get_by_role("link", name="Edit").click()
        await page.get_by_label("Text").fill("What do *you* say now?")
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_role("link", name=re.compile("^edited"))).to_be_visible()
        await page.get_by_role("button", name="Sign out").click()
        await expect(page).to_have_url(f"{node.settings.origin}/")


async def _found(page):
    await page.get_by_role("link", name="Found one").click()
    await page.get_by_label("Name", exact=True).fill("Safer Handovers")
    await page.get_by_label("Handle").fill("handovers")
    await page.get_by_label("What it is about").fill("Handing over well.")
    await page.get_by_role("button", name="Found it").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Safer Handovers")


async def _write(page):
    await page.get_by_role("link", name="Write the first post").click()
    await page.get_by_label("Title").fill("The first ten seconds")
    await page.get_by_label("Text").fill("What do **you** say?")
    await page.get_by_role("button", name="Preview").click()
    await expect(page.locator(".preview strong")).to_have_text("you")
    await page.get_by_role("button", name="Publish").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("The first ten seconds")


@pytest.fixture
async def scene(node):
    """A thread with long words, deep replies and people from elsewhere."""
    store = node.store
    ana = await make_person(store, "ana", display="Ana Maria de la Torre Rodríguez-Fernández")
    rita = await remember_person(
        store, "https://a-very-long-name-of-a-host.riverside.example/u/rita"
    )
    community = await make_community(store, ana, "handovers", display="Safer Handovers")
    await let_follow(store, rita, community)
    wide = (
        "<p>https://example.org/" + "long" * 40 + "</p><pre><code>" + "x" * 200 + "</code></pre>"
        "<table><tr>" + "<td>cell of a table</td>" * 12 + "</tr></table>"
    )
    post = await write(store, ana, wide, title="W" * 60, community_id=community.id)
    last = post
    for author in (rita, ana) * 4:
        last = await answer(store, author, last, wide)
    await echo(store)
    return ana, post


async def _pages(node, scene, browser):
    ana, post = scene
    begun = (await node.browser(ana)).client.cookies[node.settings.cookie]
    await browser.add_cookies(
        [{"name": node.settings.cookie, "value": begun, "url": node.settings.origin}]
    )
    page = await browser.new_page()
    paths = ["/home", "/communities", "/c/handovers", f"/t/{post.id}", "/c/handovers/write"]
    paths += ["/u/ana", "/notifications", "/settings", "/settings/security", "/communities/new"]
    for path in [*paths, f"/n/{post.id}/reply", "/lookup", "/about", "/nothing-here"]:
        await page.goto(path)
        yield page, path


@pytest.mark.parametrize("width", [320, 1280])
async def test_nothing_scrolls_sideways_and_every_target_is_large_enough(node, scene, width):
    size = {"width": width, "height": 700}
    async with chromium(base_url=node.settings.origin, viewport=size) as browser:
        async for page, path in _pages(node, scene, browser):
            assert await page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert await page.evaluate(_SMALL) == [], path


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everything_can_be_read_by_day_and_by_night(node, scene, scheme):
    async with chromium(base_url=node.settings.origin, color_scheme=scheme) as browser:
        async for page, path in _pages(node, scene, browser):
            assert await page.evaluate(_LUMINANCE) == [], path


class Watch:
    """What a browser asks for, and what it complains of."""

    def __init__(self, browser):
        self.hosts, self.complaints, self.in_the_air = set(), [], set()
        self.came, self.cut_off = set(), set()
        self.idle = asyncio.Event()
        browser.on("request", self._asked)
        browser.on("requestfinished", self._came)
        browser.on("requestfailed", self._failed)
        browser.on("console", self._said)

    async def settled(self, page):
        """Wait until a page has all it wants, so that leaving it cuts nothing off."""
        await page.evaluate("document.fonts.ready.then(() => true)")
        async with asyncio.timeout(20):
            await self.idle.wait()

    def _asked(self, request):
        self.in_the_air.add(request)
        self.idle.clear()
        self.hosts.add(request.url.split("/")[2])

    def _ended(self, request):
        self.in_the_air.discard(request)
        if not self.in_the_air:
            self.idle.set()

    def _came(self, request):
        self._ended(request)
        self.came.add(request.url)

    def _failed(self, request):
        """The icon is asked for whenever the browser likes: leaving a page may cut it off."""
        self._ended(request)
        if request.failure == "net::ERR_ABORTED" and request.url.endswith("/mark.svg"):
            self.cut_off.add(request.url)
        else:
            self.complaints.append(f"{request.method} {request.url}: {request.failure}")

    def _said(self, message):
        url = message.location["url"]
        if not (url.endswith("/nothing-here") and "404" in message.text):  # as it should be
            self.complaints.append(f"{message.type}: {message.text} ({url})")


async def test_a_browser_finds_nothing_to_complain_of(node, scene):
    async with chromium(base_url=node.settings.origin) as browser:
        watch = Watch(browser)
        async for page, _ in _pages(node, scene, browser):
            await watch.settled(page)
    assert watch.complaints == []
    assert watch.hosts == {node.settings.host}


async def test_menus_stay_on_a_narrow_page_and_labels_in_one_line(node, scene):
    size = {"width": 320, "height": 700}
    async with chromium(base_url=node.settings.origin, viewport=size) as browser:
        async for page, path in _pages(node, scene, browser):
            await page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            assert await page.evaluate("document.documentElement.scrollWidth") <= 320, path
            assert await page.evaluate(_WRAPPED) == [], path


async def test_the_keyboard_reaches_the_content_first(node, scene):
    _, post = scene
    async with chromium(base_url=node.settings.origin) as browser:
        page = await browser.new_page()
        await page.goto(f"/t/{post.id}")
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
        assert await page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("main")).to_be_focused()

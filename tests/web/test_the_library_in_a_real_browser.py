"""The pages of the practice in Chromium: nothing overflows, fades or shrinks, in any light."""

import re
import shutil
from dataclasses import replace

import pytest
from playwright.async_api import expect

from fedcop.community import sessions
from fedcop.community.perform import perform
from tests.builders import make_community, make_person
from tests.library import ALL, HANDOVER, revise, share
from tests.web.test_in_a_real_browser import _LUMINANCE, _SMALL, chromium, serving
from tests.writing import answer, echo

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="chromium: there is none here; install it"),
    pytest.mark.timeout(300),
]
_WIDE = "() => document.documentElement.scrollWidth - innerWidth"
# What a reader of the screen needs: names of what can be pressed, one heading, no id twice.
_UNNAMED = """() => {
  const bad = [];
  const all = ['a', 'button', 'input', 'textarea', 'select'].map(one => 'main ' + one).join();
  for (const e of document.querySelectorAll(all)) {
    if (!e.checkVisibility() || e.type === 'hidden' || e.ariaHidden === 'true') continue;
    const named = (e.labels && e.labels.length) || e.textContent.trim() || e.ariaLabel;
    if (!named) bad.push(e.outerHTML.slice(0, 90));
  }
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  bad.push(...ids.filter((id, at) => ids.indexOf(id) !== at));
  for (const name of ['aria-describedby', 'aria-labelledby'])
    for (const e of document.querySelectorAll(`[${name}]`))
      for (const id of e.getAttribute(name).split(' '))
      if (!document.getElementById(id)) bad.push('no #' + id);
  if (document.querySelectorAll('h1').length !== 1) bad.push('not one h1');
  return bad;
}"""


@pytest.fixture
def database_url(sqlite_url):
    """SQLite alone: which database it is makes no difference to a browser."""
    return sqlite_url


@pytest.fixture
async def node(settings):
    async with serving(settings) as house:
        yield house


@pytest.fixture
async def shared(node):
    """A community with an artifact of each kind, one revised, one talked about."""
    store, reach = node.store, node.parts.reach
    ana = await make_person(store, "ana", display="Ana Lima")
    bo = await make_person(store, "bo", display="Dr Bo Berg")
    group = await make_community(store, ana, "handovers", display="Safer Handovers")
    await make_community(store, ana, "empty", display="Quiet Corner")
    made = [await share(reach, ana, wish, community_id=group.id) for wish in ALL]
    body = HANDOVER.body.replace("the one that people leave out", "what people leave out most")
    anew = replace(HANDOVER, title="Five-line night and weekend handover", body=body, note="Nights")
    await revise(reach, ana, made[0], anew)
    await answer(store, bo, made[0], "<p>We tried this last week.</p>")
    await echo(store)
    begun = await perform(store, sessions.begin, ana.id, "Firefox/1 Linux")
    return made, begun.token


def _paths(made):
    first = f"/a/{made[0].id}"
    pages = [f"/a/{post.id}" for post in made]
    parts = ("/r/1", "/print", "/history", "/diff/1..2", "/diff/1..2?side=1", "/blame", "/edit")
    pages += [first + part for part in (*parts, "?tab=results", "?tab=reviews")]
    pages += ["/library", "/c/handovers/library", "/c/empty/library", "/drafts", "/new"]
    pages += ["/c/handovers/library?kind=practice", "/c/handovers/library?shelf=endorsed"]
    pages += ["/c/handovers", "/home", "/c/handovers/new"]
    kinds = ("practice", "standard", "checklist", "path", "template", "tip")
    return pages + [f"/c/handovers/new/{kind}" for kind in kinds]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
async def test_every_page_fits_and_can_be_read(node, shared, scheme, width):
    made, token = shared
    size = {"width": width, "height": 900}
    origin = node.settings.origin
    async with chromium(base_url=origin, color_scheme=scheme, viewport=size) as browser:
        cookie = {"name": node.settings.cookie, "value": token, "url": origin}
        await browser.add_cookies([cookie])
        page = await browser.new_page()
        for path in _paths(made):
            answered = await page.goto(path)
            assert answered.status == 200, path
            assert await page.evaluate(_WIDE) <= 0, path
            assert await page.evaluate(_LUMINANCE) == [], path
            assert await page.evaluate(_SMALL) == [], path
            assert await page.evaluate(_UNNAMED) == [], path


async def test_a_checklist_is_written_by_keyboard_and_ticked_off(node, shared):
    _, token = shared
    origin = node.settings.origin
    async with chromium(base_url=origin, java_script_enabled=False) as browser:
        cookie = {"name": node.settings.cookie, "value": token, "url": origin}
        await browser.add_cookies([cookie])
        page = await browser.new_page()
        await page.goto("/c/handovers/library")
        await page.get_by_role("link", name="Share").click()
        await page.get_by_role("link", name="Checklist").click()
        await page.get_by_label("Title").fill("Before you leave")
        await page.get_by_label("Check 1", exact=True).fill("Allergies")
        await page.get_by_label("Check 2", exact=True).fill("Keys")
        # Enter in a line shows how it will look, and moves no row.
        await page.get_by_label("Title").press("Enter")
        await expect(page.get_by_role("heading", name="How it will look")).to_be_visible()
        await page.get_by_role("button", name=re.compile("Down.*check 1")).click()
        await expect(page.get_by_label("Check 1", exact=True)).to_have_value("Keys")
        await page.get_by_role("button", name="Another check").click()
        await page.get_by_label("Check 4", exact=True).fill("Phone")
        await page.get_by_role("button", name="Publish").click()
        await expect(page.get_by_role("heading", name="Before you leave")).to_be_visible()
        await page.get_by_label("Keys").check()
        await expect(page.get_by_label("Keys")).to_be_checked()

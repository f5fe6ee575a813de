"""Chromium reads the captions of a recording, under our policy, with the real files door."""

import os
from contextlib import asynccontextmanager
from dataclasses import replace

from playwright.async_api import expect

from fedcop.app import build
from tests.builders import PASSWORD, make_person
from tests.web import test_in_a_real_browser as real
from tests.web.rig import open_house
from tests.web.test_recordings_can_be_read import TALK, speak

database_url = real.database_url
pytestmark = real.pytestmark
_CUES = """async () => {
  const track = document.querySelector('audio').textTracks[0];
  track.mode = 'hidden';
  for (let n = 0; n < 100 && !(track.cues && track.cues.length); n++)
    await new Promise(done => setTimeout(done, 50));
  return [...track.cues].map(cue => cue.text);
}"""


@asynccontextmanager
async def whole(settings):
    """A node with all its doors, that of the files too."""
    async with open_house(settings) as house:
        yield replace(house, app=build(house.parts))


async def test_captions_are_sent_by_hand_and_read_by_the_player(settings, monkeypatch):
    monkeypatch.setattr(real, "open_house", whole)
    async with real.serving(settings) as house:
        ana = await make_person(house.store, "ana", display="Ana Lima")
        post, _ = await speak(house, ana)
        origin = house.settings.origin
        async with real.chromium(base_url=origin, viewport={"width": 1280, "height": 900}) as tab:
            page = await tab.new_page()
            await page.goto(f"/signin?next=/t/{post.id}")
            await page.get_by_label("Name or mail address").fill("ana")
            await page.get_by_label("Password").fill(PASSWORD)
            await page.get_by_role("main").get_by_role("button", name="Sign in").click()
            async with page.expect_navigation():
                await page.get_by_role("link", name="Captions and transcripts").click()
            await _look(page, "form-empty")
            sent = {"name": "talk.vtt", "mimeType": "text/vtt", "buffer": TALK}
            await page.get_by_label("File").set_input_files(sent)
            await page.get_by_role("button", name="Add").click()
            await expect(page.get_by_role("link", name="Captions: English")).to_be_visible()
            await _look(page, "form-full")
            async with page.expect_navigation():
                await page.get_by_role("link", name="Back to the post").click()
            assert await page.evaluate(_CUES) == ["Hello you", "Good bye"]
            await page.get_by_text("Transcript: English").click()
            await expect(page.locator("details .prose")).to_contain_text("Good bye")
            await _look(page, "post")


async def _look(page, name):
    """Keep pictures where somebody wants to look at them; nothing is wider than the window."""
    for width, scheme in ((1280, "light"), (320, "dark")):
        await page.set_viewport_size({"width": width, "height": 900})
        await page.emulate_media(color_scheme=scheme)
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, name
        if place := os.environ.get("FEDCOP_TEST_LOOK"):
            await page.screenshot(path=f"{place}/{name}-{width}.png", full_page=True)
    await page.set_viewport_size({"width": 1280, "height": 900})

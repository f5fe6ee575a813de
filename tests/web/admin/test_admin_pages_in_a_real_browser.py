"""Each page of those who run the node in Chromium: nothing that axe finds, nothing too wide."""

import os
import shutil

import pytest

from fedcop import clock
from fedcop.community import backups
from fedcop.community.backups import SetFacts, State
from fedcop.community.house import samples
from fedcop.community.perform import perform
from tests.builders import make_community, make_person
from tests.web.admin.standing import failing_peer, lagging_peer, stuck_item
from tests.web.admin.test_files_and_backups_are_shown import put
from tests.web.axe import needs_axe, violations_of
from tests.web.test_in_a_real_browser import chromium, serving

pytestmark = [
    pytest.mark.skipif(
        not (shutil.which("chromium") or shutil.which("chromium-browser")),
        reason="chromium: there is none here; install it",
    ),
    pytest.mark.timeout(240),
    needs_axe,
]
PICTURES = os.environ.get("FEDCOP_TEST_PICTURES", "")  # a folder to keep them in
PAGES = (
    "/admin",
    "/admin/people",
    "/admin/people/mia",
    "/admin/people/mia/suspend",
    "/admin/communities",
    "/admin/communities/handovers",
    "/admin/communities/handovers/archive",
    "/admin/communities/handovers/glass",
    "/admin/peers",
    "/admin/peers/slow.example",
    "/admin/peers/slow.example/drop",
    "/admin/queue",
    "/admin/federation",
    "/admin/federation/mode?to=closed",
    "/admin/federation/domain?domain=slow.example",
    "/admin/federation/domain?domain=slow.example&action=limit",
    "/admin/federation/list",
    "/admin/audit",
    "/admin/media",
    "/admin/backups",
    "/admin/mail",
    "/admin/texts",
    "/admin/texts/imprint",
    "/privacy",
    "/conduct",
    "/imprint",
    "/accessibility",
    "/settings/security",
    "/settings/mail",
)


@pytest.fixture
def database_url(sqlite_url):
    """SQLite alone: which database it is makes no difference to a browser."""
    return sqlite_url


async def fill(house):
    """Let there be something on each page."""
    mia = await make_person(house.store, "mia")
    await make_community(house.store, mia, "handovers")
    await make_community(house.store, mia, "waits", needs_approval=True)
    await lagging_peer(house.store)
    await failing_peer(house.store)
    await stuck_item(house.store, "slow.example")
    await samples.take(house.store)
    await put(house, mia.id, "image", 3_000_001)
    await put(house, mia.id, "audio", 500_002)
    await put(house, mia.id, "image", 7_000_003, remote="https://a.example/1")
    kept = (SetFacts("fedcop-20261121.age", clock.now_ms(), 2_500_000, encrypted=True),)
    made = State(done=clock.now_ms(), seconds=3.2, size=2_500_000, kept=kept)
    await perform(house.store, backups.keep_state, made)


@pytest.mark.parametrize(("look", "width"), [("light", 1280), ("dark", 320)])
async def test_each_page_is_sound(settings, look, width):
    async with serving(settings) as house:
        _, owner = await house.person("kwame", role="owner")
        await fill(house)
        token = owner.client.cookies[house.settings.cookie]
        origin = house.settings.origin
        view = {"width": width, "height": 900}
        async with chromium(base_url=origin, color_scheme=look, viewport=view) as browser:
            cookie = {"name": house.settings.cookie, "value": token, "url": origin}
            await browser.add_cookies([cookie])
            page = await browser.new_page()
            for path in PAGES:
                answer = await page.goto(path)
                assert answer is not None
                assert answer.status == 200, path
                assert await violations_of(page) == [], path
                wider = "document.documentElement.scrollWidth - innerWidth"
                assert await page.evaluate(wider) <= 0, path
                if PICTURES:
                    name = f"{path.strip('/').replace('/', '-').partition('?')[0]}-{look}-{width}"
                    await page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)

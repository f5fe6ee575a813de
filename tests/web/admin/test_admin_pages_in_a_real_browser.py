"""Each page of those who run the node in Chromium: nothing that axe finds, nothing too wide."""

import shutil

import pytest

from fedcop.community.house import samples
from tests.builders import make_community, make_person
from tests.web.admin.standing import failing_peer, lagging_peer, stuck_item
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
PAGES = (
    "/admin",
    "/admin/people",
    "/admin/people/mia",
    "/admin/communities",
    "/admin/communities/handovers/glass",
    "/admin/peers",
    "/admin/peers/slow.example",
    "/admin/peers/slow.example/drop",
    "/admin/queue",
    "/admin/federation",
    "/admin/federation/mode?to=closed",
    "/admin/federation/domain?domain=slow.example",
    "/admin/federation/list",
    "/admin/audit",
)


@pytest.fixture
def database_url(sqlite_url):
    """SQLite alone: which database it is makes no difference to a browser."""
    return sqlite_url


@pytest.mark.parametrize(("look", "width"), [("light", 1280), ("dark", 320)])
async def test_each_page_is_sound(settings, look, width):
    async with serving(settings) as house:
        _, owner = await house.person("kwame", role="owner")
        mia = await make_person(house.store, "mia")
        await make_community(house.store, mia, "handovers")
        await make_community(house.store, mia, "waits", needs_approval=True)
        await lagging_peer(house.store)
        await failing_peer(house.store)
        await stuck_item(house.store, "slow.example")
        await samples.take(house.store)
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

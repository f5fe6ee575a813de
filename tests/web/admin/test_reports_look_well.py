"""The pages of reports in Chromium: axe finds nothing, nothing is wider than a small screen."""

import os

import pytest

from fedcop.community import house_rules, moderation
from fedcop.community.moderating import appealing, casework
from fedcop.community.moderating.deciding import Deed
from fedcop.community.moderating.judges import Judge
from fedcop.community.moderation import Complaint
from fedcop.community.perform import perform
from tests.builders import PASSWORD, make_community, make_person
from tests.web.axe import needs_axe, violations_of
from tests.web.test_in_a_real_browser import CHROMIUM, chromium, serving
from tests.writing import write

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="chromium: there is none here; install it"),
    pytest.mark.timeout(120),
    needs_axe,
]


@pytest.fixture
async def node(settings):
    """A node on SQLite: which database it is makes no difference to a browser."""
    async with serving(settings) as house:
        yield house


@pytest.fixture
def database_url(sqlite_url):
    """SQLite alone."""
    return sqlite_url


async def furnished(store):
    """A node with two reports and an appeal; returns the pages to look at."""
    owner = await make_person(store, "olga", role="owner", display="Olga Berg")
    bo = await make_person(store, "bo", display="Bo Nilsson")
    carl = await make_person(store, "carl", display="Carl Ek")
    group = await make_community(store, owner, "weavers", display="Weavers of the North")
    rule = await perform(
        store, house_rules.add_rule, owner.id, "No advertising.", "Not even looms."
    )
    await perform(store, house_rules.add_rule, owner.id, "Be kind, also when you disagree.")
    posts = [
        await write(store, bo, said, community_id=group.id, title=title)
        for title, said in (("Cheap looms", "<p>Buy now!</p>"), ("Yarn", "<p>Half price.</p>"))
    ]
    filed = [
        await perform(
            store,
            moderation.report,
            carl,
            Complaint(bo.id, group.id, (post.uri,), "He sells things.", "", "spam", (rule.id,)),
        )
        for post in posts
    ]
    deed = Deed(act="remove", reason="No advertising, please.", rule_id=rule.id, words="Dear Bo, …")
    [made] = await perform(store, casework.resolve, Judge(), filed[0].id, deed, "Thank you.")
    asked = await perform(store, appealing.appeal, bo.id, made.id, "They are my own looms.")
    await perform(store, casework.annotate, Judge(), filed[1].id, "The second one this week.")
    return {
        "reports": "/admin/reports",
        "settled": "/admin/reports?view=resolved",
        "report": f"/admin/reports/{filed[1].id}",
        "done": f"/admin/reports/{filed[0].id}",
        "appeals": "/admin/appeals",
        "appeal": f"/admin/appeals/{asked.id}",
        "rules": "/admin/rules",
        "steward": "/c/weavers/reports",
        "case": f"/c/weavers/reports/{filed[1].id}",
        "log": "/c/weavers/log",
        "file": f"/n/{posts[1].id}/report",
        "mine": "/reports/mine",
        "about": "/about",
    }, f"/appeal/{made.id}"


async def signed_in(page, name):
    await page.goto("/signin")
    await page.get_by_label("Name or mail address").fill(name)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("main").get_by_role("button", name="Sign in").click()
    await page.wait_for_url("**/home")


async def looked_at(page, path, name, shots):
    await page.goto(path)
    assert await violations_of(page) == [], path
    wide = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, path
    if shots:
        await page.screenshot(path=f"{shots}/{name}.png", full_page=True)


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (320, "dark")], ids=["wide light", "narrow dark"]
)
async def test_axe_finds_nothing_on_the_pages_of_reports(node, width, scheme):
    pages, decision = await furnished(node.store)
    shots = os.environ.get("FEDCOP_TEST_SHOTS", "")
    shape = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    async with chromium(base_url=node.settings.origin, **shape) as browser:
        page = await browser.new_page()
        await signed_in(page, "olga")
        for name, path in pages.items():
            await looked_at(page, path, f"{name}-{width}", shots)
    async with chromium(base_url=node.settings.origin, **shape) as browser:
        page = await browser.new_page()
        await signed_in(page, "bo")
        await looked_at(page, decision, f"decision-{width}", shots)

"""The first run, joining and a lost password in Chromium, with letters from a real mail server."""

import os
import re
from dataclasses import dataclass, field, replace

import pytest
from playwright.async_api import async_playwright, expect

from fedcop.community.perform import perform
from fedcop.community.setting_up import beginning
from fedcop.mailing.sending import Mailing
from fedcop.transport.mail import Mail
from tests.mailing.servers import Desk, mail_server
from tests.web.axe import needs_axe, violations_of
from tests.web.test_in_a_real_browser import CHROMIUM, serving

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="chromium: there is none here; install it"),
    pytest.mark.timeout(180),
    needs_axe,
]
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--mute-audio"]
_WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
PASSWORD = "a long way home"
NEW = "another long way home"


@pytest.fixture
def database_url(sqlite_url):
    """SQLite alone."""
    return sqlite_url


async def always() -> bool:
    return True


class Letters:
    """The worker that sends them, and the server that takes them."""

    def __init__(self, house, desk) -> None:
        self.mailing = Mailing(house.store, house.settings, Mail(house.settings, 5.0), always)
        self.desk = desk

    async def link(self, subject: str) -> str:
        """Send what is owed, and read the link in the latest letter of a subject."""
        while await self.mailing.step():
            pass
        text = [one.text for one in self.desk.taken if one.message["Subject"] == subject][-1]
        return re.search(r"http://\S+/[\w/-]+", text.replace("\n", " "))[0]


@dataclass
class Eyes:
    """Looks at pages wide and narrow, and keeps pictures if somebody wants them."""

    where: str | None
    wrong: list = field(default_factory=list)

    async def look(self, page, name) -> None:
        for width in (1280, 320):
            await page.set_viewport_size({"width": width, "height": 900})
            if await page.evaluate(_WIDER):
                self.wrong.append((name, width, "wider than the window"))
            self.wrong += [(name, width, one) for one in await violations_of(page)]
            if self.where is not None:
                await self._keep(page, f"{self.where}/{name}-{width}")
        await page.set_viewport_size({"width": 1280, "height": 900})

    async def look_where(self, page, leads, name) -> None:
        """Click, and look at the page that comes: not at the one before, nor at none yet."""
        async with page.expect_navigation(wait_until="load"):
            await leads.click()
        await self.look(page, name)

    async def _keep(self, page, path) -> None:
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            await page.screenshot(path=f"{path}-{scheme}.png", full_page=True)
        await page.emulate_media(color_scheme="light")
        await page.wait_for_timeout(300)  # until colours have changed back


@pytest.fixture
def eyes():
    """Somebody who looks at pages."""
    return Eyes(os.environ.get("FEDCOP_TEST_PICTURES"))


async def set_up(page, house, eyes) -> None:
    """Answer the questions of the first run."""
    link = await perform(house.store, beginning.make_setup_link)
    await page.goto(link)
    await eyes.look(page, "setup-begin")
    await page.get_by_role("button", name="Begin").click()
    for title in ("How it stands", "Who you are", "How open"):
        await expect(page.get_by_role("heading", level=1)).to_have_text(title)
        await eyes.look(page, f"setup-{title.replace(' ', '-').lower()}")
        await page.get_by_role("button", name="Go on").click()
    await page.get_by_label("Everybody").check()
    await eyes.look(page, "setup-joining")
    await page.get_by_role("button", name="Go on").click()
    await page.get_by_label("Name of its owner").fill("kwame")
    await page.get_by_label("Mail address of the owner").fill("kwame@mail.example")
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_label("The password once more").fill(PASSWORD)
    await eyes.look(page, "setup-owner")
    await page.get_by_role("button", name="Go on").click()
    await page.get_by_label("Name of the first community").fill("handovers")
    await eyes.look(page, "setup-community")
    await page.get_by_role("button", name="Go on").click()
    await page.get_by_label("None yet").check()
    await eyes.look(page, "setup-safety")
    await eyes.look_where(page, page.get_by_role("button", name="Go on"), "setup-review")
    await page.get_by_role("button", name="Make it so").click()
    await expect(page).to_have_url(re.compile("/admin$"))


async def look_at_the_admin_pages(page, origin, eyes) -> None:
    """Open the pages on which those who run the node let people in."""
    for name in ("waiting", "invitations", "registrations"):
        await page.goto(f"{origin}/admin/{name}")
        await eyes.look(page, f"admin-{name}")
    await page.goto(f"{origin}/admin/invitations")
    await page.get_by_label("How many people may join by it").fill("3")
    await page.get_by_role("button", name="Make the invitation").click()
    await expect(page.get_by_role("status")).to_contain_text("/invite/")
    await eyes.look(page, "admin-invitations-made")


async def test_from_an_empty_node_to_a_member_who_lost_their_password(settings, eyes) -> None:
    desk = Desk()
    async with mail_server(desk) as port:
        chosen = replace(
            settings,
            smtp_host="localhost",
            smtp_port=port,
            smtp_security="none",
            mail_from="cop@cop.example",
        )
        async with serving(chosen) as house, async_playwright() as started:
            browser = await started.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
            page = await browser.new_page()
            letters, origin = Letters(house, desk), house.settings.origin
            await set_up(page, house, eyes)
            await look_at_the_admin_pages(page, origin, eyes)
            await page.context.clear_cookies()
            await join(page, origin, eyes)
            await prove(page, letters, eyes)
            await choose_anew(page, letters, origin, eyes)
            await browser.close()
    assert eyes.wrong == []


async def join(page, origin, eyes) -> None:
    """Join by the form, after a slip."""
    await page.goto(origin)
    await eyes.look_where(page, page.get_by_role("link", name="Join", exact=True), "signup")
    await page.get_by_label("Name", exact=True).fill("wren")
    await page.get_by_label("Mail address").fill("wren@mail.example")
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_label("The password once more").fill("something else")
    await page.get_by_label("I agree to the rules").check()
    await page.get_by_role("button", name="Join").click()
    await expect(page.get_by_role("alert")).to_contain_text("The two passwords differ")
    await eyes.look(page, "signup-wrong")
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_label("The password once more").fill(PASSWORD)
    await eyes.look_where(page, page.get_by_role("button", name="Join"), "signup-sent")


async def prove(page, letters, eyes) -> None:
    """Open the link of the letter, and find that the password is forgotten."""
    await page.goto(await letters.link("Confirm your mail address"))
    await eyes.look(page, "signup-confirm")
    await page.get_by_role("button", name="Yes, that is me").click()
    await page.get_by_label("Name or mail address").fill("wren")
    await page.get_by_label("Password").fill("forgotten by now")
    await page.get_by_role("button", name="Sign in").click()
    await eyes.look_where(page, page.get_by_role("link", name="Password lost?"), "forgot")


async def choose_anew(page, letters, origin, eyes) -> None:
    """Choose another password by the link of a letter, and sign in."""
    await page.get_by_label("Name or mail address").fill("wren")
    await page.get_by_role("button", name="Send me the link").click()
    await page.goto(await letters.link("Choose your password anew"))
    await page.get_by_label("New password").fill(NEW)
    await page.get_by_label("The new one once more").fill(NEW)
    await eyes.look(page, "reset")
    await page.get_by_role("button", name="Keep this password").click()
    await page.get_by_role("main").get_by_role("link", name="Sign in").click()
    await page.get_by_label("Name or mail address").fill("wren@mail.example")
    await page.get_by_label("Password").fill(NEW)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page).to_have_url(re.compile("/home$"))
    await page.goto(f"{origin}/settings/mail-address")
    await eyes.look(page, "mail-address")

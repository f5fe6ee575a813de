"""Take the pictures of these pages from a running demo: `python -m docs.pictures [FOLDER]`."""

import base64
import sys
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, sync_playwright

from fedcop import settings
from fedcop.cli.demo import cast

FOLDER = Path(__file__).resolve().parent / "pictures"
DEMO = Path("var/demo")
_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_BESIDE = """<style>body {{ margin: 0; padding: 10px; display: flex; gap: 20px;
background: #d9d7d0 }} img {{ width: 720px; border-radius: 6px }}</style>
<img src="data:image/png;base64,{}"><img src="data:image/png;base64,{}">"""
_REGISTER = """async form => (await (await fetch('/api/v1/apps', {method: 'POST', body: form,
headers: {'Content-Type': 'application/x-www-form-urlencoded'}})).json()).client_id"""
_CHROMIUM = "/usr/bin/chromium"


def main() -> int:
    """Take each picture once, and return 0."""
    demo = Path(sys.argv[1]) if len(sys.argv) > 1 else DEMO
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_ARGS)
        take_both_sides(browser, demo)
        take_consent(browser, address_of(demo, cast.HOME.key))
        take_library(browser, address_of(demo, cast.HOME.key))
        browser.close()
    return 0


def take_both_sides(browser: Browser, demo: Path) -> None:
    """Show a thread where it began, and its community at the other organization, side by side."""
    shots = [take_side(browser, *side) for side in sides(demo)]
    page = browser.new_page(viewport={"width": 1480, "height": 900}, device_scale_factor=1.25)
    page.set_content(_BESIDE.format(*(base64.b64encode(shot).decode() for shot in shots)))
    page.locator("img").last.evaluate("image => image.decode()")
    page.screenshot(path=FOLDER / "two-organizations.png", full_page=True)
    page.close()


def take_consent(browser: Browser, address: str) -> None:
    """Show the page on which somebody lets an app act for them."""
    page = browser.new_page(viewport={"width": 560, "height": 620}, device_scale_factor=1.5)
    uri, wanted = "https://phanpy.social/", "read write follow push"
    form = {"client_name": "Phanpy", "redirect_uris": uri, "scopes": wanted, "website": uri}
    page.goto(f"{address}/api/v2/instance")  # our pages themselves run no scripts
    client = page.evaluate(_REGISTER, urlencode(form))
    sign_in(page, address, "kwame")
    asked = {"response_type": "code", "client_id": client, "redirect_uri": uri}
    page.goto(f"{address}/oauth/authorize?{urlencode({**asked, 'scope': wanted})}")
    page.screenshot(path=FOLDER / "letting-an-app-in.png", full_page=True)
    page.close()


def take_library(browser: Browser, address: str) -> None:
    """Show the library of a community."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    sign_in(page, address, "kwame")
    page.goto(f"{address}/c/handovers/library")
    page.screenshot(path=FOLDER / "the-library.png")
    page.close()


def sides(demo: Path) -> tuple[tuple[str, str, str, str], ...]:
    """Say where to look, as whom, at which community, and which thread of it to open."""
    home, away = (address_of(demo, one.key) for one in cast.ORGANIZATIONS[:2])
    community = f"/c/{cast.COMMUNITY}"
    host = home.partition("://")[2]
    return (
        (home, "kwame", community, "The five-line night handover"),
        (away, "tomas", f"{community}@{host}", ""),
    )


def address_of(demo: Path, key: str) -> str:
    """Read where a node of the demo is."""
    return settings.load(demo / key / settings.FILE_NAME, {}).origin


def take_side(browser: Browser, address: str, name: str, community: str, thread: str) -> bytes:
    """Take a picture of a community or of a thread in it."""
    page = browser.new_page(viewport={"width": 720, "height": 860}, device_scale_factor=1.25)
    sign_in(page, address, name)
    page.goto(f"{address}{community}")
    if thread:
        page.get_by_role("link", name=thread).first.click()
        page.wait_for_load_state()
    shot = page.screenshot()
    page.close()
    return shot


def sign_in(page: Page, address: str, name: str) -> None:
    """Sign somebody of the demo in."""
    page.goto(f"{address}/signin")
    page.get_by_label("Name or mail address").fill(name)
    page.get_by_label("Password").fill(cast.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/home")


if __name__ == "__main__":
    sys.exit(main())

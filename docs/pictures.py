"""Take the pictures of the README from a running demo: `python -m docs.pictures` beside it."""

import base64
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from fedcop.cli.demo import cast

FOLDER = Path(__file__).resolve().parent / "pictures"
HERE = "http://riverside.localhost:8002"
THERE = "http://northwind.localhost:8001"
_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_BESIDE = """<style>body {{ margin: 0; padding: 10px; display: flex; gap: 20px;
background: #d9d7d0 }} img {{ width: 720px; border-radius: 6px }}</style>
<img src="data:image/png;base64,{}"><img src="data:image/png;base64,{}">"""
_CHROMIUM = "/usr/bin/chromium"


def main() -> int:
    """Take each picture once, and return 0."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_ARGS)
        take_both_sides(browser)
        browser.close()
    return 0


def take_both_sides(browser: Browser) -> None:
    """Show a thread where it began, and its community at the other organization, side by side."""
    shots = [take_side(browser, *side) for side in sides()]
    page = browser.new_page(viewport={"width": 1480, "height": 900}, device_scale_factor=1.25)
    page.set_content(_BESIDE.format(*(base64.b64encode(shot).decode() for shot in shots)))
    page.locator("img").last.evaluate("image => image.decode()")
    page.screenshot(path=FOLDER / "two-organizations.png", full_page=True)
    page.close()


def sides() -> tuple[tuple[str, str, str, str], ...]:
    """Say where to look, as whom, at which community, and which thread of it to open."""
    community = f"/c/{cast.COMMUNITY}"
    host = THERE.partition("://")[2]
    return (
        (THERE, "kwame", community, "The five-line night handover"),
        (HERE, "tomas", f"{community}@{host}", ""),
    )


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

"""Passkeys in Chromium, with a device that it plays: made, used, as a second factor, removed."""

import os
import re
from pathlib import Path

import httpx
import pytest
from playwright.async_api import expect

from tests.builders import PASSWORD, make_person
from tests.web.test_in_a_real_browser import chromium, database_url, node, pytestmark

__all__ = ["database_url", "node", "pytestmark"]  # fixtures and marks from there

_PAPER = re.compile(r"[A-Z2-9]{5}-[A-Z2-9]{5}")
_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
_SHOTS = os.environ.get("FEDCOP_TEST_SHOTS", "")


async def _picture(page, name):
    """Keep a picture for somebody to look at, where one is wanted."""
    if _SHOTS:
        for width, scheme in ((1280, "light"), (390, "dark"), (320, "light")):
            await page.set_viewport_size({"width": width, "height": 900})
            await page.emulate_media(color_scheme=scheme)
            where = Path(_SHOTS) / f"{name}-{width}-{scheme}.png"
            await page.screenshot(path=where, full_page=True)
            wide = await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert wide, f"{name} scrolls sideways at {width}"


async def _device(page, **about):
    """A device that Chromium plays; returns the session that speaks to it, and its name."""
    talk = await page.context.new_cdp_session(page)
    await talk.send("WebAuthn.enable")
    added = await talk.send("WebAuthn.addVirtualAuthenticator", {"options": {**_DEVICE, **about}})
    return talk, added["authenticatorId"]


async def _password(page):
    await page.goto("/signin")
    await page.get_by_label("Name or mail address").fill("ana")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()


async def _make(page, name="Blue key"):
    await page.goto("/settings/security/passkeys")
    await _picture(page, "passkey-new")
    await page.get_by_label("Its name").fill(name)
    await page.get_by_role("button", name="Make a passkey").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    papers = _PAPER.findall(await page.inner_text("main"))
    await _picture(page, "recovery-codes")
    await page.goto("/settings/security")
    await expect(page.locator("strong", has_text=name)).to_be_visible()
    await _picture(page, "security")
    return papers


async def _out(page):
    await page.context.clear_cookies()


@pytest.fixture
async def ana(node):
    return await make_person(node.store, "ana", display="Ana Lima", role="owner")


async def test_a_passkey_is_made_and_signs_in_without_a_password(node, ana):
    async with chromium(base_url=node.settings.origin) as browser:
        page = await browser.new_page()
        wrong = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        await _device(page)
        await _password(page)
        papers = await _make(page)
        assert len(papers) == 10
        await _out(page)
        await page.goto("/signin?next=/settings/security")
        await _picture(page, "signin")
        await expect(page.get_by_text("Your device gave no passkey")).to_be_hidden()
        await page.get_by_role("button", name="Use a passkey").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Settings")
        await expect(page.get_by_text("with a passkey")).to_be_visible()
        assert wrong == []
    rows = await node.store.read("SELECT means FROM session ORDER BY created DESC, seen DESC")
    assert "passkey" in {row[0] for row in rows}


async def test_a_passkey_is_the_second_step_after_the_password(node, ana):
    async with chromium(base_url=node.settings.origin) as browser:
        page = await browser.new_page()
        await _device(page)
        await _password(page)
        papers = await _make(page)
        await _out(page)
        await _password(page)
        await expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
        await _picture(page, "second-passkey")
        await page.get_by_role("button", name="Use a passkey").click()
        await expect(page.get_by_role("heading", name="Home")).to_be_visible()
        await _out(page)
        await _password(page)
        await page.get_by_label("Recovery code").fill(papers[3])
        await page.get_by_role("button", name="Go on").click()
        await expect(page.get_by_role("heading", name="Home")).to_be_visible()


async def test_a_device_that_does_not_ask_who_holds_it_opens_nothing_alone(node, ana):
    async with chromium(base_url=node.settings.origin) as browser:
        page = await browser.new_page()
        talk, device = await _device(page)
        await _password(page)
        await _make(page)
        await _out(page)
        said = {"authenticatorId": device, "isUserVerified": False}
        await talk.send("WebAuthn.setUserVerified", said)
        await page.goto("/signin")
        await page.get_by_role("button", name="Use a passkey").click()
        await expect(page.get_by_text("Your device gave no passkey")).to_be_visible()
        await _picture(page, "signin-fault")
        assert (await page.goto("/home")).url.endswith("/signin?next=/home")


async def test_a_passkey_that_was_removed_opens_nothing(node, ana):
    async with chromium(base_url=node.settings.origin) as browser:
        page = await browser.new_page()
        await _device(page)
        await _password(page)
        await _make(page)
        await page.get_by_role("button", name="Remove Blue key").click()
        await expect(page.get_by_text("That passkey opens nothing any more.")).to_be_visible()
        await _out(page)
        await page.goto("/signin")
        await page.get_by_role("button", name="Use a passkey").click()
        await expect(page.get_by_text("That passkey is not known here.")).to_be_visible()
        await _password(page)
        await expect(page.get_by_role("heading", name="Home")).to_be_visible()


async def test_what_a_device_said_once_is_not_taken_twice(node, ana):
    async with chromium(base_url=node.settings.origin) as browser:
        page = await browser.new_page()
        await _device(page)
        await _password(page)
        await _make(page)
        await _out(page)
        sent = []
        page.on("request", lambda one: sent.append(one.post_data) if one.post_data else None)
        await page.goto("/signin")
        cookies = await page.context.cookies()
        await page.get_by_role("button", name="Use a passkey").click()
        await expect(page.get_by_role("heading", name="Home")).to_be_visible()
    port = node.settings.host.partition(":")[2]
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        again = await client.post(
            "/signin/passkey",
            content=sent[-1],
            headers={
                "Host": node.settings.host,
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": "; ".join(f"{one['name']}={one['value']}" for one in cookies),
            },
        )
    assert "passkey=no" in again.headers["location"]


async def test_without_javascript_the_page_says_so_and_the_password_works(node, ana):
    async with chromium(base_url=node.settings.origin, java_script_enabled=False) as browser:
        page = await browser.new_page()
        await page.goto("/signin")
        await expect(page.get_by_text("your browser needs JavaScript")).to_be_visible()
        await expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
        await _password(page)
        await expect(page.get_by_role("heading", name="Home")).to_be_visible()
        await page.goto("/settings/security/passkeys")
        await expect(page.get_by_text("This browser cannot make passkeys")).to_be_visible()
        await page.goto("/settings/security/app")
        await _picture(page, "app")

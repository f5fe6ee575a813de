"""oidc-provider, a certified issuer, and Chromium: in, out, and let go by the back channel."""

import asyncio
import os
import shutil
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import expect

from fedcop.settings import Issuer
from tests.nodes import free_port
from tests.web.issuer import SECRET
from tests.web.test_in_a_real_browser import chromium, database_url, pytestmark, serving
from tests.web.test_passkeys_in_a_real_browser import _picture

__all__ = ["database_url", "pytestmark"]  # fixtures and marks from there

_FOLDER = Path(__file__).parents[1] / "clients"
_THERE = shutil.which("node") and (_FOLDER / "node_modules" / "oidc-provider").exists()


@asynccontextmanager
async def _issuer(port, house):
    """The issuer, as a process of its own."""
    if not _THERE:
        pytest.skip("oidc-provider: run `npm ci --prefix tests/clients --ignore-scripts`")
    origin = house.settings.sign_on[0].issuer
    back = f"{house.settings.origin}/oidc/lab/back"
    own = house.settings.host.partition(":")[2]
    # Node finds no *.localhost; the path is what counts.
    left = f"http://127.0.0.1:{own}/oidc/lab/backchannel"
    process = await asyncio.create_subprocess_exec(
        "node",
        "issuer.mjs",
        str(port),
        origin,
        back,
        left,
        cwd=_FOLDER,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PATH": os.environ["PATH"], "NODE_NO_WARNINGS": "1"},
    )
    try:
        async with asyncio.timeout(30):
            while b"ready" not in (line := await process.stdout.readline()):
                assert line, "the issuer did not start"
        yield origin
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@asynccontextmanager
async def _town(settings):
    port = free_port()
    issuer = Issuer(
        key="lab",
        issuer=f"http://login.localhost:{port}",
        client_id="fedcop",
        client_secret=SECRET,
        title="The Lab",
    )
    async with serving(replace(settings, sign_on=(issuer,))) as house, _issuer(port, house):
        yield house


async def _there(page, name):
    """Sign in at the issuer."""
    await page.locator("input[name=login]").fill(name)
    await page.locator("input[name=password]").fill("whatever")
    await page.locator("button[type=submit]").click()
    await page.get_by_role("button", name="Continue").click()


async def test_somebody_comes_in_and_is_let_go(settings):
    async with _town(settings) as house, chromium(base_url=house.settings.origin) as browser:
        page = await browser.new_page()
        await page.goto("/signin?next=/communities")
        await _picture(page, "signin-issuer")
        await page.get_by_role("link", name="Sign in through The Lab").click()
        await _there(page, "ana")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Choose your handle")
        await expect(page.get_by_label("Name")).to_have_value("Ana Lima")
        await _picture(page, "handle")
        await page.get_by_label("Handle").fill("ana")
        await page.get_by_role("button", name="Come in").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Communities")
        await page.goto("/settings/security")
        await expect(page.get_by_text("through your organization;")).to_be_visible()
        await _picture(page, "security-issuer")
        # She leaves the issuer, which tells the node by the back channel.
        await page.goto(f"{house.settings.sign_on[0].issuer}/session/end")
        await page.get_by_role("button", name="Yes, sign me out").click()
        # The issuer tells before it answers.
        await page.wait_for_load_state()
        await page.goto("/home")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        assert await house.store.read("SELECT 1 FROM session") == []


async def test_whoever_signs_out_can_leave_the_issuer_and_another_person_can_come(settings):
    async with _town(settings) as house, chromium(base_url=house.settings.origin) as browser:
        page = await browser.new_page()
        await page.goto("/oidc/lab")
        await _there(page, "bo")
        await page.get_by_label("Handle").fill("bo")
        await page.get_by_role("button", name="Come in").click()
        await page.get_by_role("button", name="Sign out").first.click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Signed out")
        await _picture(page, "bye")
        await page.get_by_role("link", name="Sign out there too").click()
        await page.get_by_role("button", name="Yes, sign me out").click()
        await page.wait_for_url(f"{house.settings.origin}/")
        await page.goto("/oidc/lab")
        await _there(page, "ana")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Choose your handle")


async def test_the_issuer_goes_down_and_the_page_says_so(settings):
    gone = f"http://login.localhost:{free_port()}"
    issuer = Issuer(key="lab", issuer=gone, client_id="x", title="The Lab")
    async with (
        serving(replace(settings, sign_on=(issuer,))) as house,
        chromium(base_url=house.settings.origin) as browser,
    ):
        page = await browser.new_page()
        await page.goto("/oidc/lab")
        await expect(page.get_by_role("heading", level=1)).to_have_text("The Lab does not answer")
        await _picture(page, "issuer-down")

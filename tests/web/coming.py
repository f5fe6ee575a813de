"""A node that trusts an issuer, and people who come through it."""

import re
from dataclasses import replace

import pytest

from tests.web.issuer import open_lab
from tests.web.rig import open_house

_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


@pytest.fixture
async def lab():
    """An issuer of our own making."""
    async with open_lab() as opened:
        yield opened


@pytest.fixture
def telling():
    """What the operator says of the issuer."""
    return {}


@pytest.fixture
async def house(settings, lab, telling):
    """A node that trusts it."""
    local = telling.get("local_sign_in", "everybody")
    said = {name: value for name, value in telling.items() if name != "local_sign_in"}
    told = replace(settings, sign_on=(lab.settings(**said),), local_sign_in=local)
    async with open_house(told) as opened:
        yield opened


async def led_away(browser, path="/oidc/lab"):
    """Say where the node leads a browser."""
    return (await browser.get(path)).headers["location"]


async def come(lab, browser, **claims):
    """Go to the issuer and come back."""
    return await browser.get(f"/oidc/lab/back?{lab.allow(await led_away(browser), **claims)}")


async def choose(browser, handle, display=""):
    """Choose a handle."""
    token = _TOKEN.search((await browser.get("/signin/handle")).text)[1]
    fields = {"csrf": token, "handle": handle, "display": display}
    return await browser.send("/signin/handle", fields)


async def arrive(house, lab, handle="ana", **claims):
    """Come for the first time, all the way in."""
    browser = house.guest()
    await come(lab, browser, **claims)
    answer = await choose(browser, handle)
    assert answer.status_code == 303, answer.text
    return browser

"""Somebody joins from an app where a node is open to everybody; elsewhere they are told so."""

from dataclasses import replace

import pytest

from tests.api import contract
from tests.api.getting_in import register
from tests.api.rig import open_home
from tests.corpus import needs_corpus

PATH = "/api/v1/accounts"
WISH = {
    "username": "Wren",
    "email": "wren@mail.example",
    "password": "a long way home",
    "agreement": "true",
    "locale": "en",
}


@pytest.fixture
async def home(settings):
    """A node that is open to everybody."""
    async with open_home(replace(settings, registrations="open")) as opened:
        yield opened


async def robot_of(home):
    """An app that acts for nobody yet."""
    app = await register(home)
    secret = {name: app[name] for name in ("client_id", "client_secret")}
    fields = {"grant_type": "client_credentials", "scope": "read write", **secret}
    token = await home.phone().form("/oauth/token", fields)
    return home.phone(token.json()["access_token"])


@needs_corpus
async def test_an_app_lets_somebody_in_and_acts_for_them(home):
    robot = await robot_of(home)
    token = contract.check(await robot.form(PATH, WISH), PATH)
    phone = home.phone(token["access_token"])
    me = await phone.read("/api/v1/accounts/verify_credentials")
    assert (me["acct"], me["role"]["name"]) == ("wren", "")
    assert (await phone.post("/api/v1/statuses", status="Here I am")).status_code == 200
    told = await phone.read("/api/v2/instance")
    assert told["registrations"]["enabled"] is True


async def test_what_is_wrong_is_said_field_by_field(home):
    robot = await robot_of(home)
    await home.person("ann")
    wish = {**WISH, "username": "ann", "email": "ann@cop.example", "agreement": "false"}
    answer = await robot.form(PATH, wish)
    assert answer.status_code == 422
    details = answer.json()["details"]
    assert {name: one[0]["error"] for name, one in details.items()} == {
        "username": "ERR_TAKEN",
        "email": "ERR_TAKEN",
        "agreement": "ERR_ACCEPTED",
    }
    assert answer.json()["error"].startswith("Validation failed: Username has already been taken")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("username", "", "ERR_BLANK"),
        ("username", "no blanks here", "ERR_INVALID"),
        ("username", "admin", "ERR_RESERVED"),
        ("email", "nowhere", "ERR_INVALID"),
        ("password", "short", "ERR_INVALID"),
        ("password", "", "ERR_BLANK"),
    ],
)
async def test_each_field_is_looked_at(home, field, value, code):
    robot = await robot_of(home)
    answer = await robot.form(PATH, {**WISH, field: value})
    assert answer.status_code == 422
    assert answer.json()["details"][field][0]["error"] == code


async def test_the_sixth_in_half_an_hour_waits(home):
    robot = await robot_of(home)
    answers = [await robot.form(PATH, {**WISH, "username": ""}) for _ in range(6)]
    assert [one.status_code for one in answers] == [422] * 5 + [429]


@pytest.mark.parametrize("mode", ["closed", "approval"])
async def test_elsewhere_an_admin_lets_people_in(settings, mode):
    async with open_home(replace(settings, registrations=mode)) as home:
        robot = await robot_of(home)
        answer = await robot.form(PATH, WISH)
        assert answer.status_code == 403
        assert answer.json() == {
            "error": "Nobody signs up here through an app; ask those who run this node."
        }
        told = await robot.read("/api/v2/instance")
        assert told["registrations"]["enabled"] is False


async def test_no_mail_waits_to_be_confirmed(home):
    phone = await home.phone_of(await home.person("ann"))
    answer = await phone.post("/api/v1/emails/confirmations")
    assert answer.status_code == 403
    assert "awaiting confirmation" in answer.json()["error"]


async def test_an_app_that_registers_again_and_again_waits(home):
    fields = {"client_name": "Fern", "redirect_uris": "https://app.example/back"}
    flood = home.phone(address="192.0.2.66")
    codes = [(await flood.form("/api/v1/apps", fields)).status_code for _ in range(7)]
    assert codes == [200] * 5 + [429] * 2
    elsewhere = await home.phone(address="192.0.2.67").form("/api/v1/apps", fields)
    assert elsewhere.status_code == 200

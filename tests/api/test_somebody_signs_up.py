"""Somebody joins from an app where a node is open to everybody; elsewhere they are told so."""

from dataclasses import replace

import pytest

from fedcop.community import options
from fedcop.community.joining import deciding
from fedcop.community.joining.deciding import Decision
from fedcop.community.perform import perform
from fedcop.store.queries import letters
from tests.api import contract
from tests.api.getting_in import register
from tests.api.rig import open_home
from tests.builders import own_keys
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
    wish = {**WISH, "username": "ann", "email": "nowhere", "agreement": "false"}
    answer = await robot.form(PATH, wish)
    assert answer.status_code == 422
    details = answer.json()["details"]
    assert {name: one[0]["error"] for name, one in details.items()} == {
        "username": "ERR_TAKEN",
        "email": "ERR_INVALID",
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


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("closed", "Nobody can sign up here; those who run this node make the accounts."),
        ("invitation", "Whoever wants to join here needs an invitation."),
    ],
)
async def test_elsewhere_nobody_signs_up_through_an_app(settings, mode, said):
    async with open_home(replace(settings, registrations=mode)) as home:
        robot = await robot_of(home)
        answer = await robot.form(PATH, WISH)
        assert (answer.status_code, answer.json()) == (403, {"error": said})
        told = await robot.read("/api/v2/instance")
        assert told["registrations"]["enabled"] is False
        assert told["registrations"]["message"]


async def test_an_app_of_somebody_who_waits_hears_so_until_they_are_let_in(settings):
    async with open_home(replace(settings, registrations="approval")) as home:
        robot = await robot_of(home)
        told = (await robot.read("/api/v2/instance"))["registrations"]
        assert (told["enabled"], told["approval_required"]) == (True, True)
        blank = await robot.form(PATH, WISH)
        assert blank.json()["details"]["reason"][0]["error"] == "ERR_BLANK"
        token = (await robot.form(PATH, {**WISH, "reason": "I know Ann."})).json()
        phone = home.phone(token["access_token"])
        refused = await phone.get("/api/v1/accounts/verify_credentials")
        assert refused.status_code == 403
        assert refused.json() == {"error": "Your login is currently pending approval"}
        [row] = await deciding.list_waiting(home.store)
        keys = own_keys(home.store.uris.person(row.name))
        await perform(home.store, deciding.approve, Decision(), row.id, keys)
        me = await phone.read("/api/v1/accounts/verify_credentials")
        assert me["acct"] == "wren"


async def test_an_app_waits_until_the_address_is_proved_and_may_name_another(settings):
    chosen = replace(
        settings, registrations="open", smtp_host="localhost", mail_from="cop@cop.example"
    )
    async with open_home(chosen) as home:
        await home.person("ann")
        robot = await robot_of(home)
        for email, name in (("wren@mail.example", "wren"), ("ann@cop.example", "robin")):
            answer = await robot.form(PATH, {**WISH, "email": email, "username": name})
            assert answer.status_code == 200  # the same for an address that has an account
            phone = home.phone(answer.json()["access_token"])
            refused = await phone.get("/api/v1/accounts/verify_credentials")
            assert refused.status_code == 403
            assert refused.json() == {"error": "Your login is missing a confirmed e-mail address"}
        again = await phone.form("/api/v1/emails/confirmations", {"email": "robin@mail.example"})
        assert (again.status_code, again.json()) == (200, {})
        kinds = [row.kind for row in await letters.list_due_letters(home.store, 2**62, 9)]
        assert kinds == ["confirm-sign-up", "address-taken", "confirm-sign-up"]


async def test_nobody_too_young_is_taken(home):
    await perform(home.store, options.change_options, 0, least_age=16)
    robot = await robot_of(home)
    for born, code in (
        ("", "ERR_BLANK"),
        ("yesterday", "ERR_INVALID"),
        ("2020-01-01", "ERR_BELOW_LIMIT"),
    ):
        answer = await robot.form(PATH, {**WISH, "date_of_birth": born})
        assert answer.json()["details"]["date_of_birth"][0]["error"] == code
    assert (await robot.form(PATH, {**WISH, "date_of_birth": "1980-05-01"})).status_code == 200


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

"""What apps do not get: by mistake, by force, or with what belongs to others."""

import json
from pathlib import Path

import pytest

from fedcop import clock
from fedcop.community import accounts, apps, oauth
from fedcop.community.perform import perform
from fedcop.store.rows import AppRow
from tests.api.getting_in import (
    BACK,
    OOB,
    VERIFIER,
    challenge,
    code_for,
    fetch,
    query_of,
    register,
    window_of,
)
from tests.builders import PASSWORD_HASH
from tests.corpus import ROOT

CASES = json.loads(Path(ROOT / "tests/vectors/oauth_redirect_uri.json").read_text())["cases"]


@pytest.fixture
async def ana(home):
    return await home.person("ana")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_an_app_is_led_back_only_where_it_said(case):
    registered = [uri for uri in case["registered"].split("\n") if apps.is_address(uri)]
    app = AppRow(1, "id", "", "Fern", "", "\n".join(registered), "read", 1)
    assert apps.leads_back(app, case["presented"]) is case["match"]


def test_a_loopback_address_may_have_any_port():
    app = AppRow(1, "id", "", "Fern", "", "http://127.0.0.1/cb", "read", 1)
    assert apps.leads_back(app, "http://127.0.0.1:51234/cb")
    assert not apps.leads_back(app, "http://127.0.0.1:51234/other")


@pytest.mark.parametrize(
    "change",
    [
        {"redirect_uri": "https://evil.example/back"},
        {"redirect_uri": ""},
        {"redirect_uri": f"{BACK}/"},
        {"client_id": "nobody"},
    ],
)
async def test_a_wish_that_is_not_sure_leads_nowhere(home, ana, change):
    app = await register(home)
    page = await (await window_of(home, ana)).open(app, **change)
    assert page.status_code == 400
    assert "location" not in page.headers


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "read write admin:read"}, "invalid_scope"),
        ({"code_challenge": "x" * 43, "code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "x" * 43}, "invalid_request"),
        ({"code_challenge": "short", "code_challenge_method": "S256"}, "invalid_request"),
    ],
)
async def test_a_wish_that_cannot_be_granted_is_refused_to_the_app(home, ana, change, error):
    app = await register(home, scopes="read write follow push")
    answer = await (await window_of(home, ana)).open(app, state="s", **change)
    told = query_of(answer.headers["location"])
    assert (told["error"], told["state"]) == (error, "s")


async def test_a_wish_by_hand_that_cannot_be_granted_is_refused_on_a_page(home, ana):
    app = await register(home, OOB, "read")
    page = await (await window_of(home, ana)).open(app, scope="write")
    assert page.status_code == 400
    assert "was not let in" in page.text


async def test_a_code_is_good_for_one_token_and_used_twice_for_none(home, ana):
    app = await register(home)
    code = await code_for(home, app, ana)
    phone = home.phone((await fetch(home, app, code)).json()["access_token"])
    assert (await phone.get("/api/v1/preferences")).status_code == 200
    again = await fetch(home, app, code)
    assert again.status_code == 400
    assert again.json()["error"] == "invalid_grant"
    assert (await phone.get("/api/v1/preferences")).status_code == 401


async def test_a_code_lives_a_minute(home, ana):
    app = await register(home)
    code = await code_for(home, app, ana)
    later = clock.now() + 61
    with clock.held(lambda: later):
        answer = await fetch(home, app, code)
    assert answer.json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    "wrong",
    [
        {"code_verifier": "w" * 50},
        {"code_verifier": ""},
        {"redirect_uri": "https://app.example/other"},
    ],
)
async def test_a_code_is_bound_to_its_verifier_and_address(home, ana, wrong):
    app = await register(home)
    code = await code_for(home, app, ana, **challenge())
    answer = await fetch(home, app, code, **{"code_verifier": VERIFIER, **wrong})
    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_grant"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert (await fetch(home, app, code, code_verifier=VERIFIER)).status_code == 200


async def test_a_verifier_without_a_challenge_means_that_one_was_taken_out(home, ana):
    app = await register(home)
    code = await code_for(home, app, ana)
    answer = await fetch(home, app, code, code_verifier=VERIFIER)
    assert answer.json()["error"] == "invalid_grant"


async def test_a_code_of_one_app_is_nothing_to_another(home, ana):
    first, second = await register(home), await register(home)
    code = await code_for(home, first, ana)
    assert (await fetch(home, second, code)).json()["error"] == "invalid_grant"


@pytest.mark.parametrize("wrong", [{"client_id": "nobody"}, {"client_secret": "guess"}])
async def test_an_unknown_app_is_told_so_and_may_register_anew(home, ana, wrong):
    app = await register(home)
    code = await code_for(home, app, ana)
    answer = await fetch(home, app, code, **wrong)
    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_client"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"grant_type": "password", "username": "ana"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "invalid_request"),
        ({"grant_type": "client_credentials", "scope": "write"}, "invalid_scope"),
        ({"grant_type": "authorization_code"}, "invalid_request"),
    ],
)
async def test_what_no_app_gets(home, fields, error):
    app = await register(home, scopes="read")
    who = {"client_id": app["client_id"], "client_secret": app["client_secret"]}
    answer = await home.phone().form("/oauth/token", {**who, **fields})
    assert answer.status_code == 400
    assert answer.json()["error"] == error


@pytest.mark.parametrize(
    "fields",
    [
        {"client_name": ""},
        {"redirect_uris": ""},
        {"redirect_uris": "javascript:alert(1)"},
        {"redirect_uris": "data:text/html,x"},
        {"redirect_uris": "/back"},
        {"redirect_uris": "https:///back"},
        {"redirect_uris": "https://app.example/#x"},
        {"scopes": "everything"},
        {"redirect_uris": "\n".join(f"https://app.example/{n}" for n in range(11))},
    ],
)
async def test_apps_that_make_no_sense_are_not_taken(home, fields):
    usual = {"client_name": "Fern", "redirect_uris": BACK}
    answer = await home.phone().form("/api/v1/apps", {**usual, **fields})
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("Validation failed: ")


async def test_the_sixth_app_in_ten_minutes_is_too_many_from_one_address(home):
    for _ in range(5):
        await register(home)
    usual = {"client_name": "Fern", "redirect_uris": BACK}
    answer = await home.phone().form("/api/v1/apps", usual)
    assert answer.status_code == 429
    assert answer.json() == {"error": "Too many requests"}
    assert answer.headers["x-ratelimit-remaining"] == "0"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert int(answer.headers["retry-after"]) <= 600
    forged = await home.phone(address="192.0.2.7").ask(
        "POST", "/api/v1/apps", data=usual, headers={"X-Forwarded-For": "198.51.100.1"}
    )
    assert forged.status_code == 429
    other = await home.phone(address="192.0.2.8").form("/api/v1/apps", usual)
    assert other.status_code == 200


async def test_an_app_gives_its_token_back(home, ana):
    app = await register(home)
    token = (await fetch(home, app, await code_for(home, app, ana))).json()["access_token"]
    phone = home.phone(token)
    assert (await phone.get("/api/v1/preferences")).status_code == 200
    who = {"client_id": app["client_id"], "client_secret": app["client_secret"]}
    stranger = await register(home)
    theirs = {"client_id": stranger["client_id"], "client_secret": stranger["client_secret"]}
    for wrong in (theirs, {**who, "client_secret": "guess"}):
        answer = await home.phone().form("/oauth/revoke", {**wrong, "token": token})
        assert answer.status_code == 403
        assert answer.json()["error"] == "unauthorized_client"
    assert (await phone.get("/api/v1/preferences")).status_code == 200
    answer = await home.phone().form("/oauth/revoke", {**who, "token": token})
    assert (answer.status_code, answer.json()) == (200, {})
    answer = await phone.get("/api/v1/preferences")
    assert answer.status_code == 401
    assert answer.json() == {"error": "The access token is invalid"}
    again = await home.phone().form("/oauth/revoke", {**who, "token": token})
    assert (again.status_code, again.json()) == (200, {})


async def test_an_app_may_look_at_its_own_tokens_alone(home, ana):
    app, stranger = await register(home), await register(home)
    token = (await fetch(home, app, await code_for(home, app, ana))).json()["access_token"]

    async def look(who):
        fields = {"client_id": who["client_id"], "client_secret": who["client_secret"]}
        answer = await home.phone().form("/oauth/introspect", {**fields, "token": token})
        return answer.json()

    told = await look(app)
    assert told["active"] is True
    assert told["username"] == "ana"
    assert told["scope"] == "read write follow push"
    assert await look(stranger) == {"active": False}
    answer = await home.phone().form("/oauth/introspect", {"token": token})
    assert answer.status_code == 401


@pytest.mark.parametrize("verb", ["password", "disable"])
async def test_another_password_or_a_closed_account_ends_every_app_at_once(home, ana, verb):
    phone = await home.phone_of(ana)
    app = await register(home)
    code = await code_for(home, app, ana)
    assert (await phone.get("/api/v1/preferences")).status_code == 200
    if verb == "password":
        await perform(home.store, accounts.set_password, ana.id, PASSWORD_HASH)
    else:
        await perform(home.store, accounts.disable, ana.id)
    assert (await phone.get("/api/v1/preferences")).status_code == 401
    assert (await fetch(home, app, code)).json()["error"] == "invalid_grant"


async def test_no_token_code_or_secret_can_be_read_in_the_database(home, ana):
    app = await register(home)
    code = await code_for(home, app, ana)
    token = (await fetch(home, app, code)).json()["access_token"]
    rows = []
    for table in ("app", "app_code", "app_token"):
        rows += await home.store.read(f"SELECT * FROM {table}")
    kept = {str(value) for row in rows for value in row}
    assert oauth.hash_secret(token) in kept
    assert not kept & {token, code, app["client_secret"]}


async def test_what_nobody_uses_is_swept_up(home, ana):
    unused, used = await register(home), await register(home)
    await code_for(home, used, ana)
    phone = await home.phone_of(ana)
    token = (await fetch(home, used, await code_for(home, used, ana))).json()["access_token"]
    later = clock.now() + 25 * 3600
    with clock.held(lambda: later):
        await perform(home.store, oauth.sweep)
    assert await apps.find(home.store, unused["client_id"]) is None
    assert await apps.find(home.store, used["client_id"]) is not None
    assert (await home.phone(token).get("/api/v1/preferences")).status_code == 200
    assert (await phone.get("/api/v1/preferences")).status_code == 200

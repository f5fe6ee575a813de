"""An app makes itself known, somebody allows it, it fetches its token and uses it."""

import base64

import pytest

from tests.api.getting_in import (
    BACK,
    OOB,
    VERIFIER,
    asked,
    challenge,
    code_for,
    fetch,
    query_of,
    register,
    window_of,
)


@pytest.fixture
async def ana(home):
    return await home.person("ana")


async def test_from_the_first_call_to_the_first_answer(home, ana):
    app = await register(home, website="https://fern.example")
    assert app["name"] == "Fern"
    assert app["redirect_uri"] == BACK
    assert app["redirect_uris"] == [BACK]
    assert app["client_secret_expires_at"] == 0
    code = await code_for(home, app, ana, state="None", **challenge())
    answer = await fetch(home, app, code, code_verifier=VERIFIER)
    token = answer.json()
    assert answer.headers["cache-control"] == "no-store"
    assert token["token_type"] == "Bearer"
    assert token["scope"] == "read write follow push"
    assert isinstance(token["created_at"], int)
    phone = home.phone(token["access_token"])
    known = await phone.read("/api/v1/apps/verify_credentials")
    assert known["name"] == "Fern"
    assert "client_secret" not in known
    assert (await phone.read("/api/v1/preferences"))["posting:default:visibility"] == "public"


async def test_the_app_is_told_its_state_and_who_answers(home, ana):
    app = await register(home)
    window = await window_of(home, ana)
    answer = await window.press(await window.open(app, state="x y&z"))
    told = query_of(answer.headers["location"])
    assert answer.headers["location"].startswith(f"{BACK}?")
    assert told["state"] == "x y&z"
    assert told["iss"] == home.settings.origin


@pytest.mark.parametrize(
    "uri",
    [
        "https://app.example/back?server=a%2Fb",
        "com.tapbots.Ivory.10217:/request_token",
        "oauth2redirect://com.keylesspalace.tusky/",
    ],
)
async def test_apps_are_led_back_to_the_letter(home, ana, uri):
    app = await register(home, uri)
    window = await window_of(home, ana)
    answer = await window.press(await window.open(app))
    mark = "&" if "?" in uri else "?"
    assert answer.headers["location"].startswith(f"{uri}{mark}code=")


async def test_the_page_may_lead_on_to_the_app_and_nowhere_else(home, ana):
    app = await register(home)
    page = await (await window_of(home, ana)).open(app)
    assert "form-action 'self' https://app.example;" in page.headers["content-security-policy"]
    assert page.headers["cross-origin-opener-policy"] == "unsafe-none"
    assert "access-control-allow-origin" not in page.headers


async def test_somebody_who_says_no_is_believed(home, ana):
    app = await register(home)
    window = await window_of(home, ana)
    answer = await window.press(await window.open(app), "deny")
    told = query_of(answer.headers["location"])
    assert told["error"] == "access_denied"
    assert "code" not in told


async def test_a_code_by_hand_is_shown_on_a_page(home, ana):
    app = await register(home, OOB)
    window = await window_of(home, ana)
    answer = await window.press(await window.open(app))
    assert answer.headers["location"].startswith("/oauth/authorize/native?code=")
    page = await window.client.get(answer.headers["location"])
    code = query_of(answer.headers["location"])["code"]
    assert f'id="code">{code}<' in page.text
    assert (await fetch(home, app, code)).status_code == 200


async def test_who_is_not_signed_in_comes_back_after_signing_in(home, ana):
    app = await register(home)
    window = await window_of(home)
    answer = await window.open(app, state="s")
    assert answer.status_code == 303
    there = answer.headers["location"]
    assert there.startswith("/signin?next=/oauth/authorize?request=")
    page = await window.client.get(there)
    assert page.headers["cross-origin-opener-policy"] == "unsafe-none"
    assert 'name="next" value="/oauth/authorize?request=' in page.text
    window = await window_of(home, ana)
    page = await window.client.get(there.removeprefix("/signin?next="))
    assert "Let Fern act for you?" in page.text
    assert query_of((await window.press(page)).headers["location"])["state"] == "s"


@pytest.mark.parametrize(("said", "forced"), [("true", True), ("False", False), ("", False)])
async def test_an_app_may_want_somebody_to_sign_in_anew(home, ana, said, forced):
    app = await register(home)
    answer = await (await window_of(home, ana)).open(app, force_login=said)
    assert (answer.status_code == 303) is forced
    if forced:
        assert answer.headers["location"].endswith("&again=1")
        page = await (await window_of(home, ana)).client.get(answer.headers["location"])
        assert "<h1>Sign in</h1>" in page.text


async def test_a_slash_at_the_end_of_the_page_is_nothing(home, ana):
    app = await register(home)
    window = await window_of(home, ana)
    page = await window.client.get("/oauth/authorize/", params=asked(app))
    assert "Let Fern act for you?" in page.text


@pytest.mark.parametrize("form", ["json", "form", "multipart"])
async def test_every_form_of_a_body_is_read(home, ana, form):
    fields = {"client_name": "Fern", "redirect_uris": BACK, "scopes": "read write follow push"}
    given = {
        "json": {"json": {**fields, "redirect_uris": [BACK, OOB]}},
        "form": {"data": {**fields, "redirect_uris": f"{BACK}\n{OOB}"}},
        "multipart": {"files": {name: (None, value) for name, value in fields.items()}},
    }
    answer = await home.phone().ask("POST", "/api/v1/apps/", **given[form])
    app = answer.json()
    assert app["redirect_uris"][0] == BACK
    code = await code_for(home, app, ana)
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": app["client_id"],
        "client_secret": app["client_secret"],
        "redirect_uri": BACK,
        "scope": "read write follow push",
    }
    given = {
        "json": {"json": sent},
        "form": {"data": sent},
        "multipart": {"files": {name: (None, value) for name, value in sent.items()}},
    }
    answer = await home.phone().ask("POST", "/oauth/token/", **given[form])
    assert answer.json()["scope"] == "read write follow push"
    assert answer.headers["access-control-allow-origin"] == "*"


async def test_an_app_may_say_who_it_is_in_a_header_too(home, ana):
    app = await register(home)
    code = await code_for(home, app, ana)
    pair = f"{app['client_id']}:{app['client_secret']}".encode()
    headers = {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
    for extra in ({}, {"client_id": app["client_id"], "client_secret": app["client_secret"]}):
        fields = {"grant_type": "client_credentials", "scope": "read", **extra}
        answer = await home.phone().ask("POST", "/oauth/token", data=fields, headers=headers)
        assert answer.status_code == 200, answer.text
    fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
    answer = await home.phone().ask("POST", "/oauth/token", data=fields, headers=headers)
    assert answer.status_code == 200


async def test_an_app_acts_for_itself_and_for_nobody(home):
    app = await register(home)
    fields = {
        "grant_type": "client_credentials",
        "client_id": app["client_id"],
        "client_secret": app["client_secret"],
        "scope": "read",
    }
    token = (await home.phone().form("/oauth/token", fields)).json()
    assert token["scope"] == "read"
    phone = home.phone(token["access_token"])
    assert (await phone.read("/api/v1/apps/verify_credentials"))["name"] == "Fern"
    answer = await phone.get("/api/v1/preferences")
    assert answer.status_code == 422
    assert answer.json() == {"error": "This method requires an authenticated user"}


async def test_the_way_in_is_described(home):
    told = await home.phone().read("/.well-known/oauth-authorization-server")
    origin = home.settings.origin
    assert told["issuer"] == origin
    assert told["token_endpoint"] == f"{origin}/oauth/token"
    assert told["code_challenge_methods_supported"] == ["S256"]
    assert "write:statuses" in told["scopes_supported"]


async def test_an_app_learns_for_whom_it_acts(home, ana):
    phone = await home.phone_of(ana, "profile")
    told = await phone.read("/oauth/userinfo")
    assert told["sub"] == ana.uri
    assert told["preferred_username"] == "ana"
    picture = await phone.ask("GET", told["picture"])
    assert picture.headers["content-type"] == "image/png"
    assert picture.headers["access-control-allow-origin"] == "*"

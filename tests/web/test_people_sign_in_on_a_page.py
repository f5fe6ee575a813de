"""Signing in and out by the forms: cookies, sessions, limits, and answers that tell nothing."""

import re
import time
from dataclasses import replace

from fedcop.community import accounts, posts, sessions
from fedcop.community.drafts import Draft
from fedcop.community.passwords import Passwords
from fedcop.community.perform import perform
from fedcop.store.batch import Unit
from fedcop.store.statements import Statement
from fedcop.web.site import people_app
from tests.builders import PASSWORD, let_follow, make_community, make_person


async def test_somebody_signs_in_and_comes_home(house):
    await make_person(house.store, "ana")
    browser = house.guest()
    answer = await browser.sign_in("ana", PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/home")
    assert (await browser.get("/home")).status_code == 200


async def test_a_mail_address_is_as_good_as_a_name(house):
    await make_person(house.store, "ana")
    assert (await house.guest().sign_in(" Ana@Cop.example ", PASSWORD)).status_code == 303


async def test_a_wrong_password_and_an_unknown_name_are_answered_alike(house):
    await make_person(house.store, "ana")
    browser = house.guest()
    wrong = await browser.sign_in("ana", "not the password")
    unknown = await browser.sign_in("nobody", "not the password")
    assert wrong.status_code == unknown.status_code == 422
    assert _without(wrong.text, "ana") == _without(unknown.text, "nobody")
    assert house.settings.cookie not in browser.client.cookies


def _without(page, name):
    # What a passkey has to sign is new on each page.
    page = re.sub(r'data-asked="[^"]*"|name="made" value="[^"]*"', "", page)
    return page.replace(f'value="{name}"', 'value=""')


async def test_it_takes_as_long_for_an_unknown_name(house):
    await make_person(house.store, "ana", password_hash=await Passwords().hash(PASSWORD))
    took: dict[str, list[float]] = {"ana": [], "nobody": []}
    browser = house.guest()
    for _ in range(5):
        for name, times in took.items():
            began = time.process_time()
            await browser.sign_in(name, "not the password")
            times.append(time.process_time() - began)
    known, unknown = (min(times) for times in took.values())
    assert abs(known - unknown) < 0.5 * max(known, unknown)


async def test_the_cookie_is_kept_from_scripts_and_other_sites(house):
    await make_person(house.store, "ana")
    answer = await house.guest().sign_in("ana", PASSWORD)
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("fedcop="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie


async def test_over_https_the_cookie_is_bound_to_this_host(house):
    settings = replace(house.settings, origin="https://cop.example")
    parts = replace(house.parts, settings=settings)
    secure = replace(house, parts=parts, app=people_app(parts))
    await make_person(house.store, "ana")
    answer = await secure.guest().sign_in("ana", PASSWORD)
    cookies = [c for c in answer.headers.get_list("set-cookie") if "Max-Age=0" not in c]
    assert [c.partition("=")[0] for c in cookies] == ["__Host-fedcop"]
    assert "Secure" in cookies[0]
    assert "Domain" not in cookies[0]


async def test_a_session_given_beforehand_is_not_taken_over(house):
    ana, browser = await house.person("ana")
    before = browser.client.cookies[house.settings.cookie]
    await browser.post("/signout")
    browser.client.cookies.clear()
    browser.client.cookies.set(house.settings.cookie, before)
    await browser.sign_in("ana", PASSWORD)
    known = await sessions.list_sessions(house.store, ana.id)
    assert sessions.hash_token(before) not in {row.token_hash for row in known}


async def test_whoever_signs_out_is_out(house):
    _, browser = await house.person("ana")
    token = browser.client.cookies[house.settings.cookie]
    assert (await browser.post("/signout")).headers["location"] == "/"
    browser.client.cookies.set(house.settings.cookie, token)
    assert (await browser.get("/home")).headers["location"] == "/signin?next=/home"


async def test_one_comes_back_to_the_page_one_wanted(house):
    await make_person(house.store, "ana")
    browser = house.guest()
    answer = await browser.get("/settings/security")
    page = await browser.get(answer.headers["location"])
    assert 'name="next" value="/settings/security"' in page.text


async def test_nobody_is_led_to_another_site_after_signing_in(house):
    browser = house.guest()
    for evil in ("//evil.example", "/\\evil.example", "/%2f%2fevil.example"):
        page = await browser.client.get("/signin", params={"next": evil})
        assert 'name="next" value="/home"' in page.text


async def test_too_many_tries_for_one_name_are_stopped_whatever_the_headers_say(house):
    await make_person(house.store, "ana", password_hash="")
    browser = house.guest()
    page = await browser.get("/signin")
    token = page.text.split('name="csrf" value="')[1].split('"')[0]
    codes = []
    for number in range(27):
        fields = {"csrf": token, "login": "ana", "password": "x", "next": "/home"}
        header = {"X-Forwarded-For": f"203.0.113.{number}"}
        codes.append((await browser.send("/signin", fields, **header)).status_code)
    assert codes[:25] == [422] * 25
    assert codes[25:] == [429] * 2


async def test_another_password_ends_every_other_session(house):
    ana, browser = await house.person("ana")
    other = await house.browser(ana)
    fields = {"old": PASSWORD, "new": "quite another password", "again": "quite another password"}
    answer = await browser.post("/settings/password", **fields)
    assert answer.headers["location"] == "/settings/security?done=password"
    assert (await browser.get("/home")).status_code == 200
    assert (await other.get("/home")).status_code == 303
    found = await house.guest().sign_in("ana", "quite another password")
    assert found.status_code == 303


async def test_a_password_set_elsewhere_ends_the_sessions_too(house):
    ana, browser = await house.person("ana")
    await perform(house.store, accounts.set_password, ana.id, "x")
    assert (await browser.get("/home")).status_code == 303


async def test_the_old_password_is_asked_for(house):
    _, browser = await house.person("ana")
    fields = {"old": "wrong", "new": "quite another password", "again": "quite another password"}
    answer = await browser.post("/settings/password", **fields)
    assert answer.status_code == 422
    assert "This is not your password." in answer.text
    assert (await house.guest().sign_in("ana", PASSWORD)).status_code == 303


async def test_new_passwords_must_agree_and_be_long_enough(house):
    _, browser = await house.person("ana")
    differing = {"old": PASSWORD, "new": "quite another password", "again": "quite an other one"}
    assert (await browser.post("/settings/password", **differing)).status_code == 422
    short = {"old": PASSWORD, "new": "short", "again": "short"}
    answer = await browser.post("/settings/password", **short)
    assert answer.status_code == 422
    assert "10 to 256 characters" in answer.text


async def test_one_browser_and_all_others_can_be_signed_out(house):
    ana, browser = await house.person("ana")
    other, third = await house.browser(ana), await house.browser(ana)
    token = other.client.cookies[house.settings.cookie]
    await browser.post("/settings/sessions/end", session=sessions.hash_token(token)[:16])
    assert (await other.get("/home")).status_code == 303
    assert (await third.get("/home")).status_code == 200
    await browser.post("/settings/sessions/others")
    assert (await third.get("/home")).status_code == 303
    assert (await browser.get("/home")).status_code == 200


async def test_the_session_of_another_person_cannot_be_ended(house):
    _, browser = await house.person("ana")
    _, other = await house.person("bo")
    token = other.client.cookies[house.settings.cookie]
    mark = sessions.hash_token(token)[:16]
    answer = await browser.post("/settings/sessions/end", session=mark)
    assert answer.status_code == 404
    assert (await other.get("/home")).status_code == 200


async def test_who_returns_after_long_finds_what_was_written_meanwhile(house):
    ana = await make_person(house.store, "ana")
    bo = await make_person(house.store, "bo")
    community = await make_community(house.store, bo, "handovers")
    await let_follow(house.store, ana, community)
    unit = Unit(house.store)
    unit.add(Statement("UPDATE account SET created = 1, read_at = 1"))
    await unit.commit()
    draft = Draft(content="<p>While you were away.</p>", community_id=community.id)
    await perform(house.store, posts.write, bo, draft)
    browser = house.guest()
    await browser.sign_in("ana", PASSWORD)
    assert "While you were away." in (await browser.get("/home")).text

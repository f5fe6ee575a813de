"""A code after the password: set up, asked for, used once, lost, and guessed at in vain."""

import re
from dataclasses import replace

import httpx
import pyotp
import pytest

from fedcop import clock
from fedcop.community import factors, sessions, ways_in
from fedcop.community.perform import perform
from fedcop.errors import Conflict
from fedcop.store.batch import Unit
from fedcop.store.statements import Statement
from fedcop.web.site import people_app
from tests.builders import PASSWORD, make_person
from tests.writing import count

_KEY = re.compile(r"<code>([A-Z2-7 ]+)</code>")
_PAPER = re.compile(r"<code>([A-Z2-9]{5}-[A-Z2-9]{5})</code>")
_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')
_MADE = re.compile(r'name="made" value="([^"]+)"')


def _code(secret, later=0):
    return pyotp.TOTP(secret).at(int(clock.now()) + later)


async def _signed(house, name="ana", **about):
    actor = await make_person(house.store, name, **about)
    browser = house.guest()
    await browser.sign_in(name, PASSWORD)
    return actor, browser


async def _set_up(browser):
    """Set an app up by the pages; returns its secret and the codes on paper."""
    page = (await browser.get("/settings/security/app")).text
    secret = _KEY.search(page)[1].replace(" ", "")
    made = _MADE.search(page)[1]
    done = await browser.post("/settings/security/app", made=made, code=_code(secret, -30))
    await browser.learn()
    return secret, _PAPER.findall(done.text)


async def _second(browser, code):
    token = _TOKEN.search((await browser.get("/signin/second")).text)
    return await browser.send("/signin/second", {"csrf": token[1], "code": code})


@pytest.fixture
async def ana(house):
    """Somebody with an app that counts codes."""
    actor, browser = await _signed(house)
    secret, papers = await _set_up(browser)
    return actor, browser, secret, papers


async def test_an_app_is_set_up_by_its_first_code(house, ana):
    _, browser, _, papers = ana
    assert len(set(papers)) == 10
    page = (await browser.get("/settings/security")).text
    assert "10 codes are left" in page
    assert await count(house.store, "totp") == 1


async def test_a_wrong_first_code_sets_nothing_up(house):
    _, browser = await _signed(house)
    page = (await browser.get("/settings/security/app")).text
    made = _MADE.search(page)[1]
    answer = await browser.post("/settings/security/app", made=made, code="000000")
    assert answer.status_code == 422
    assert _KEY.search(answer.text)[1] == _KEY.search(page)[1]
    assert await count(house.store, "totp") == 0


async def test_the_key_of_another_person_cannot_be_planted(house):
    _, browser = await _signed(house)
    _, other = await _signed(house, "bo")
    page = (await other.get("/settings/security/app")).text
    secret, made = _KEY.search(page)[1].replace(" ", ""), _MADE.search(page)[1]
    await browser.post("/settings/security/app", made=made, code=_code(secret))
    assert await count(house.store, "totp") == 0


async def test_the_secret_lies_sealed(house, ana):
    _, _, secret, papers = ana
    rows = await house.store.read("SELECT secret FROM totp")
    assert secret.encode() not in bytes(rows[0][0])
    codes = await house.store.read("SELECT code FROM recovery_code")
    assert not {papers[0], papers[0].replace("-", "")} & {row[0] for row in codes}


async def test_another_way_in_ends_every_other_browser(house):
    actor, browser = await _signed(house)
    other = await house.browser(actor)
    old = browser.client.cookies[house.settings.cookie]
    await _set_up(browser)
    assert (await other.get("/home")).status_code == 303
    assert (await browser.get("/home")).status_code == 200
    assert browser.client.cookies[house.settings.cookie] != old


async def test_the_password_alone_opens_nothing(house, ana):
    browser = house.guest()
    answer = await browser.sign_in("ana", PASSWORD)
    assert answer.headers["location"] == "/signin/second"
    assert house.settings.cookie not in browser.client.cookies
    assert (await browser.get("/home")).headers["location"].startswith("/signin?")
    assert (await browser.get("/signin/second")).status_code == 200


async def test_a_code_opens_once(house, ana):
    _, _, secret, _ = ana
    browser, code = house.guest(), _code(secret)
    await browser.sign_in("ana", PASSWORD)
    step = browser.client.cookies[f"{house.settings.cookie}-step"]
    assert (await _second(browser, code)).headers["location"] == "/home"
    assert (await browser.get("/home")).status_code == 200
    again = house.guest()
    await again.sign_in("ana", PASSWORD)
    assert (await _second(again, code)).status_code == 422
    thief = house.guest()
    thief.client.cookies.set(f"{house.settings.cookie}-step", step)
    assert (await thief.get("/signin/second")).headers["location"] == "/signin"


async def test_two_who_use_one_code_at_once_are_not_both_let_in(house, ana):
    actor, _, secret, _ = ana
    code, seal = _code(secret, 30), house.parts.seal
    first, second = Unit(house.store), Unit(house.store)
    assert await factors.use_app(first, seal, actor.id, code)
    assert await factors.use_app(second, seal, actor.id, code)
    await first.commit()
    with pytest.raises(Conflict):
        await second.commit()


async def test_the_clock_of_a_telephone_may_be_half_a_minute_wrong(house, ana):
    _, _, secret, _ = ana
    for later, status in ((90, 422), (-90, 422), (30, 303)):
        browser = house.guest()
        await browser.sign_in("ana", PASSWORD)
        assert (await _second(browser, _code(secret, later))).status_code == status, later


async def test_the_code_with_which_it_was_set_up_is_spent(house, ana):
    _, _, secret, _ = ana
    browser = house.guest()
    await browser.sign_in("ana", PASSWORD)
    assert (await _second(browser, _code(secret, -30))).status_code == 422


async def test_a_recovery_code_opens_once_however_it_is_typed(house, ana):
    papers = ana[3]
    typed = papers[0].lower().replace("-", " ")
    for status in (303, 422):
        browser = house.guest()
        await browser.sign_in("ana", PASSWORD)
        assert (await _second(browser, typed)).status_code == status


async def test_new_recovery_codes_end_the_old_ones(house, ana):
    _, browser, _, papers = ana
    fresh = _PAPER.findall((await browser.post("/settings/security/papers")).text)
    assert len(fresh) == 10
    other = house.guest()
    await other.sign_in("ana", PASSWORD)
    assert (await _second(other, papers[1])).status_code == 422
    assert (await _second(other, fresh[1])).status_code == 303


async def test_a_recovery_code_of_another_person_opens_nothing(house, ana):
    _, bo = await _signed(house, "bo")
    _, theirs = await _set_up(bo)
    browser = house.guest()
    await browser.sign_in("ana", PASSWORD)
    assert (await _second(browser, theirs[0])).status_code == 422


async def test_after_five_guesses_the_password_is_asked_for_again(house, ana):
    browser = house.guest()
    await browser.sign_in("ana", PASSWORD)
    token = _TOKEN.search((await browser.get("/signin/second")).text)[1]
    fields = {"csrf": token, "code": "000000"}
    codes = [(await browser.send("/signin/second", fields)).status_code for _ in range(6)]
    assert codes == [422] * 5 + [303]
    assert (await browser.get("/signin/second")).headers["location"] == "/signin"


async def test_guesses_are_counted_for_the_person_whatever_the_headers_say(house, ana):
    codes = []
    for number in range(3):
        browser = house.guest((f"192.0.2.{number + 10}", 4000))
        await browser.sign_in("ana", PASSWORD)
        token = _TOKEN.search((await browser.get("/signin/second")).text)[1]
        for try_ in range(5):
            header = {"X-Forwarded-For": f"203.0.113.{number * 5 + try_}"}
            fields = {"csrf": token, "code": f"00000{try_}"}
            codes.append((await browser.send("/signin/second", fields, **header)).status_code)
    assert 429 in codes[9:12]
    assert codes.count(422) <= 10


async def test_the_step_is_asked_for_only_after_the_right_password(house, ana):
    wrong = await house.guest().sign_in("ana", "not the password")
    unknown = await house.guest().sign_in("nobody", "not the password")
    assert wrong.status_code == unknown.status_code == 422
    assert "-step" not in "".join(wrong.headers.get_list("set-cookie"))
    assert (await house.guest().get("/signin/second")).headers["location"] == "/signin"


async def test_an_account_that_was_closed_meanwhile_stays_closed(house, ana):
    _, _, secret, _ = ana
    browser = house.guest()
    await browser.sign_in("ana", PASSWORD)
    unit = Unit(house.store)
    unit.add(Statement("UPDATE account SET disabled = 1"))
    await unit.commit()
    assert (await _second(browser, _code(secret))).headers["location"] == "/signin"
    assert house.settings.cookie not in browser.client.cookies


async def test_what_is_changed_wants_a_fresh_proof(house, ana):
    browser = ana[1]
    unit = Unit(house.store)
    unit.add(Statement("UPDATE session SET proved = proved - ?", (sessions.FRESH,)))
    await unit.commit()
    for path in ("app/end", "papers", "passkeys/end"):
        answer = await browser.post(f"/settings/security/{path}")
        assert answer.headers["location"].startswith("/confirm-it-is-you"), path
    assert await count(house.store, "totp") == 1


async def test_an_app_that_is_removed_is_asked_for_no_more(house, ana):
    browser = ana[1]
    await browser.post("/settings/security/app/end")
    assert await count(house.store, "recovery_code") == 0
    assert (await house.guest().sign_in("ana", PASSWORD)).headers["location"] == "/home"


async def test_whoever_lost_everything_is_let_in_again_and_it_is_written_down(house, ana):
    actor, browser, _, _ = ana
    await perform(house.store, ways_in.reset_ways_in, 0, actor)
    assert (await browser.get("/home")).status_code == 303
    assert (await house.guest().sign_in("ana", PASSWORD)).headers["location"] == "/home"
    rows = await house.store.read("SELECT act, subject FROM audit_entry")
    assert [tuple(row) for row in rows] == [("reset-auth", "ana")]


async def test_an_app_is_let_in_only_after_the_second_step(house, ana):
    _, _, secret, _ = ana
    browser = house.guest()
    page = await browser.get("/signin?next=/oauth/authorize?request=abc")
    token = _TOKEN.search(page.text)[1]
    there = "/oauth/authorize?request=abc"
    fields = {"csrf": token, "login": "ana", "password": PASSWORD, "next": there}
    answer = await browser.send("/signin", fields)
    assert answer.headers["location"] == "/signin/second"
    assert (await _second(browser, _code(secret))).headers["location"] == there


async def test_a_code_confirms_that_it_is_them_once(house, ana):
    _, browser, secret, _ = ana
    unit = Unit(house.store)
    unit.add(Statement("UPDATE session SET proved = proved - ?", (sessions.FRESH,)))
    await unit.commit()
    there = {"code": _code(secret), "next": "/settings/security"}
    answer = await browser.post("/confirm-it-is-you", **there)
    assert answer.headers["location"] == "/settings/security"
    unit.add(Statement("UPDATE session SET proved = proved - ?", (sessions.FRESH,)))
    assert (await browser.post("/confirm-it-is-you", **there)).status_code == 422


async def test_who_looks_after_the_node_needs_one_where_the_settings_say_so(house):
    _, browser = await _signed(house, "olu", role="owner")
    _, member = await _signed(house, "bo")
    settings = replace(house.settings, admins_need_second_factor=True)
    strict = people_app(replace(house.parts, settings=settings))
    for one in (browser, member):
        one.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(strict),
            base_url=house.settings.origin,
            cookies=one.client.cookies,
        )
    for path in ("/home", "/communities", "/admin/audit", "/oauth/authorize"):
        assert (await browser.get(path)).headers["location"] == "/settings/security", path
    answer = await browser.post("/communities/new", name="x")
    assert answer.headers["location"] == "/settings/security"
    assert "needs a second factor" in (await browser.get("/settings/security")).text
    assert (await member.get("/home")).status_code == 200
    await _set_up(browser)
    assert (await browser.get("/home")).status_code == 200


async def test_who_looks_after_the_node_is_told_to_have_one(house):
    _, browser = await _signed(house, "olu", role="owner")
    assert "add a second factor" in (await browser.get("/settings/security")).text
    await _set_up(browser)
    assert "add a second factor" not in (await browser.get("/settings/security")).text

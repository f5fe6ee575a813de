"""What only an admin may do wants a proof, minutes old, that nobody else sits at their screen."""

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route, Router

from fedcop.community import sessions
from fedcop.store.batch import Unit
from fedcop.store.statements import Statement
from fedcop.web.door import Door, Way
from fedcop.web.site import routes, site_of
from tests.builders import PASSWORD, make_person


async def _done(ask):
    return PlainTextResponse("done")


@pytest.fixture
async def guarded(house):
    """A node with a page that wants a proof."""
    site = site_of(house.parts)
    ways = (
        Way("/blocks", _done),
        Way("/blocks/new", _done, _done, sudo=True),
        Way("/blocks/end", act=_done, sudo=True),
    )
    doors = [Route(way.path, Door(site, way)) for way in ways]
    house.app = Router(routes=[*doors, *routes(site)])
    return house


async def _owner(house):
    """An owner who has signed in by the form."""
    await make_person(house.store, "ana", role="owner")
    browser = house.guest()
    await browser.sign_in("ana", PASSWORD)
    return browser


async def _later(house):
    unit = Unit(house.store)
    unit.add(Statement("UPDATE session SET proved = proved - ?", (sessions.FRESH,)))
    await unit.commit()


async def test_whoever_signed_in_just_now_is_not_asked(guarded):
    browser = await _owner(guarded)
    assert (await browser.get("/blocks/new")).text == "done"
    assert (await browser.post("/blocks/end")).text == "done"


async def test_later_they_are_asked_and_led_back(guarded):
    browser = await _owner(guarded)
    await _later(guarded)
    assert (await browser.get("/blocks")).text == "done"
    answer = await browser.get("/blocks/new?host=x.example")
    assert answer.headers["location"] == "/confirm-it-is-you?next=/blocks/new%3Fhost%3Dx.example"
    page = await browser.get(answer.headers["location"])
    assert 'name="next" value="/blocks/new?host=x.example"' in page.text
    fields = {"password": PASSWORD, "next": "/blocks/new?host=x.example"}
    back = await browser.post("/confirm-it-is-you", **fields)
    assert back.headers["location"] == "/blocks/new?host=x.example"
    assert (await browser.get("/blocks/new")).text == "done"
    assert (await browser.post("/blocks/end")).text == "done"


async def test_a_form_is_led_back_to_where_it_stood(guarded):
    browser = await _owner(guarded)
    await _later(guarded)
    referer = f"{guarded.settings.origin}/blocks?after=3"
    for fields, headers, there in (
        ({"next": "/blocks"}, {}, "/blocks"),
        ({}, {"Referer": referer}, "/blocks%3Fafter%3D3"),
        ({}, {"Referer": "https://evil.example/x"}, "/home"),
        ({"next": "//evil.example"}, {}, "/home"),
    ):
        answer = await browser.send("/blocks/end", {"csrf": browser.csrf, **fields}, **headers)
        assert answer.headers["location"] == f"/confirm-it-is-you?next={there}"


async def test_a_proof_makes_a_new_session_and_ends_the_old_one(guarded):
    browser = await _owner(guarded)
    await _later(guarded)
    old = browser.client.cookies[guarded.settings.cookie]
    await browser.post("/confirm-it-is-you", password=PASSWORD)
    assert browser.client.cookies[guarded.settings.cookie] != old
    thief = guarded.guest()
    thief.client.cookies.set(guarded.settings.cookie, old)
    assert (await thief.get("/blocks")).headers["location"].startswith("/signin")


async def test_a_wrong_password_proves_nothing_and_is_counted(guarded):
    browser = await _owner(guarded)
    await _later(guarded)
    codes = [
        (await browser.post("/confirm-it-is-you", password="no")).status_code for _ in range(26)
    ]
    assert codes == [422] * 24 + [429] * 2  # signing in was a try as well
    assert (await browser.post("/blocks/end")).status_code == 303


async def test_nobody_is_led_elsewhere_after_confirming(guarded):
    browser = await _owner(guarded)
    for evil in ("//evil.example", "/\\evil.example", "https://evil.example", "/%2f%2fevil"):
        answer = await browser.client.get("/confirm-it-is-you", params={"next": evil})
        assert answer.headers["location"] == "/home"
        answer = await browser.post("/confirm-it-is-you", password=PASSWORD, next=evil)
        assert answer.headers["location"] == "/home"


async def test_guests_sign_in_first(guarded):
    answer = await guarded.guest().get("/blocks/new")
    assert answer.headers["location"] == "/signin?next=/blocks/new"

"""No form is taken that another site sent, or that was not made for this browser."""

import pytest

from fedcop.web.site import WAYS
from tests.builders import make_community
from tests.web.rig import address_of
from tests.writing import count, write

FORMS = [way for way in WAYS if way.act is not None and not way.anywhere]


def _path(way, post_id):
    return address_of(way, post_id)


@pytest.fixture
async def scene(house):
    ana, browser = await house.person("ana")
    community = await make_community(house.store, ana, "handovers")
    post = await write(house.store, ana, title="Hello", community_id=community.id)
    return browser, post


async def _all_of_it(house):
    tables = ("post", "follow", "reaction", "boost", "pin", "report", "session", "event")
    return [await count(house.store, table) for table in tables]


async def test_what_another_site_sends_is_refused(house, scene):
    browser, post = scene
    before = await _all_of_it(house)
    for way in FORMS:
        for headers in (
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ):
            fields = {"csrf": browser.csrf}
            answer = await browser.send(_path(way, post.id), fields, **headers)
            assert answer.status_code == 403, (way.path, headers)
    assert await _all_of_it(house) == before


async def test_a_form_without_the_token_of_this_browser_is_refused(house, scene):
    browser, post = scene
    _, other = await house.person("bo")
    before = await _all_of_it(house)
    for way in FORMS:
        for fields in ({"text": "x"}, {"csrf": ""}, {"csrf": "x"}, {"csrf": other.csrf}):
            answer = await browser.send(_path(way, post.id), fields)
            assert answer.status_code == 403, way.path
    assert await _all_of_it(house) == before


async def test_a_form_that_is_not_ours_is_not_taken_for_a_lack_of_rights(house, scene):
    browser, post = scene
    stale = (await browser.send("/settings", {"csrf": "x", "display": "Ana"})).text
    assert "Nothing was done" in stale
    assert "open its page again" in stale
    _, theirs = await house.person("bo")
    refused = (await theirs.get(f"/n/{post.id}/edit")).text
    assert "This is not for you" in refused


async def test_those_who_are_not_signed_in_are_led_to_sign_in(house, scene):
    _, post = scene
    guest = house.guest()
    for way in FORMS:
        if not way.guests:
            answer = await guest.send(_path(way, post.id), {"csrf": "x"})
            assert (answer.status_code, answer.headers["location"]) == (303, "/signin")


async def test_nothing_changes_by_looking(house, scene):
    browser, post = scene
    before = await _all_of_it(house)
    for way in WAYS:
        answer = await browser.get(_path(way, post.id))
        assert answer.status_code == 405 or way.show is not None, way.path
    assert await _all_of_it(house) == before


async def test_only_a_form_is_taken(house, scene):
    browser, post = scene
    path, headers = f"/n/{post.id}/like", {"Origin": browser.origin}
    sent = await browser.client.post(path, json={"csrf": browser.csrf}, headers=headers)
    assert sent.status_code == 415
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    for body, code in ((b"a=" + b"x" * 500_000, 413), (b"\xff\xfe", 400), (b"csrf=%00", 400)):
        sent = await browser.client.post(path, content=body, headers=headers)
        assert sent.status_code == code

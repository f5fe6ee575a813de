"""A member ends their account: shown first what goes, and only once they typed whom they mean."""

import pytest

from fedcop.community import accounts, privacy_requests, sessions
from fedcop.community.perform import perform
from fedcop.community.sessions import Means
from tests.builders import make_community, make_person
from tests.practice import publish
from tests.writing import write

PAGE = "/settings/delete"


async def fresh(house, name, **person):
    """Somebody who has just shown that it is them."""
    actor = await make_person(house.store, name, **person)
    begun = await perform(house.store, sessions.begin, actor.id, "Firefox", means=Means("password"))
    browser = house.guest()
    browser.client.cookies.set(house.settings.cookie, begun.token)
    browser.csrf = begun.session.csrf
    return actor, browser


@pytest.fixture
async def scene(house):
    """Ann, who looks after a community alone and shared something there."""
    ann, browser = await fresh(house, "ann")
    lab = await make_community(house.store, ann, "lab")
    await write(house.store, ann, "<p>Wool</p>", community_id=lab.id)
    await publish(house.store, ann, lab.id)
    return ann, browser


async def test_it_is_shown_first_what_goes_and_what_stays(scene):
    _, browser = scene
    page = (await browser.get(PAGE)).text
    assert "1 thing shared with communities" in page
    assert "Nobody else looks after: lab" in page
    assert "Type your handle, @ann, to confirm" in page


async def test_a_wrong_handle_deletes_nothing(house, scene):
    ann, browser = scene
    answer = await browser.post(PAGE, handle="@anne", works="go")
    assert answer.status_code == 422
    assert "This is not the handle." in answer.text
    assert (await accounts.find_login_of(house.store, ann.id))[0].disabled == 0


async def test_with_the_handle_it_begins_and_they_are_out(house, scene):
    ann, browser = scene
    answer = await browser.post(PAGE, handle="@ann", works="stay")
    assert (answer.status_code, answer.headers["location"]) == (303, "/farewell")
    assert "being deleted" in (await browser.get("/farewell")).text
    assert (await browser.get("/home")).headers["location"].startswith("/signin")
    row = await privacy_requests.find_last(house.store, ann.id, privacy_requests.ERASE)
    assert (row.by_id, row.keep, row.state) == (ann.id, 1, "running")


async def test_the_last_owner_is_told_why_not(house):
    ada, browser = await fresh(house, "ada", role="owner")
    page = (await browser.get(PAGE)).text
    assert "You are the last owner of this node." in page
    assert 'name="handle"' not in page
    answer = await browser.post(PAGE, handle="ada")
    assert answer.status_code == 422
    assert (await accounts.find_login_of(house.store, ada.id))[0].disabled == 0


async def test_an_admin_does_it_for_somebody_who_asked(house, scene):
    ann, _ = scene
    ada, browser = await fresh(house, "ada", role="admin")
    assert "Delete the account of @ann?" in (await browser.get("/admin/people/ann/erase")).text
    given = await browser.post("/admin/people/ann/export")
    assert given.headers["content-type"] == "application/zip"
    answer = await browser.post("/admin/people/ann/erase", handle="ann")
    assert answer.status_code == 303
    row = await privacy_requests.find_last(house.store, ann.id, privacy_requests.ERASE)
    assert row.by_id == ada.id
    _, auditor = await fresh(house, "aud", role="auditor")
    assert (await auditor.get("/admin/people/ada/erase")).status_code == 403

"""A member takes along all that is kept about them, and only after showing that it is them."""

import io
import zipfile

import pytest

from fedcop.community import privacy_requests, sessions
from fedcop.community.perform import perform
from fedcop.community.sessions import Means
from fedcop.store.batch import Unit
from fedcop.store.statements import Statement
from tests.builders import make_person
from tests.writing import write

PAGE = "/settings/export"


@pytest.fixture
async def scene(house):
    """Ann, who has just shown that it is her, and wrote something."""
    ann = await make_person(house.store, "ann")
    begun = await perform(house.store, sessions.begin, ann.id, "Firefox", means=Means("password"))
    browser = house.guest()
    browser.client.cookies.set(house.settings.cookie, begun.token)
    browser.csrf = begun.session.csrf
    await write(house.store, ann, "<p>Wool</p>")
    return ann, browser


async def test_it_is_one_file_for_oneself_alone(house, scene):
    ann, browser = scene
    page = await browser.get(PAGE)
    assert page.status_code == 200
    assert "/settings/export/archive" in page.text
    answer = await browser.post(f"{PAGE}/archive")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["cache-control"] == "private, no-store"
    assert 'filename="ann-' in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        assert file.testzip() is None
        assert b"Wool" in file.read("outbox.json")
        assert begun_hash(file) is False
    noted = await privacy_requests.find_last(house.store, ann.id, privacy_requests.EXPORT)
    assert noted.by_id == ann.id
    assert "Last asked for" in (await browser.get(PAGE)).text


def begun_hash(file):
    return b"token_hash" in file.read("data/session.jsonl")


async def test_whoever_finds_a_browser_open_gets_nothing(house, scene):
    _, browser = scene
    unit = Unit(house.store)
    unit.add(Statement("UPDATE session SET proved = proved - ?", (sessions.FRESH,)))
    await unit.commit()
    answer = await browser.post(f"{PAGE}/archive")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/confirm-it-is-you")


async def test_a_guest_is_sent_to_sign_in(house, scene):
    answer = await house.guest().get(PAGE)
    assert answer.headers["location"].startswith("/signin")

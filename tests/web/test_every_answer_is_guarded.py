"""Each page carries the headers that keep scripts, frames and other sites out."""

import re

import pytest

from fedcop.web.headers import HEADERS
from fedcop.web.site import WAYS, LastResort, site_of
from tests.builders import make_community
from tests.web.rig import address_of
from tests.writing import write

# These run one script of ours, which their own headers name.
_SCRIPTED = {"/c/{handle}/ask", "/signin", "/settings/security/passkeys"}
_REFERENCES = re.compile(r'(?:src|href|action|formaction)="([^"]*)"')


@pytest.fixture
async def scene(house):
    ana, browser = await house.person("ana")
    community = await make_community(house.store, ana, "handovers", domain="Handing over.")
    post = await write(house.store, ana, title="Hello", community_id=community.id)
    return browser, post


def _path(way, post):
    return address_of(way, post.id)


async def test_every_address_answers_with_the_headers(house, scene):
    browser, post = scene
    for reader in (browser, house.guest()):
        for way in WAYS:
            answer = await reader.get(_path(way, post))
            assert answer.status_code < 500, way.path
            for name, value in HEADERS.items():
                given = answer.headers[name]
                if way.path in _SCRIPTED:
                    given = given.partition("; script-src")[0]
                assert given == value, (way.path, name)


async def test_a_missing_page_is_guarded_too(house):
    answer = await house.guest().get("/no/such/page")
    assert answer.status_code == 404
    assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


async def test_what_breaks_becomes_a_page_that_tells_nothing(house, caplog):
    async def broken(*_):
        raise ZeroDivisionError("a secret detail")

    house.app = LastResort(site_of(house.parts), broken)
    answer = await house.guest().get("/home")
    assert answer.status_code == 500
    assert "Something broke" in answer.text
    assert "secret detail" not in answer.text
    assert "secret detail" in caplog.text


async def test_pages_hold_no_script_no_inline_style_and_nothing_from_elsewhere(house, scene):
    browser, post = scene
    for way in WAYS:
        page = (await browser.get(_path(way, post))).text
        wanted = way.path in _SCRIPTED and bool(page)  # who is signed in is led on
        assert page.count("<script") == wanted, way.path
        assert "<style" not in page
        assert " style=" not in page
        assert not re.search(r"<[^>]* on[a-z]+=", page)
        for reference in _REFERENCES.findall(page):
            own = re.match(rf"/(?!/)|#|{re.escape(house.settings.origin)}", reference)
            assert own, (way.path, reference)


async def test_pages_of_somebody_are_not_kept_by_others(house, scene):
    browser, _ = scene
    assert (await browser.get("/home")).headers["Cache-Control"] == "private, no-store"
    page = await house.guest().get("/c/handovers")
    assert page.headers["Cache-Control"] == "no-cache"
    assert "Cookie" in page.headers["Vary"]


async def test_the_style_is_kept_for_ever_under_its_own_address(house):
    guest = house.guest()
    page = (await guest.get("/")).text
    style = re.search(r'href="(/assets/[0-9a-f]{12}/site\.css)"', page)
    answer = await guest.get(style[1])
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    assert len(answer.content) < 40_000
    old = await guest.get("/assets/000000000000/site.css")
    assert "immutable" not in old.headers["Cache-Control"]
    assert (await guest.get("/assets/000000000000/../site.py")).status_code == 404
    font = await guest.get(style[1].replace("site.css", "fonts/inter-latin.woff2"))
    assert font.headers["Content-Type"] == "font/woff2"


async def test_pages_are_small(house, scene):
    browser, post = scene
    for path in ("/", "/home", "/c/handovers", f"/t/{post.id}", "/communities"):
        assert len((await browser.get(path)).content) < 150_000


async def test_pages_have_one_heading_landmarks_and_a_language(house, scene):
    browser, post = scene
    for way in WAYS:
        answer = await browser.get(_path(way, post))
        if answer.status_code == 303 or "html" not in answer.headers["Content-Type"]:
            continue
        page = answer.text
        assert page.count("<h1") == 1, way.path
        assert '<html lang="en">' in page
        assert page.count("<main") == page.count("<footer") == 1
        assert 'href="#main"' in page


async def test_every_field_has_a_label(house, scene):
    browser, post = scene
    for way in WAYS:
        page = (await browser.get(_path(way, post))).text
        for tag in re.findall(r"<(?:input|textarea|select)[^>]*>", page):
            if 'type="hidden"' in tag or " hidden" in tag or 'type="radio"' in tag:
                continue
            if 'type="checkbox"' in tag:
                continue  # they stand inside of their labels
            name = re.search(r' id="([^"]+)"', tag)
            assert name is not None, (way.path, tag)
            assert re.search(rf'<label[^>]* for="{name[1]}"', page), (way.path, tag)

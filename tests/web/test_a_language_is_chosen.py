"""Everybody reads the pages in a language of theirs: chosen, wished by the browser, or usual."""

import shutil

import pytest

from docs import words as texts
from fedcop import clock
from fedcop.community import accounts
from fedcop.tongues import catalogues, speaking
from fedcop.web import words

_WHEN = 1_700_000_000_000  # 14 November 2023, 22:13 UTC


async def test_a_browser_has_what_it_wishes(house):
    page = await house.guest().get("/signin", **{"Accept-Language": "de-AT,en;q=0.5"})
    assert '<html lang="de">' in page.text
    assert "Anmelden" in page.text
    assert page.headers["Content-Language"] == "de"
    assert "Accept-Language" in page.headers["Vary"]


async def test_a_guest_chooses_a_language_by_a_form(house):
    guest = house.guest()
    link = '<a href="/language?next=/signin" lang="de">Deutsch</a>'
    assert link in (await guest.get("/signin")).text
    await guest.learn("/language?next=/signin")
    chosen = await guest.post("/language", to="de", next="/signin")
    assert (chosen.status_code, chosen.headers["Location"]) == (303, "/signin")
    page = await guest.get("/signin", **{"Accept-Language": "en"})
    assert '<html lang="de">' in page.text


async def test_no_link_changes_the_language(house):
    guest = house.guest()
    page = await guest.get("/language?to=de&next=//evil.example")
    assert page.status_code == 200
    assert "evil" not in page.text.partition("<main")[2].partition("</main")[0]
    assert "tongue" not in page.headers.get("set-cookie", "")
    sent = await guest.send("/language", {"to": "de", "csrf": "not this one"})
    assert (sent.status_code, sent.headers.get("set-cookie")) == (403, None)


@pytest.mark.parametrize("to", ["", "xx", "en-XA", "de\r\nX: y", "../de"])
async def test_a_language_that_is_not_there_is_not_kept(house, to):
    guest = house.guest()
    await guest.learn("/language")
    answer = await guest.post("/language", to=to, next="//evil.example")
    assert answer.headers["Location"] == "/"
    assert "set-cookie" not in answer.headers
    guest.client.cookies.set(f"{house.settings.cookie}-tongue", "nonsense")
    assert '<html lang="en">' in (await guest.get("/signin")).text


@pytest.fixture
def french(tmp_path, monkeypatch):
    """A third language beside the others: one file, with a few words."""
    for path in texts.catalogues():
        shutil.copy(path, tmp_path)
    said = '\n\nmsgid "Sign in"\nmsgstr "Se connecter"\n'
    (tmp_path / "fr.po").write_text(texts.begun("fr") + said, "utf-8")
    monkeypatch.setattr(catalogues, "_PLACE", tmp_path)
    cached = (catalogues.available, catalogues.names, catalogues.catalogue, catalogues.patterns)
    for one in cached:
        one.cache_clear()
    yield
    for one in cached:
        one.cache_clear()


async def test_a_third_language_is_one_file(house, french):
    guest = house.guest()
    choice = (await guest.get("/language")).text
    assert 'value="fr" lang="fr">français</button>' in choice
    page = (await guest.get("/signin", **{"Accept-Language": "fr"})).text
    assert '<html lang="fr">' in page
    assert "Se connecter" in page
    assert "Password" in page  # what it has no words for stays English


async def test_a_person_chooses_a_language_in_the_settings(house):
    ana, browser = await house.person("ana")
    assert '<html lang="en">' in (await browser.get("/settings")).text
    assert (await browser.post("/settings/language", language="de")).status_code == 303
    page = await browser.get("/settings", **{"Accept-Language": "en"})
    assert '<html lang="de">' in page.text
    assert '<option value="de" lang="de" selected>Deutsch</option>' in page.text
    await browser.post("/settings/language", language="xx")
    login = await accounts.find_login_of(house.store, ana.id)
    assert login is not None
    assert login[0].locale == "de"


async def test_what_is_refused_is_refused_in_their_language(house):
    _, browser = await house.person("ana", locale="de")
    english = {"Accept-Language": "en"}
    for path, status in (("/admin", 403), ("/c/nobody", 404), ("/no/such/page", 404)):
        page = await browser.get(path, **english)
        assert page.status_code == status
        assert '<html lang="de">' in page.text, path
        assert page.headers["Content-Language"] == "de"
    await browser.learn("/settings")
    refused = await browser.post("/admin/people/ana/suspend", reason="")
    assert '<html lang="de">' in refused.text
    assert "Das ist für die, die diesen Knoten betreuen." in refused.text


def test_days_times_and_numbers_follow_the_language():
    now = clock.now_ms()
    with speaking("de"):
        assert words.day(_WHEN) == "14. Nov. 2023"
        assert words.exactly(_WHEN) == "14. Nov. 2023, 22:13 UTC"
        assert words.grouped(1_234_567) == "1.234.567"
        assert words.ago(now - 5 * 60_000) == "vor 5 Min."
        assert words.span(3 * 86_400_000) == "3 Tage"
    assert words.day(_WHEN) == "14 Nov 2023"
    assert words.exactly(_WHEN) == "14 Nov 2023, 22:13 UTC"
    assert words.ago(now - 5 * 60_000) == "5 min ago"
    assert words.span(3 * 86_400_000) == "3 days"

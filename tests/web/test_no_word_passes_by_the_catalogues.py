"""Every page in the marked language shows what nobody can translate: there is nothing."""

import re
from calendar import day_abbr, day_name, month_abbr, month_name

import pytest

from fedcop.web.admin.ways import WAYS as OF_THE_HOUSE
from fedcop.web.site import WAYS
from tests.web.admin.standing import change
from tests.web.marked import Scene, plain_words, settle
from tests.web.rig import address_of

_UNSAID = re.compile(r"%\(\w+\)s|\bundefined\b")  # what was not filled in
_MARKED = {"Accept-Language": "en-XA"}
# Names: of languages in their own words, of the node, of programs and forms of files.
_NAMES = {"English", "Deutsch", "Northwind", "northwind", "localhost", "fedcop", "Firefox", "Linux"}
_NAMES |= {"Mastodon", "Markdown", "SQLite", "Europe", "London", "Aegis", "FreeOTP", "JPEG", "WebP"}
_NAMES |= {"UTC", "JSON", "KiB", "MiB", "GiB"}
# Days and months: the marked language has those of English.
_DATES = {name for names in (day_name, day_abbr, month_name, month_abbr) for name in names}


@pytest.fixture
def database_url(sqlite_url):
    """SQLite alone: which database it is makes no difference to the words."""
    return sqlite_url


@pytest.fixture
async def scene(house):
    return await settle(house)


def _paths(scene: Scene, ways) -> list[str]:
    numbers = {"/a/": scene.artifact, "/e/": scene.meeting, "/t/": scene.question}
    found = []
    for way in ways:
        post = numbers.get(way.path[:3], scene.post)
        if way.show is not None:
            path = address_of(way, post.id).replace("/c/handovers", "/c/brrk")
            found.append(path.replace("/u/handovers", "/u/kllr"))
    return [path for path in dict.fromkeys(found) if not path.startswith("/static")]


async def test_everybody_sees_marked_words_alone(scene):
    known, bare = _NAMES | _DATES, {}
    own = [way for way in WAYS if way not in OF_THE_HOUSE]
    groups = [path for path in _paths(scene, own) if path.startswith("/c/")]
    walks = (
        (scene.guest, _paths(scene, [way for way in own if way.guests])),
        (scene.member, _paths(scene, own)),
        (scene.owner, [*_paths(scene, OF_THE_HOUSE), *groups]),
    )
    for browser, paths in walks:
        for path in paths:
            page = await browser.get(path, **_MARKED)
            kind = page.headers.get("content-type", "")
            shown = page.text if kind.startswith("text/html") else ""
            if found := plain_words(shown) - known:
                bare[path] = sorted(found)
    assert bare == {}


async def test_every_page_opens_in_german(house, scene):
    await change(house.store, "UPDATE account SET locale = 'de'")
    broken, english = [], set()
    for path in _paths(scene, WAYS):
        page = await scene.owner.get(path)
        if page.status_code >= 500:
            broken.append(path)
        english |= set(_UNSAID.findall(page.text))
    assert (broken, english) == ([], set())
    meeting = (await scene.owner.get(f"/e/{scene.meeting.id}")).text
    assert re.search(r"Jeden (?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Jeden Mittwoch", meeting)


def test_a_plain_word_is_seen():
    assert plain_words("<body><p>[Sïgn ïn~~] here</p><code>as it is</code>") == {"here"}
    assert plain_words('<body><p title="Look">brrk</p>') == {"Look"}

"""What is new can be read by feed: of a community, of somebody, of a topic, by anybody."""

from xml.etree import ElementTree

import pytest

from fedcop.community import posts
from fedcop.community.drafts import Draft
from fedcop.community.perform import perform
from fedcop.values import Audience
from tests.builders import make_community

_ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
async def scene(house):
    ana, _ = await house.person("ana")
    group = await make_community(house.store, ana, "handovers")

    async def write(title, **more):
        draft = Draft(**{"content": f"<p>{title} &amp; more</p>", "title": title, **more})
        return await perform(house.store, posts.write, ana, draft)

    await write("First", community_id=group.id, hashtags=("nights",), language="en")
    await write("Second\x0b <b>", community_id=group.id)
    await write("Hush", community_id=group.id, audience=Audience.MEMBERS)
    await write("For friends", audience=Audience.FOLLOWERS)
    return group


def _read(answer):
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def _titles(feed):
    return [entry.findtext(f"{_ATOM}title") for entry in feed.findall(f"{_ATOM}entry")]


async def test_a_community_has_a_feed_of_what_anybody_may_read(house, scene):
    feed = _read(await house.guest().get("/c/handovers/feed.atom"))
    assert _titles(feed) == ["Second <b>", "First"]
    entry = feed.findall(f"{_ATOM}entry")[1]
    assert entry.findtext(f"{_ATOM}content") == "<p>First &amp; more</p>"
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert entry.findtext(f"{_ATOM}author/{_ATOM}name") == "Ana"
    assert feed.findtext(f"{_ATOM}updated") == max(
        entry.findtext(f"{_ATOM}updated") for entry in feed.findall(f"{_ATOM}entry")
    )
    link = entry.find(f"{_ATOM}link").get("href")
    assert (await house.guest().get(link)).status_code == 200


async def test_members_get_no_more_by_feed_than_anybody(house, scene):
    _, ben = await house.person("ben")
    for browser in (ben, house.guest()):
        assert "Hush" not in (await browser.get("/c/handovers/feed.atom")).text
        assert "friends" not in (await browser.get("/u/ana/feed.atom")).text


async def test_people_and_topics_have_feeds(house, scene):
    assert "First" in _titles(_read(await house.guest().get("/u/ana/feed.atom")))
    assert _titles(_read(await house.guest().get("/tags/nights/feed.atom"))) == ["First"]


async def test_what_has_not_changed_is_not_sent_again(house, scene):
    guest = house.guest()
    first = await guest.get("/c/handovers/feed.atom")
    again = await guest.get("/c/handovers/feed.atom", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_an_empty_feed_is_a_feed(house):
    await house.person("ana")
    feed = _read(await house.guest().get("/u/ana/feed.atom"))
    assert _titles(feed) == []
    assert feed.findtext(f"{_ATOM}updated") == "1970-01-01T00:00:00Z"


async def test_pages_name_their_feed(house, scene):
    for path in ("/c/handovers", "/u/ana", "/tags/nights"):
        page = (await house.guest().get(path)).text
        assert f'type="application/atom+xml" href="{path}/feed.atom"' in page


async def test_nobody_of_this_name_has_no_feed(house):
    for path in ("/c/nothing/feed.atom", "/u/nobody/feed.atom"):
        assert (await house.guest().get(path)).status_code == 404

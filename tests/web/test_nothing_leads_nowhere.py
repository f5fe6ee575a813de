"""From any page on, every link opens and every form has somebody who takes it."""

import re
from collections import deque

import pytest

from fedcop.community import communities, reactions
from fedcop.community.drafts import PollDraft
from fedcop.community.perform import perform
from fedcop.values import Audience
from tests.builders import let_follow, make_community, make_person, remember_group, remember_person
from tests.writing import answer, echo, write

_LINKS = re.compile(r'<a [^>]*href="([^"]*)"')
_FORMS = re.compile(r'<form method="post"[^>]*action="([^"]*)"|formaction="([^"]*)"')


@pytest.fixture
async def busy(house):
    """A node where something of everything is."""
    store = house.store
    ana, browser = await house.person("ana", role="owner")
    bo = await make_person(store, "bo")
    rita = await remember_person(store, "https://riverside.example/u/rita")
    far = await remember_group(store, "https://riverside.example/c/mealtimes")
    community = await make_community(store, ana, "handovers", locked=True, domain="Well.")
    await make_community(store, bo, "waits", needs_approval=True)
    await let_follow(store, bo, community)
    await let_follow(store, rita, ana)
    await let_follow(store, ana, rita)
    await let_follow(store, ana, far)
    first = await write(store, ana, title="Hello", community_id=community.id)
    members = Audience.MEMBERS
    await write(store, ana, title="Us", community_id=community.id, audience=members)
    reply = await answer(store, rita, first)
    await answer(store, ana, reply)
    await write(store, rita, title="Meals", community_id=far.id)
    await write(store, ana, "<p>Alone</p>", hashtags=("x",))
    asked = PollDraft(("Yes", "No"), lasts=3_600_000)
    await write(store, bo, "<p>Shall we?</p>", community_id=community.id, poll=asked)
    await answer(store, bo, first, poll=asked)
    await perform(store, reactions.like, rita, first.id, uri="https://riverside.example/l/1")
    await perform(store, communities.pin, ana, community, first)
    await browser.post(f"/n/{first.id}/edit", title="Hello again", text="Yes")
    await echo(store)
    return ana, browser


async def test_every_link_opens(house, busy):
    for reader in (busy[1], house.guest()):
        seen, waiting = {"/"}, deque(["/", "/home", "/communities", "/tags/x"])
        while waiting:
            path = waiting.popleft()
            answered = await reader.get(path)
            assert answered.status_code in {200, 303}, path
            for link in _LINKS.findall(answered.text):
                own = link.removeprefix(house.settings.origin)
                page = own.partition("#")[0].replace("&amp;", "&")
                if page.startswith("/") and page not in seen:
                    seen.add(page)
                    waiting.append(page)
        assert len(seen) > 8


async def test_every_fragment_is_on_its_page(house, busy):
    _, browser = busy
    for path in ("/home", "/notifications", "/u/ana", "/c/handovers"):
        for link in _LINKS.findall((await browser.get(path)).text):
            page, mark, fragment = link.partition("#")
            if mark and page.startswith("/"):
                assert f'id="{fragment}"' in (await browser.get(page)).text, link


async def test_every_button_is_answered(house, busy):
    _, browser = busy
    paths = ["/home", "/communities", "/c/handovers", "/c/handovers/waiting", "/u/bo", "/settings"]
    paths += ["/settings/security", "/lookup", "/write/alone", "/communities/new", "/u/ana"]
    paths += _LINKS.findall((await browser.get("/c/handovers")).text)
    found = set()
    for path in paths:
        for pair in _FORMS.findall((await browser.get(path)).text):
            found |= {one for one in pair if one}
    assert len(found) > 10
    for action in found - {"/home"}:  # the one form of all buttons: each says where it leads
        refused = await browser.send(action, {"csrf": "not this one"})
        assert refused.status_code == 403, action

"""Its author, and the stewards of its community, see which other nodes have got a post."""

import re

import pytest

from fedcop import clock
from fedcop.community import membership
from fedcop.community.perform import perform
from fedcop.store.batch import Unit
from fedcop.store.statements import Statement
from tests.builders import make_community, remember_person
from tests.federation.outbox.telling import tell
from tests.writing import answer, write

_REACHED = re.compile(r'<div class="reached d0">(.*?)</div>', re.DOTALL)
_PLACE = (
    "UPDATE lane SET place = (SELECT head FROM log_head WHERE id = 1) WHERE inbox LIKE ?",
    "UPDATE log_address SET settled = 1 WHERE lane_id IN (SELECT id FROM lane WHERE inbox LIKE ?)",
)
_FAILING = "UPDATE peer SET failing_since = ? WHERE host = ?"
_REFUSED = (
    "INSERT INTO lane_item (lane_id, position, key, state, status, created)"
    " SELECT l.id, e.position, '', 2, 403, 0 FROM lane l CROSS JOIN log_entry e"
    " WHERE l.inbox LIKE ? AND e.object_uri = ?"
)
_TRIM = "UPDATE log_entry SET forms = 0 WHERE object_uri = ?"


async def _run(store, sql, *params):
    unit = Unit(store)
    unit.add(Statement(sql, params))
    await unit.commit()


async def _has(store, host):
    for sql in _PLACE:
        await _run(store, sql, f"https://{host}/%")


@pytest.fixture
async def scene(house):
    """A community with members on three other nodes, and a post that was just told."""
    ana, browser = await house.person("ana")
    community = await make_community(house.store, ana, "handovers")
    for host in ("east.example", "north.example", "west.example"):
        far = await remember_person(house.store, f"https://{host}/u/rita")
        await perform(house.store, membership.join, far, community, f"{far.uri}/follows/1", 0)
    await tell(house.store)
    post = await write(house.store, ana, "<p>Hi</p>", title="Hi", community_id=community.id)
    return browser, community, post


async def _said(browser, post):
    page = (await browser.get(f"/t/{post.id}")).text
    found = _REACHED.search(page)
    return " ".join(re.sub(r"<[^>]*>", " ", found[1]).split()) if found else ""


async def test_an_author_sees_a_post_arrive(house, scene):
    browser, _, post = scene
    assert await _said(browser, post) == "On its way to other nodes."
    await tell(house.store)
    await _has(house.store, "east.example")
    said = await _said(browser, post)
    assert said.startswith("Delivered to 1 of 3 other nodes")
    assert "north.example: on its way" in said
    assert "east.example:" not in said
    await _has(house.store, "north.example")
    await _run(house.store, _FAILING, clock.now_ms() - 7_200_000, "west.example")
    assert "west.example: out of reach since 2 h ago" in await _said(browser, post)
    await _run(house.store, _FAILING, 0, "west.example")
    await _has(house.store, "west.example")
    assert await _said(browser, post) == "Delivered to 3 of 3 other nodes."


async def test_what_a_node_will_not_take_is_said(house, scene):
    browser, _, post = scene
    await tell(house.store)
    for host in ("east.example", "north.example", "west.example"):
        await _has(house.store, host)
    await _run(house.store, _REFUSED, "https://west.example/%", post.uri)
    said = await _said(browser, post)
    assert said.startswith("Delivered to 2 of 3 other nodes")
    assert "west.example: did not take it (it answered 403)" in said


async def test_what_the_log_has_forgotten_was_delivered(house, scene):
    browser, _, post = scene
    await tell(house.store)
    await _run(house.store, _TRIM, post.uri)
    assert await _said(browser, post) == "Delivered."


async def test_others_do_not_see_it_and_stewards_do(house, scene):
    steward, community, _ = scene
    bo, browser = await house.person("bo")
    post = await write(house.store, bo, "<p>Hm</p>", title="Hm", community_id=community.id)
    await tell(house.store)
    assert (await _said(steward, post)).startswith("Delivered to 0 of 3")
    assert (await _said(browser, post)).startswith("Delivered to 0 of 3")
    _, cy = await house.person("cy")
    assert await _said(cy, post) == ""
    assert await _said(house.guest(), post) == ""


async def test_ones_own_last_reply_says_it_too(house, scene):
    _, _, post = scene
    bo, browser = await house.person("bo")
    await answer(house.store, bo, post)
    await answer(house.store, bo, post)
    await tell(house.store)
    page = (await browser.get(f"/t/{post.id}")).text
    assert page.count('class="reached') == 1
    assert 'class="reached d1"' in page


async def test_what_nobody_elsewhere_is_to_hear_says_nothing(house):
    ana, browser = await house.person("ana")
    post = await write(house.store, ana, "<p>To myself</p>")
    await tell(house.store)
    assert await _said(browser, post) == ""

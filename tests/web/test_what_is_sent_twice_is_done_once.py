"""People press a button twice, or go back and send a form again."""

import asyncio

import pytest

from fedcop import clock
from tests.builders import let_follow, make_community
from tests.library import HANDOVER, share
from tests.writing import count

REPLY = "We do the same on Saturdays."


@pytest.fixture
async def scene(house):
    """Bo's browser, and what ana shared in their community."""
    ana, _ = await house.person("ana")
    bo, browser = await house.person("bo")
    group = await make_community(house.store, ana, "lab")
    await let_follow(house.store, bo, group)
    work = await share(house.parts.reach, ana, HANDOVER, community_id=group.id)
    return browser, work


async def test_a_review_an_artifact_and_a_reply_are_each_written_once(house, scene):
    browser, work = scene
    forms = {
        f"/a/{work.id}/review/1": {"verdict": "approve", "works": "Fast."},
        "/c/lab/new/idea": {"title": "Read it back", "better": "Less is lost.", "audience": "0"},
        f"/n/{work.id}/reply": {"text": REPLY},
    }
    before = await count(house.store, "post")
    for path, fields in forms.items():
        first, second = [await browser.post(path, **fields) for _ in range(2)]
        assert (first.status_code, second.status_code) == (303, 303), path
        assert first.headers["location"] == second.headers["location"]
    assert await count(house.store, "post") == before + len(forms)
    assert await count(house.store, "review") == 1


async def test_a_double_click_waits_for_what_it_began(house, scene):
    browser, work = scene
    before = await count(house.store, "post")
    sent = await asyncio.gather(
        *(browser.post(f"/n/{work.id}/reply", text=REPLY) for _ in range(3))
    )
    assert len({one.headers["location"] for one in sent}) == 1
    assert await count(house.store, "post") == before + 1


async def test_what_is_said_again_later_or_after_something_else_is_said_again(house, scene):
    browser, work = scene
    there = f"/n/{work.id}/reply"
    before = await count(house.store, "post")
    await browser.post(there, text=REPLY)
    await browser.post(f"/n/{work.id}/like")
    await browser.post(there, text=REPLY)
    now = clock.now() + 61
    with clock.held(lambda: now):
        await browser.post(there, text=REPLY)
    await browser.post(there, text="Other words.")
    assert await count(house.store, "post") == before + 4


async def test_what_was_not_done_can_be_sent_again(house, scene):
    browser, work = scene
    for _ in range(2):
        assert (await browser.post(f"/a/{work.id}/review/1", verdict="block")).status_code == 422
    assert await count(house.store, "review") == 0

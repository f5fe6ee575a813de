"""A filter folds or hides in every place it is for, over the wire, and in no other."""

import pytest

from tests.builders import let_follow
from tests.writing import answer, echo, write

NOTICES = "/api/v1/notifications"


@pytest.fixture
async def ann(home):
    return await home.person("ann")


@pytest.fixture
async def bo(home):
    return await home.person("bo")


@pytest.fixture
async def phone(home, bo):
    return await home.phone_of(bo)


@pytest.fixture
async def places(home, ann, bo):
    """Where what Ann says can be read, by the word that filters have for it; and what she said."""
    await let_follow(home.store, bo, ann)
    start = await write(home.store, bo, "<p>What is new?</p>")
    said = await answer(home.store, ann, start, "<p>Mud and clay</p>", mentions=(bo.id,))
    alone = await write(home.store, ann, "<p>Mud again</p>", hashtags=("kiln",))
    await echo(home.store)
    return {
        "home": ("/api/v1/timelines/home", alone),
        "public": ("/api/v1/timelines/tag/kiln", alone),
        "account": (f"/api/v1/accounts/{ann.id}/statuses", alone),
        "thread": (f"/api/v1/statuses/{start.id}/context", said),
        "notifications": (NOTICES, said),
    }


def shown(told, post):
    """The status of a post in an answer, if it is there."""
    listed = told["descendants"] if isinstance(told, dict) else told
    statuses = [one.get("status", one) if "type" in one else one for one in listed]
    return next((one for one in statuses if one["id"] == str(post.id)), None)


async def keep(phone, context, action):
    """Keep a filter of a word."""
    words = [{"keyword": "mud", "whole_word": True}]
    given = {"title": "Dirt", "context": [context], "keywords_attributes": words}
    answered = await phone.post("/api/v2/filters", filter_action=action, **given)
    assert answered.status_code == 200, answered.text
    return answered.json()


@pytest.mark.parametrize("action", ["warn", "blur"])
@pytest.mark.parametrize("context", ["home", "public", "account", "thread", "notifications"])
async def test_what_is_folded_says_why(phone, places, context, action):
    kept = await keep(phone, context, action)
    for place, (path, post) in places.items():
        status = shown(await phone.read(path), post)
        assert status is not None, place
        if place != context:
            assert status["filtered"] == [], place
            continue
        [why] = status["filtered"]
        assert (why["filter"]["id"], why["filter"]["filter_action"]) == (kept["id"], action)
        assert why["keyword_matches"] == ["mud"]


async def test_what_is_hidden_in_a_thread_is_left_to_the_app(phone, places):
    # Without it what answers it would hang in the air; apps fold what it says.
    await keep(phone, "thread", "hide")
    path, post = places["thread"]
    [why] = shown(await phone.read(path), post)["filtered"]
    assert why["filter"]["filter_action"] == "hide"


@pytest.mark.parametrize("context", ["home", "public", "account", "notifications"])
async def test_what_is_hidden_is_not_there(phone, places, context):
    await keep(phone, context, "hide")
    for place, (path, post) in places.items():
        assert (shown(await phone.read(path), post) is None) == (place == context), place


async def test_a_page_with_hidden_posts_is_full_and_the_next_follows(home, phone, ann, places):
    posts = [
        await write(home.store, ann, "<p>mud</p>" if number % 3 else f"<p>{number}</p>")
        for number in range(30)
    ]
    await keep(phone, "account", "hide")
    seen, url = [], f"/api/v1/accounts/{ann.id}/statuses?limit=4"
    while url:
        answered = await phone.get(url)
        page = answered.json()
        seen += [one["content"] for one in page]
        url = answered.links.get("next", {}).get("url", "")
        assert len(page) == 4 or not url
    assert seen == [f"<p>{number}</p>" for number in range(27, -1, -3)]
    assert len(posts) == 30


async def test_a_filter_is_nobody_elses(home, phone, places):
    await keep(phone, "public", "hide")
    path, post = places["public"]
    other = await home.phone_of(await home.person("cleo"))
    for reader in (other, home.phone()):
        assert shown(await reader.read(path), post) is not None

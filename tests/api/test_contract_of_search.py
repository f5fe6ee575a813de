"""What posts say is found by apps of members: whose, between which ids, how many, from where."""

import pytest

from fedcop import clock
from fedcop.community import indexing
from fedcop.values import Audience
from tests.api import contract
from tests.corpus import needs_corpus
from tests.writing import write

pytestmark = needs_corpus

_PATH = "/api/v2/search"


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
async def weavers(home, ann, bo):
    return await home.community(ann, "weavers", bo)


@pytest.fixture
async def wrote(home, ann, bo, weavers):
    """Four posts of ann, the latest first, and one of bo that is for members alone."""
    now = clock.now_ms()
    posts = [
        await write(home.store, ann, f"<p>The loom, part {n}</p>", published=now - n * 60_000)
        for n in range(4)
    ]
    hidden = await write(
        home.store,
        bo,
        "<p>A loom among us</p>",
        community_id=weavers.id,
        audience=Audience.MEMBERS,
        published=now - 3_600_000,
    )
    while await indexing.catch_up(home.store):
        pass
    return [str(post.id) for post in (*posts, hidden)]


def _ids(found):
    return [one["id"] for one in found["statuses"]]


async def test_words_find_statuses(phone, wrote):
    found = contract.check(await phone.get(_PATH, q="LOOM"), _PATH)
    assert _ids(found) == wrote
    assert found["statuses"][0]["content"] == "<p>The loom, part 0</p>"
    assert _ids(await phone.read(_PATH, q="loom", type="statuses")) == wrote
    assert _ids(await phone.read(_PATH, q="loom", type="accounts")) == []
    assert _ids(await phone.read(_PATH, q='"part 2"')) == [wrote[2]]


async def test_a_part_of_what_is_found(phone, wrote, ann, bo):
    assert _ids(await phone.read(_PATH, q="loom", limit=2)) == wrote[:2]
    assert _ids(await phone.read(_PATH, q="loom", limit=2, offset=2)) == wrote[2:4]
    assert _ids(await phone.read(_PATH, q="loom", offset=10**17)) == []
    assert _ids(await phone.read(_PATH, q="loom", account_id=str(bo.id))) == wrote[4:]
    assert _ids(await phone.read(_PATH, q="loom", account_id="7")) == []
    assert _ids(await phone.read(_PATH, q="loom", max_id=wrote[1])) == wrote[2:]
    assert _ids(await phone.read(_PATH, q="loom", min_id=wrote[2])) == wrote[:2]


async def test_members_alone_find_what_posts_say(home, wrote, ann):
    guest = await home.phone().read(_PATH, q="loom")
    assert guest["statuses"] == []
    other = await home.person("zoe")
    assert _ids(await (await home.phone_of(other)).read(_PATH, q="loom")) == wrote[:4]


async def test_hostile_words_are_words(phone, wrote):
    for query in ('"', "*", "loom AND (", "x " * 3000, "-loom", "NEAR(loom part)"):
        answer = await phone.get(_PATH, q=query)
        assert answer.status_code == 200, query
        contract.check(answer, _PATH)

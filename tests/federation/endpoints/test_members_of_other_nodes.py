"""What is written for members of a community elsewhere, its members on third nodes may fetch.

Only the home of the community knows who they are: it is asked, as Lemmy asks it.
"""

from urllib.parse import quote

import pytest

from fedcop import clock
from fedcop.errors import Unavailable
from fedcop.values import Audience
from tests.builders import let_follow, make_community, make_person, remember_person
from tests.federation.endpoints.rig import know_peer, open_door, remember_node
from tests.federation.inbox.rig import Web
from tests.federation.outbox.telling import tell
from tests.writing import write

READER = "https://brigid.example/actor"


@pytest.fixture
async def home(store):
    """A community with members on one other node, and two nodes beside."""
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab", audience=Audience.MEMBERS)
    nodes = {}
    for name, software in (("river", "fedcop"), ("brigid", "fedcop"), ("other", "fedcop")):
        await know_peer(store, f"{name}.example", software)
        nodes[name] = await remember_node(store, f"https://{name}.example/actor")
        person = await remember_person(store, f"https://{name}.example/u/mira")
        if name != "other":
            await let_follow(store, person, lab)
    await tell(store)
    return nodes


def _asks(uri):
    return f"/c/lab/followers?is_follower={quote(uri, safe='')}"


async def test_a_home_tells_its_members_who_else_has_some(store, home):
    peers = open_door(store)
    for about, told in ((READER, 200), ("https://other.example/actor", 404), ("nonsense", 404)):
        assert (await peers.get(_asks(about), home["river"])).status_code == told, about
    said = await peers.read(_asks(READER), home["river"])
    assert said.get("orderedItems", []) == []


async def test_strangers_are_told_nothing(store, home):
    peers = open_door(store)
    assert (await peers.get(_asks(READER))).status_code == 404
    assert (await peers.get(_asks(READER), home["other"])).status_code == 404
    assert (await peers.get("/c/lab/followers")).status_code == 200


@pytest.fixture
async def away(store):
    """One of ours in a community of another node, what they wrote there, and who asks for it."""
    group = await remember_person(store, "https://home.example/c/lab", kind="Group")
    ben = await make_person(store, "ben")
    await let_follow(store, ben, group)
    post = await write(store, ben, audience=Audience.MEMBERS, community_id=group.id)
    await know_peer(store, "brigid.example", "fedcop")
    return post, await remember_node(store, READER), group


def _question(group, reader=READER):
    return f"{group.followers}?is_follower={quote(reader, safe='')}"


async def test_an_author_asks_the_home_before_it_shows_what_is_for_members(store, away):
    post, reader, group = away
    web = Web()
    web.put(_question(group), {"type": "Collection", "id": group.followers})
    peers = open_door(store, web=web)
    assert (await peers.get(post.uri, reader)).status_code == 200
    assert (await peers.get(post.uri, reader)).status_code == 200
    assert web.asked == [_question(group)]
    assert (await peers.get(post.uri)).status_code == 404


async def test_those_without_members_get_nothing(store, away):
    post, reader, group = away
    web = Web()
    web.put(_question(group), {"error": "Not found"}, status=404)
    peers = open_door(store, web=web)
    assert (await peers.get(post.uri, reader)).status_code == 404


async def test_an_answer_is_kept_for_minutes_and_a_refusal_for_seconds(store, away, monkeypatch):
    post, reader, group = away
    web = Web()
    peers = open_door(store, web=web)
    start = clock.now_ms()
    for after, status, got in ((0, 404, 404), (20_000, 200, 200), (300_000, 404, 200)):
        web.put(_question(group), {"type": "Collection"}, status=status)
        monkeypatch.setattr(clock, "now_ms", lambda after=after: start + after)
        assert (await peers.get(post.uri, reader)).status_code == got, after
    monkeypatch.setattr(clock, "now_ms", lambda: start + 330_000)
    assert (await peers.get(post.uri, reader)).status_code == 404


async def test_a_home_that_does_not_answer_is_no_refusal(store, away):
    post, reader, _ = away
    peers = open_door(store, web=Web())
    with pytest.raises(Unavailable, match="cannot say"):
        await peers.get(post.uri, reader)

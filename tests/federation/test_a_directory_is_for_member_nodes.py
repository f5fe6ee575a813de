"""The directory of a community is read by nodes that have members there, and by no others."""

import pytest

from fedcop import clock
from fedcop.community import directory
from fedcop.community.directory import Said
from fedcop.community.perform import perform
from fedcop.federation.remote.directories import Directories
from tests.builders import let_follow, make_person, remember_person
from tests.federation.endpoints.rig import know_peer, open_door, remember_node


class Signing:
    """The way to a node, on which another signs what it asks for."""

    def __init__(self, door, node):
        self.door, self.node = door, node

    async def get(self, path, headers):
        return await self.door.get(path, self.node)


@pytest.fixture
async def told(pair, scene):
    """Ana wants to be asked at home, and mira on the other node."""
    home, away = pair
    ana, lab, mira, known = scene
    node = await remember_node(home.store, away.store.uris.node_actor())
    away.line.doors[home.host].client = Signing(open_door(home.store), node)
    await let_follow(home.store, ana, lab)
    await perform(home.store, directory.enter, ana, lab, Said(("Audits",), "Nights.", mentor=True))
    await perform(away.store, directory.enter, mira, known, Said(("Rotas",)))
    return home, away, lab, known


async def test_a_member_node_shows_what_the_home_tells(told):
    home, away, lab, known = told
    actor = await open_door(home.store).read(lab.uri)
    assert actor["cop:directory"] == f"{lab.uri}/directory"
    theirs, ours = await Directories(away.node.reach).of(known)
    assert (theirs.name, theirs.said) == ("ana", Said(("Audits",), "Nights.", mentor=True))
    assert ours.said == Said(("Rotas",))
    # What is said on another node stays there.
    [only] = await Directories(home.node.reach).of(lab)
    assert only.name == "ana"


async def test_strangers_are_told_nothing(told):
    home, _, lab, _ = told
    door = open_door(home.store)
    await know_peer(home.store, "other.example", "fedcop")
    other = await remember_node(home.store, "https://other.example/actor")
    outsider = await remember_person(home.store, "https://other.example/u/eve")
    path = f"/c/{lab.name}/directory"
    for asker in (None, other, outsider):
        answer = await (door.get(path, asker) if asker else door.get(path))
        assert answer.status_code == 404
        assert "Audits" not in answer.text


async def test_who_is_taken_off_is_gone_soon(told, monkeypatch):
    home, away, lab, known = told
    seen = Directories(away.node.reach)
    assert len(await seen.of(known)) == 2
    [listed] = await directory.list_of(home.store, lab)
    await perform(home.store, directory.withdraw, listed.person, lab)
    assert len(await seen.of(known)) == 2
    later = clock.now_ms() + 300_001
    monkeypatch.setattr(clock, "now_ms", lambda: later)
    assert len(await seen.of(known)) == 1


async def test_a_home_speaks_for_its_own_people_alone(told):
    home, away, _, known = told
    mallory = await make_person(home.store, "mallory")
    seen = Directories(away.node.reach)
    for item, there in (
        ({"id": mallory.uri, "name": "M", "cop:skills": ["x", 7], "cop:mentor": "yes"}, True),
        ({"id": "https://third.example/u/eve", "name": "E"}, False),
        ({"name": "nobody"}, False),
        ({"id": 7}, False),
    ):
        found = await seen._listed(item, known)
        assert (found is not None) is there
        assert found is None or found.said == Said(("x",))

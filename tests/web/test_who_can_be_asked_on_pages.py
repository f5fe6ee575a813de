"""Members say by a plain form what they can be asked about; members alone read it."""

import pytest

from fedcop.community import accounts
from tests.builders import let_follow, make_community, remember_group


@pytest.fixture
async def scene(house):
    ana, steward = await house.person("ana")
    bo, member = await house.person("bo")
    _, stranger = await house.person("eve")
    lab = await make_community(house.store, ana, "lab")
    await let_follow(house.store, bo, lab)
    return steward, member, stranger


async def test_it_is_said_and_read_by_members(house, scene):
    steward, member, stranger = scene
    page = (await member.get("/c/lab/people")).text
    assert "Nobody has said yet what they can be asked about." in page
    told = await member.post("/c/lab/people/me", skills="", about="")
    assert told.status_code == 422
    assert "Say what you can do, or what you may be asked about." in told.text
    sent = await member.post("/c/lab/people/me", skills="Audits\nRotas", about="Nights", mentor="1")
    assert sent.headers["location"] == "/c/lab/people"
    for reader in (steward, member):
        page = (await reader.get("/c/lab/people")).text
        for shown in ("Ask me about: Nights", "Audits · Rotas", "Mentor"):
            assert shown in page
    for reader in (stranger, house.guest()):
        page = (await reader.get("/c/lab/people")).text
        assert "Audits" not in page
        assert "Members" in page
    assert "Audits\nRotas" in (await member.get("/c/lab/people/me")).text
    await member.post("/c/lab/people/me", withdraw="1")
    assert "Audits" not in (await steward.get("/c/lab/people")).text


async def test_who_is_no_member_cannot(scene):
    _, _, stranger = scene
    assert (await stranger.get("/c/lab/people/me")).status_code == 403
    assert (await stranger.post("/c/lab/people/me", skills="Audits")).status_code == 403


async def test_a_community_that_is_away_shows_what_is_said_here(house, scene):
    _, member, _ = scene
    group = await remember_group(house.store, "https://riverside.example/c/craft")
    bo = await accounts.find_by_name(house.store, "bo")
    await let_follow(house.store, bo, group)
    there = "/c/craft@riverside.example/people"
    form = (await member.get(f"{there}/me")).text
    assert "does not send it to riverside.example" in form
    await member.post(f"{there}/me", about="Nights")
    assert "Ask me about: Nights" in (await member.get(there)).text

"""A person is limited or suspended from their own page, after a look at what that does."""

import pytest

from fedcop.community import audit
from fedcop.community.house import people
from fedcop.store.queries.actors import find_actor
from tests.builders import let_follow, make_community, make_node, make_person, remember_person
from tests.federation.outbox.telling import tell


@pytest.fixture
async def crew(house):
    await make_node(house.store)
    _, browser = await house.person("mo", role="moderator")
    mia = await make_person(house.store, "mia", display="Mia")
    await make_community(house.store, mia, "handovers")
    olu = await remember_person(house.store, "https://tern.example/users/olu")
    await let_follow(house.store, olu, mia)
    return mia, browser


async def test_what_a_suspension_does_is_shown_before_and_told_after(house, crew):
    mia, browser = crew
    page = (await browser.get("/admin/people/mia/suspend")).text
    assert "1 of them on another server" in page
    assert "Nobody else looks after this community:" in page
    assert (await browser.post("/admin/people/mia/suspend")).status_code == 422
    await tell(house.store)
    sent = {"reason": "Sold medicine.", "days": "30"}
    assert (await browser.post("/admin/people/mia/suspend", **sent)).status_code == 303
    assert (await find_actor(house.store, mia.id)).suspended
    [update] = [one for one in await tell(house.store) if one.kind == "Update"]
    assert update.plain["object"]["suspended"] is True
    page = (await browser.get("/admin/people/mia")).text
    assert "Sold medicine." in page
    assert (await browser.post("/admin/people/mia/release", act="suspend")).status_code == 303
    assert not (await find_actor(house.store, mia.id)).suspended
    [update] = [one for one in await tell(house.store) if one.kind == "Update"]
    assert "suspended" not in update.plain["object"]
    assert update.plain["object"]["name"] == "Mia"
    acts = [row.act for row in await audit.read_log(house.store)]
    assert acts[:2] == ["lift-decision", "suspend-person"]


async def test_a_limit_is_put_and_ended(house, crew):
    mia, browser = crew
    assert (await browser.get("/admin/people/mia/limit")).status_code == 200
    await browser.post("/admin/people/mia/limit", reason="Loud.")
    assert (await find_actor(house.store, mia.id)).limited
    assert "Limited:" in (await browser.get("/admin/people/mia")).text
    await browser.post("/admin/people/mia/release", act="limit")
    assert not (await find_actor(house.store, mia.id)).limited


async def test_nobody_suspends_who_stands_above_them(house, crew):
    _, browser = crew
    ada = await make_person(house.store, "ada", role="admin")
    answer = await browser.post("/admin/people/ada/suspend", reason="I want to.")
    assert answer.status_code == 403
    assert not (await find_actor(house.store, ada.id)).suspended
    assert (await people.look_at(house.store, "ada")).login[1].id == ada.id

"""A community gets a steward, is taken out of the lists, archived and opened again."""

import pytest

from fedcop.community import audit, communities, notifications, stewards
from fedcop.community.events import read as read_event
from fedcop.community.house import communities as house_of
from fedcop.community.house.people import Hand
from fedcop.community.perform import perform
from fedcop.errors import Refused
from fedcop.store.rows import EventRow
from tests.builders import let_follow, make_community, make_node, make_person
from tests.federation.endpoints.rig import open_door
from tests.federation.outbox.telling import tell
from tests.writing import write


@pytest.fixture
async def scene(house):
    await make_node(house.store)
    _, browser = await house.person("kwame", role="owner")
    mia, bo = await make_person(house.store, "mia"), await make_person(house.store, "bo")
    room = await make_community(house.store, mia, "handovers", locked=False)
    await let_follow(house.store, bo, room)
    return mia, bo, room, browser


async def tell_people(store):
    rows = await store.read(f"SELECT {EventRow.columns()} FROM event WHERE told = 0 ORDER BY id")
    for row in EventRow.all(rows):
        await perform(store, notifications.tell, row, read_event(row))


async def kinds_told(store, actor):
    await tell_people(store)
    page, _ = await notifications.page(store, actor, 0, 20)
    return [notice.row.kind for notice in page]


async def test_a_member_is_made_a_steward_in_the_name_of_the_community(house, scene):
    mia, bo, room, browser = scene
    await tell(house.store)
    page = await browser.post("/admin/communities/handovers/appoint", person="nobody")
    assert page.status_code == 422
    assert (
        await browser.post("/admin/communities/handovers/appoint", person="bo")
    ).status_code == 303
    assert await stewards.is_steward(house.store, bo.id, room.id)
    [add] = await tell(house.store)
    assert (add.kind, add.plain["actor"]) == ("Add", room.uri)
    assert await kinds_told(house.store, bo) == ["made_steward"]
    sent = {"person": str(mia.id)}
    assert (await browser.post("/admin/communities/handovers/dismiss", **sent)).status_code == 303
    with pytest.raises(Refused, match="last steward"):
        await perform(house.store, house_of.dismiss, Hand(), room.id, bo.id)
    acts = [row.act for row in await audit.read_log(house.store)]
    assert acts[:2] == ["dismiss-steward", "appoint-steward"]


async def test_what_is_hidden_stands_in_no_list(house, scene):
    _, _, room, browser = scene
    await browser.post("/admin/communities/handovers/hide")
    assert await communities.list_local(house.store) == []
    assert "not listed" in (await browser.get("/admin/communities")).text
    assert (await browser.get("/c/handovers")).status_code == 200
    assert (await open_door(house.store).read(room.uri))["discoverable"] is False
    await browser.post("/admin/communities/handovers/unhide")
    assert len(await communities.list_local(house.store)) == 1


async def test_an_archived_community_says_so_and_takes_nothing_new(house, scene):
    mia, bo, room, browser = scene
    asked = await write(house.store, bo, community_id=room.id)
    assert (await browser.get("/admin/communities/handovers/archive")).status_code == 200
    assert (await browser.post("/admin/communities/handovers/archive")).status_code == 422
    await tell(house.store)
    sent = {"reason": "The project has ended."}
    assert (await browser.post("/admin/communities/handovers/archive", **sent)).status_code == 303
    for by in (mia, bo):
        with pytest.raises(Refused, match="archived"):
            await write(house.store, by, community_id=room.id)
    with pytest.raises(Refused, match="archived"):
        await write(house.store, bo, reply_to_id=asked.id)
    page = (await browser.get("/c/handovers")).text
    assert "is archived since" in page
    assert "/c/handovers/join" not in page
    shown = await open_door(house.store).read(room.uri)
    assert (shown["postingRestrictedToMods"], shown["cop:postPolicy"]) == (True, "stewards")
    assert "cop:archived" in shown
    [update] = [one for one in await tell(house.store) if one.kind == "Update"]
    assert update.wrapped["object"]["object"]["postingRestrictedToMods"] is True
    assert "archived" in await kinds_told(house.store, bo)
    assert "archived" in await kinds_told(house.store, mia)
    assert (await browser.post("/admin/communities/handovers/restore")).status_code == 303
    await write(house.store, bo, reply_to_id=asked.id)
    assert (await communities.find(house.store, room.id)).practice.archived == 0
    assert (await kinds_told(house.store, bo))[0] == "opened_again"

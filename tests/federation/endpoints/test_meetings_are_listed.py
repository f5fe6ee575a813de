"""What hangs on a meeting is there for peers: in numbers who comes, its series, its replies."""

import pytest

from fedcop import clock
from fedcop.community import series
from fedcop.community.perform import perform
from fedcop.community.practice import rsvps
from fedcop.community.practice.parts import MeetingPart
from fedcop.values import Audience
from tests.builders import make_community, make_node, make_person
from tests.federation.endpoints.rig import open_door
from tests.writing import write


@pytest.fixture
async def scene(store):
    await make_node(store)
    ana = await make_person(store, "ana")
    return open_door(store), ana, await make_community(store, ana, "lab")


async def call(store, ana, lab, **more):
    part = MeetingPart(
        clock.now_ms() + 3_600_000, timezone="Europe/London", rule="FREQ=WEEKLY;COUNT=2"
    )
    return await write(
        store, ana, title="Clinic", kind="Event", community_id=lab.id, practice=part, **more
    )


async def read(door, path):
    return await door.client.get(path, headers={"Accept": "application/activity+json"})


async def test_a_meeting_its_attendees_and_its_series_are_shown(store, scene):
    door, ana, lab = scene
    post = await call(store, ana, lab)
    bo = await make_person(store, "bo")
    await perform(store, rsvps.answer, bo, post.id, rsvps.Answer("going"))
    await perform(store, series.grow, post.id)
    event = (await read(door, f"/e/{post.id}")).json()
    assert (event["type"], event["attendees"]) == ("Event", f"{post.uri}/attendees")
    assert event["context"] == f"{post.uri}/series"
    who = (await read(door, f"/e/{post.id}/attendees")).json()
    assert who["totalItems"] == 2
    assert "bo" not in str(who)
    listed = (await read(door, f"/e/{post.id}/series")).json()
    assert listed["totalItems"] == 2
    assert listed["orderedItems"][0] == post.uri
    assert (await read(door, f"/e/{post.id}/replies")).status_code == 200


async def test_what_is_for_members_is_not_there_for_others(store, scene):
    door, ana, lab = scene
    post = await call(store, ana, lab, audience=Audience.MEMBERS)
    for way in ("", "/attendees", "/series", "/replies"):
        assert (await read(door, f"/e/{post.id}{way}")).status_code == 404
    assert (await read(door, "/e/7/attendees")).status_code == 404


async def test_a_glossary_is_a_collection(store, scene):
    door, _, lab = scene
    shown = (await read(door, "/c/lab/glossary")).json()
    assert (shown["id"], shown["totalItems"]) == (f"{lab.uri}/glossary", 0)

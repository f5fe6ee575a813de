"""Mobilizon, Gancio and others: their events are meetings here, their people come to ours."""

import json

import pytest

from fedcop import clock
from fedcop.community.perform import perform
from fedcop.community.practice import meetings, rsvps
from fedcop.community.practice.parts import MeetingPart
from fedcop.store.queries.inbox import State
from fedcop.store.queries.posts import find_post_by_uri
from tests.builders import let_follow, make_person, remember_person
from tests.corpus import CORPUS, needs_corpus
from tests.federation.outbox.telling import tell
from tests.writing import count, write

PEER = "https://events.example"
OLGA = f"{PEER}/@olga"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
HOUR = 3_600_000


@pytest.fixture
async def olga(node):
    return await remember_person(node.store, OLGA)


@pytest.fixture
async def ana(node):
    return await make_person(node.store, "ana")


def ours(name):
    """An event of the corpus, as somebody of a peer of ours would have sent it."""
    document = json.loads((CORPUS / "peers" / name).read_text(encoding="utf-8"))
    if document["type"] == "Create":
        document = document["object"]
    number = document["id"].rpartition("/")[2]
    return {
        **document,
        "id": f"{PEER}/events/{number}",
        "url": f"{PEER}/events/{number}",
        "attributedTo": OLGA,
        "actor": OLGA,
        "to": [PUBLIC],
        "cc": [f"{OLGA}/followers"],
    }


def doing(kind, thing, **more):
    return {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": f"{PEER}/{kind.lower()}/{abs(hash(str(thing)))}",
        "type": kind,
        "actor": OLGA,
        "object": thing,
        "to": [PUBLIC],
        **more,
    }


async def arrive(node, activity):
    assert await node.deliver(activity) == 202
    await node.processor.drain()


async def bring(node, olga, ana, document):
    await let_follow(node.store, ana, olga)
    await arrive(node, doing("Create", document))
    post = await find_post_by_uri(node.store, document["id"])
    assert post is not None
    return post, await meetings.find(node.store, post.id)


@needs_corpus
@pytest.mark.parametrize(
    ("name", "place", "zone"),
    [
        ("mobilizon/lemmy-main__objects__event.json", "The Kenn Centre", "Europe/London"),
        ("mobilizon/bonfire-repo__mobilizon.org-event.json", "Cour du Château", ""),
        ("gancio/mobilizon-repo__gancio-event-activity.json", "Colosseo", ""),
    ],
)
async def test_an_event_of_another_program_is_a_meeting(node, olga, ana, name, place, zone):
    document = ours(name)
    post, row = await bring(node, olga, ana, document)
    assert (post.practice, post.kind, post.title) == ("event", "Event", document["name"])
    assert place in row.place
    assert row.timezone == zone
    assert row.ends > row.starts
    assert row.join_mode == "free"
    assert row.capacity == 0


@needs_corpus
async def test_our_join_of_their_event_is_theirs_to_accept(node, olga, ana):
    """As Mobilizon does: its Accept carries our Join under our own id."""
    with clock.held(lambda: 1_665_000_000.0):
        document = ours("mobilizon/lemmy-main__objects__event.json")
        post, _ = await bring(node, olga, ana, document)
        await perform(node.store, rsvps.answer, ana, post.id, rsvps.Answer("going"))
        (join,) = [told for told in await tell(node.store) if told.kind == "Join"]
        assert (join.plain["object"], join.plain["actor"]) == (document["id"], ana.uri)
        assert {inbox for inbox, _ in join.lanes} == {f"{PEER}/inbox"}
        await arrive(node, doing("Accept", join.plain, id=f"{PEER}/accept/1"))
    assert (await rsvps.find(node.store, post.id, ana.id)).answer == "going"


@needs_corpus
@pytest.mark.parametrize(
    ("word", "end"), [("Reject", "refused"), ("Ignore", "unheard"), ("TentativeAccept", "waiting")]
)
async def test_they_may_also_say_no_wait_or_nothing(node, olga, ana, word, end):
    with clock.held(lambda: 1_665_000_000.0):
        document = ours("mobilizon/lemmy-main__objects__event.json")
        post, _ = await bring(node, olga, ana, document)
        await perform(node.store, rsvps.answer, ana, post.id, rsvps.Answer("going"))
        (join,) = [told for told in await tell(node.store) if told.kind == "Join"]
        await arrive(node, doing(word, join.plain["id"], id=f"{PEER}/{word}/1"))
    assert (await rsvps.find(node.store, post.id, ana.id)).answer == end


async def call(node, ana, **more):
    given = {"starts": clock.now_ms() + HOUR, "timezone": "Europe/Paris", **more}
    return await write(
        node.store, ana, "<p>Come</p>", title="Café", kind="Event", practice=MeetingPart(**given)
    )


@needs_corpus
@pytest.mark.parametrize("way", ["leave", "undo", "undo by id"])
async def test_somebody_of_mobilizon_comes_and_leaves(node, olga, ana, way):
    post = await call(node, ana)
    fixture = json.loads(
        (CORPUS / "peers/mobilizon/mobilizon-repo__mobilizon-join-activity.json").read_text()
    )
    fixture.pop("signature")
    join = {**fixture, "id": f"{PEER}/join/event/1", "actor": OLGA, "object": post.uri}
    await arrive(node, join)
    assert (await rsvps.find(node.store, post.id, olga.id)).answer == "going"
    (accept,) = [told for told in await tell(node.store) if told.kind == "Accept"]
    assert accept.plain["actor"] == ana.uri
    assert accept.plain["object"]["id"] == join["id"]
    assert accept.plain["object"]["object"] == post.uri
    leave = {
        "leave": doing("Leave", post.uri),
        "undo": doing("Undo", join),
        "undo by id": doing("Undo", join["id"]),
    }[way]
    await arrive(node, leave)
    assert (await rsvps.find(node.store, post.id, olga.id)).answer == "not"


@pytest.mark.parametrize(
    ("activity", "end"),
    [("Accept", "going"), ("TentativeAccept", "maybe"), ("Reject", None)],
)
async def test_an_invite_to_a_meeting_is_answered(node, olga, ana, activity, end):
    post = await call(node, ana)
    invite = {"id": f"{ana.uri}#invite", "type": "Invite", "actor": ana.uri, "object": post.uri}
    await arrive(node, doing(activity, {**invite, "target": OLGA}))
    row = await rsvps.find(node.store, post.id, olga.id)
    assert (row and row.answer) == end


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"join_mode": "external", "link": "https://shop.example/"}, "Ignore"),
        ({"state": "cancelled"}, "Reject"),
    ],
)
async def test_who_cannot_join_is_told_so(node, olga, ana, more, word):
    """FEP-8a8e: who takes no answers says Ignore."""
    post = await call(node, ana, **more)
    await arrive(node, doing("Join", post.uri))
    assert await rsvps.find(node.store, post.id, olga.id) is None
    (told,) = [one for one in await tell(node.store) if one.kind == word]
    assert told.plain["object"]["type"] == "Join"
    assert {inbox for inbox, _ in told.lanes} == {f"{PEER}/inbox"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"startTime": "whenever"},
        {"startTime": None},
        {"startTime": -5},
    ],
)
async def test_an_event_without_a_time_is_a_post(node, olga, ana, wrong):
    document = {
        "id": f"{PEER}/events/9",
        "type": "Event",
        "name": "Party",
        "content": "<p>Soon</p>",
        "attributedTo": OLGA,
        "to": [PUBLIC],
        "cc": [f"{OLGA}/followers"],
        **wrong,
    }
    post, row = await bring(node, olga, ana, document)
    assert row is None
    assert post.practice == ""


async def test_rubbish_in_an_event_is_left_out(node, olga, ana):
    document = {
        "id": f"{PEER}/events/9",
        "type": "Event",
        "name": "Party",
        "content": "<p>Soon</p>",
        "attributedTo": OLGA,
        "to": [PUBLIC],
        "cc": [f"{OLGA}/followers"],
        "startTime": "2030-01-01T10:00:00Z",
        "endTime": "2029-01-01T10:00:00Z",
        "timezone": "Mars/Olympus",
        "joinMode": 7,
        "maximumAttendeeCapacity": "many",
        "location": [{"type": "VirtualLocation", "url": "javascript:alert(1)"}],
        "cop:organizations": [["x", -1], "y", [1, 2]],
        "cop:notes": {"a": 1},
        "cop:maybe": "all",
    }
    _, row = await bring(node, olga, ana, document)
    assert (row.ends - row.starts, row.timezone, row.join_mode) == (HOUR, "", "free")
    assert (row.link, row.organizations, row.notes, row.maybe) == ("", "", "", 0)


async def test_the_event_says_all_that_programs_read_and_its_date_in_words(node, ana):
    starts = 1_792_000_000_000
    with clock.held(lambda: 1_791_000_000.0):
        post = await call(
            node, ana, starts=starts, place="Rathaus", link="https://meet.example/x", capacity=20
        )
        (told,) = [one for one in await tell(node.store) if one.kind == "Create"]
    event = told.plain["object"]
    assert (event["type"], event["name"], event["timezone"]) == ("Event", "Café", "Europe/Paris")
    assert event["startTime"] == clock.iso(starts)
    assert event["endTime"] == clock.iso(starts + HOUR)
    assert (event["joinMode"], event["maximumAttendeeCapacity"]) == ("free", 20)
    assert (event["participantCount"], event["attendees"]) == (1, f"{post.uri}/attendees")
    assert event["ical:status"] == event["eventStatus"] == "CONFIRMED"
    assert event["location"]["name"] == "Rathaus"
    assert "14 October 2026" in event["summary"]
    assert "14 October 2026" in event["content"]
    assert "meet.example" not in json.dumps(event)


async def test_a_join_for_nothing_is_ignored(node, olga):
    await arrive(node, doing("Join", node.store.uris.meeting(7)))
    assert await count(node.store, "rsvp") == 0
    states = await node.store.read("SELECT state FROM inbox_message")
    assert [row[0] for row in states] == [State.IGNORED]

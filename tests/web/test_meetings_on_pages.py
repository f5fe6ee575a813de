"""Meetings on their pages: arranged, joined, changed, noted down, taken along in a calendar."""

import re
from datetime import datetime

import pytest
from icalendar import Calendar

from fedcop import clock
from fedcop.community.perform import perform
from fedcop.community.practice import meetings, rsvps
from fedcop.community.practice.rsvps import Answer
from fedcop.values import Audience
from tests.builders import let_follow, make_community
from tests.writing import count, echo

CHOSEN = {
    "title": "Handover clinic",
    "format": "peer-assist",
    "date": "2027-03-27",
    "time": "14:00",
    "minutes": "90",
    "timezone": "Europe/Berlin",
    "place": "Room 4",
    "link": "https://meet.example/x",
    "join_mode": "free",
    "capacity": "",
    "repeat": "",
    "until": "",
    "agenda": "Bring a *case*.",
    "audience": "0",
}


@pytest.fixture
def now():
    held = [datetime.fromisoformat("2027-03-20T08:00:00+00:00").timestamp()]
    with clock.held(lambda: held[0]):
        yield held


@pytest.fixture
async def scene(now, house):
    ana, browser = await house.person("ana")
    lab = await make_community(house.store, ana, "lab")
    bo, other = await house.person("bo")
    await let_follow(house.store, bo, lab)
    return ana, browser, bo, other, lab


async def call(browser, **more):
    answer = await browser.post("/c/lab/events/new", **{**CHOSEN, **more})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def test_a_community_without_meetings_says_why_to_have_some(house, scene):
    _, browser, *_ = scene
    for one in (browser, house.guest()):
        page = await one.get("/c/lab/events")
        assert "fixed rhythm last longer" in page.text
    page = await browser.get("/c/lab/events/new")
    for name in ("Peer assist", "Fishbowl", "After-action review", "Story circle", "Plain meeting"):
        assert name in page.text
    page = await browser.get("/c/lab/events/new?format=peer-assist")
    assert "The host tells the problem" in page.text


async def test_a_meeting_is_called_and_shown_in_words_with_its_zone(house, scene):
    _, browser, *_ = scene
    there = await call(browser)
    page = await house.guest().get(there)
    assert page.status_code == 200
    for words in ("Saturday 27 March, 14:00", "Europe/Berlin time, UTC+1", "Room 4", "Peer assist"):
        assert words in page.text
    assert "<em>case</em>" in page.text
    assert "meet.example" not in page.text
    listed = await house.guest().get("/c/lab/events")
    assert "Handover clinic" in listed.text
    assert "March 2027" in listed.text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"date": "soon"}, "date"),
        ({"time": "noon"}, "time"),
        ({"minutes": "0"}, "minutes"),
        ({"timezone": "Berlin"}, "timezone"),
        ({"link": "ftp://x"}, "link"),
        ({"capacity": "many"}, "capacity"),
        ({"repeat": "W1", "until": "never"}, "until"),
        ({"audience": "9"}, "audience"),
        ({"join_mode": "external", "link": ""}, "link"),
    ],
)
async def test_what_is_wrong_is_said_at_its_field(house, scene, wrong, field):
    _, browser, *_ = scene
    answer = await browser.post("/c/lab/events/new", **{**CHOSEN, **wrong})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}"' in answer.text
    assert await count(house.store, "meeting") == 0


async def test_one_click_to_come_to_say_maybe_and_to_leave(house, scene, now):
    _, browser, bo, other, _ = scene
    there = await call(browser)
    number = int(there.rpartition("/")[2])
    for way, answer, words in (
        ("come", "going", "You come."),
        ("maybe", "maybe", "You may come."),
        ("come", "going", "You come."),
    ):
        assert (await other.post(f"{there}/{way}", next=there)).headers["location"] == there
        assert (await rsvps.find(house.store, number, bo.id)).answer == answer
        assert words in (await other.get(there)).text
    page = (await other.get(there)).text
    assert "<strong>2</strong> Northwind" in page
    assert "meet.example" not in page
    now[0] = datetime.fromisoformat("2027-03-27T12:50:00+00:00").timestamp()
    assert "https://meet.example/x" in (await other.get(there)).text
    assert "meet.example" not in (await house.guest().get(there)).text
    await other.post(f"{there}/leave")
    assert "meet.example" not in (await other.get(there)).text
    assert (await rsvps.find(house.store, number, bo.id)).answer == "not"


async def test_who_asks_to_come_is_let_in_on_the_page(house, scene):
    _, browser, _bo, other, _ = scene
    there = await call(browser, join_mode="restricted")
    await other.post(f"{there}/come")
    assert "still to come" in (await other.get(there)).text
    page = (await browser.get(there)).text
    who = re.search(r'name="who" value="(\d+)"', page)[1]
    assert (await other.post(f"{there}/let", who=who)).status_code == 403
    await browser.post(f"{there}/let", who=who)
    assert "You come." in (await other.get(there)).text
    await browser.post(f"{there}/turn-away", who=who)
    assert "You cannot come" in (await other.get(there)).text


async def test_only_who_called_it_changes_and_cancels_it(house, scene):
    _, browser, _, other, _ = scene
    there = await call(browser)
    for way in ("edit", "cancel"):
        assert (await other.get(f"{there}/{way}")).status_code == 403
        assert (await other.post(f"{there}/{way}", **CHOSEN)).status_code == 403
    form = await browser.get(f"{there}/edit")
    assert 'value="2027-03-27"' in form.text
    await browser.post(f"{there}/edit", **{**CHOSEN, "time": "15:30", "title": "Clinic, later"})
    page = await house.guest().get(there)
    assert "15:30" in page.text
    assert "Clinic, later" in page.text
    await browser.post(f"{there}/cancel")
    page = await house.guest().get(there)
    assert "Cancelled" in page.text
    assert f"{there}/come" not in page.text


async def test_a_meeting_repeats_and_all_that_follow_are_moved(house, scene):
    _, browser, *_ = scene
    there = await call(browser, repeat="MN", until="2027-06-30")
    page = await browser.get(there)
    assert "Every month on the fourth Saturday, until 30 June 2027" in page.text
    row = await meetings.find(house.store, int(there.rpartition("/")[2]))
    assert (row.nth, row.grows, row.rule) == (1, 1, "FREQ=MONTHLY;BYDAY=4SA;UNTIL=20270630")
    form = await browser.get(f"{there}/edit")
    assert "This one and all that follow" in form.text
    await browser.post(f"{there}/edit", **{**CHOSEN, "time": "10:00", "which": "all"})
    assert "10:00" in (await browser.get(there)).text


async def test_whoever_comes_writes_notes_and_nobody_writes_over_another(house, scene):
    _, browser, _bo, other, _ = scene
    there = await call(browser, format="after-action-review")
    assert (await other.get(f"{there}/notes")).status_code == 403
    await other.post(f"{there}/come")
    pad = await other.get(f"{there}/notes")
    assert "## What happened" in pad.text
    mark = re.search(r'name="mark" value="(\w+)"', pad.text)[1]
    said = "## What happened\n\nIt *worked*."
    assert (await other.post(f"{there}/notes", notes=said, mark=mark)).status_code == 303
    assert "<em>worked</em>" in (await house.guest().get(there)).text
    late = await browser.post(f"{there}/notes", notes="Mine", mark=mark)
    assert late.status_code == 422
    assert "It *worked*." in late.text
    assert "Mine" in late.text


async def test_the_notes_become_the_draft_of_a_lesson(house, scene):
    _ana, browser, _bo, other, _ = scene
    there = await call(browser, format="after-action-review")
    await other.post(f"{there}/come")
    mark = meetings.mark_of("")
    notes = "## What we expected\n\nCalm.\n\n## What happened\n\nNoise.\n\n## Aside\n\nTea."
    await other.post(f"{there}/notes", notes=notes, mark=mark)
    answer = await other.post(f"{there}/outcome", kind="lesson")
    assert answer.status_code == 303
    assert re.fullmatch(r"/drafts/\d+", answer.headers["location"])
    page = await other.get(answer.headers["location"])
    assert page.status_code == 200
    for words in ("Handover clinic", "Calm.", "Noise.", "Tea.", "Bring a *case*."):
        assert words in page.text
    assert (await house.guest().post(f"{there}/outcome", kind="lesson")).status_code == 303


async def test_what_is_for_members_is_shown_to_members_alone(house, scene):
    _, browser, _, other, _ = scene
    there = await call(browser, audience=str(Audience.MEMBERS.value))
    assert (await other.get(there)).status_code == 200
    _, stranger = await house.person("cy")
    for one in (stranger, house.guest()):
        assert (await one.get(there)).status_code == 404
        assert (await one.get(f"{there}/calendar.ics")).status_code == 404
        assert "Handover clinic" not in (await one.get("/c/lab/events")).text


def events_of(answer):
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    return list(Calendar.from_ical(answer.text).walk("VEVENT"))


async def test_a_calendar_holds_what_everybody_may_see(house, scene):
    _ana, browser, *_ = scene
    there = await call(browser, title="Ümläut; a, b" + " long" * 30)
    await call(browser, title="Inside", audience="3")
    answer = await house.guest().get("/c/lab/events.ics")
    (event,) = events_of(answer)
    assert event["summary"] == "Ümläut; a, b" + " long" * 30
    assert event.decoded("dtstart").isoformat() == "2027-03-27T13:00:00+00:00"
    assert event["uid"].endswith(there)
    assert (event["sequence"], event["status"]) == (0, "CONFIRMED")
    assert "meet.example" not in answer.text
    assert max(len(line.encode()) for line in answer.text.split("\r\n")) <= 75
    assert "RRULE" not in answer.text
    await browser.post(f"{there}/edit", **{**CHOSEN, "time": "16:00"})
    await browser.post(f"{there}/cancel")
    (event,) = events_of(await house.guest().get("/c/lab/events.ics"))
    assert (event["sequence"], event["status"]) == (2, "CANCELLED")
    assert event["uid"].endswith(there)


async def test_ones_own_calendar_opens_by_a_secret_until_it_ends(house, scene):
    _ana, browser, _bo, other, _ = scene
    inside = await call(browser, title="Inside", audience="3")
    await other.post(f"{inside}/come")
    page = await other.post("/calendar")
    secret = re.search(r"/calendar/([\w-]+)\.ics", page.text)[1]
    guest = house.guest()
    (event,) = events_of(await guest.get(f"/calendar/{secret}.ics"))
    assert event["summary"] == "Inside"
    (event,) = events_of(await guest.get(f"/c/lab/events.ics?key={secret}"))
    assert event["summary"] == "Inside"
    assert secret not in (await other.get("/calendar")).text
    assert await count(house.store, "calendar_key WHERE hash = ?", secret) == 0
    again = re.search(r"/calendar/([\w-]+)\.ics", (await other.post("/calendar")).text)[1]
    assert (await guest.get(f"/calendar/{secret}.ics")).status_code == 404
    await other.post("/calendar/end")
    for way in (f"/calendar/{again}.ics", f"/c/lab/events.ics?key={again}", "/calendar/x.ics"):
        assert (await guest.get(way)).status_code == 404


FILE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//y//EN
BEGIN:VEVENT
UID:1
DTSTART;TZID=Europe/Berlin:20270401T140000
DTEND;TZID=Europe/Berlin:20270401T150000
SUMMARY:Huddle
RRULE:FREQ=WEEKLY;COUNT=5
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART:20200101T100000Z
SUMMARY:Long ago
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTART;VALUE=DATE:20270501
SUMMARY:All day
END:VEVENT
BEGIN:VEVENT
UID:4
DTSTART:20270601T100000Z
SUMMARY:Not any more
STATUS:CANCELLED
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


async def send(browser, body):
    return await browser.client.post(
        "/c/lab/events/bring",
        data={"csrf": browser.csrf},
        files={"calendar": ("x.ics", body, "text/calendar")},
        headers={"Origin": browser.origin},
    )


async def test_a_calendar_is_brought_once(house, scene):
    _, browser, *_ = scene
    page = await send(browser, FILE)
    assert "2 meetings brought; 2 left out" in page.text
    assert "0 meetings brought; 4 left out" in (await send(browser, FILE)).text
    rows = await house.store.read("SELECT starts, rule, timezone FROM meeting ORDER BY starts")
    assert clock.iso(rows[0][0]) == "2027-04-01T12:00:00Z"
    assert (rows[0][1], rows[0][2]) == ("FREQ=WEEKLY;BYDAY=TH;COUNT=5", "Europe/Berlin")
    assert len(rows) == 2


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b"nonsense", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT"]
)
async def test_what_is_no_calendar_is_said_to_be_none(house, scene, body):
    _, browser, *_ = scene
    answer = await send(browser, body)
    assert answer.status_code in {200, 422}
    assert await count(house.store, "meeting") == 0


async def test_the_next_meeting_stands_on_home(house, scene):
    _ana, browser, bo, other, _ = scene
    assert "Handover clinic" not in (await other.get("/home")).text
    there = await call(browser)
    assert f'href="{there}"' in (await other.get("/home")).text
    await perform(house.store, rsvps.answer, bo, int(there.rpartition("/")[2]), Answer("going"))
    assert "You come" in (await other.get("/home")).text


async def test_whoever_comes_invites_others(house, scene):
    _, browser, _bo, other, _ = scene
    there = await call(browser)
    assert (await other.post(f"{there}/invite", whom="ana")).status_code == 403
    answer = await browser.post(f"{there}/invite", whom="@bo")
    assert answer.headers["location"] == there
    await echo(house.store)
    assert "invites you to a meeting" in (await other.get("/notifications")).text
    assert (await browser.post(f"{there}/invite", whom="@nobody")).status_code == 404

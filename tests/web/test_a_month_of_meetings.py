"""The meetings of a month stand in a table by their days, as their own clocks have them."""

from datetime import date, datetime

import pytest

from fedcop.community.practice.parts import MeetingPart
from fedcop.community.practice.repeating import instant
from fedcop.values import Audience
from fedcop.web.pages.gathering.monthly import weeks_of
from tests.builders import let_follow, make_community
from tests.writing import write

_HOUR = 3_600_000


@pytest.fixture
async def scene(house):
    ana, browser = await house.person("ana")
    lab = await make_community(house.store, ana, "lab")
    await let_follow(house.store, ana, lab)
    return ana, browser, lab


async def meet(house, who, lab, title, at, zone="UTC", **more):
    starts = instant(datetime.fromisoformat(at), zone)
    part = MeetingPart(starts, starts + _HOUR, timezone=zone)
    return await write(house.store, who, title=title, community_id=lab.id, practice=part, **more)


async def test_each_stands_in_its_day(house, scene):
    ana, browser, lab = scene
    await meet(house, ana, lab, "Early", "2031-03-01T00:30", "Asia/Tokyo")
    await meet(house, ana, lab, "Late", "2031-03-31T23:30", "America/Los_Angeles")
    await meet(house, ana, lab, "Before", "2031-02-28T12:00")
    await meet(house, ana, lab, "After", "2031-04-01T00:00")
    page = (await browser.get("/c/lab/events/month?of=2031-03")).text
    assert "March 2031" in page
    assert "00:30 Early" in page
    assert "23:30 Late" in page
    assert "Before" not in page.replace("Month before", "")
    assert "After" not in page.replace("Month after", "")
    assert "/c/lab/events/month?of=2031-02" in page
    assert "/c/lab/events/month?of=2031-04" in page
    assert page.count("<tr>") == 7  # its head, and six weeks
    page = (await browser.get("/c/lab/events/month?of=2031-04")).text
    assert "Month after" not in page  # nothing is held there, and so on for ever
    assert "This month" in page
    assert "As a month" in (await browser.get("/c/lab/events")).text


async def test_what_is_for_members_is_shown_to_members(house, scene):
    ana, browser, lab = scene
    await meet(house, ana, lab, "Ours", "2031-03-03T09:00", audience=Audience.MEMBERS)
    there = "/c/lab/events/month?of=2031-03"
    assert "09:00 Ours" in (await browser.get(there)).text
    page = (await house.guest().get(there)).text
    assert "Ours" not in page
    assert "Nothing is held in March 2031." in page


@pytest.mark.parametrize("of", ["", "2031-13", "0001-01", "x", "1969-12", "9999-99"])
async def test_nonsense_is_this_month(house, scene, of):
    _, browser, _ = scene
    assert (await browser.get(f"/c/lab/events/month?of={of}")).status_code == 200


def test_a_month_is_whole_weeks():
    weeks = weeks_of(date(2027, 2, 1), [], date(2027, 2, 14))
    assert len(weeks) == 4
    assert all(day.inside for week in weeks for day in week)
    assert [day.date.day for week in weeks for day in week if day.today] == [14]

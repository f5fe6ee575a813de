"""A mentor opens a circle by a plain form; those in it find it, and nobody else does."""

import pytest

from fedcop import clock
from fedcop.community.perform import perform
from fedcop.community.practice import mentoring


@pytest.fixture
async def scene(house):
    ana, mentor = await house.person("ana")
    bo, mentee = await house.person("bo")
    _, stranger = await house.person("eve")
    return ana, mentor, bo, mentee, stranger


async def test_a_circle(house, scene):
    ana, mentor, bo, mentee, stranger = scene
    page = (await mentor.get("/mentoring/circle")).text
    assert "mentor yet" in page
    row = await perform(house.store, mentoring.begin, bo, (ana, bo), "Lead my first audit.")
    await perform(house.store, mentoring.answer, ana, row.id, mentoring.ACCEPTED)
    assert "/mentoring/circle" in (await mentor.get("/mentoring")).text
    assert "Lead my first audit." in (await mentor.get("/mentoring/circle")).text
    day = f"{clock.utc(clock.now_ms() + 3 * 86_400_000):%Y-%m-%d}"
    form = {
        "title": "First audits",
        "words": "Bring one. @eve",
        "date": day,
        "time": "16:00",
        "minutes": "60",
        "weeks": "2",
        "sessions": "6",
        "timezone": "Europe/London",
    }
    told = await mentor.post("/mentoring/circle", **form)
    assert told.status_code == 422
    assert "Choose who is in it." in told.text
    for wrong in ({"date": "x"}, {"sessions": "99"}, {"timezone": "Mars"}, {"minutes": "0"}):
        sent = await mentor.post("/mentoring/circle", **{**form, f"person-{bo.id}": "1", **wrong})
        assert sent.status_code == 422, wrong
    sent = await mentor.post("/mentoring/circle", **form, **{f"person-{bo.id}": "1"})
    there = sent.headers["location"]
    for browser, status in ((mentor, 200), (mentee, 200), (stranger, 404), (house.guest(), 404)):
        assert (await browser.get(there)).status_code == status
    for browser in (mentor, mentee):
        page = (await browser.get("/mentoring")).text
        assert "Circles" in page
        assert f'href="{there}"' in page
    assert "every 2 weeks on" in page
    assert "Circles" not in (await stranger.get("/mentoring")).text
    page = (await mentor.get(there)).text
    assert "Invite somebody" not in page
    assert (await mentor.post(f"{there}/invite", whom="@eve")).status_code == 403
    # Whatever it says later, it is for the same people.
    changed = {**form, "title": "Second audits", "agenda": "Other @eve", "which": "one"}
    assert (await mentor.post(f"{there}/edit", **changed)).status_code == 303
    assert "Second audits" in (await mentee.get(there)).text
    assert (await stranger.get(there)).status_code == 404

"""Meetings repeat at the same time on the wall, whatever the clocks do in between."""

from dataclasses import replace
from datetime import datetime

import pytest

from fedcop import clock
from fedcop.community import posts, series
from fedcop.community.drafts import Draft
from fedcop.community.meeting_times import keep_time
from fedcop.community.perform import perform
from fedcop.community.practice import meetings, repeating
from fedcop.community.practice.parts import MeetingPart
from fedcop.errors import Invalid
from fedcop.store.queries.posts import find_post
from tests.builders import make_community, make_person
from tests.writing import count


def on_the_wall(*when):
    return datetime(*when)  # noqa: DTZ001 - what clocks on the wall show has no zone


OCTOBER = on_the_wall(2026, 10, 12, 14, 0)


@pytest.mark.parametrize(
    ("rule", "dates", "words"),
    [
        ("FREQ=WEEKLY", ["2026-10-12", "2026-10-19", "2026-10-26"], "every Monday"),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
            ["2026-10-12", "2026-10-26", "2026-11-09"],
            "every 2 weeks on Monday",
        ),
        (
            "FREQ=MONTHLY;BYDAY=2MO",
            ["2026-10-12", "2026-11-09", "2026-12-14"],
            "every month on the second Monday",
        ),
        (
            "FREQ=MONTHLY;BYDAY=-1MO",
            ["2026-10-26", "2026-11-30", "2026-12-28"],
            "every month on the last Monday",
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=12;COUNT=2",
            ["2026-10-12", "2026-11-12", None],
            "every month on day 12, 2 times",
        ),
        (
            "FREQ=WEEKLY;UNTIL=20261019",
            ["2026-10-12", "2026-10-19", None],
            "every Monday, until 19 October 2026",
        ),
    ],
)
def test_a_rule_says_when_and_is_said_in_words(rule, dates, words):
    read = repeating.read(rule)
    began = OCTOBER if "-1MO" not in rule else on_the_wall(2026, 10, 26, 14, 0)
    found = [repeating.occurrence(read, began, n) for n in (1, 2, 3)]
    assert [at and f"{at:%Y-%m-%d}" for at in found] == dates
    assert repeating.words(read, began) == words
    assert repeating.read(repeating.write(read, began)) == read


def test_a_month_without_the_day_is_left_out():
    read = repeating.read("FREQ=MONTHLY")
    began = on_the_wall(2026, 12, 31, 9, 0)
    found = [repeating.occurrence(read, began, n) for n in (2, 3)]
    assert [f"{at:%m-%d}" for at in found] == ["01-31", "03-31"]


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=DAILY",
        "FREQ=WEEKLY;BYHOUR=3",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;COUNT=x",
        "FREQ=MONTHLY;BYDAY=9MO",
        "FREQ=WEEKLY;COUNT=5000",
        "nonsense",
    ],
)
def test_other_rules_are_refused(rule):
    with pytest.raises(Invalid):
        repeating.read(rule)


def test_the_clock_on_the_wall_stays_when_summer_time_ends():
    """London goes back on 25 October 2026: two in the afternoon stays two in the afternoon."""
    read = repeating.read("FREQ=WEEKLY")
    at = [repeating.occurrence(read, OCTOBER, n) for n in (2, 3)]
    ms = [repeating.instant(one, "Europe/London") for one in at]
    assert [clock.iso(one)[11:16] for one in ms] == ["13:00", "14:00"]
    assert ms[1] - ms[0] == (7 * 24 + 1) * 3_600_000


def test_an_hour_that_is_skipped_does_not_move_the_others():
    """On 28 March 2027 there is no half past two in Berlin."""
    read = repeating.read("FREQ=WEEKLY")
    began = on_the_wall(2027, 3, 21, 2, 30)
    at = [repeating.occurrence(read, began, n) for n in (2, 3)]
    shown = [repeating.wall(repeating.instant(one, "Europe/Berlin"), "Europe/Berlin") for one in at]
    assert [f"{one:%H:%M}" for one in shown] == ["03:30", "02:30"]


@pytest.fixture
def now():
    held = [datetime.fromisoformat("2026-10-12T08:00:00+00:00").timestamp()]
    with clock.held(lambda: held[0]):
        yield held


@pytest.fixture
async def weekly(store, now):
    ana = await make_person(store, "ana")
    lab = await make_community(store, ana, "lab")
    starts = repeating.instant(OCTOBER, "Europe/London")
    part = MeetingPart(starts, timezone="Europe/London", rule="FREQ=WEEKLY;COUNT=12")
    draft = Draft(
        "<p>We meet</p>", title="Huddle", kind="Event", community_id=lab.id, practice=part
    )
    post = await perform(store, posts.write, ana, draft)
    return ana, lab, post


async def run(store):
    while await keep_time(store, series.grow):
        pass


async def listed(store, post):
    return await meetings.list_series(store, f"{post.uri}/series")


async def test_the_next_are_written_so_far_ahead_and_no_further(store, weekly, now):
    _, _lab, post = weekly
    await run(store)
    found = await listed(store, post)
    assert [row.nth for row in found] == list(range(1, 10 + 1))
    assert found[0].id == post.id
    assert found[-1].grows
    assert not found[0].grows
    walls = {f"{repeating.wall(row.starts, 'Europe/London'):%A %H:%M}" for row in found}
    assert walls == {"Monday 14:00"}
    await run(store)
    assert len(await listed(store, post)) == 10
    now[0] += 40 * 86_400
    await run(store)
    rows = await listed(store, post)
    assert [row.nth for row in rows] == list(range(1, 13))
    assert not any(row.grows for row in rows)


async def test_what_is_written_twice_at_once_is_there_once(store, weekly):
    _, _, post = weekly
    await perform(store, series.grow, post.id)
    with pytest.raises(Exception, match="changed"):
        await perform(store, series.grow, post.id)
    assert len(await listed(store, post)) == 2
    assert await count(store, "post") == 2


async def test_one_is_moved_and_then_all_that_follow(store, weekly):
    ana, _, post = weekly
    await run(store)
    second, third = (await listed(store, post))[1:3]
    unit_part = meetings.part_of(second)
    moved = replace(unit_part, starts=second.starts + 3_600_000, ends=second.ends + 3_600_000)
    edit = await perform(store, _edit, second.id, moved)
    await perform(store, posts.revise, ana, second.id, edit)
    rows = await listed(store, post)
    assert rows[1].starts == second.starts + 3_600_000
    assert rows[1].sequence == 1
    assert rows[2] == third
    later = replace(
        meetings.part_of(third), starts=third.starts + 7_200_000, ends=third.ends + 7_200_000
    )
    edit = await perform(store, _edit, third.id, later)
    await perform(store, series.revise_following, ana, third.id, edit)
    rows = await listed(store, post)
    walls = [f"{repeating.wall(row.starts, 'Europe/London'):%H:%M}" for row in rows]
    assert walls == ["14:00", "15:00", *["16:00"] * 8]


async def _edit(unit, number, part):
    return await series.edit_of(unit, await find_post(unit, number), part)


async def test_one_is_cancelled_and_then_all_that_follow(store, weekly, now):
    ana, _lab, post = weekly
    await run(store)
    rows = await listed(store, post)
    await perform(store, series.cancel, ana, rows[1].id, following=False)
    await perform(store, series.cancel, ana, rows[4].id, following=True)
    states = [row.state for row in await listed(store, post)]
    assert states == ["confirmed", "cancelled", "confirmed", "confirmed", *["cancelled"] * 6]
    now[0] += 40 * 86_400
    await run(store)
    assert len(await listed(store, post)) == 10

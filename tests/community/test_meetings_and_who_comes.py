"""Meetings are arranged, and people say whether they come: until it is full, and then they wait."""

import asyncio
from dataclasses import replace

import pytest

from fedcop import clock
from fedcop.community import posts, reactions, series
from fedcop.community.meeting_times import keep_time
from fedcop.community.perform import perform
from fedcop.community.practice import meetings, rsvps
from fedcop.community.practice.parts import MeetingPart
from fedcop.community.practice_events import MeetingCounted, MeetingSoon, RsvpGiven
from fedcop.errors import Invalid, NotFound, Refused
from fedcop.values import Audience
from tests.builders import (
    let_follow,
    make_community,
    make_person,
    remember_group,
    remember_person,
)
from tests.writing import answer as reply
from tests.writing import count, echo, recorded, write

HOUR = 3_600_000


@pytest.fixture
def now():
    held = [1_790_000_000.0]
    with clock.held(lambda: held[0]):
        yield held


@pytest.fixture
async def scene(store, now):
    ana = await make_person(store, "ana")
    return ana, await make_community(store, ana, "lab"), await make_person(store, "bo")


def part(**more):
    given = {"starts": clock.now_ms() + HOUR, "timezone": "Europe/Berlin", **more}
    return MeetingPart(**given)


async def arrange(store, ana, lab, **more):
    return await write(
        store,
        ana,
        "<p>Bring a case.</p>",
        title="Clinic",
        kind="Event",
        community_id=lab.id,
        practice=part(**more),
    )


async def say(store, who, post, wish="going"):
    row = await perform(store, rsvps.answer, who, post.id, rsvps.Answer(wish))
    return row and row.answer


async def stands(store, post, who):
    row = await rsvps.find(store, post.id, who.id)
    return row and row.answer


async def test_a_meeting_has_its_own_name_and_who_calls_it_comes(store, scene):
    ana, lab, _ = scene
    post = await arrange(store, ana, lab)
    assert post.uri == store.uris.meeting(post.id)
    assert (post.practice, post.kind) == ("event", "Event")
    row = await meetings.find(store, post.id)
    assert (row.ends - row.starts, row.community_id) == (HOUR, lab.id)
    assert await stands(store, post, ana) == "going"
    held = await meetings.next_of(store, None, lab.id)
    assert [one.post.id for one in held] == [post.id]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"starts": 0}, "starts"),
        ({"ends": 5}, "ends"),
        ({"timezone": "Europe/Atlantis"}, "timezone"),
        ({"join_mode": "whoever"}, "join_mode"),
        ({"capacity": -1}, "capacity"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"join_mode": "external"}, "link"),
        ({"format": "brawl"}, "format"),
        ({"rule": "FREQ=SECONDLY"}, "rule"),
        ({"notes": "x" * 50_001}, "notes"),
    ],
)
async def test_what_is_no_meeting_is_refused_by_its_field(store, scene, wrong, field):
    ana, lab, _ = scene
    with pytest.raises(Invalid, match=f"^{field}: "):
        await arrange(store, ana, lab, **wrong)
    assert await count(store, "meeting") == 0


async def test_one_comes_may_come_and_does_not_come(store, scene):
    ana, lab, bo = scene
    post = await arrange(store, ana, lab)
    assert await say(store, bo, post) == "going"
    assert await say(store, bo, post) is None
    assert await say(store, bo, post, "maybe") == "maybe"
    assert await perform(store, rsvps.withdraw, bo, post.id)
    assert not await perform(store, rsvps.withdraw, bo, post.id)
    assert await stands(store, post, bo) == "not"
    assert await count(store, "rsvp WHERE meeting_id = ?", post.id) == 2


async def test_who_comes_to_a_full_meeting_waits_and_gets_the_place_of_who_leaves(store, scene):
    ana, lab, bo = scene
    post = await arrange(store, ana, lab, capacity=2)
    cy, di = await make_person(store, "cy"), await make_person(store, "di")
    assert [await say(store, one, post) for one in (bo, cy, di)] == ["going", "waiting", "waiting"]
    await perform(store, rsvps.withdraw, bo, post.id)
    assert [await stands(store, post, one) for one in (cy, di)] == ["going", "waiting"]
    await echo(store)
    told = await store.read("SELECT recipient_id FROM notification WHERE kind = 'meeting_answered'")
    assert [row[0] for row in told] == [cy.id]


async def test_of_many_who_come_at_once_no_more_come_than_there_are_places(store, scene):
    ana, lab, _ = scene
    post = await arrange(store, ana, lab, capacity=3)
    people = [await make_person(store, f"p{n}") for n in range(6)]
    done = await asyncio.gather(*(say(store, one, post) for one in people), return_exceptions=True)
    for one, said in zip(people, done, strict=True):
        if isinstance(said, Exception):
            await say(store, one, post)
    found = [await stands(store, post, one) for one in people]
    assert sorted(found) == ["going"] * 2 + ["waiting"] * 4


async def test_a_larger_room_lets_those_in_who_wait(store, scene):
    ana, lab, bo = scene
    post = await arrange(store, ana, lab, capacity=1)
    assert await say(store, bo, post) == "waiting"
    row = await meetings.find(store, post.id)
    edit = await perform(store, series.edit_of, post, replace(meetings.part_of(row), capacity=5))
    await perform(store, posts.revise, ana, post.id, edit)
    await perform(store, rsvps.fill, post.id)
    assert await stands(store, post, bo) == "going"


async def test_where_people_are_let_in_they_ask_and_are_answered(store, scene):
    ana, lab, bo = scene
    post = await arrange(store, ana, lab, join_mode="restricted")
    assert await say(store, bo, post) == "asked"
    await echo(store)
    row = await rsvps.find(store, post.id, bo.id)
    with pytest.raises(Refused):
        await perform(store, rsvps.let_come, bo, row.id)
    await perform(store, rsvps.let_come, ana, row.id)
    assert await stands(store, post, bo) == "going"
    await perform(store, rsvps.turn_away, ana, row.id)
    assert await stands(store, post, bo) == "refused"
    await echo(store)
    kinds = await store.read("SELECT recipient_id, kind FROM notification ORDER BY id")
    assert (ana.id, "meeting_wish") in {(row[0], row[1]) for row in kinds}
    assert (bo.id, "meeting_answered") in {(row[0], row[1]) for row in kinds}
    assert await say(store, bo, post) is None  # a no stays a no


@pytest.mark.parametrize("what", ["cancelled", "over", "external"])
async def test_nobody_comes_to_what_is_not_open(store, scene, now, what):
    ana, lab, bo = scene
    more = {"join_mode": "external", "link": "https://shop.example/"} if what == "external" else {}
    post = await arrange(store, ana, lab, **more)
    if what == "cancelled":
        await perform(store, series.cancel, ana, post.id, following=False)
    if what == "over":
        now[0] += 3 * 3600
    with pytest.raises(Refused):
        await say(store, bo, post)


async def test_what_is_for_members_is_for_members(store, scene):
    ana, lab, bo = scene
    post = await write(
        store,
        ana,
        title="Inside",
        kind="Event",
        community_id=lab.id,
        practice=part(),
        audience=Audience.MEMBERS,
    )
    with pytest.raises(Refused):
        await say(store, bo, post)
    assert await meetings.next_of(store, bo, lab.id) == []
    await let_follow(store, bo, lab)
    assert await say(store, bo, post) == "going"
    assert len(await meetings.next_of(store, bo, lab.id)) == 1


async def test_a_reply_of_one_word_is_an_answer(store, scene):
    ana, lab, _bo = scene
    post = await arrange(store, ana, lab)
    far = await remember_person(store, "https://social.example/users/mia")
    for word, answer in (
        ("yes", "going"),
        ("Maybe.", "maybe"),
        ("No!", "not"),
        ("YES 🎉", "going"),
    ):
        await reply(store, far, post, f"<p><span>@<a href='#'>ana</a></span> {word}</p>")
        await echo(store)
        assert await stands(store, post, far) == answer
    await reply(store, far, post, "<p>no, not that one, I mean the other</p>")
    await echo(store)
    assert await stands(store, post, far) == "going"


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("yes", "going"),
        ("@ana@cop.example Yes!", "going"),
        ("no", "not"),
        ("maybe", "maybe"),
        ("yes but later", None),
        ("", None),
        ("yesterday", None),
        ("no " * 300, None),
    ],
)
def test_only_one_word_is_taken_for_one(text, wish):
    assert rsvps.word_in(text) == wish


async def test_those_who_come_are_reminded_once(store, scene, now):
    ana, lab, bo = scene
    post = await arrange(store, ana, lab)
    await say(store, bo, post)
    assert await recorded(store, MeetingSoon) == []
    now[0] += 50 * 60
    for _ in range(2):
        await keep_time(store, series.grow)
        await echo(store)
    assert len(await recorded(store, MeetingSoon)) == 1
    told = await store.read(
        "SELECT recipient_id FROM notification WHERE kind = 'meeting_soon' ORDER BY recipient_id"
    )
    assert sorted(row[0] for row in told) == sorted([ana.id, bo.id])


async def test_others_are_told_who_comes_at_once_and_then_now_and_then(store, scene, now):
    ana, lab, bo = scene
    post = await arrange(store, ana, lab)
    await say(store, bo, post)
    await keep_time(store, series.grow)
    assert len(await recorded(store, MeetingCounted)) == 1
    await say(store, bo, post, "maybe")
    await keep_time(store, series.grow)
    assert len(await recorded(store, MeetingCounted)) == 1
    now[0] += 61
    await keep_time(store, series.grow)
    assert len(await recorded(store, MeetingCounted)) == 2


async def test_a_meeting_that_is_taken_back_takes_its_answers_along(store, scene):
    ana, lab, bo = scene
    post = await arrange(store, ana, lab)
    await say(store, bo, post)
    await perform(store, posts.remove, ana, post.id)
    assert await count(store, "meeting") == await count(store, "rsvp") == 0
    with pytest.raises(NotFound):
        await say(store, bo, post)


async def test_the_link_shows_a_quarter_of_an_hour_before(store, scene, now):
    ana, lab, _ = scene
    post = await arrange(store, ana, lab, link="https://meet.example/x")
    row = await meetings.find(store, post.id)
    assert not meetings.shows_link(row)
    now[0] += 45 * 60
    assert meetings.shows_link(row)
    now[0] += 2 * 3600
    assert not meetings.shows_link(row)


async def test_what_is_past_and_what_lies_ahead_are_listed_apart(store, scene, now):
    ana, lab, bo = scene
    first = await arrange(store, ana, lab)
    second = await arrange(store, ana, lab, starts=clock.now_ms() + 48 * HOUR)
    await let_follow(store, bo, lab)
    now[0] += 5 * 3600
    assert [one.post.id for one in await meetings.next_of(store, bo, lab.id, 5)] == [second.id]
    assert [one.post.id for one in await meetings.past_of(store, bo, lab.id, 0, 5)] == [first.id]
    assert [one.post.id for one in await meetings.next_for(store, bo, 5)] == [second.id]
    assert len(await recorded(store, RsvpGiven)) == 0


async def test_a_community_elsewhere_claims_a_meeting_that_came_before(store, scene):
    mia = await remember_person(store, "https://riverside.example/u/mia")
    there = await remember_group(store, "https://riverside.example/c/weavers")
    post = await write(store, mia, "<p>Come.</p>", title="Clinic", kind="Event", practice=part())
    said = "https://riverside.example/activities/1"
    assert await perform(store, reactions.relay, there, post.id, said, 0)
    assert [held.post.id for held in await meetings.next_of(store, scene[0], there.id)] == [post.id]

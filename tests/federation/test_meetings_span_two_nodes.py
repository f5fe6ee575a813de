"""A meeting is called on one node, and people of another say whether they come."""

from dataclasses import replace

import pytest

from fedcop import clock
from fedcop.community import posts, series
from fedcop.community.meeting_times import keep_time
from fedcop.community.perform import perform
from fedcop.community.practice import invitations, meetings, rsvps
from fedcop.community.practice.parts import MeetingPart
from fedcop.values import ArtifactPin
from tests.builders import remember_person
from tests.federation.outbox.telling import tell
from tests.federation.pair import exchange, refused
from tests.writing import echo, write

pytestmark = pytest.mark.usefixtures("now")
HOUR = 3_600_000
LINK = "https://meet.example/secret-room"


@pytest.fixture
def now():
    held = [float(int(clock.now()))]
    with clock.held(lambda: held[0]):
        yield held


async def call(home, away, author, group, **more):
    given = {"starts": clock.now_ms() + HOUR, "timezone": "Europe/London", "link": LINK, **more}
    post = await write(
        home.store,
        author,
        "<p>Bring a case.</p>",
        title="Clinic",
        kind="Event",
        community_id=group.id,
        source="Bring a case.",
        practice=MeetingPart(**given),
    )
    assert refused(await exchange(home, away)) == []
    return post, await away.post(post.uri)


async def say(side, who, post, wish="going"):
    return await perform(side.store, rsvps.answer, who, post.id, rsvps.Answer(wish))


async def answers(home, away, post, there, mira):
    at_home = await home.known(mira.uri)
    one = await rsvps.find(home.store, post.id, at_home.id)
    other = await rsvps.find(away.store, there.id, mira.id)
    return (one and one.answer, other and other.answer)


async def settle(home, away):
    assert refused(await exchange(home, away)) == []
    await keep_time(home.store, series.grow)
    assert refused(await exchange(home, away)) == []


async def test_a_meeting_is_the_same_elsewhere_but_for_its_link(pair, scene):
    home, away = pair
    ana, lab, _, known = scene
    post, there = await call(home, away, ana, lab, format="peer-assist", place="Room 4", capacity=9)
    assert (there.practice, there.kind, there.title) == ("event", "Event", "Clinic")
    assert there.community_id == known.id
    assert there.source == "Bring a case."
    one, other = await meetings.find(home.store, post.id), await meetings.find(away.store, there.id)
    for name in ("starts", "ends", "timezone", "format", "capacity", "join_mode", "state"):
        assert getattr(one, name) == getattr(other, name)
    assert other.place == "Room 4"
    assert other.link == ""
    assert LINK not in there.content
    assert "Europe/London" in there.content
    assert "Peer assist" in there.summary


async def test_somebody_elsewhere_comes_and_hears_where(pair, scene):
    home, away = pair
    ana, lab, mira, _ = scene
    post, there = await call(home, away, ana, lab)
    assert (await say(away, mira, there)).answer == "asked"
    await settle(home, away)
    assert await answers(home, away, post, there, mira) == ("going", "going")
    row = await meetings.find(away.store, there.id)
    assert row.link == LINK
    assert row.going == 2
    assert dict(meetings.organizations_of(row)) == {home.host: 1, away.host: 1}
    assert await perform(away.store, rsvps.withdraw, mira, there.id)
    await settle(home, away)
    assert await answers(home, away, post, there, mira) == ("not", "not")


async def test_somebody_elsewhere_may_come(pair, scene):
    home, away = pair
    ana, lab, mira, _ = scene
    post, there = await call(home, away, ana, lab)
    await say(away, mira, there, "maybe")
    await settle(home, away)
    assert await answers(home, away, post, there, mira) == ("maybe", "maybe")
    assert (await meetings.find(away.store, there.id)).maybe == 1


async def test_a_full_meeting_lets_somebody_elsewhere_wait_until_there_is_a_place(pair, scene):
    home, away = pair
    ana, lab, mira, _ = scene
    post, there = await call(home, away, ana, lab, capacity=1)
    await say(away, mira, there)
    await settle(home, away)
    assert await answers(home, away, post, there, mira) == ("waiting", "waiting")
    assert (await meetings.find(away.store, there.id)).link == ""
    await perform(home.store, rsvps.withdraw, ana, post.id)
    await settle(home, away)
    assert await answers(home, away, post, there, mira) == ("going", "going")


@pytest.mark.parametrize(("decide", "end"), [("let_come", "going"), ("turn_away", "refused")])
async def test_whoever_calls_it_lets_people_of_elsewhere_come_or_not(pair, scene, decide, end):
    home, away = pair
    ana, lab, mira, _ = scene
    post, there = await call(home, away, ana, lab, join_mode="restricted")
    await say(away, mira, there)
    await settle(home, away)
    assert await answers(home, away, post, there, mira) == ("asked", "asked")
    asked = await rsvps.find(home.store, post.id, (await home.known(mira.uri)).id)
    await perform(home.store, getattr(rsvps, decide), ana, asked.id)
    await settle(home, away)
    assert await answers(home, away, post, there, mira) == (end, end)


async def test_a_meeting_is_moved_and_cancelled_everywhere(pair, scene):
    home, away = pair
    ana, lab, _, _ = scene
    post, there = await call(home, away, ana, lab)
    await perform(home.store, series.cancel, ana, post.id, following=False)
    await settle(home, away)
    row = await meetings.find(away.store, there.id)
    assert (row.state, row.sequence) == ("cancelled", 1)
    assert (await away.post(post.uri)).summary.startswith("Cancelled")
    await perform(home.store, posts.remove, ana, post.id)
    await settle(home, away)
    assert await meetings.find(away.store, there.id) is None


async def test_a_series_is_one_elsewhere(pair, scene, now):
    home, away = pair
    ana, lab, _, _ = scene
    post, there = await call(home, away, ana, lab, rule="FREQ=WEEKLY;COUNT=3")
    for _ in range(3):
        await settle(home, away)
    listed = await home.store.read("SELECT nth FROM meeting ORDER BY nth")
    assert [row[0] for row in listed] == [1, 2, 3]
    rows = await away.store.read("SELECT series_uri, rule FROM meeting")
    assert len(rows) == 3
    assert {row[0] for row in rows} == {f"{post.uri}/series"}
    assert there.context_uri == f"{post.uri}/series"


async def test_a_reminder_brings_the_link_of_today(pair, scene, now):
    home, away = pair
    ana, lab, mira, _ = scene
    post, there = await call(home, away, ana, lab, link="")
    await say(away, mira, there)
    await settle(home, away)
    assert (await meetings.find(away.store, there.id)).link == ""
    row = await meetings.find(home.store, post.id)
    part = replace(meetings.part_of(row), link=LINK)
    edit = await perform(home.store, series.edit_of, post, part)
    await perform(home.store, posts.revise, ana, post.id, edit)
    now[0] += 50 * 60
    await settle(home, away)
    assert (await meetings.find(away.store, there.id)).link == LINK


async def test_what_is_said_twice_is_said_once(pair, scene):
    home, away = pair
    ana, lab, mira, _ = scene
    post, there = await call(home, away, ana, lab)
    await say(away, mira, there)
    (join,) = [told for told in await tell(away.store) if told.kind == "Join"]
    await settle(home, away)
    again = {**join.plain, "id": f"{join.plain['id']}-again"}
    for said in (join.plain, again):
        assert await home.node.deliver(said) == 202
    await home.node.processor.drain()
    rows = await home.store.read("SELECT answer FROM rsvp WHERE meeting_id = ?", post.id)
    assert [row[0] for row in rows] == ["going", "going"]


async def test_nobody_but_the_home_of_a_meeting_answers(pair, scene):
    home, away = pair
    ana, lab, mira, _ = scene
    _post, there = await call(home, away, ana, lab, join_mode="restricted")
    await say(away, mira, there)
    (join,) = [told for told in await tell(away.store) if told.kind == "Join"]
    mallory = "https://evil.example/users/mallory"
    await remember_person(away.store, mallory)
    forged = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": "https://evil.example/accept/1",
        "type": "Accept",
        "actor": mallory,
        "object": join.plain,
        "cop:link": "https://evil.example/trap",
    }
    assert await away.node.deliver(forged) == 202
    await away.node.processor.drain()
    row = await rsvps.find(away.store, there.id, mira.id)
    assert row.answer == "asked"
    assert (await meetings.find(away.store, there.id)).link == ""


async def test_who_is_invited_answers_and_is_counted(pair, scene):
    home, away = pair
    ana, lab, mira, _ = scene
    post, _there = await call(home, away, ana, lab)
    here = await home.known(mira.uri)
    wish = invitations.Ask("meeting", ArtifactPin(post.uri), lab.id)
    sent = await perform(home.store, invitations.invite, ana, here, wish)
    assert refused(await exchange(home, away)) == []
    asked = await invitations.find_by_uri(away.store, sent.uri)
    assert asked.kind == "meeting"
    await perform(away.store, invitations.answer, mira, asked.id, invitations.MAYBE)
    assert refused(await exchange(home, away)) == []
    await echo(home.store)
    assert (await rsvps.find(home.store, post.id, here.id)).answer == "maybe"

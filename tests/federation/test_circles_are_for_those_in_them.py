"""A mentor meets those whom they help, on two nodes: nobody else learns of it."""

import pytest

from fedcop import clock
from fedcop.community import circles, meeting_notes, series
from fedcop.community.circles import Circle
from fedcop.community.perform import perform
from fedcop.community.practice import meetings, mentoring, rsvps
from fedcop.community.practice.meetings import mark_of
from fedcop.community.practice.parts import MeetingPart
from fedcop.community.practice.rsvps import Answer
from fedcop.errors import Invalid, Refused
from fedcop.store.queries.posts import find_post
from fedcop.store.queries.reading import find_reading
from fedcop.values import Audience
from tests.builders import let_follow, make_person
from tests.federation.outbox.telling import log_of
from tests.federation.pair import exchange, refused
from tests.writing import answer, count

_DAY = 86_400_000


def circle(*people, title="First audits", sessions=3):
    starts = clock.now_ms() + 2 * _DAY
    part = MeetingPart(
        starts,
        starts + 3_600_000,
        timezone="UTC",
        rule=f"FREQ=WEEKLY;COUNT={sessions}" if sessions > 1 else "",
    )
    return Circle(title, "<p>Bring one.</p>", "Bring one.", tuple(one.id for one in people), part)


async def helps(store, mentor, mentee):
    row = await perform(store, mentoring.begin, mentee, (mentor, mentee), "Lead my first audit.")
    await perform(store, mentoring.answer, mentor, row.id, mentoring.ACCEPTED)


@pytest.fixture
async def people(pair, scene):
    """Ana helps bo at home and mira on the other node; eve and max are on either node."""
    home, away = pair
    ana, _, mira, _ = scene
    bo, eve = await make_person(home.store, "bo"), await make_person(home.store, "eve")
    max_ = await make_person(away.store, "max")
    ana_there = await away.known(ana.uri)
    await let_follow(away.store, max_, ana_there)
    await helps(home.store, ana, bo)
    row = await perform(away.store, mentoring.begin, mira, (ana_there, mira), "Learn.")
    assert refused(await exchange(away, home)) == []
    here = await mentoring.find_by_uri(home.store, row.uri)
    await perform(home.store, mentoring.answer, ana, here.id, mentoring.ACCEPTED)
    assert refused(await exchange(home, away)) == []
    return ana, bo, eve, await home.known(mira.uri), mira, max_


async def reads(store, who, post):
    facts = await find_reading(store, post.id, who.id)
    return facts.named or post.author_id == who.id


async def test_it_is_for_those_in_it_on_both_nodes(pair, people):
    home, away = pair
    ana, bo, eve, mira_here, mira, max_ = people
    post = await perform(home.store, circles.begin, ana, circle(bo, mira_here))
    assert (post.audience, post.community_id) == (Audience.NAMED, 0)
    assert refused(await exchange(home, away)) == []
    told = [one for one in await log_of(home.store) if one.object_uri == post.uri]
    assert {inbox.split("/")[2] for one in told for inbox, _ in one.lanes} == {away.host}
    assert all(not one.streams for one in told)
    there = await away.post(post.uri)
    assert (there.audience, there.practice) == (Audience.NAMED, "event")
    for who, seen in ((ana, True), (bo, True), (eve, False)):
        assert await reads(home.store, who, post) is seen
        assert bool(await circles.coming(home.store, who)) is seen
    for who, seen in ((mira, True), (max_, False)):
        assert await reads(away.store, who, there) is seen
        assert bool(await circles.coming(away.store, who)) is seen
    assert (await home.line.doors[away.host].client.get(f"/e/{there.id}")).status_code == 404


async def test_it_goes_on_with_the_same_people(pair, people):
    home, away = pair
    ana, bo, _, mira_here, mira, _ = people
    post = await perform(home.store, circles.begin, ana, circle(bo, mira_here))
    await perform(home.store, series.grow, post.id)
    assert refused(await exchange(home, away)) == []
    sessions = await circles.coming(away.store, mira)
    assert len(sessions) == 2
    last = (await circles.coming(home.store, bo))[-1].post
    await perform(home.store, series.grow, last.id)
    last = (await circles.coming(home.store, bo))[-1].post
    await perform(home.store, series.grow, last.id)
    assert len(await circles.coming(home.store, bo)) == 3  # and no more
    await perform(home.store, series.cancel, ana, last.id, following=False)
    assert await reads(home.store, bo, await find_post(home.store, last.id))


async def test_notes_and_answers_stay_among_them(pair, people):
    home, away = pair
    ana, bo, _, mira_here, mira, _ = people
    post = await perform(home.store, circles.begin, ana, circle(bo, mira_here))
    assert refused(await exchange(home, away)) == []
    there = await away.post(post.uri)
    await perform(away.store, rsvps.answer, mira, there.id, Answer("going"))
    assert refused(await exchange(away, home)) == []
    going = await rsvps.list_comers(home.store, post.id, "going")
    assert {one.actor.name for one in going} == {"ana", "mira"}
    row = await meetings.find(home.store, post.id)
    await perform(
        home.store, meeting_notes.write, ana, post.id, "We begin small.", mark_of(row.notes)
    )
    assert refused(await exchange(home, away)) == []
    assert (await meetings.find(away.store, there.id)).notes == "We begin small."
    assert await reads(away.store, mira, await away.post(post.uri))
    said = await answer(
        away.store, mira, there, audience=Audience.NAMED, mentions=(there.author_id,)
    )
    assert refused(await exchange(away, home)) == []
    assert (await home.post(said.uri)).audience == Audience.NAMED
    assert (
        await count(
            home.store,
            "home_line WHERE post_id = ? AND owner_id NOT IN (?, ?)",
            post.id,
            ana.id,
            bo.id,
        )
        == 0
    )


async def test_it_is_for_people_one_helps(pair, people):
    home, _ = pair
    ana, bo, eve, *_ = people
    for chosen, error in (((), Invalid), ((eve,), Refused), ((bo, eve), Refused)):
        with pytest.raises(error):
            await perform(home.store, circles.begin, ana, circle(*chosen))
    with pytest.raises(Refused):
        await perform(home.store, circles.begin, bo, circle(ana))
    with pytest.raises(Invalid):
        await perform(home.store, circles.begin, ana, circle(bo, title=" "))
    many = circle(bo)
    object.__setattr__(many, "people", tuple(range(1, 14)))
    with pytest.raises(Invalid):
        await perform(home.store, circles.begin, ana, many)

"""Questions are routed to three who could know and want to be asked; people see what waits."""

import pytest

from fedcop import clock
from fedcop.community import answers, moderation, routing, tags
from fedcop.community.perform import perform
from fedcop.community.practice import invitations
from fedcop.community.practice.parts import QuestionPart
from fedcop.errors import Invalid, Refused
from fedcop.store.rows import AskMeRow
from fedcop.values import ArtifactPin, Audience
from tests.builders import let_follow, make_community, make_person
from tests.writing import answer, count, echo, write


@pytest.fixture
async def ana(store):
    return await make_person(store, "ana")


@pytest.fixture
async def lab(store, ana):
    return await make_community(store, ana, "lab")


async def ask(store, who, group, *topics, title="How do you hand over?", **more):
    return await write(
        store,
        who,
        title=title,
        community_id=group.id,
        practice=QuestionPart(),
        hashtags=topics,
        **more,
    )


async def member(store, group, name, topics="", **limits):
    person = await make_person(store, name)
    await let_follow(store, person, group)
    if topics:
        wish = AskMeRow(person.id, 0, topics, **limits)
        await perform(store, routing.set_limits, person, wish)
    return person


async def names(store, post):
    return [one.person.name for one in await routing.suggest(store, post)]


async def test_only_members_who_want_to_be_asked_are(store, ana, lab):
    await member(store, lab, "bo", "handover night")
    await member(store, lab, "cy", "cooking")
    await member(store, lab, "di")
    stranger = await make_person(store, "eve")
    await perform(store, routing.set_limits, stranger, AskMeRow(stranger.id, 0, "handover"))
    await perform(store, routing.set_limits, ana, AskMeRow(ana.id, 0, "handover"))
    post = await ask(store, ana, lab, "Handover")
    (found,) = await routing.suggest(store, post)
    assert (found.person.name, found.why) == ("bo", "wants to be asked about handover")


async def test_a_word_of_the_title_is_a_topic_too(store, ana, lab):
    await member(store, lab, "bo", "handover")
    assert await names(store, await ask(store, ana, lab, title="A better handover?")) == ["bo"]


async def test_who_helped_before_comes_first_and_it_is_said_why(store, ana, lab):
    people = [await member(store, lab, name, "handover") for name in ("bo", "cy", "di", "ed")]
    earlier = await ask(store, ana, lab, "handover")
    said = await answer(store, people[3], earlier)
    await perform(store, answers.accept, ana, earlier.id, said.id)
    found = await routing.suggest(store, await ask(store, ana, lab, "handover"))
    assert [one.person.name for one in found] == ["ed", "bo", "cy"]
    assert found[0].why == "helped before with handover; wants to be asked about handover"


async def test_the_load_is_shared_and_the_limit_holds(store, ana, lab):
    for name in ("bo", "cy", "di", "ed"):
        await member(store, lab, name, "handover", most=1 if name == "bo" else 2)
    first = await ask(store, ana, lab, "handover")
    asked = tuple(one.person.id for one in await routing.suggest(store, first))
    assert await perform(store, routing.route, ana, first.id, asked) == 3
    assert await perform(store, routing.route, ana, first.id, asked) == 0  # nobody twice
    second = await ask(store, ana, lab, "handover")
    assert await names(store, second) == ["ed", "cy", "di"]  # bo has heard enough this week
    later = clock.now() + 8 * 86_400
    with clock.held(lambda: later):
        assert "bo" in await names(store, second)


async def test_a_decline_is_seen_by_nobody(store, ana, lab):
    bo = await member(store, lab, "bo", "handover")
    post = await ask(store, ana, lab, "handover")
    await perform(store, routing.route, ana, post.id, (bo.id,))
    before = await routing.suggest(store, post)
    row = await invitations.find_for(store, "answer", ArtifactPin(post.uri), bo.id)
    await perform(store, invitations.answer, bo, row.id, invitations.DECLINED)
    assert await routing.suggest(store, post) == before
    assert before[0].asked
    other = await ask(store, ana, lab, "handover")
    assert await names(store, other) == ["bo"]  # asked no less for it


async def test_nobody_is_asked_in_their_quiet_hours(store, ana, lab):
    await member(store, lab, "bo", "handover", quiet_from=18, quiet_to=8, timezone="Europe/Oslo")
    noon = 1_768_305_600.0  # 2026-01-13 12:00 UTC
    with clock.held(lambda: noon):
        post = await ask(store, ana, lab, "handover")
        assert await names(store, post) == ["bo"]
    with clock.held(lambda: noon + 5.5 * 3600):
        assert await names(store, post) == []
    with clock.held(lambda: noon + 19.5 * 3600):
        assert await names(store, post) == ["bo"]


async def test_who_may_not_read_it_is_not_asked(store, ana, lab):
    bo = await member(store, lab, "bo", "handover")
    await perform(store, moderation.block, bo, ana, "")
    assert await names(store, await ask(store, ana, lab, "handover")) == []


async def test_only_who_asked_and_stewards_ask_people(store, ana, lab):
    bo = await member(store, lab, "bo", "handover")
    cy = await member(store, lab, "cy")
    post = await ask(store, cy, lab, "handover")
    with pytest.raises(Refused):
        await perform(store, routing.route, bo, post.id, (bo.id,))
    assert await perform(store, routing.route, ana, post.id, (bo.id, cy.id, 7)) == 1
    await echo(store)
    told = "notification WHERE kind = 'answer_asked' AND recipient_id = ?"
    assert await count(store, told, bo.id) == 1


async def test_limits_are_checked_and_taken_back(store, ana, lab):
    for wrong in ({"most": 99}, {"quiet_from": 24}, {"timezone": "Mars/Base"}):
        with pytest.raises(Invalid):
            await perform(store, routing.set_limits, ana, AskMeRow(ana.id, 0, "a", **wrong))
    row = await perform(store, routing.set_limits, ana, AskMeRow(ana.id, 0, "#Night Night shift"))
    assert row.topics == "night shift"
    assert await perform(store, routing.set_limits, ana, AskMeRow(ana.id, 0, " ")) is None
    assert await routing.find_limits(store, ana) is None


async def test_people_see_what_they_could_answer_and_why(store, ana, lab):
    bo = await member(store, lab, "bo", "shifts")
    elsewhere = await make_community(store, ana, "elsewhere")
    await perform(store, tags.follow, bo, "night")
    earlier = await ask(store, ana, lab, "handover")
    said = await answer(store, bo, earlier)
    await perform(store, answers.accept, ana, earlier.id, said.id)
    expected = {
        (await ask(store, ana, lab, "handover")).id: "you answered about #handover before",
        (await ask(store, ana, lab, "night")).id: "you follow #night",
        (await ask(store, ana, lab, "shifts")).id: "you want to be asked about shifts",
    }
    await ask(store, ana, lab, "cooking")
    await ask(store, ana, elsewhere, "night")
    await ask(store, bo, lab, "night")
    known = await ask(store, ana, lab, "handover")
    await answer(store, bo, known)
    found = await routing.could_answer(store, bo, 9)
    assert {one.question: one.why for one in found} == expected
    assert len(await routing.could_answer(store, bo, 2)) == 2
    assert await routing.could_answer(store, await make_person(store, "cy"), 3) == []


async def test_what_is_for_members_is_routed_to_members(store, ana):
    closed = await make_community(store, ana, "closed", audience=Audience.MEMBERS)
    await member(store, closed, "bo", "handover")
    post = await ask(store, ana, closed, "handover", audience=Audience.MEMBERS)
    assert await names(store, post) == ["bo"]

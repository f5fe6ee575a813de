"""What a community may know of itself, as its members read it, on both databases."""

import csv
import io

import pytest

from fedcop import clock
from fedcop.community import posts
from fedcop.community.drafts import Draft
from fedcop.community.insights import reading
from fedcop.community.insights.facts import DAY, WEEK, period_at
from fedcop.community.perform import perform
from fedcop.community.practice.parts import QuestionPart
from fedcop.store.batch import Unit
from fedcop.store.queries import node_values
from tests.builders import let_follow, make_community, make_person, remember_person
from tests.web.rig import open_house

HOUR = 3_600_000


@pytest.fixture
async def house(settings):
    async with open_house(settings) as opened:
        yield opened


@pytest.fixture
async def lab(house):
    """Ana's community, with six members of this node and three of each of two others."""
    ana, hers = await house.person("ana")
    group = await make_community(house.store, ana, "lab")
    people = [ana, *[await make_person(house.store, f"inhabitant_{at}") for at in range(5)]]
    for host in ("river.example", "south.example"):
        for at in range(4):
            uri = f"https://{host}/u/visitor_{at}"
            people.append(await remember_person(house.store, uri))
    for one in people[1:]:
        await let_follow(house.store, one, group)
    return group, people, hers


async def talk(house, group, people, weeks=8):
    """Questions over some weeks, each answered by somebody of another organization."""
    last = period_at(clock.now_ms()).last
    for at in range(weeks * 2):
        asker, helper = people[at % len(people)], people[(at * 5 + 7) % len(people)]
        asked = last - (at + 1) * WEEK // 2
        uri = "" if asker.local else f"{asker.uri}/{at}"
        question = await perform(
            house.store, posts.write, asker,
            Draft(title=f"Question {at}?", content="<p>How?</p>", community_id=group.id,
                  published=asked, uri=uri, practice=QuestionPart()),
        )  # fmt: skip
        if at % 4 == 3 or helper.id == asker.id:
            continue
        uri = "" if helper.local else f"{helper.uri}/{at}-answer"
        draft = Draft(
            content="<p>So</p>", reply_to_id=question.id, published=asked + 3 * HOUR, uri=uri
        )
        await perform(house.store, posts.write, helper, draft)


async def test_a_small_or_quiet_community_sees_no_numbers(house, lab):
    _, _, hers = lab
    page = await hers.get("/c/lab/insights")
    assert page.status_code == 200
    assert "Needs 5 active people before numbers appear." in page.text
    assert (await hers.get("/c/lab/insights.csv")).status_code == 404


async def test_members_read_figures_with_their_formula_and_of_how_many(house, lab):
    group, people, hers = lab
    await talk(house, group, people)
    page = (await hers.get("/c/lab/insights")).text
    for words in ("Heartbeat", "members", "Kaplan-Meier", "To talk about", "10 to 14 people"):
        assert words in page
    for one in people[1:]:
        assert one.name not in page.replace(group.name, "")
    told = (await hers.get("/c/lab/insights.csv")).text
    lines = {one["figure"]: one for one in csv.DictReader(io.StringIO(told))}
    assert lines["Participation"]["n"] == "10 to 14 people"
    assert lines["Time to the first answer"]["value"] == "3 hours"
    assert all(one["formula"] and one["n"] for one in lines.values())


async def test_what_is_counted_is_what_happened(house, lab):
    group, people, _ = lab
    await talk(house, group, people)
    facts = await reading.facts_of(house.store, group.id, period_at(clock.now_ms()))
    assert facts.members == len(people)
    assert len(facts.asked) == 16
    assert sum(1 for one in facts.asked if one.answered) == sum(
        1 for one in facts.asked if one.answered - one.at == 3 * HOUR
    )
    assert {tie.giver_host for tie in facts.ties} == {"", "river.example", "south.example"}
    assert sum(doing.count for doing in facts.doings) == 16 + sum(tie.count for tie in facts.ties)
    assert facts.period.last - facts.period.first == 12 * WEEK
    assert facts.period.last % DAY == 0


async def test_only_members_see_them(house, lab):
    _, zoe = await house.person("zoe")
    assert (await zoe.get("/c/lab/insights")).status_code == 403
    assert "/c/lab/insights" not in (await zoe.get("/c/lab")).text
    assert "/c/lab/people" in (await zoe.get("/c/lab")).text
    assert (await zoe.get("/c/lab/insights.csv")).status_code == 403
    assert (await house.guest().get("/c/lab/insights")).status_code == 303


async def test_they_are_counted_once_a_day(house, lab, monkeypatch):
    group, people, _ = lab
    reports = reading.Reports(house.store)
    assert not (await reports.of(group.id)).enough
    await talk(house, group, people)
    assert not (await reports.of(group.id)).enough
    later = clock.now_ms() + DAY
    monkeypatch.setattr("fedcop.clock.now_ms", lambda: later)
    assert (await reports.of(group.id)).enough


async def test_four_statements_are_asked_once_and_told_to_members(house, lab):
    group, _, hers = lab
    page = (await hers.get("/c/lab/pulse")).text
    assert "Fewer than 7 members are of this node" in page
    await let_follow(house.store, await make_person(house.store, "one_more"), group)
    page = (await hers.get("/c/lab/pulse")).text
    assert page.count('type="radio"') == 20
    assert "kept nowhere else" in page
    assert "/c/lab/pulse" in (await hers.get("/c/lab/insights")).text
    fields = {"level-0": "5", "level-1": "4", "level-2": "3"}
    assert (await hers.post("/c/lab/pulse", **fields)).status_code == 422
    answer = await hers.post("/c/lab/pulse", **fields, **{"level-3": "2"})
    assert answer.headers["location"] == "/c/lab/pulse"
    page = (await hers.get("/c/lab/pulse")).text
    assert "You have answered this quarter." in page
    assert 'type="radio"' not in page
    _, other = await house.person("stranger")
    assert (await other.get("/c/lab/pulse")).status_code == 403
    assert (await other.post("/c/lab/pulse", **fields, **{"level-3": "2"})).status_code == 403


async def test_a_demo_says_that_its_numbers_are_made_up(house, lab):
    _, _, hers = lab
    assert "made up" not in (await hers.get("/c/lab/insights")).text
    unit = Unit(house.store)
    unit.add(node_values.keep_first(node_values.DEMO, "1"))
    await unit.commit()
    assert "made up" in (await hers.get("/c/lab/insights")).text

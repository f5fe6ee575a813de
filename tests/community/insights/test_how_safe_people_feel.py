"""The safety pulse: what is kept names nobody, and what is told settles nothing about a few."""

import random
from collections import Counter

import pytest

from fedcop import clock
from fedcop.community.insights import pulse, reading
from fedcop.community.insights.facts import Facts, period_at
from fedcop.community.insights.making import report
from fedcop.community.perform import perform
from fedcop.errors import Conflict, Invalid, Refused
from tests.builders import SEAL, let_follow, make_community, make_person, remember_person
from tests.community.insights.test_figures_are_what_their_formula_says import PERIOD, doings

MAY = 1_780_000_000  # a day in the second quarter of 2026
AUGUST = MAY + 90 * 86_400


@pytest.fixture
async def lab(store):
    """A community with eight members on this node."""
    people = [await make_person(store, f"person{at}") for at in range(8)]
    group = await make_community(store, people[0], "lab")
    for person in people[1:]:
        await let_follow(store, person, group)
    return group, people


async def say(store, person, group, *levels):
    await perform(store, pulse.answer_pulse, SEAL, person, group, levels)


async def test_a_quarter_is_told_when_it_is_over(store, lab):
    group, people = lab
    with clock.held(lambda: MAY):
        for person in people[:7]:
            await say(store, person, group, 4, 2, 5, 3)
        assert all(one.mean == "" for one in await pulse.list_pulses(store, group.id))
    with clock.held(lambda: AUGUST):
        latest = (await pulse.list_pulses(store, group.id))[0]
    assert (latest.name, latest.mean, latest.share) == ("2026, quarter 2", "3.5", "50 %")
    assert (latest.people, latest.answered) == ("7 to 13", "90 %")


async def test_six_are_too_few(store, lab):
    group, people = lab
    with clock.held(lambda: MAY):
        for person in people[:6]:
            await say(store, person, group, 4, 4, 4, 4)
    with clock.held(lambda: AUGUST):
        assert (await pulse.list_pulses(store, group.id))[0] == pulse.Pulse(2026 * 4 + 1)


async def test_one_answers_once_a_quarter_and_anew_in_the_next(store, lab):
    group, people = lab
    with clock.held(lambda: MAY):
        await say(store, people[0], group, 1, 1, 1, 1)
        assert await pulse.has_answered(store, SEAL, people[0], group)
        assert not await pulse.has_answered(store, SEAL, people[1], group)
        with pytest.raises(Conflict):
            await say(store, people[0], group, 5, 5, 5, 5)
    with clock.held(lambda: AUGUST):
        assert not await pulse.has_answered(store, SEAL, people[0], group)
        await say(store, people[0], group, 5, 5, 5, 5)
    assert len(await store.read("SELECT mark FROM pulse_mark")) == 1  # of this quarter alone


async def test_what_is_kept_names_nobody(store, lab):
    group, people = lab
    with clock.held(lambda: MAY):
        for person in people[:3]:
            await say(store, person, group, 4, 2, 5, 3)
    kept = [
        tuple(row)
        for table in ("pulse_count", "pulse_mark")
        for row in await store.read(f"SELECT * FROM {table}")
    ]
    assert len(kept) == 4 + 3  # sums, and not an answer of anybody
    for person in people:
        assert all(str(person.id) not in repr(row) for row in kept)
    assert {row[0] for row in await store.read("SELECT answers FROM pulse_count")} == {3}


async def test_who_may_not_is_not_counted(store, lab):
    group, people = lab
    stranger = await make_person(store, "stranger")
    with pytest.raises(Refused):
        await say(store, stranger, group, 1, 1, 1, 1)
    for levels in ((1, 2, 3), (1, 2, 3, 6), (0, 1, 1, 1), (1, 1, 1, 1, 1)):
        with pytest.raises(Invalid):
            await say(store, people[0], group, *levels)
    ana = await make_person(store, "ana")
    small = await make_community(store, ana, "small")
    for at in range(9):
        await let_follow(store, await remember_person(store, f"https://a.example/u/{at}"), small)
    with pytest.raises(Refused, match="Fewer than 7"):
        await say(store, ana, small, 1, 1, 1, 1)


async def test_it_stands_among_the_figures(store, lab):
    group, people = lab
    with clock.held(lambda: MAY):
        for person in people:
            await say(store, person, group, 4, 2, 5, 3)
    facts = await reading.facts_of(store, group.id, period_at(AUGUST * 1000))
    told = {one.key: one for one in report(Facts(PERIOD, 24, doings(), pulse=facts.pulse)).figures}
    assert (told["safety"].value, told["safety"].n) == ("3.5", "7 to 13 people")
    assert told["safety-share"].value == "50 %"
    assert {one.key: one for one in report(Facts(PERIOD, 24, doings())).figures}[
        "safety"
    ].value == ""


def sums(answers):
    counts = Counter((item, level) for one in answers for item, level in enumerate(one))
    return [(9, item, level, many) for (item, level), many in counts.items()]


def spans(one):
    """Between what the mean of a quarter may be, and how many said it, for whoever reads it."""
    low, high = (int(word) for word in one.people.split(" to "))
    if one.mean.endswith("less"):
        return (1.0, 1.55), (low, high)
    if one.mean.endswith("more"):
        return (4.45, 5.0), (low, high)
    return (float(one.mean) - 0.05, float(one.mean) + 0.05), (low, high)


@pytest.mark.parametrize("seed", range(200))
def test_no_two_tellings_settle_what_one_said(seed):
    dice = random.Random(seed)
    people = dice.choice([3, 6, 7, 8, 9, 13, 14, 15, 21])
    mood = dice.choice([(1, 5), (4, 5), (1, 2), (5, 5), (1, 1)])
    answers = [[dice.randint(*mood) for _ in range(4)] for _ in range(people)]
    whole, part = pulse.told(9, sums(answers)), pulse.told(9, sums(answers[:-1]))
    assert bool(whole.mean) == bool(whole.people) == bool(whole.share) == (people >= pulse.K)
    if not part.mean:
        return
    (low, high), sizes = spans(whole)
    (least, most), _ = spans(part)
    size = sizes[0]  # at its smallest somebody who knows how many there are learns most
    span = size * (high - low) + (size - 1) * (most - least)
    assert span > 1.29, "the mean of the one who is missing would be known"
    if mood in {(5, 5), (1, 1)}:
        assert whole.mean in {"4.5 or more", "1.5 or less"}

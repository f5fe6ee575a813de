"""No figure tells of fewer than five people: not by itself, not as the difference of any two.

An observer sees whole exports: of adjacent periods, with and without an organization, totals and
their parts. Each band is a range of what may be true. Whatever group of people is not shown by
itself, no combination may narrow down further than what is said of it: that it is too few.
"""

import random
from dataclasses import replace

import pytest

from fedcop.community.insights import suppress
from fedcop.community.insights.cells import SPLITS, groups
from fedcop.community.insights.facts import (
    BEATS,
    DAY,
    WEEK,
    Asked,
    Doing,
    Facts,
    Joined,
    Mentored,
    Tie,
    period_at,
    week_of,
)
from fedcop.community.insights.making import report
from fedcop.community.insights.suppress import K, publish

NOW = 1_795_000_000_000
HOSTS = ("", "river.example", "south.example", "west.example")
SEEDS = range(200)


def community(seed: int, people: int = 0) -> Facts:
    """A community at random, often near the edges of what may be shown."""
    dice = random.Random(seed)
    period = period_at(NOW)
    crowd = list(range(1, 1 + (people or dice.choice([2, 4, 5, 6, 9, 11, 14, 20, 40]))))
    host = {one: dice.choice(HOSTS) for one in crowd}
    last = week_of(period.last)
    doings = [
        Doing(one, host[one], last - 1 - week, dice.randint(1, 9))
        for one in crowd
        for week in dice.sample(range(BEATS), dice.randint(0, BEATS))
    ]
    asked = []
    for one in dice.sample(crowd, dice.randint(0, len(crowd))):
        at = period.first + dice.randrange(period.last - period.first)
        answered = at + dice.randrange(3 * DAY) if dice.random() < 0.7 else 0
        asked.append(Asked(one, at, answered, 0, open=True, first=dice.random() < 0.8))
    joined = [
        Joined(one, period.first - dice.randrange(12 * WEEK), _wrote(dice, period.first),
               dice.random() < 0.5, dice.random() < 0.3)
        for one in dice.sample(crowd, dice.randint(0, len(crowd)))
    ]  # fmt: skip
    pairs = [(one, other) for one in crowd for other in crowd if one != other]
    ties = [
        Tie(one, host[one], other, host[other], dice.randint(1, 4))
        for one, other in dice.sample(pairs, dice.randint(0, min(60, len(pairs))))
    ]
    thanked = tuple(dice.sample(crowd, dice.randint(0, len(crowd))))
    mentored = [
        Mentored(one, host[one], other, host[other])
        for one, other in dice.sample(pairs, dice.randint(0, min(30, len(pairs))))
    ]
    facts = Facts(period, len(crowd) + dice.randint(0, 9), tuple(doings), tuple(asked))
    facts = replace(facts, joined=tuple(joined), ties=tuple(ties), thanked=thanked)
    return replace(facts, mentored=tuple(mentored))


def _wrote(dice: random.Random, first: int) -> tuple[int, ...]:
    return tuple(sorted(first + dice.randrange(8 * WEEK) for _ in range(dice.randint(0, 4))))


def without(facts: Facts, host: str) -> Facts:
    """The same community without the people of one organization."""
    gone = {one.person for one in facts.doings if one.host == host}
    return _without(facts, gone)


def _without(facts: Facts, gone: set[int]) -> Facts:
    return replace(
        facts,
        doings=tuple(one for one in facts.doings if one.person not in gone),
        asked=tuple(one for one in facts.asked if one.person not in gone),
        joined=tuple(one for one in facts.joined if one.person not in gone),
        thanked=tuple(one for one in facts.thanked if one not in gone),
        ties=tuple(one for one in facts.ties if not {one.giver, one.taker} & gone),
        mentored=tuple(one for one in facts.mentored if not {one.person, one.mentor} & gone),
    )


def later(facts: Facts) -> Facts:
    """The export of a week later: a week falls out, another comes in."""
    dice = random.Random(len(facts.doings))
    moved = tuple(replace(one, week=one.week - 1) for one in facts.doings if dice.random() < 0.9)
    return replace(facts, doings=moved)


Range = tuple[int, int]


def seen(facts: Facts) -> dict[str, Range]:
    """What an observer knows of each group from one export."""
    people = groups(facts)
    shown = publish(people, SPLITS)
    ranges = {name: _range(low, len(people[name])) for name, low in shown.items()}
    for split in SPLITS:
        hidden = [name for name in split.parts if shown[name] is None]
        if len(hidden) == 1 and shown[split.total] is not None:
            ranges[hidden[0]] = (0, K - 1)  # nothing else can be the reason
    return ranges


def _range(low: int | None, truth: int) -> Range:
    assert low is None or low <= truth
    if low is None:
        return 0, 10**6  # too few, or hidden since another is
    return low, low + K - 1


def narrow(ranges: dict[str, Range]) -> dict[str, Range]:
    """Take from totals what their parts must be, until nothing more follows."""
    known = dict(ranges)
    for _ in range(4):
        for split in SPLITS:
            low, high = known[split.total]
            for part in split.parts:
                others = [known[one] for one in split.parts if one != part]
                least = max(known[part][0], low - sum(one[1] for one in others))
                most = min(known[part][1], high - sum(one[0] for one in others))
                known[part] = (least, most)
    return known


def leaks(ranges: dict[str, Range], truths: dict[str, int]) -> list[str]:
    """Name the groups of fewer than five of whom more is known than that they are too few."""
    found = []
    for name, (least, most) in narrow(ranges).items():
        assert least <= truths[name] <= most, "the observer is mistaken"
        told = (max(least, 0), most)
        if 0 < truths[name] < K and told[1] - told[0] < K - 1:
            found.append(name)
    return found


def differences(one: Facts, other: Facts) -> list[str]:
    """Name the groups whose difference between two exports is known and is a few people."""
    before, after = seen(one), seen(other)
    first, second = groups(one), groups(other)
    found = []
    for name in before:
        if max(before[name][1], after[name][1]) >= 10**6:
            continue
        gone = len(first[name] - second[name])
        least = before[name][0] - after[name][1]
        most = before[name][1] - after[name][0]
        if 0 < gone < K and most - least < K - 1:
            found.append(name)
    return found


def check(facts: Facts) -> list[str]:
    """All that an observer may learn of a few, in all the ways there are."""
    truths = {name: len(group) for name, group in groups(facts).items()}
    found = leaks(seen(facts), truths)
    others = [later(facts), *(without(facts, host) for host in HOSTS)]
    dice = random.Random(len(facts.doings))
    crowd = sorted({one.person for one in facts.doings})
    others += [_without(facts, {one}) for one in dice.sample(crowd, min(3, len(crowd)))]
    for other in others:
        found += differences(facts, other)
        found += differences(other, facts)
    return found


@pytest.mark.parametrize("part", range(4))
def test_no_export_and_no_two_of_them_tell_of_a_few(part):
    for seed in SEEDS[part::4]:
        assert check(community(seed)) == [], seed


@pytest.mark.parametrize("seed", SEEDS[:60])
def test_nothing_on_the_page_is_of_fewer_than_five(seed):
    facts = community(seed)
    shown = publish(groups(facts), SPLITS)
    for name, group in groups(facts).items():
        if len(group) < K:
            assert shown[name] is None
        if shown[name] is not None:
            assert shown[name] % K == 0
    made = report(facts)
    assert made.enough == (len(groups(facts)["active"]) >= K)
    assert made.enough or made.figures == ()


@pytest.mark.parametrize("seed", SEEDS[:60])
def test_no_cell_of_the_matrix_is_of_a_few(seed):
    facts = community(seed)
    charts = report(facts).charts
    for row, one in enumerate(charts.hosts):
        for column, other in enumerate(charts.hosts):
            if charts.matrix[row][column]:
                ties = [t for t in facts.ties if (t.giver_host, t.taker_host) == (one, other)]
                givers, takers = {t.giver for t in ties}, {t.taker for t in ties}
                assert min(len(givers), len(takers)) >= 3
                assert len(givers | takers) >= K
    assert charts.hosts == () or len(charts.hosts) >= 3


@pytest.mark.parametrize("seed", SEEDS[:60])
def test_no_figure_of_mentors_and_networks_is_of_a_few(seed):
    facts = community(seed)
    people, told = groups(facts), {one.key: one for one in report(facts).figures}
    if told and told["brokerage"].value:
        assert len(report(facts).charts.hosts) >= 4
        assert told["brokerage"].value in {"none", "1 or 2", "3 or more"}
    if told and told["mentoring"].value:
        assert len(people["mentored"]) >= K
    if told and told["mentoring-across"].value:
        assert len(people["by another organization"]) >= K
        own = len(people["by one's own"])
        assert own == 0 or own >= K


# What this is worth: with a fault put in on purpose it must notice.


def test_it_notices_exact_numbers(monkeypatch):
    monkeypatch.setattr(suppress, "floor", lambda count: count if count >= K else None)
    monkeypatch.setitem(globals(), "_range", lambda low, truth: (low, low) if low else (0, 10**6))
    assert any(check(community(seed)) for seed in SEEDS)


def test_it_notices_a_part_that_is_not_hidden_with_another(monkeypatch):
    monkeypatch.setattr(suppress, "_complement", lambda shown, people, split: None)
    assert any(check(community(seed)) for seed in SEEDS)


def test_it_notices_a_threshold_that_is_too_low(monkeypatch):
    monkeypatch.setattr(suppress, "floor", lambda count: count if count >= 2 else None)
    monkeypatch.setitem(globals(), "_range", lambda low, truth: (low, low) if low else (0, 10**6))
    assert any(check(community(seed)) for seed in SEEDS)

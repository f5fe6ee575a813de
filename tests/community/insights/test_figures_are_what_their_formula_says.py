"""Each figure by example: what it says of a community that one can count by hand."""

from dataclasses import replace

import pytest

from fedcop.community.insights.facts import (
    DAY,
    WEEK,
    Applied,
    Asked,
    Doing,
    Endorsed,
    Facts,
    Mentored,
    Tie,
    period_at,
    week_of,
)
from fedcop.community.insights.making import report
from fedcop.community.insights.suppress import band, floor, is_mixed, percent, share

HOUR = 3_600_000
PERIOD = period_at(1_795_000_000_000)
LAST = week_of(PERIOD.last)


def doings(people=12, weeks=12, count=2):
    """As many people who each wrote as much in each of the last weeks."""
    return tuple(
        Doing(one, "", LAST - 1 - week, count)
        for one in range(1, people + 1)
        for week in range(weeks)
    )


def figures(**more):
    """The figures of a community of 24, of whom twelve wrote, unless said otherwise."""
    facts = replace(Facts(PERIOD, 24, doings()), **more)
    return {one.key: one for one in report(facts).figures}


def asked(*waits):
    """Questions by how many hours they waited; None: nobody answered."""
    at = PERIOD.first
    return tuple(
        Asked(9, at, at + wait * HOUR if wait is not None else 0, 0, open=True, first=False)
        for wait in waits
    )


@pytest.mark.parametrize(
    ("count", "words"), [(0, ""), (4, ""), (5, "5 to 9"), (9, "5 to 9"), (10, "10 to 14")]
)
def test_people_are_told_in_fives(count, words):
    assert band(floor(count)) == words


def test_shares_are_of_bands_and_of_five_things_at_least():
    assert share(5, 10) == 50
    assert share(None, 10) is None
    assert percent(1, 4) is None
    assert percent(3, 5) == 60


def test_one_organization_must_not_supply_most_of_it():
    assert is_mixed(["a", "a", "b", "b", "c"])
    assert not is_mixed(["a", "a", "b", "b", "b"])
    assert not is_mixed(["a"] * 8 + ["b", "c"])


def test_who_wrote_and_how_alike():
    told = figures()
    assert (told["participation"].value, told["participation"].n) == ("40 %", "10 to 14 people")
    assert told["spread"].value == "1.0"
    assert told["bus"].value == "6 or more"
    assert told["rhythm"].value == "100 %"
    two = tuple(Doing(one, "", LAST - 1, 100 if one < 3 else 1) for one in range(1, 13))
    assert figures(doings=two)["bus"].value == "1 or 2"


def test_waits_count_what_is_still_waiting():
    told = figures(asked=asked(1, 2, 3, 4, None))
    assert told["response"].value == "3 hours"
    assert told["response-most"].value == ""
    assert told["answered"].value == "80 %"
    assert told["unanswered"].value == "1"
    assert figures(asked=asked(1, 2, 3, 4))["response"].value == ""


def test_the_library_and_its_uses():
    endorsed = tuple(
        Endorsed(f"a{at}", "", PERIOD.first, PERIOD.first + WEEK, due, "endorsed")
        for at, due in enumerate((0, PERIOD.last + DAY, PERIOD.first, 0))
    )
    applied = tuple(
        Applied(f"a{at % 4}", host, "", PERIOD.first + 7 * DAY, PERIOD.first + 8 * DAY, result, at)
        for at, (host, result) in enumerate(
            [("b", "worked"), ("c", "not"), ("d", "worked"), ("b", "partly"), ("c", ""), ("d", "")]
        )
    )
    told = figures(endorsed=endorsed, applied=applied, new_artifacts=4)
    assert told["freshness"].value == "75 %"
    assert told["adoption"].value == "1.5"
    assert told["return"].value == "67 %"
    assert told["reuse"].value == "1.5"


def test_ties_between_organizations():
    hosts = {one: "abc"[one % 3] for one in range(1, 13)}
    ties = tuple(
        Tie(one, hosts[one], other, hosts[other], 1)
        for one in hosts
        for other in hosts
        if one != other
    )
    told = figures(ties=ties)
    assert told["e-i"].value == f"{(96 - 36) / 132:+.1f}"
    assert (told["reciprocity"].value, told["density"].value) == ("1.0", "1.0")
    alone = tuple(tie for tie in ties if tie.giver_host != "c" and tie.taker_host != "c")
    assert figures(ties=alone)["e-i"].value == ""


def linked(*pairs):
    """Ties both ways between organizations of five people each, as named."""
    people = {host: range(10 * at + 1, 10 * at + 6) for at, host in enumerate("abcde")}
    return tuple(
        Tie(giver, one, taker, other, 1)
        for pair in pairs
        for one, other in (pair, pair[::-1])
        for giver in people[one]
        for taker in people[other]
    )


def test_organizations_between_others_are_counted_and_not_named():
    assert figures(ties=linked("ab", "bc"))["brokerage"].value == ""
    chain = figures(ties=linked("ab", "bc", "cd"))["brokerage"]
    assert (chain.value, chain.n) == ("1 or 2", "4 organizations")
    assert figures(ties=linked("ab", "ac", "ad", "bc", "bd", "cd"))["brokerage"].value == "none"
    ring = figures(ties=linked("ab", "bc", "cd", "de", "ea"))["brokerage"]
    assert ring.value == "3 or more"


def test_mentoring_is_told_in_fives():
    pairs = [Mentored(at, "ab"[at % 2], 90 + at, "a") for at in range(1, 13)]
    told = figures(mentored=tuple(pairs))
    assert (told["mentoring"].value, told["mentoring"].n) == ("10 to 14", "10 to 14 people")
    assert told["mentoring-across"].value == "50 %"
    assert figures(mentored=tuple(pairs[:8]))["mentoring-across"].value == ""
    assert figures(mentored=tuple(pairs[:4]))["mentoring"].n == "too few people"


def test_time_saved_is_a_span_that_several_organizations_told():
    def used(host, weekly, finished=PERIOD.first + DAY):
        return Applied("a", host, "", PERIOD.first, 0, "worked", finished, weekly)

    told = [used("b", "5"), used("c", "20"), used("d", "1"), used("b", "5"), used("c", "")]
    assert figures(applied=tuple(told))["time"].value == ""
    told.append(used("d", "40"))
    time = figures(applied=tuple(told))["time"]
    assert (time.value, time.n) == ("27 to 71 hours a week", "5 uses")
    assert time.name.endswith("self-reported")
    alone = [used("b", "5") for _ in range(9)]
    assert figures(applied=tuple(alone))["time"].value == ""
    late = [replace(one, finished=PERIOD.last) for one in told]
    assert figures(applied=tuple(late))["time"].value == ""


def test_the_own_past_stands_beside_it():
    before = Facts(PERIOD.before, 24, tuple(replace(one, week=one.week - 12) for one in doings(6)))
    made = {one.key: one for one in report(Facts(PERIOD, 24, doings()), before).figures}
    assert (made["participation"].value, made["participation"].before) == ("40 %", "20 %")

"""Figures of people and of questions: participation, rhythm, answers, newcomers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import ceil
from typing import Final

from fedcop.community.insights import pulse
from fedcop.community.insights.cells import STEPS, weeks_of_heartbeat
from fedcop.community.insights.facts import BEATS, DAY, WEEK, WEEKS, Asked, Facts, week_of
from fedcop.community.insights.report import FEW, Bar, Figure, Wait
from fedcop.community.insights.suppress import ENOUGH_FOR_SHAPE, K, band, percent, share
from fedcop.tongues import N_

_HOUR: Final = 3_600_000
_MOST: Final = 0.9
_LIVELY: Final = 3
_BUS: Final = ((2, N_("1 or 2")), (5, "3 to 5"))
_AGES: Final = (
    (N_("under a day"), DAY),
    (N_("1 to 3 days"), 3 * DAY),
    (N_("3 to 7 days"), 7 * DAY),
)
Shown = Mapping[str, int | None]


def figures(facts: Facts, shown: Shown) -> list[Figure]:
    """Make the figures of people and questions."""
    made = [*_people(facts, shown), *_questions(facts), *_newcomers(shown)]
    return [*made, *_mentoring(shown), *_safety(facts)]


def _people(facts: Facts, shown: Shown) -> list[Figure]:
    active, counts = shown["active"], _counts(facts)
    rate = share(active, facts.members)
    shape = len(counts) >= ENOUGH_FOR_SHAPE and active is not None
    thanked = share(shown["thanked"], active) if shape else None
    lively = _lively(facts)
    return [
        Figure("participation", N_("Participation"), _percent(rate), _n(active, "people"),
               N_("people who wrote anything ÷ members"), "immediate"),
        Figure("spread", N_("Spread"), f"{1 - _gini(counts):.1f}" if shape else "",
               _n(active, "people"),
               N_("1 - Gini of contributions per person; 1: all write alike"), "immediate"),
        Figure("bus", N_("Half of it is written by"), _bus(counts) if shape else "",
               _n(active, "people"), N_("fewest people who wrote half of it all"), "immediate"),
        Figure("rhythm", N_("Rhythm"), _percent(round(100 * lively / WEEKS)) if active else "",
               f"{WEEKS} weeks", N_("weeks with at least 3 people who wrote ÷ weeks"), "immediate"),
        Figure("recognition", N_("Recognition"), _percent(thanked), _n(active, "people"),
               N_("people who were thanked ÷ people who wrote"), "immediate"),
    ]  # fmt: skip


def _questions(facts: Facts) -> list[Figure]:
    asked = [one for one in facts.asked if facts.period.holds(one.at)]
    count, n = len(asked), f"{len(asked)} questions"
    half, most = _quantiles(asked, facts.period.last)
    answered = sum(1 for one in asked if one.answered)
    solved = sum(1 for one in asked if one.accepted)
    open_now = _unanswered(facts)
    ages = sum(facts.period.last - one.at for one in open_now)
    neglect = f"{ages / (count * WEEK):.1f}" if count >= K else ""
    return [
        Figure("response", N_("Time to the first answer"), _hours(half), n,
               N_("median, questions without an answer counted as still waiting (Kaplan-Meier)"),
               "immediate"),
        Figure("response-most", N_("… for nine in ten"), _hours(most), n,
               N_("90th percentile, counted likewise"), "immediate"),
        Figure("answered", N_("Answer rate"), _percent(percent(answered, count)), n,
               N_("questions somebody else answered ÷ questions"), "immediate"),
        Figure("solved", N_("Solved rate"), _percent(percent(solved, count)), n,
               N_("questions with an accepted answer ÷ questions"), "potential"),
        Figure("unanswered", N_("Waiting for an answer"), str(len(open_now)), n,
               N_("open questions nobody answered, as everybody can see"), "immediate"),
        Figure("neglect", N_("Neglect"), neglect, n,
               N_("sum of their ages ÷ (questions times 7 days)"), "immediate"),
    ]  # fmt: skip


def _newcomers(shown: Shown) -> list[Figure]:
    first, joined = shown["first askers"], shown["newcomers"]
    quick = share(shown["answered within a day"], first)
    made = [
        Figure("protection", N_("First questions answered within a day"), _percent(quick),
               _n(first, "people"), N_("people who asked for the first time and were answered"
               " within 24 hours ÷ people who asked for the first time"), "immediate"),
    ]  # fmt: skip
    for step in STEPS:
        told = _percent(share(shown[step], joined))
        made.append(
            Figure(f"newcomers: {step}", f"Newcomers: {step}", told, _n(joined, "people"),
                   f"of those who joined in the period before: {step} ÷ all", "immediate")
        )  # fmt: skip
    return made


def _mentoring(shown: Shown) -> list[Figure]:
    mentored = shown["mentored"]
    across = _percent(share(shown["by another organization"], mentored))
    return [
        Figure("mentoring", N_("Mentoring"), band(mentored), _n(mentored, "people"),
               N_("members whom another member helps as a mentor"), "potential"),
        Figure("mentoring-across", N_("Mentoring across organizations"), across,
               _n(mentored, "people"),
               N_("those whose mentor is of another organization ÷ all who have one"), "potential"),
    ]  # fmt: skip


def _safety(facts: Facts) -> list[Figure]:
    said = pulse.told(facts.pulse[0][0], facts.pulse) if facts.pulse else None
    mean, good, people = (said.mean, said.share, said.people) if said else ("", "", "")
    n = f"{people} people" if people else f"{FEW} people"
    return [
        Figure("safety", N_("Safety pulse"), mean, n,
               N_("mean of four statements, 1 to 5, in the last quarter that is over"),
               "immediate"),
        Figure("safety-share", N_("Safety pulse: 4 or 5"), good, n,
               N_("answers of 4 and 5 ÷ answers, in steps of ten percent"), "immediate"),
    ]  # fmt: skip


def heartbeat(facts: Facts, shown: Shown) -> tuple[Bar, ...]:
    """Draw how many wrote in each of 26 weeks."""
    return tuple(
        Bar(str(began), shown[f"week {at}"], band(shown[f"week {at}"]) or FEW)
        for at, began in enumerate(weeks_of_heartbeat(facts))
    )


def rings(facts: Facts, shown: Shown) -> tuple[Bar, ...]:
    """Draw core, active and all; no names."""
    core, some = shown["core"], shown["now and then"]
    return (
        Bar(N_("Core: in half of the weeks or more"), core, band(core) or FEW),
        Bar(N_("Now and then"), some, band(some) or FEW),
        Bar(N_("Members in all"), facts.members, str(facts.members)),
    )


def waits(facts: Facts) -> tuple[Wait, ...]:
    """Draw how long questions waited, four weeks together."""
    made = []
    for back in range(BEATS // 4, 0, -1):
        first = facts.period.last - back * 4 * WEEK
        some = [one for one in facts.asked if first <= one.at < first + 4 * WEEK]
        half, most = _quantiles(some, facts.period.last)
        waiting = sum(1 for one in some if not one.answered)
        made.append(Wait(str(first), half, most, waiting, len(some)))
    return tuple(made)


def ageing(facts: Facts) -> tuple[Bar, ...]:
    """Draw how long open questions have been waiting."""
    ages = [facts.period.last - one.at for one in _unanswered(facts)]
    made, lower = [], -(2**62)
    for label, upper in (*_AGES, (N_("longer"), 2**62)):
        count = sum(1 for age in ages if lower <= age < upper)
        made.append(Bar(label, count, str(count)))
        lower = upper
    return tuple(made)


def _unanswered(facts: Facts) -> list[Asked]:
    return [one for one in facts.asked if one.open and not one.answered]


def _counts(facts: Facts) -> list[int]:
    """How much each wrote in the period; only its shape is shown."""
    counts: Counter[int] = Counter()
    inside = range(week_of(facts.period.first), week_of(facts.period.last))
    for doing in facts.doings:
        if doing.week in inside:
            counts[doing.person] += doing.count
    return sorted(counts.values())


def _lively(facts: Facts) -> int:
    """Count the weeks in which at least three wrote."""
    people: dict[int, set[int]] = {}
    for doing in facts.doings:
        people.setdefault(doing.week, set()).add(doing.person)
    inside = range(week_of(facts.period.first), week_of(facts.period.last))
    return sum(1 for week in inside if len(people.get(week, ())) >= _LIVELY)


def _gini(counts: Sequence[int]) -> float:
    total, n = sum(counts), len(counts)
    weighted = sum((at + 1) * count for at, count in enumerate(counts))
    return (2 * weighted) / (n * total) - (n + 1) / n if total else 0.0


def _bus(counts: Sequence[int]) -> str:
    half, done = sum(counts) / 2, 0
    for people, count in enumerate(reversed(counts), 1):
        done += count
        if done >= half:
            return next((words for most, words in _BUS if people <= most), N_("6 or more"))
    return ""


def _quantiles(asked: Sequence[Asked], now: int) -> tuple[float | None, float | None]:
    """Say in hours after how long half, and nine in ten, had an answer (Kaplan-Meier)."""
    if len(asked) < K:
        return None, None
    ends = sorted((max(0, (one.answered or now) - one.at), not one.answered) for one in asked)
    alive, left = 1.0, len(ends)
    half = most = None
    for after, censored in ends:
        if not censored:
            alive *= (left - 1) / left
        left -= 1
        half = after / _HOUR if half is None and alive <= 1 - 0.5 else half
        most = after / _HOUR if most is None and alive <= 1 - _MOST + 1e-9 else most
    return half, most


def _hours(hours: float | None) -> str:
    if hours is None:
        return ""
    if hours < 1:
        return N_("under an hour")
    return f"{ceil(hours)} hours" if hours < 48 else f"{hours / 24:.0f} days"  # noqa: PLR2004


def _percent(value: int | None) -> str:
    return "" if value is None else f"{value} %"


def _n(low: int | None, what: str) -> str:
    return f"{band(low)} {what}" if low is not None else f"{FEW} {what}"

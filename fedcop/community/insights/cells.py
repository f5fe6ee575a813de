"""The groups of people behind the figures, and which of them are parts of which."""

from collections import defaultdict
from typing import Final

from fedcop.community.insights.facts import BEATS, DAY, WEEK, WEEKS, Facts, Joined, week_of
from fedcop.community.insights.suppress import Split

_HALF: Final = WEEKS // 2
_STEPS: Final = ("got a reply", "contributed", "came back", "applied something", "stayed")
SPLITS: Final = (
    Split("active", ("core", "now and then")),
    Split("mentored", ("by another organization", "by one's own")),
    Split("first askers", ("answered within a day", "waited longer")),
    *(Split("newcomers", (step, f"not: {step}")) for step in _STEPS),
)
STEPS: Final = _STEPS


def groups(facts: Facts) -> dict[str, set[int]]:
    """Gather who stands behind each figure; this never leaves the process."""
    return {
        **_rings(facts),
        **_beats(facts),
        **_mentored(facts),
        **_first_askers(facts),
        **_newcomers(facts),
    }


def _rings(facts: Facts) -> dict[str, set[int]]:
    weeks: dict[int, set[int]] = defaultdict(set)
    inside = range(week_of(facts.period.first), week_of(facts.period.last))
    for doing in facts.doings:
        if doing.week in inside:
            weeks[doing.person].add(doing.week)
    core = {person for person, active in weeks.items() if len(active) >= _HALF}
    return {
        "active": set(weeks),
        "core": core,
        "now and then": set(weeks) - core,
        "thanked": set(facts.thanked),
    }


def _beats(facts: Facts) -> dict[str, set[int]]:
    last = week_of(facts.period.last)
    found: dict[str, set[int]] = {f"week {at}": set() for at in range(BEATS)}
    for doing in facts.doings:
        at = doing.week - (last - BEATS)
        if 0 <= at < BEATS:
            found[f"week {at}"].add(doing.person)
    return found


def _mentored(facts: Facts) -> dict[str, set[int]]:
    everybody = {one.person for one in facts.mentored}
    across = {one.person for one in facts.mentored if one.host != one.mentor_host}
    return {
        "mentored": everybody,
        "by another organization": across,
        "by one's own": everybody - across,
    }


def _first_askers(facts: Facts) -> dict[str, set[int]]:
    first = [one for one in facts.asked if one.first and one.person]
    first = [one for one in first if facts.period.holds(one.at)]
    quick = {one.person for one in first if one.answered and one.answered - one.at <= DAY}
    everybody = {one.person for one in first}
    return {
        "first askers": everybody,
        "answered within a day": quick,
        "waited longer": everybody - quick,
    }


def _newcomers(facts: Facts) -> dict[str, set[int]]:
    everybody = {one.person for one in facts.joined}
    found = {"newcomers": everybody}
    for step in _STEPS:
        reached = {one.person for one in facts.joined if _reached(one, step)}
        found[step] = reached
        found[f"not: {step}"] = everybody - reached
    return found


def _reached(one: Joined, step: str) -> bool:
    after = sorted(at - one.at for at in one.wrote)
    reached = {
        "got a reply": one.answered,
        "contributed": bool(after),
        "came back": len(after) > 1 and after[1] - after[0] <= 30 * DAY,
        "applied something": one.applied,
        "stayed": any(15 * DAY <= at <= 45 * DAY for at in after),
    }
    return reached[step]


def weeks_of_heartbeat(facts: Facts) -> list[int]:
    """Return when each week of the heartbeat began."""
    return [facts.period.last - (BEATS - at) * WEEK for at in range(BEATS)]

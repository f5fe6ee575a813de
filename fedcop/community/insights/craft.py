"""Figures of what a community makes: library, reviews, what is applied, ties, meetings."""

from collections import defaultdict
from collections.abc import Sequence
from statistics import median
from typing import Final

from fedcop.community.insights.facts import DAY, Applied, Endorsed, Facts, Tie
from fedcop.community.insights.report import Bar, Charts, Figure
from fedcop.community.insights.suppress import (
    K_ORGANIZATIONS,
    K_SIDE,
    K,
    band,
    is_mixed,
    percent,
)
from fedcop.community.practice.cycles import WEEKLY
from fedcop.tongues import N_

_STALE: Final = "needsReview"
_GONE: Final = frozenset({"superseded", "withdrawn"})
_SOON: Final = 30 * DAY
_STRONG: Final = 3
_NETWORK: Final = 4  # organizations, before one can stand between others
_BETWEEN: Final = ((0, "none"), (2, "1 or 2"))
_BANDS: Final = ((5, "1 to 4"), (10, "5 to 9"), (20, "10 to 19"))


def figures(facts: Facts) -> list[Figure]:
    """Make the figures of what is made and applied."""
    made = [*_ties(facts), *_brokerage(facts), *_reuse(facts), *_results(facts), *_time(facts)]
    return [*made, *_library(facts), *_others(facts)]


def charts(facts: Facts) -> Charts:
    """Draw what is made and applied."""
    hosts, matrix = _matrix(facts)
    return Charts(freshness=_freshness(facts), funnel=_funnel(facts), hosts=hosts, matrix=matrix)


def _pairs(facts: Facts) -> dict[tuple[str, str], tuple[int, set[int], set[int]]]:
    """Gather how often people of one organization helped those of another, and who they were."""
    found: dict[tuple[str, str], tuple[int, set[int], set[int]]] = {}
    for tie in facts.ties:
        count, givers, takers = found.get((tie.giver_host, tie.taker_host), (0, set(), set()))
        pair = (count + tie.count, givers | {tie.giver}, takers | {tie.taker})
        found[tie.giver_host, tie.taker_host] = pair
    return found


def _open_pairs(facts: Facts) -> dict[tuple[str, str], int]:
    """Keep the pairs with enough people on each side; nothing is shown but of three and more."""
    hosts = {host for tie in facts.ties for host in (tie.giver_host, tie.taker_host)}
    if len(hosts) < K_ORGANIZATIONS:
        return {}
    return {
        pair: count
        for pair, (count, givers, takers) in _pairs(facts).items()
        if min(len(givers), len(takers)) >= K_SIDE and len(givers | takers) >= K
    }


def _ties(facts: Facts) -> list[Figure]:
    pairs = _open_pairs(facts)
    hosts = sorted({host for pair in pairs for host in pair})
    outside = [tie for tie in facts.ties if tie.giver_host != tie.taker_host]
    mixed = len(hosts) >= K_ORGANIZATIONS and is_mixed(
        [tie.giver_host for tie in outside for _ in range(tie.count)]
    )
    index = f"{_beyond(outside, facts.ties):+.1f}" if mixed else ""
    both = [
        (pairs.get((one, other), 0), pairs.get((other, one), 0))
        for at, one in enumerate(hosts)
        for other in hosts[at + 1 :]
    ]
    most = sum(max(pair) for pair in both)
    mutual = f"{sum(min(pair) for pair in both) / most:.1f}" if mixed and most else ""
    strong = sum(1 for pair in both if sum(pair) >= _STRONG)
    density = f"{strong / len(both):.1f}" if mixed and both else ""
    n = f"{len(hosts)} organizations" if mixed else N_("too few organizations")
    return [
        Figure("e-i", N_("Ties beyond the own organization"), index, n,
               N_("(external - internal) ÷ all answers, reviews and uses of others; -1 to +1"),
               "potential"),
        Figure("reciprocity", N_("Reciprocity"), mutual, n,
               N_("sum of the smaller ÷ sum of the larger direction of each pair"), "potential"),
        Figure("density", N_("Tie density"), density, n,
               N_("pairs of organizations with at least 3 ties ÷ pairs"), "potential"),
    ]  # fmt: skip


def _brokerage(facts: Facts) -> list[Figure]:
    """Say how many organizations the others need to reach each other; none is named."""
    linked = {frozenset(pair) for pair in _open_pairs(facts) if pair[0] != pair[1]}
    hosts = sorted({host for pair in linked for host in pair})
    enough = len(hosts) >= _NETWORK
    between = sum(1 for host in hosts if _is_between(host, hosts, linked))
    value = next((words for most, words in _BETWEEN if between <= most), N_("3 or more"))
    return [
        Figure("brokerage", N_("Organizations between others"), value if enough else "",
               f"{len(hosts)} organizations" if enough else N_("too few organizations"),
               N_("organizations on a shortest path between two others that have no tie of"
                  " their own"),
               "potential"),
    ]  # fmt: skip


def _is_between(host: str, hosts: Sequence[str], linked: set[frozenset[str]]) -> bool:
    """Whether an organization lies on a shortest path between two others."""
    steps = {one: _steps_from(one, hosts, linked) for one in hosts}
    far = 10**6
    return any(
        steps[one].get(host, far) + steps[host].get(other, far) == steps[one].get(other, -1)
        for at, one in enumerate(hosts)
        for other in hosts[at + 1 :]
        if host not in {one, other}
    )


def _steps_from(start: str, hosts: Sequence[str], linked: set[frozenset[str]]) -> dict[str, int]:
    """Count the steps from one organization to each that it reaches."""
    found, edge = {start: 0}, [start]
    while edge:
        here = edge.pop(0)
        for other in hosts:
            if other not in found and frozenset((here, other)) in linked:
                found[other] = found[here] + 1
                edge.append(other)
    return found


def _beyond(outside: Sequence[Tie], ties: Sequence[Tie]) -> float:
    """Return the E-I index: of all ties, how many more are between organizations than within."""
    external, everything = sum(tie.count for tie in outside), sum(tie.count for tie in ties)
    return (2 * external - everything) / everything


def _matrix(facts: Facts) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    pairs = _open_pairs(facts)
    hosts = tuple(sorted({host for pair in pairs for host in pair}))
    if len(hosts) < K_ORGANIZATIONS:
        return (), ()
    rows = (tuple(_banded(pairs.get((one, other), 0)) for other in hosts) for one in hosts)
    return hosts, tuple(rows)


def _banded(count: int) -> str:
    """Write how often something happened, in bands; nothing where it is hidden, or never was."""
    if not count:
        return ""
    return next((words for below, words in _BANDS if count < below), N_("20 or more"))


def _reuse(facts: Facts) -> list[Figure]:
    applied = [one for one in facts.applied if facts.period.holds(one.began)]
    mixed = is_mixed([one.host for one in applied])
    endorsed, standing = len(facts.endorsed), {one.uri for one in facts.endorsed}
    hosts: dict[str, set[str]] = defaultdict(set)
    for one in facts.applied:
        if one.uri in standing:
            hosts[one.uri].add(one.host)
    breadth = median(len(hosts[uri]) for uri in standing) if standing else 0
    of_endorsed = sum(1 for one in applied if one.uri in standing)
    made = facts.new_artifacts
    ratio = f"{(len(applied) + facts.adapted) / made:.1f}" if mixed and made else ""
    n = f"{len(applied)} uses" if mixed else N_("too few organizations")
    first = _first_outside(facts.endorsed, facts.applied)
    return [
        Figure("adoption", N_("Adoption rate"),
               f"{of_endorsed / endorsed:.1f}" if mixed and endorsed else "", n,
               N_("uses told ÷ endorsed artifacts"), "applied"),
        Figure("breadth", N_("Reuse breadth"),
               f"{breadth:g} organizations" if mixed and endorsed else "", n,
               N_("median of the organizations that use an endorsed artifact"), "applied"),
        Figure("reuse", N_("Reuse ratio"), ratio, n,
               N_("(uses + adaptations) ÷ new artifacts"), "applied"),
        Figure("diffusion", N_("Time to the first use elsewhere"),
               f"{median(first):.0f} days" if len(first) >= K else "", f"{len(first)} artifacts",
               N_("median of endorsed → first use by another organization"), "applied"),
        Figure("adaptation", N_("Adaptation yield"),
               _percent(percent(facts.back_ports, facts.adapted)), f"{facts.adapted} adaptations",
               N_("changes taken back into the original ÷ adaptations"), "applied"),
    ]  # fmt: skip


def _first_outside(endorsed: tuple[Endorsed, ...], applied: tuple[Applied, ...]) -> list[float]:
    first: dict[str, int] = {}
    for one in applied:
        if one.host != one.owner_host:
            first[one.uri] = min(one.began, first.get(one.uri, one.began))
    begun = {one.uri: one.first for one in endorsed}
    return [(at - begun[uri]) / DAY for uri, at in first.items() if begun.get(uri, at + 1) <= at]


def _results(facts: Facts) -> list[Figure]:
    told = [one.result for one in facts.applied if one.result and facts.period.holds(one.finished)]
    due = [one for one in facts.applied if one.due and one.due < facts.period.last]
    back = sum(1 for one in due if one.result)
    n = f"{len(told)} results"
    enough = len(told) >= K
    shares = [
        Figure(f"result-{word}", name, _percent(percent(told.count(word), len(told))) if enough
               else "", n, f"results {name.lower()} ÷ results told", "realised")
        for word, name in (
            ("worked", N_("It worked")), ("partly", N_("Partly")), ("not", N_("It did not")),
        )
    ]  # fmt: skip
    return [
        *shares,
        Figure("return", N_("Results told"), _percent(percent(back, len(due))), f"{len(due)} due",
               N_("uses with a result ÷ uses whose result is due"), "realised"),
    ]  # fmt: skip


def _time(facts: Facts) -> list[Figure]:
    """Add up the time that teams say they save: a span, and of several organizations alone."""
    told = [one for one in facts.applied if one.weekly and facts.period.holds(one.finished)]
    low = sum(WEEKLY[one.weekly][1] for one in told)
    high = sum(WEEKLY[one.weekly][2] for one in told)
    mixed = is_mixed([one.host for one in told])
    value = f"{low} to {high} hours a week" if mixed else ""
    return [
        Figure("time", N_("Time saved, self-reported"), value,
               f"{len(told)} uses" if mixed else N_("too few organizations"),
               N_("sum of the spans that teams told who are at least fairly sure"), "realised"),
    ]  # fmt: skip


def _library(facts: Facts) -> list[Figure]:
    standing = facts.endorsed
    fresh = sum(1 for one in standing if _state(one, facts.period.last) in {"fresh", "due"})
    renewed = sum(1 for one in standing if one.first < facts.period.first <= one.latest)
    first: dict[str, list[float]] = defaultdict(list)
    hosts: dict[str, set[str]] = defaultdict(set)
    for one in facts.reviewed:
        first[one.uri].append((one.at - one.offered) / DAY)
        hosts[one.uri].add(one.host)
    waits = [min(days) for days in first.values()]
    several = sum(1 for some in hosts.values() if len(some) > 1)
    asked = sum(1 for one in facts.reviewed if one.asks_change)
    n, of = f"{len(standing)} endorsed", f"{len(waits)} artifacts"
    return [
        Figure("freshness", N_("Freshness"), _percent(_exactly(fresh, len(standing))), n,
               N_("endorsed artifacts within their review date ÷ endorsed"), "potential"),
        Figure("improvement", N_("Improvement rate"), _percent(_exactly(renewed, len(standing))), n,
               N_("endorsed artifacts with a newer endorsed revision ÷ endorsed"), "potential"),
        Figure("review-time", N_("Time to the first review"),
               f"{median(waits):.0f} days" if len(waits) >= K else "", of,
               N_("median of offered → first verdict"), "potential"),
        Figure("review-breadth", N_("Reviewed by several organizations"),
               _percent(percent(several, len(waits))), of,
               N_("artifacts with reviews of 2 organizations and more ÷ reviewed"), "potential"),
        Figure("review-craft", N_("Reviews that ask for a change"),
               _percent(percent(asked, len(facts.reviewed))), f"{len(facts.reviewed)} reviews",
               N_("reviews with a concrete change ÷ reviews"), "potential"),
    ]  # fmt: skip


def _others(facts: Facts) -> list[Figure]:
    kept = _percent(_exactly(facts.meetings_kept, facts.meetings))
    made = facts.new_artifacts
    return [
        Figure("meetings", N_("Meetings that left something"), kept, f"{facts.meetings} meetings",
               N_("meetings with notes or an outcome ÷ meetings held"), "potential"),
        Figure("pipeline", N_("New in the library"), str(made) if made else "", f"{made} artifacts",
               f"artifacts begun, {facts.experiments} of them experiments", "potential"),
    ]  # fmt: skip


def _freshness(facts: Facts) -> tuple[Bar, ...]:
    states = [_state(one, facts.period.last) for one in facts.endorsed]
    words = (N_("fresh"), N_("due"), N_("stale"), N_("superseded"))
    return tuple(Bar(word, states.count(word), str(states.count(word))) for word in words)


def _state(one: Endorsed, now: int) -> str:
    if one.status in _GONE:
        return "superseded"
    if one.status == _STALE or 0 < one.review_by < now:
        return "stale"
    return "due" if 0 < one.review_by < now + _SOON else "fresh"


def _funnel(facts: Facts) -> tuple[Bar, ...]:
    """Draw how knowledge gets applied; saved by how many stays a band."""
    applied = [one for one in facts.applied if facts.period.holds(one.began)]
    told = sum(1 for one in applied if one.result)
    if not is_mixed([one.host for one in applied]):
        applied_bar = Bar("applied", None, N_("too few organizations"))
        told_bar = Bar(N_("result told"), None, N_("too few organizations"))
    else:
        applied_bar = Bar("applied", len(applied), str(len(applied)))
        told_bar = Bar(N_("result told"), told, str(told))
    saved = facts.saved - facts.saved % K if facts.saved >= K else None
    better = sum(1 for one in facts.endorsed if one.first < facts.period.first <= one.latest)
    return (
        Bar(N_("endorsed"), len(facts.endorsed), str(len(facts.endorsed))),
        Bar(N_("saved by members"), saved, band(saved) or N_("too few")),
        applied_bar,
        told_bar,
        Bar(N_("improved"), better, str(better)),
    )


def _exactly(part: int, whole: int) -> int | None:
    """Return a share of artifacts or meetings: whoever can see them can count them."""
    return round(100 * part / whole) if whole else None


def _percent(value: int | None) -> str:
    return "" if value is None else f"{value} %"

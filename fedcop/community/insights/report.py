"""What is shown: figures with their formula, and what charts are drawn from."""

from dataclasses import dataclass, field
from typing import Final

from fedcop.community.insights.facts import Period
from fedcop.tongues import N_

FEW: Final = N_("too few")
# What stands in figures with a number in it: how pages say it again in another language.
FILLED: Final = (
    N_("%(low)s organizations"),
    N_("%(low)s uses"),
    N_("%(low)s days"),
    N_("%(low)s artifacts"),
    N_("%(low)s adaptations"),
    N_("%(low)s results"),
    N_("%(low)s due"),
    N_("%(low)s to %(high)s hours a week"),
    N_("%(low)s endorsed"),
    N_("%(low)s reviews"),
    N_("%(low)s meetings"),
    N_("artifacts begun, %(low)s of them experiments"),
    N_("%(low)s weeks"),
    N_("%(low)s questions"),
    N_("%(low)s to %(high)s people"),
    N_("%(low)s people"),
    N_("too few people"),
    N_("%(low)s hours"),
    N_("%(low)s to %(high)s"),
    N_("%(low)s or more"),
    N_("%(low)s or less"),
    N_("%(low)s, quarter %(high)s"),
    N_("results it worked ÷ results told"),
    N_("results partly ÷ results told"),
    N_("results it did not ÷ results told"),
    N_("Newcomers: got a reply"),
    N_("Newcomers: contributed"),
    N_("Newcomers: came back"),
    N_("Newcomers: applied something"),
    N_("Newcomers: stayed"),
    N_("of those who joined in the period before: got a reply ÷ all"),
    N_("of those who joined in the period before: contributed ÷ all"),
    N_("of those who joined in the period before: came back ÷ all"),
    N_("of those who joined in the period before: applied something ÷ all"),
    N_("of those who joined in the period before: stayed ÷ all"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: what it says, how it is counted, of how many; empty where there are too few."""

    key: str
    name: str
    value: str
    n: str
    formula: str
    cycle: str  # of value creation: immediate, potential, applied, realised
    before: str = ""  # the same one period ago

    @property
    def shown(self) -> str:
        """What stands on the page."""
        return self.value or FEW


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: what it is of, how long it is, and the words for it."""

    label: str
    value: int | None  # None: too few
    words: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Four weeks of questions: how long until the first answer, how many have none."""

    label: str
    half: float | None  # hours
    most: float | None
    unanswered: int
    asked: int


@dataclass(frozen=True, slots=True)
class Charts:
    """What the charts of the page are drawn from."""

    heartbeat: tuple[Bar, ...] = ()
    rings: tuple[Bar, ...] = ()
    waits: tuple[Wait, ...] = ()
    ageing: tuple[Bar, ...] = ()
    freshness: tuple[Bar, ...] = ()
    funnel: tuple[Bar, ...] = ()
    hosts: tuple[str, ...] = ()
    matrix: tuple[tuple[str, ...], ...] = ()  # how often, in bands: from each row to each column


@dataclass(frozen=True, slots=True)
class Report:
    """All that a community may know of itself for one period."""

    period: Period
    enough: bool  # whether five people were active
    figures: tuple[Figure, ...] = ()
    charts: Charts = field(default_factory=Charts)

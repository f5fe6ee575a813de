"""What is shown: figures with their formula, and what charts are drawn from."""

from dataclasses import dataclass, field
from typing import Final

from fedcop.community.insights.facts import Period

FEW: Final = "too few"


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

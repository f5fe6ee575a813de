"""Figures, their goals and yardsticks, and how they are drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

# The machine that the goals speak of says hello in so many ms; ours may be faster or slower.
HELLO_THERE: Final = 0.035

# What each figure is set beside: Starlette's hello, an RSA-2048 signature made and checked, and
# a POST without a signature through the same client.
ANCHORS: Final = ("hello", "sign", "verify", "post")


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing measured: what it is called, its goal, and what is known of others."""

    key: str
    title: str
    unit: str = "ms"
    goal: float | None = None
    scaled: bool = True  # CPU time: its goal moves with the speed of this machine
    yardstick: str = ""


Round = Mapping[str, float]  # what was measured by key, the anchors among them


@dataclass(frozen=True, slots=True)
class Line:
    """A figure over all rounds."""

    figure: Figure
    rounds: tuple[Round, ...]

    @property
    def values(self) -> list[float]:
        """Its value in each round that has it."""
        return [one[self.figure.key] for one in self.rounds if self.figure.key in one]

    @property
    def value(self) -> float:
        """The median."""
        return median(self.values)

    def to_anchor(self, anchor: str) -> float | None:
        """Its ratio to an anchor of the same round, the median of the rounds."""
        if not self.figure.scaled:
            return None
        ratios = [
            one[self.figure.key] / one[anchor]
            for one in self.rounds
            if self.figure.key in one and one.get(anchor)
        ]
        return median(ratios) if ratios else None

    @property
    def goal(self) -> float | None:
        """Its goal on this machine: what the goal means at the hello of these rounds."""
        if self.figure.goal is None or not self.figure.scaled:
            return self.figure.goal
        hellos = [one["hello"] for one in self.rounds if "hello" in one]
        return self.figure.goal * (median(hellos) / HELLO_THERE if hellos else 1.0)

    @property
    def verdict(self) -> str:
        """Whether the goal is met, round by round at the hello of each."""
        goal = self.figure.goal
        if goal is None:
            return ""
        reached = self.value
        if self.figure.scaled and (ratio := self.to_anchor("hello")) is not None:
            reached = ratio * HELLO_THERE
        return "met" if reached <= goal else "MISSED"


@dataclass(frozen=True, slots=True)
class Table:
    """All figures, what bounds them, and how they came about."""

    lines: tuple[Line, ...]
    bounds: Mapping[str, str]
    notes: Sequence[str]

    def plain(self) -> str:
        """Draw it for a terminal."""
        head = (
            f"{'':54}{'median':>11}{'least to most':>20}{'goal here':>12}{'':8}"
            + "".join(f"{'÷ ' + name:>9}" for name in ANCHORS)
            + "   beside it"
        )
        return "\n".join([*self.notes, "", head, *(self._row(line) for line in self.lines)])

    def _row(self, line: Line) -> str:
        figure, values = line.figure, line.values
        shown = f"{figure.title:54}{_number(line.value):>8}{figure.unit:>3}"
        shown += f"{_number(min(values)) + ' to ' + _number(max(values)):>20}"
        shown += f"{_number(line.goal):>12}{line.verdict:>8}"
        shown += "".join(f"{_number(line.to_anchor(name)):>9}" for name in ANCHORS)
        shown = f"{shown}   {figure.yardstick}".rstrip()
        bound = self.bounds.get(figure.key)
        return f"{shown}\n{'':6}bound by {bound}" if bound else shown

    def markdown(self) -> str:
        """Draw it for a page."""
        ratios = " | ".join(f"÷ {name}" for name in ANCHORS)
        lines = [
            f"| | Median | Least to most | Goal here | | {ratios} | Beside it | Bound by |",
            "|---|--:|--:|--:|---|" + "--:|" * len(ANCHORS) + "---|---|",
        ]
        for line in self.lines:
            figure, values = line.figure, line.values
            goal = f"{_number(line.goal)} {figure.unit}" if line.goal is not None else ""
            cells = [
                figure.title,
                f"{_number(line.value)} {figure.unit}",
                f"{_number(min(values))} to {_number(max(values))}",
                goal,
                line.verdict,
                *(_number(line.to_anchor(name)) for name in ANCHORS),
                figure.yardstick,
                self.bounds.get(figure.key, ""),
            ]
            lines.append("| " + " | ".join(cells) + " |")
        return "\n".join([*(f"{note}  " for note in self.notes), "", *lines])


def _number(value: float | None) -> str:
    if value is None:
        return ""
    if value == 0:
        return "0"
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3 if size >= 0.1 else 4
    return f"{value:.{digits}f}"

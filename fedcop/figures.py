"""What a process counts of itself, in memory: for its operator, and of nobody by name.

Only whoever runs the event loop adds to a figure, so none needs a lock. Counting costs a look into
a dictionary; all the rest is done when somebody asks.
"""

import time
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

Words = tuple[str, ...]

_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_MOST_ROWS: Final = 200  # of one figure: what peers send must not grow it without end
_OFTEN: Final = 5  # failures one after the other, after which a loop does not get on
OTHER: Final = "other"


class Tally:
    """How often something happened, told apart by a few words that are fixed beforehand."""

    __slots__ = ("about", "counts", "labels", "name")

    def __init__(self, name: str, about: str, *labels: str) -> None:
        self.name = name
        self.about = about
        self.labels = labels
        self.counts: dict[Words, int] = {}

    def add(self, *words: str) -> None:
        """Count one more."""
        if words not in self.counts and len(self.counts) >= _MOST_ROWS:
            words = (OTHER,) * len(words)
        self.counts[words] = self.counts.get(words, 0) + 1

    def lines(self) -> Iterator[str]:
        """Write it in the text format of Prometheus."""
        yield from _head(self.name, "counter", self.about)
        for words, count in sorted(self.counts.items()):
            yield f"{self.name}{_labels(self.labels, words)} {count}"


class Spread:
    """How long something took, told apart by a few words that are fixed beforehand."""

    __slots__ = ("about", "labels", "name", "rows", "sums")

    def __init__(self, name: str, about: str, *labels: str) -> None:
        self.name = name
        self.about = about
        self.labels = labels
        self.rows: dict[Words, list[int]] = {}
        self.sums: dict[Words, float] = {}

    def add(self, seconds: float, *words: str) -> None:
        """Note that it took so long once more."""
        row = self.rows.get(words)
        if row is None:
            if len(self.rows) >= _MOST_ROWS:
                words = (OTHER,) * len(words)
            row = self.rows.setdefault(words, [0] * (len(_SECONDS) + 1))
            self.sums.setdefault(words, 0.0)
        row[bisect_left(_SECONDS, seconds)] += 1
        self.sums[words] += seconds

    def lines(self) -> Iterator[str]:
        """Write it in the text format of Prometheus, each bucket with all that is below it."""
        yield from _head(self.name, "histogram", self.about)
        names = (*self.labels, "le")
        for words, row in sorted(self.rows.items()):
            below = 0
            for edge, count in zip((*map(str, _SECONDS), "+Inf"), row, strict=True):
                below += count
                yield f"{self.name}_bucket{_labels(names, (*words, edge))} {below}"
            yield f"{self.name}_sum{_labels(self.labels, words)} {self.sums[words]:.6f}"
            yield f"{self.name}_count{_labels(self.labels, words)} {below}"


@dataclass(frozen=True, slots=True)
class Gauge:
    """How something stands just now, seen when somebody asked."""

    name: str
    about: str
    labels: Words
    values: tuple[tuple[Words, float], ...]
    kind: str = "gauge"

    @classmethod
    def of(cls, name: str, about: str, value: float) -> "Gauge":
        """Make one that is a single number."""
        return cls(name, about, (), (((), value),))

    def lines(self) -> Iterator[str]:
        """Write it in the text format of Prometheus."""
        yield from _head(self.name, self.kind, self.about)
        for words, value in self.values:
            shown = int(value) if value == int(value) else round(value, 6)
            yield f"{self.name}{_labels(self.labels, words)} {shown}"


class Pulse:
    """Whether the loops of a process live: each says at every turn by when it will say so again."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}
        self._failures: dict[str, int] = {}

    def __bool__(self) -> bool:
        """Whether this process has loops at all."""
        return bool(self._until)

    def beat(self, name: str, within: float) -> None:
        """Say that a loop lives, and will turn again within so many seconds."""
        self._until[name] = time.monotonic() + within

    def end(self, name: str) -> None:
        """Say that a loop turns no more."""
        self._until[name] = 0.0

    def went(self, name: str, *, well: bool) -> None:
        """Say how a turn of a loop went."""
        self._failures[name] = 0 if well else self._failures.get(name, 0) + 1

    def loops(self) -> dict[str, bool]:
        """Say of each loop whether it gets on."""
        now = time.monotonic()
        return {
            name: until >= now and self._failures.get(name, 0) < _OFTEN
            for name, until in self._until.items()
        }


@dataclass(frozen=True, slots=True)
class Figures:
    """All that one process counts."""

    pulse: Pulse = field(default_factory=Pulse)
    answers: Spread = field(
        default_factory=lambda: Spread(
            "fedcop_http_seconds",
            "Until the first byte of an answer, by door and kind of status.",
            "door",
            "status",
        )
    )
    arrivals: Tally = field(
        default_factory=lambda: Tally(
            "fedcop_inbox_messages_total",
            "What came to the inbox, by the status it was answered with, and what was wrong.",
            "status",
            "cause",
        )
    )
    verdicts: Tally = field(
        default_factory=lambda: Tally(
            "fedcop_inbox_verdicts_total", "What became of messages that were kept.", "verdict"
        )
    )
    deliveries: Tally = field(
        default_factory=lambda: Tally(
            "fedcop_deliveries_total", "Attempts to deliver.", "peers", "outcome"
        )
    )
    flights: Spread = field(
        default_factory=lambda: Spread(
            "fedcop_delivery_seconds", "Until a peer answered a delivery.", "peers"
        )
    )
    turns: Spread = field(
        default_factory=lambda: Spread("fedcop_job_seconds", "Turns of the worker's loops.", "job")
    )
    failures: Tally = field(
        default_factory=lambda: Tally(
            "fedcop_job_failures_total", "Turns of the worker's loops that failed.", "job"
        )
    )

    def counted(self) -> tuple[Tally | Spread, ...]:
        """List what is counted as it happens."""
        return (
            self.answers,
            self.arrivals,
            self.verdicts,
            self.deliveries,
            self.flights,
            self.turns,
            self.failures,
        )


def page_of(figures: Iterable[Tally | Spread | Gauge]) -> str:
    """Write figures as one page in the text format of Prometheus, version 0.0.4."""
    return "".join(f"{line}\n" for figure in figures for line in figure.lines())


def _head(name: str, kind: str, about: str) -> tuple[str, str]:
    return f"# HELP {name} {about}", f"# TYPE {name} {kind}"


def _labels(names: Words, words: Words) -> str:
    if not names:
        return ""
    pairs = zip(names, words, strict=True)
    return "{" + ",".join(f'{name}="{_quoted(word)}"' for name, word in pairs) + "}"


def _quoted(word: str) -> str:
    return word.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")

"""What a subject is, and what all subjects are given."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.databases import Databases
from benchmarks.figures import Figure
from benchmarks.sampler import Samples


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    rounds: int
    hellos: int
    people: int  # known senders
    messages: int  # of each of them
    posts: int  # sent without a signature, the anchor
    followers: int  # inboxes of the fan-out
    hosts: int
    spread: int  # posts that fan out, warm
    reads: int
    lanes: int
    appends: int
    stored: int  # posts of the large database
    pages: int
    idle_seconds: float
    streams: int  # open at once
    tidings: int  # posts they are told of
    kept_mb: int  # files of people, in a backup
    profiled: int  # kinds of databases whose time is looked into


FULL = Size(
    rounds=5,
    hellos=20_000,
    people=200,
    messages=40,
    posts=4_000,
    followers=1_000,
    hosts=200,
    spread=5,
    reads=4_000,
    lanes=10_000,
    appends=40,
    stored=1_000_000,
    pages=300,
    idle_seconds=30.0,
    streams=2_000,
    tidings=5,
    kept_mb=5_000,
    profiled=2,
)
SMALL = Size(
    rounds=1,
    hellos=3_000,
    people=20,
    messages=20,
    posts=400,
    followers=100,
    hosts=20,
    spread=2,
    reads=300,
    lanes=500,
    appends=10,
    stored=10_000,
    pages=40,
    idle_seconds=2.0,
    streams=100,
    tidings=2,
    kept_mb=150,
    profiled=1,
)


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the subjects work, with what, and how much."""

    folder: Path
    size: Size
    databases: tuple[Databases, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """What was seen of a figure in a run that did not count, and how many units it holds."""

    samples: Samples
    units: int


class Subject:
    """Something that is measured once in each round."""

    name = ""
    figures: tuple[Figure, ...] = ()

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    def prepare(self) -> None:
        """Make whatever is the same in all rounds."""

    def measure(self) -> Mapping[str, float]:
        """Measure once; a figure may be missing where it cannot be had."""
        raise NotImplementedError

    def profile(self) -> Mapping[str, Profile]:
        """Look at where the time goes, by the key of the figure."""
        return {}

    def close(self) -> None:
        """Let everything go."""

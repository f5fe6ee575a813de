"""`make bench`: measure everything and draw the table."""

import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from benchmarks import machine, report
from benchmarks.databases import Databases, PostgresDatabases, SqliteDatabases, has_postgresql
from benchmarks.figures import Line, Table
from benchmarks.rounds import Course
from benchmarks.subject import FULL, SMALL, Bench, Subject
from benchmarks.subjects.anchors import Crypto, Hello, Post
from benchmarks.subjects.clients import Clients
from benchmarks.subjects.fanout import FanOut
from benchmarks.subjects.idle import Idle
from benchmarks.subjects.inbound import Inbound
from benchmarks.subjects.keeping import Keeping
from benchmarks.subjects.lanes import Growth
from benchmarks.subjects.overview import Overview
from benchmarks.subjects.pages import Pages
from benchmarks.subjects.photos import Photos
from benchmarks.subjects.practice import Practice
from benchmarks.subjects.reading import Reading
from benchmarks.subjects.searching import Searching
from benchmarks.subjects.streams import Streams

_SIZES: Final = {"full": FULL, "small": SMALL}
_ANCHORS: Final[tuple[type[Subject], ...]] = (Hello, Crypto, Post)
_SUBJECTS: Final[tuple[type[Subject], ...]] = (
    Inbound,
    FanOut,
    Reading,
    Clients,
    Streams,
    Growth,
    Pages,
    Searching,
    Practice,
    Photos,
    Overview,
    Keeping,
    Idle,
)


@click.command()
@click.option("--size", type=click.Choice(list(_SIZES)), default="full", show_default=True)
@click.option("--rounds", type=int, help="How many rounds.  [default: 5, small 1]")
@click.option("--only", multiple=True, help="A subject by name; may be given several times.")
@click.option("--sqlite", is_flag=True, help="Leave PostgreSQL out.")
@click.option("--no-profile", is_flag=True, help="Do not ask what bounds each figure.")
def main(
    size: str,
    rounds: int | None,
    only: tuple[str, ...],
    *,
    sqlite: bool,
    no_profile: bool,
) -> None:
    """Measure fedcop beside what bounds it.

    Fails when something does not work, never on a number.
    """
    chosen = _SIZES[size]
    chosen = replace(chosen, rounds=rounds or chosen.rounds)
    machine.stay_on(machine.GENERATOR_CORE)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    notes = [f"{size} size, {chosen.rounds} rounds, on {machine.describe()}"]
    with _folder() as folder, _databases(folder, without=sqlite) as databases:
        if len(databases) == 1 and not sqlite:
            notes.append("PostgreSQL is not installed here and is left out")
        course = Course(_subjects(Bench(folder, chosen, databases), only), _say)
        known = list(course.subjects)
        course.prepare()
        course.run(chosen.rounds, again=size == "full")
        profiles = {} if no_profile else course.profile()
        course.close()
    bounds = {key: profile.samples.sentence() for key, profile in profiles.items()}
    table = Table(_lines(course, known), bounds, [*notes, *course.notes])
    report.keep(table, profiles)
    click.echo(table.plain())
    for name, why in course.failures.items():
        click.echo(f"{name} FAILED: {why}", err=True)
    sys.exit(1 if course.failures else 0)


def _subjects(bench: Bench, only: tuple[str, ...]) -> list[Subject]:
    made: list[Subject] = [subject(bench) for subject in _SUBJECTS]
    names = [one.name for one in made]
    for name in only:
        if name not in names:
            raise click.UsageError(f"--only: {name} is none of {', '.join(names)}")
    return [
        *(anchor(bench) for anchor in _ANCHORS),
        *(one for one in made if not only or one.name in only),
    ]


def _lines(course: Course, subjects: Sequence[Subject]) -> tuple[Line, ...]:
    lines = (
        Line(figure, tuple(course.rounds)) for subject in subjects for figure in subject.figures
    )
    return tuple(line for line in lines if line.values)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="fedcop-bench-") as name:
        yield Path(name)


@contextmanager
def _databases(folder: Path, *, without: bool) -> Iterator[tuple[Databases, ...]]:
    opened: list[Databases] = [SqliteDatabases(folder)]
    if has_postgresql() and not without:
        opened.append(PostgresDatabases(folder))
    try:
        yield tuple(opened)
    finally:
        for one in opened:
            one.close()


def _say(line: str) -> None:
    click.echo(line, err=True)


if __name__ == "__main__":
    main()

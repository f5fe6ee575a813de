"""How the command line speaks: words for people, one JSON object a line for programs."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import click
import orjson

OK, FAILED, USAGE, PARTLY, UNSAFE, LOCKED = range(6)

_LINE_SECONDS = 10.0
_BAR_SECONDS = 0.1
_BAR = 24


@dataclass(slots=True)
class Progress:
    """A long verb under way: a bar on a terminal, a line every ten seconds elsewhere."""

    label: str
    total: int
    output: "Output"
    done: int = 0
    began: float = field(default_factory=time.monotonic)
    _said: float = 0.0

    def step(self, count: int = 1) -> None:
        """Say that `count` more are done."""
        self.done += count
        pause = _BAR_SECONDS if self.output.on_terminal else _LINE_SECONDS
        now = time.monotonic()
        if now - self._said >= pause or self.done == self.total:
            self._said = now
            self.output.show(self)

    @property
    def rate(self) -> float:
        """How many are done in a second."""
        return self.done / max(0.001, time.monotonic() - self.began)

    @property
    def left(self) -> float:
        """How many seconds are left, as far as one can tell."""
        return (self.total - self.done) / self.rate if self.done else 0.0


@dataclass(frozen=True, slots=True)
class Output:
    """What the user asked for: `--json`, `--quiet`."""

    json: bool = False
    quiet: bool = False

    @property
    def on_terminal(self) -> bool:
        """Whether somebody is watching a terminal."""
        return sys.stderr.isatty() and not self.json

    def item(self, text: str, **facts: object) -> None:
        """Print one thing found: its facts as JSON, or its text."""
        self._say("item", text, facts)

    def result(self, text: str, **facts: object) -> None:
        """Print how it ended."""
        self._say("result", text, facts)

    def warning(self, text: str, **facts: object) -> None:
        """Print what somebody should know, even when quiet."""
        if self.json:
            self._line("warning", {"message": text, **facts})
        else:
            click.secho(f"warning: {text}", fg="yellow", err=True)

    def refusal(self, why: str) -> None:
        """Print in one line why it did not work."""
        if self.json:
            self._line("result", {"error": why})
        else:
            click.secho(f"fedcop: {why}", fg="red", err=True)

    def note(self, text: str) -> None:
        """Print a word on the way; left out when quiet or for programs."""
        if not (self.json or self.quiet):
            click.echo(text)

    def table(self, heads: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
        """Print rows under their heads; for programs one object a row."""
        if self.json:
            for row in rows:
                self._line("item", dict(zip(heads, row, strict=True)))
            return
        texts = [tuple(str(cell) for cell in row) for row in rows]
        widths = [max(map(len, column)) for column in zip(heads, *texts, strict=True)]
        click.secho(_padded(heads, widths), bold=True)
        for row in texts:
            click.echo(_padded(row, widths))

    def facts(self, facts: dict[str, object]) -> None:
        """Print what is known of one thing, a line each; for programs one object."""
        if self.json:
            self._line("item", facts)
            return
        width = max(map(len, facts))
        for name, value in facts.items():
            shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            click.echo(f"{name.replace('_', ' ').ljust(width)}  {shown or '-'}".rstrip())

    @contextmanager
    def progress(self, label: str, total: int) -> Iterator[Progress]:
        """Show how far a long verb has come."""
        progress = Progress(label, total, self)
        try:
            yield progress
        finally:
            if self.on_terminal and not self.quiet:
                click.echo(err=True)

    def show(self, progress: Progress) -> None:
        """Draw the bar, or print the line."""
        if self.json:
            facts = {"label": progress.label, "done": progress.done, "total": progress.total}
            self._line("progress", facts)
        elif not self.quiet:
            line = _bar(progress)
            click.echo(f"\r{line}\x1b[K" if self.on_terminal else line, nl=False, err=True)
            if not self.on_terminal:
                click.echo(err=True)

    def _say(self, event: str, text: str, facts: dict[str, object]) -> None:
        if self.json:
            self._line(event, facts or {"message": text})
        elif not (self.quiet and event == "result"):
            click.echo(text)

    def _line(self, event: str, facts: dict[str, object]) -> None:
        click.echo(orjson.dumps({"event": event, **facts}, default=str).decode())


def _padded(cells: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _bar(progress: Progress) -> str:
    full = _BAR * progress.done // max(1, progress.total)
    drawn = "█" * full + "░" * (_BAR - full)
    counted = f"{progress.done}/{progress.total}"
    return f"{progress.label} {drawn} {counted} {progress.rate:.0f}/s, {progress.left:.0f} s left"

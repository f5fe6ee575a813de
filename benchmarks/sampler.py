"""Where the time goes: a look at every stack after each few milliseconds of CPU.

It never runs in a round that counts. A signal wakes it after some CPU time; each thread is charged
with the CPU it has used since the last look, on the function it is in.
"""

import json
import os
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final, Self

VARIABLE: Final = "BENCHMARK_SAMPLES"
_EVERY: Final = 0.002
_DEEPEST: Final = 100

# What bounds a figure, by the modules at work; the innermost that is named here decides.
_PARTS: Final = (
    (
        "crypto",
        (
            "fedcop.activitypub.signatures",
            "fedcop.activitypub.proofs",
            "fedcop.transport.signing",
            "fedcop.transport.threads",
            "fedcop.digests",
            "cryptography",
            "rfc8785",
            "hashlib",
        ),
    ),
    (
        "JSON",
        (
            "fedcop.activitypub.json_guard",
            "fedcop.activitypub.reading",
            "fedcop.activitypub.writing",
            "fedcop.activitypub.vocabulary",
            "json",
        ),
    ),
    ("database", ("fedcop.store", "sqlite3", "asyncpg", "tortoise")),
    ("HTML", ("fedcop.web", "fedcop.markup", "jinja2", "markupsafe", "nh3", "html")),
    (
        "HTTP",
        (
            "fedcop.app",
            "fedcop.federation.endpoints",
            "fedcop.transport.client",
            "fedcop.transport.pool",
            "uvicorn",
            "starlette",
            "aiohttp",
            "yarl",
            "ssl",
            "email",
        ),
    ),
    ("event loop", ("asyncio", "uvloop", "concurrent", "threading", "benchmarks")),
    ("lanes", ("fedcop.transport", "fedcop.worker")),
    ("federation", ("fedcop.federation", "fedcop.activitypub", "fedcop.uris", "fedcop.values")),
    ("community", ("fedcop.community",)),
    ("fedcop", ("fedcop",)),
)

# Threads that do one thing only; mostly they are met when they have just finished it.
_THREADS: Final = {"writer": "database", "search": "database", "signing": "crypto", "names": "HTTP"}


def part_of(module: str) -> str | None:
    """Name the part of the work a module belongs to, if it says anything."""
    for part, modules in _PARTS:
        if any(module == one or module.startswith((f"{one}.", f"{one}_")) for one in modules):
            return part
    return None


@dataclass(frozen=True, slots=True)
class Samples:
    """CPU seconds by part, by the function at work, and by all functions above it."""

    parts: dict[str, float]
    own: dict[str, float]
    whole: dict[str, float]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read what a program handed in."""
        return cls(**json.loads(path.read_text("utf-8")))

    @property
    def total(self) -> float:
        """All of it."""
        return sum(self.parts.values())

    def sentence(self) -> str:
        """Say what bounds the figure."""
        shares = sorted(self.parts.items(), key=lambda item: -item[1])
        named = [(part, round(100 * spent / (self.total or 1))) for part, spent in shares]
        return ", ".join(f"{part} {share} %" for part, share in named if share >= 2)

    def hot_spots(self, units: int, most: int = 25) -> str:
        """Draw the functions that cost most, in µs for each unit of work."""
        lines = ["     own   whole µs"]
        busiest = sorted(self.own.items(), key=lambda item: -item[1])[:most]
        lines += [
            f"{spent / units * 1e6:8.1f}{self.whole[name] / units * 1e6:8.1f}  {name}"
            for name, spent in busiest
        ]
        lines.append("-- by what stands above")
        deepest = sorted(self.whole.items(), key=lambda item: -item[1])
        ours = [item for item in deepest if item[0].startswith("fedcop")][:most]
        lines += [f"{'':8}{spent / units * 1e6:8.1f}  {name}" for name, spent in ours]
        return "\n".join(lines)


class Sampler:
    """Looks at this process between two signals, then hands in what it saw."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._on = False
        self._seen: dict[int, int] = {}
        self._parts: Counter[str] = Counter()
        self._own: Counter[str] = Counter()
        self._whole: Counter[str] = Counter()

    def switch(self, _signal: int, _frame: FrameType | None) -> None:
        """Begin, or stop and hand in."""
        if not self._on:
            self._on = True
            for counted in (self._parts, self._own, self._whole):
                counted.clear()
            self._seen = {thread: _cpu(thread) for thread in sys._current_frames()}
            signal.signal(signal.SIGPROF, self._look)
            signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
            return
        signal.setitimer(signal.ITIMER_PROF, 0)
        self._on = False
        spent = {"parts": self._parts, "own": self._own, "whole": self._whole}
        seconds = {
            name: {key: nanoseconds / 1e9 for key, nanoseconds in counted.items()}
            for name, counted in spent.items()
        }
        unfinished = self._target.with_suffix(".unfinished")
        unfinished.write_text(json.dumps(seconds), "utf-8")
        unfinished.rename(self._target)

    def _look(self, _signal: int, frame: FrameType | None) -> None:
        frames: dict[int, FrameType | None] = dict(sys._current_frames())
        frames[threading.main_thread().ident or 0] = frame
        names = {one.ident: one.name.partition("_")[0] for one in threading.enumerate()}
        for thread, there in frames.items():
            now = _cpu(thread)
            spent = now - self._seen.get(thread, now)
            self._seen[thread] = now
            if spent > 0:
                self._charge(there, spent, _THREADS.get(names.get(thread, "")))

    def _charge(self, frame: FrameType | None, spent: int, part: str | None) -> None:
        names: dict[str, None] = {}
        while frame is not None and len(names) < _DEEPEST:
            module = str(frame.f_globals.get("__name__", "?"))
            part = part or part_of(module)
            names[f"{module}:{frame.f_code.co_qualname}"] = None
            frame = frame.f_back
        self._parts[part or "event loop"] += spent
        self._own[next(iter(names), "outside Python")] += spent
        for name in names:
            self._whole[name] += spent


def _cpu(thread: int) -> int:
    return time.clock_gettime_ns(time.pthread_getcpuclockid(thread))


class Look:
    """Looks at a piece of work in this very process."""

    def __enter__(self) -> Self:
        """Begin."""
        self._folder = tempfile.TemporaryDirectory(prefix="fedcop-bench-")
        self._target = Path(self._folder.name) / "samples.json"
        self._sampler = Sampler(self._target)
        self._sampler.switch(0, None)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop; `samples` is there from then on."""
        self._sampler.switch(0, None)
        self.samples = Samples.read(self._target)
        self._folder.cleanup()


def be_ready() -> None:
    """Let this program be looked at when it is asked for."""
    target = os.environ.get(VARIABLE)
    if target:
        signal.signal(signal.SIGUSR1, Sampler(Path(target)).switch)

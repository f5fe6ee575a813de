"""What the machine tells us: whose CPU was spent, how much memory is held, who else was at work."""

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

_CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE = _CORES[0]
GENERATOR_CORE = _CORES[-1]
DISTURBED = 0.15  # more than this share of the machine in other hands spoils a round
_TICK = os.sysconf("SC_CLK_TCK")


def stay_on(core: int) -> None:
    """Keep this process on one core."""
    os.sched_setaffinity(0, {core})


@contextlib.contextmanager
def on(*cores: int) -> Iterator[None]:
    """Do something on some cores, on all where none is named; what is started stays there."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores or _CORES)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def cpu_of(pid: int) -> float:
    """Return the CPU seconds of one process with all its threads, exact to a microsecond."""
    # The clock of another process, as clock_getcpuclockid(3) names it; /proc counts in 10 ms.
    return time.clock_gettime((~pid << 3) | 2)


def cpu_of_tree(pid: int) -> float:
    """Return the CPU seconds of a process, of those it started, and of those that have ended."""
    total = 0.0
    for one in _tree(pid):
        with contextlib.suppress(psutil.Error, OSError):
            ended = one.cpu_times()
            total += cpu_of(one.pid) + ended.children_user + ended.children_system
    return total


def memory_of_tree(pid: int) -> float:
    """Return the proportional memory (PSS) of a process and those it started, in MB."""
    total = 0
    for one in _tree(pid):
        with contextlib.suppress(OSError):
            rollup = Path(f"/proc/{one.pid}/smaps_rollup").read_text("ascii")
            total += next(
                int(line.split()[1]) for line in rollup.splitlines() if line[:4] == "Pss:"
            )
    return total * 1024 / 1e6


def _tree(pid: int) -> list[psutil.Process]:
    try:
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    except psutil.Error:
        return []


def _busy() -> float:
    fields = Path("/proc/stat").read_text("ascii").split("\n", 1)[0].split()[1:]
    user, nice, system, _idle, _waiting, interrupts, softly, stolen = map(int, fields[:8])
    return (user + nice + system + interrupts + softly + stolen) / _TICK


@dataclass(slots=True)
class Watch:
    """Watches from its making on how much of the machine was in other hands."""

    began: float = field(default_factory=time.monotonic)
    busy: float = field(default_factory=_busy)
    own: float = field(default_factory=lambda: cpu_of_tree(os.getpid()))

    def share_of_others(self) -> float:
        """Return the share of all cores that other processes took."""
        elapsed = (time.monotonic() - self.began) * (os.cpu_count() or 1)
        others = (_busy() - self.busy) - (cpu_of_tree(os.getpid()) - self.own)
        return max(0.0, others / elapsed) if elapsed else 0.0


def describe() -> str:
    """Say in one line what machine this is."""
    model = "unknown"
    with contextlib.suppress(OSError, StopIteration):
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        model = next(line.partition(":")[2].strip() for line in lines if "model name" in line)
    return f"{os.cpu_count()} cores {model}, load {os.getloadavg()[0]:.1f}"

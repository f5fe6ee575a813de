"""Programs of their own whose CPU is counted: `python -m benchmarks.programs.NAME`."""

import contextlib
import json
import os
import signal
import socket  # noqa: TID251 - it asks for a free port
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from benchmarks import machine
from benchmarks.sampler import VARIABLE, Samples

ROOT = Path(__file__).resolve().parent.parent
_PATIENCE = 60.0


def free_port() -> int:
    """Find a port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Program:
    """One of our programs at work; it says `ready` on its first line and then answers questions."""

    def __init__(self, name: str, *words: object, core: int = machine.SERVER_CORE) -> None:
        self.name = name
        self._folder = tempfile.TemporaryDirectory(prefix="fedcop-bench-")
        self._samples = Path(self._folder.name) / "samples.json"
        command = [sys.executable, "-m", f"benchmarks.programs.{name}", *map(str, words)]
        with machine.on(core):
            self._child = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, VARIABLE: str(self._samples)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        self.greeting = self._answer()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if (ended := self._child.poll()) is not None:
            print(f"{self.name} ended by itself with {ended}", file=sys.stderr)
        self._child.terminate()
        try:
            self._child.wait(20)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        self._folder.cleanup()

    @property
    def pid(self) -> int:
        """Its number."""
        return self._child.pid

    def cpu(self) -> float:
        """Return the CPU seconds it and those it started have used so far."""
        return machine.cpu_of_tree(self.pid)

    def ask(self, question: str) -> Any:
        """Ask it something and wait for the answer, which is JSON."""
        assert self._child.stdin is not None
        self._child.stdin.write(question + "\n")
        self._child.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._child.stdout is not None
        line = self._child.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} ended with {self._child.wait()}")
        return json.loads(line)

    def start_sampling(self) -> None:
        """Look from now on at what it does."""
        self._child.send_signal(signal.SIGUSR1)

    def stop_sampling(self) -> Samples:
        """Look no more, and return what was seen."""
        self._child.send_signal(signal.SIGUSR1)
        until = time.monotonic() + _PATIENCE
        while not self._samples.exists():
            if time.monotonic() > until:
                raise RuntimeError(f"{self.name} handed in no samples")
            time.sleep(0.05)
        seen = Samples.read(self._samples)
        self._samples.unlink()
        return seen


def wait_for_port(port: int, alive: "subprocess.Popen[Any] | None" = None) -> None:
    """Wait until something listens. Raises RuntimeError."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            return
        if alive is not None and alive.poll() is not None:
            raise RuntimeError(f"the server ended with {alive.returncode}")
        time.sleep(0.01)
    raise RuntimeError("the server did not start")

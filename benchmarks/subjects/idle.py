"""What a node costs that has nothing to do: its memory, and how soon it is ready."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping

from benchmarks import machine, node
from benchmarks.figures import Figure
from benchmarks.processes import ROOT, free_port
from benchmarks.subject import Subject

_PATIENCE = 60.0


class Idle(Subject):
    """`fedcop serve`, started as an operator would."""

    name = "idle"
    figures = (
        Figure(
            "memory",
            "idle memory of `fedcop serve` (PSS)",
            unit="MB",
            goal=100.0,
            scaled=False,
            yardstick="GoToSocial 120 MiB",
        ),
        Figure(
            "ready",
            "from start to the first answer",
            unit="s",
            goal=1.5,
            scaled=False,
            yardstick="GoToSocial 1.1 s",
        ),
        Figure("ready-cpu", "… its CPU, which is the time on a quiet machine", unit="s", goal=1.5),
    )

    def prepare(self) -> None:
        """Set up a small node."""
        databases = self.bench.databases[0]
        self._url = databases.make("idle")
        self._node = node.make_node(self.bench.folder / "idle", self._url)
        seal = self._node.sealed_by()
        node.within(self._node, lambda store: node.settle_in(store, seal, threads=20))

    def measure(self) -> Mapping[str, float]:
        """Start it, ask at once and again until it answers, and look at it when it is at rest."""
        port = free_port()
        self._node.use(self._url, port)
        command = [sys.executable, "-m", "fedcop", "serve", "--config", str(self._node.file)]
        with machine.on(machine.SERVER_CORE):
            began = time.perf_counter()
            serve = subprocess.Popen(command, cwd=ROOT, env=_environment())
        try:
            ready = _until_it_answers(port, serve, began)
            spent = machine.cpu_of_tree(serve.pid)
            time.sleep(self.bench.size.idle_seconds)
            memory = machine.memory_of_tree(serve.pid)
        finally:
            serve.send_signal(signal.SIGTERM)
            if serve.wait(30) != 0:
                raise RuntimeError(f"fedcop serve ended with {serve.returncode}")
        return {"memory": memory, "ready": ready, "ready-cpu": spent}

    def close(self) -> None:
        """Let the database go."""
        self.bench.databases[0].drop(self._url)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("FEDCOP_")}


def _until_it_answers(port: int, serve: "subprocess.Popen[bytes]", began: float) -> float:
    while time.perf_counter() - began < _PATIENCE:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/", headers={"Host": node.HOST, "Accept": "text/html"})
            if connection.getresponse().status == http.client.OK:
                return time.perf_counter() - began
        except OSError:
            if serve.poll() is not None:
                break
        finally:
            connection.close()
        time.sleep(0.005)
    raise RuntimeError("fedcop serve does not answer")

"""What a backup costs, beside a copy of the same bytes, and what the inbox notices of it."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

import pyrage

from benchmarks import load, machine, node, replies
from benchmarks.figures import Figure
from benchmarks.node import Ground
from benchmarks.processes import ROOT, Program, free_port
from benchmarks.subject import Bench, Subject
from fedcop.store.batch import Store

_BLOB: Final = 2_000_000
_BLOCK: Final = 1 << 20
_RATE: Final = 100.0  # messages a second
_BATCH: Final = 100
_CALM: Final = 10  # batches
# Between us and it: a process counts the memory of the one that began it as its own.
_WEIGHED: Final = """
import os, subprocess, sys
made = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(made.pid, 0)
print(used.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""


class Keeping(Subject):
    """`fedcop backup create` of a node with many files."""

    name = "keeping"
    figures = (
        Figure("backup-ratio", "a backup, beside copying the same", unit="times", goal=1.2),
        Figure("backup-memory", "… its memory at most", unit="MB", goal=200.0, scaled=False),
        Figure(
            "backup-inbox", "… p99 of the inbox meanwhile ÷ before", "x", goal=2.0, scaled=False
        ),
        Figure("backup-p99", "… p99 of the inbox meanwhile", scaled=False),
    )

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._people = replies.people(hosts=5, count=20)
        self._sent = 0

    def prepare(self) -> None:
        """Set up a node that people elsewhere write to, with files of random bytes."""
        databases = self.bench.databases[0]
        self._url = databases.make("keeping")
        self._node = node.make_node(self.bench.folder / "keeping", self._url)
        self._ground = node.within(self._node, self._settle)
        self._media = self._node.file.parent / "data" / "media"
        for _ in range(self.bench.size.kept_mb * 1_000_000 // _BLOB):
            body = os.urandom(_BLOB)
            name = sha256(body).hexdigest()
            path = self._media / name[:2] / name[2:4] / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
        self._sets = self.bench.folder / "kept"
        os.sync()

    async def _settle(self, store: Store) -> Ground:
        ground = await node.settle_in(store, self._node.sealed_by(), threads=20)
        await node.remember(store, self._people)
        return ground

    def measure(self) -> Mapping[str, float]:
        """Copy all into one file, make a backup of it, and another while people write."""
        copied = self._copy()
        began = time.perf_counter()
        memory = self._end(self._begin())
        spent = time.perf_counter() - began
        port = free_port()
        with Program("node", self._node.file, port):
            self._write(port, len(self._people))  # their keys are fetched
            before = [one for _ in range(_CALM) for one in self._write(port, _BATCH)]
            making, meanwhile = self._begin(), []
            while making.poll() is None:
                meanwhile += self._write(port, _BATCH)
            self._end(making)
        p99 = _percentile(meanwhile)
        return {
            "backup-ratio": spent / copied,
            "backup-memory": memory,
            "backup-inbox": p99 / _percentile(before),
            "backup-p99": p99,
        }

    def _write(self, port: int, count: int) -> list[float]:
        """Let people elsewhere write, and say how long each waited for its 202."""
        numbers = range(self._sent, self._sent + count)
        self._sent += count
        sent = replies.signed_replies(
            self._people, self._ground.threads, self._ground.community, numbers
        )
        return load.send(port, sent, rate=_RATE).require(202).latencies

    def _begin(self) -> "subprocess.Popen[str]":
        recipient = str(pyrage.x25519.Identity.generate().to_public())
        words = (sys.executable, "-m", "fedcop", "--config", str(self._node.file), "--quiet")
        environ = {k: v for k, v in os.environ.items() if not k.startswith("FEDCOP_")}
        environ["FEDCOP_BACKUP_RECIPIENT"] = recipient
        create = (*words, "backup", "create", "--to", str(self._sets))
        with machine.on():  # not on the core of those who write alone, which they would notice
            return subprocess.Popen(
                (sys.executable, "-c", _WEIGHED, *create),
                cwd=ROOT,
                env=environ,
                stdout=subprocess.PIPE,
                text=True,
            )

    def _end(self, making: "subprocess.Popen[str]") -> float:
        """Wait for a backup and let it go; return the memory it took, in MB."""
        said, _ = making.communicate()
        if making.returncode:
            raise RuntimeError("no backup was made")
        for path in self._sets.glob("fedcop-*"):
            path.unlink()
        return int(said) / 1024

    def _copy(self) -> float:
        """Copy the files, as plainly as can be."""
        target = self.bench.folder / "copied"
        began = time.perf_counter()
        with target.open("wb") as file:
            for path in sorted(self._media.rglob("*")):
                if path.is_file():
                    _append(path, file.fileno())
            os.fsync(file.fileno())
        spent = time.perf_counter() - began
        target.unlink()
        return spent

    def close(self) -> None:
        """Let the database go."""
        self.bench.databases[0].drop(self._url)


def _percentile(latencies: list[float]) -> float:
    found = load.Load(latencies=latencies)
    return found.percentile(0.99)


def _append(path: Path, target: int) -> None:
    with path.open("rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            os.write(target, block)

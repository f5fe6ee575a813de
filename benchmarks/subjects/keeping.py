"""What a backup costs, beside a copy of the same bytes that is on disk as well."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

import pyrage

from benchmarks import node
from benchmarks.figures import Figure
from benchmarks.processes import ROOT
from benchmarks.subject import Subject

_BLOB: Final = 2_000_000
_BLOCK: Final = 1 << 20
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
    )

    def prepare(self) -> None:
        """Set up a node with files of random bytes."""
        databases = self.bench.databases[0]
        self._url = databases.make("keeping")
        self._node = node.make_node(self.bench.folder / "keeping", self._url)
        seal = self._node.sealed_by()
        node.within(self._node, lambda store: node.settle_in(store, seal, threads=20))
        self._media = self._node.file.parent / "data" / "media"
        for _ in range(self.bench.size.kept_mb * 1_000_000 // _BLOB):
            body = os.urandom(_BLOB)
            name = sha256(body).hexdigest()
            path = self._media / name[:2] / name[2:4] / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
        os.sync()

    def measure(self) -> Mapping[str, float]:
        """Copy all into one file, then make a backup of it."""
        copied = self._copy()
        recipient = str(pyrage.x25519.Identity.generate().to_public())
        words = (sys.executable, "-m", "fedcop", "--config", str(self._node.file), "--quiet")
        environ = {k: v for k, v in os.environ.items() if not k.startswith("FEDCOP_")}
        environ["FEDCOP_BACKUP_RECIPIENT"] = recipient
        folder = self.bench.folder / "kept"
        began = time.perf_counter()
        weighed = subprocess.run(
            (sys.executable, "-c", _WEIGHED, *words, "backup", "create", "--to", str(folder)),
            cwd=ROOT,
            env=environ,
            check=True,
            capture_output=True,
            text=True,
        )
        spent = time.perf_counter() - began
        for path in folder.glob("fedcop-*"):
            path.unlink()
        return {"backup-ratio": spent / copied, "backup-memory": int(weighed.stdout) / 1024}

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


def _append(path: Path, target: int) -> None:
    with path.open("rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            os.write(target, block)

"""What only one process may do at a time is held by a locked file, which ends with the process."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fedcop.cli.output import LOCKED, Output


@contextmanager
def only_one(output: Output, path: Path, who: str) -> Iterator[None]:
    """Go on while nobody else holds the lock; otherwise say who does, and end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(descriptor, 20).decode("ascii", "replace").strip()
        os.close(descriptor)
        output.refusal(f"{who} already, as process {holder or 'unknown'}; end that first")
        raise SystemExit(LOCKED) from None
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode())
    try:
        yield
    finally:
        os.close(descriptor)

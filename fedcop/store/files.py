"""Blobs by the hash of their content, in a folder; what is there once is never written again."""

import contextlib
import os
import secrets
import time
from hashlib import sha256
from pathlib import Path


class Files:
    """A folder of blobs. Everything here reads and writes the disk: call it off the event loop."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, body: bytes) -> str:
        """Keep a blob and return its hash; it is on disk before this returns."""
        name = sha256(body).hexdigest()
        path = self.path_of(name)
        if path.exists():
            os.utime(path)  # somebody wants it again, so it is as young as this
            return name
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{name}.{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        _sync(path.parent)
        return name

    def path_of(self, name: str) -> Path:
        """Say where a blob lies."""
        return self._folder / name[:2] / name[2:4] / name

    def drop(self, name: str, younger: float = 0) -> bool:
        """Forget a blob, unless it is younger than so many seconds; whether it is gone."""
        path = self.path_of(name)
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime > time.time() - younger:
                return False
            path.unlink()
        return True


def _sync(folder: Path) -> None:
    """Put on disk that a file is there."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

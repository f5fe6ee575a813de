"""Write a set: a tar, so that it can be opened by hand, with a manifest at its end."""

import asyncio
import contextlib
import fcntl
import os
import tarfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

from fedcop import clock
from fedcop.errors import Unavailable
from fedcop.keeping.age import Sealing, Sink
from fedcop.keeping.behind import Behind
from fedcop.keeping.passing import Passing
from fedcop.keeping.patience import Pace
from fedcop.keeping.sets import MANIFEST, PART, Locked, Manifest
from fedcop.keeping.steady import Steady

BLOCK: Final = 1 << 18  # larger pieces keep the reads of a node waiting
_TAR: Final = 512
_LOCK: Final = ".fedcop-backup.lock"

Step = Callable[[int], None]


class Packer:
    """Puts one thing after the other into a set, and remembers what it put there."""

    def __init__(self, out: Sink, step: Step) -> None:
        self.manifest = Manifest()
        self._out = out
        self._step = step
        self._now = int(clock.now())
        self._media = sha256()
        self._pace = Pace()

    def put(self, name: str, data: bytes) -> None:
        """Put bytes into the set."""
        self._begin(name, len(data))
        self._out.write(data)
        self._end(len(data))
        self.manifest.files[name] = [len(data), sha256(data).hexdigest()]
        self._step(len(data))

    def put_file(self, name: str, file: BinaryIO) -> None:
        """Put a whole file into the set."""
        size, digest = self._copy(name, file)
        self.manifest.files[name] = [size, digest]

    def put_blob(self, name: str, file: BinaryIO) -> None:
        """Put one of the files of people into the set."""
        self._count_blob(name, *self._copy(name, file))

    async def put_pieces(self, name: str, size: int, pieces: AsyncIterator[bytes]) -> None:
        """Put one of the files of people into the set that comes in pieces from elsewhere."""
        digest, left = sha256(), size
        self._begin(name, size)
        async for piece in pieces:
            digest.update(piece)
            left -= len(piece)
            await asyncio.to_thread(self._out.write, piece)
            self._step(len(piece))
        if left:
            raise Unavailable(f"{name}: it is not as long as was said; try again")
        self._end(size)
        self._count_blob(name, size, digest.hexdigest())

    def _count_blob(self, name: str, size: int, digest: str) -> None:
        self._media.update(f"{name} {size} {digest}\n".encode())
        self.manifest.media += 1
        self.manifest.media_bytes += size

    def close(self) -> None:
        """Write the manifest and the end."""
        self.manifest.media_digest = self._media.hexdigest()
        data = self.manifest.dump()
        self._begin(MANIFEST, len(data))
        self._out.write(data)
        self._end(len(data))
        self._out.write(bytes(2 * _TAR))

    def _copy(self, name: str, file: BinaryIO) -> tuple[int, str]:
        size = os.fstat(file.fileno()).st_size
        digest, left, passing = sha256(), size, Passing(file.fileno(), self._pace)
        self._begin(name, size)
        while left:
            block = passing.read(min(BLOCK, left))
            if not block:
                raise Unavailable(f"{name}: it became shorter while it was read; try again")
            digest.update(block)
            self._out.write(block)
            left -= len(block)
            self._step(len(block))
        self._end(size)
        return size, digest.hexdigest()

    def _begin(self, name: str, size: int) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, self._now
        self._out.write(info.tobuf(tarfile.GNU_FORMAT))

    def _end(self, size: int) -> None:
        self._out.write(bytes(-size % _TAR))


@contextmanager
def only_run(folder: Path) -> Iterator[None]:
    """Hold a folder of sets for one run, and clear what a killed one left. Raises Locked."""
    folder.mkdir(0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Locked(f"another backup into {folder} is under way; wait for it") from error
        for left in folder.glob(f".fedcop-*{PART}*"):
            left.unlink()
        yield
    finally:
        os.close(descriptor)


@contextmanager
def written(path: Path, recipients: list[bytes], step: Step) -> Iterator[Packer]:
    """Write a set beside its place and put it there when it is whole and on disk, else nothing."""
    draft = path.with_name(f".{path.name}{PART}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            steady = Steady(descriptor)
            sealing = Sealing(steady, recipients) if recipients else None
            with Behind(sealing or steady) as behind:
                packer = Packer(behind, step)
                yield packer
                packer.close()
            if sealing:
                sealing.close()
            steady.close()
        finally:
            os.close(descriptor)
        draft.replace(path)
        sync_folder(path.parent)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Put on disk which files a folder has."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

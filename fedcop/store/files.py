"""Blobs by the hash of their content, in a folder or a bucket; what is there is never changed."""

import asyncio
import contextlib
import os
import re
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal, NamedTuple, Protocol

from fedcop.errors import NotFound, Unavailable

PlaceName = Literal["folder", "s3"]

_RELIED: Final = 2.0  # seconds that reads go by what they were told of where files are
_WHOLE: Final = 1 << 62
_SHORT: Final = re.compile(r"[0-9a-f]{2}")
NAME: Final = re.compile(r"[0-9a-f]{64}")


class Found(NamedTuple):
    """One blob of a place."""

    name: str
    size: int
    at: float  # when it came, in seconds


class Piece(NamedTuple):
    """Some bytes of a blob, and how many it has."""

    body: bytes
    size: int


class Place(Protocol):
    """Where blobs lie. What it cannot do just now raises Unavailable."""

    async def put(self, name: str, body: bytes) -> None:
        """Keep a blob: it is there for good before this returns, and as young as now."""

    async def read(self, name: str, start: int, end: int) -> Piece | None:
        """Read from `start` up to `end`, or what there is of that; None where no such blob is."""

    async def size_of(self, name: str) -> int | None:
        """Say how many bytes a blob has; None where no such blob is."""

    async def drop(self, name: str, younger: float = 0) -> bool:
        """Forget a blob, unless it is younger than so many seconds; whether it is gone."""

    def list_names(self, after: str = "") -> AsyncIterator[Found]:
        """List blobs in the order of their names."""

    def close(self) -> None:
        """Let it go."""


class Folder:
    """A folder of blobs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, name: str, body: bytes) -> None:
        """Write a blob aside, sync it, give it its name."""
        await asyncio.to_thread(self._put, name, body)

    def _put(self, name: str, body: bytes) -> None:
        path = self.path_of(name)
        if path.exists():
            os.utime(path)  # somebody wants it again, so it is as young as this
            return
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

    async def read(self, name: str, start: int, end: int) -> Piece | None:
        """Read a part of a blob."""
        return await asyncio.to_thread(self._read, name, start, end)

    def _read(self, name: str, start: int, end: int) -> Piece | None:
        try:
            with self.path_of(name).open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                file.seek(start)
                return Piece(file.read(max(0, min(end, size) - start)), size)
        except FileNotFoundError:
            return None

    async def size_of(self, name: str) -> int | None:
        """Look at a blob."""
        try:
            return (await asyncio.to_thread(self.path_of(name).stat)).st_size
        except FileNotFoundError:
            return None

    async def drop(self, name: str, younger: float = 0) -> bool:
        """Forget a blob, unless it is too young."""
        return await asyncio.to_thread(self._drop, name, younger)

    def _drop(self, name: str, younger: float) -> bool:
        path = self.path_of(name)
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime > time.time() - younger:
                return False
            path.unlink()
        return True

    async def list_names(self, after: str = "") -> AsyncIterator[Found]:
        """Walk through the folder, a directory at a time."""
        for first in await asyncio.to_thread(_folders, self._folder):
            if first.name < after[:2]:
                continue
            for second in await asyncio.to_thread(_folders, first):
                for found in await asyncio.to_thread(_blobs, second):
                    if found.name > after:
                        yield found

    def close(self) -> None:
        """Nothing is held."""

    def path_of(self, name: str) -> Path:
        """Say where a blob lies."""
        return self._folder / name[:2] / name[2:4] / name


class Files:
    """What people uploaded, and copies of what stands elsewhere: in one place, or on its way.

    What is not where files are kept now is looked for in the other place too, where both are
    known: so nothing is missing while files move, nor afterwards.
    """

    def __init__(
        self,
        folder: Path,
        bucket: Place | None = None,
        ask: Callable[[], Awaitable[PlaceName]] | None = None,
    ) -> None:
        self.places: dict[PlaceName, Place] = {"folder": Folder(folder)}
        if bucket is not None:
            self.places["s3"] = bucket
        self._ask = ask
        self._told: PlaceName = "folder"
        self._until = 0.0

    async def put(self, body: bytes) -> str:
        """Keep a blob and return its hash; it is there for good before this returns."""
        name = await asyncio.to_thread(_name_of, body)
        await self.places[await self._asked()].put(name, body)
        return name

    async def read(self, name: str, start: int = 0, end: int = _WHOLE) -> Piece:
        """Read a blob, or a part of it. Raises NotFound and Unavailable."""
        for place in await self._in_turn():
            piece = await place.read(name, start, end)
            if piece is not None:
                return piece
        raise NotFound("There is no such file.")

    async def size_of(self, name: str) -> int | None:
        """Say how many bytes a blob has; None where it is not there. Raises Unavailable."""
        for place in await self._in_turn():
            size = await place.size_of(name)
            if size is not None:
                return size
        return None

    async def drop(self, name: str, younger: float = 0) -> bool:
        """Forget a blob wherever it is, unless it is younger than so many seconds."""
        return all([await place.drop(name, younger) for place in self.places.values()])

    async def here(self, name: str) -> Path | None:
        """Say which file of this machine a blob is, where it is one."""
        path = self.path_of(name)
        return path if await asyncio.to_thread(path.is_file) else None

    def close(self) -> None:
        """Let the places go."""
        for place in self.places.values():
            place.close()

    def path_of(self, name: str) -> Path:
        """Say where a blob lies, when it lies in the folder."""
        folder = self.places["folder"]
        assert isinstance(folder, Folder)  # noqa: S101 - it was made so
        return folder.path_of(name)

    async def _asked(self) -> PlaceName:
        """Ask where files are kept from now on."""
        if self._ask is not None:
            self._told = await self._ask()
            self._until = time.monotonic() + _RELIED
        return self._told

    async def _in_turn(self) -> list[Place]:
        """List the places to look into, the likely one first."""
        if len(self.places) == 1:
            return list(self.places.values())
        told = self._told if time.monotonic() < self._until else await self._asked()
        return sorted(self.places.values(), key=lambda one: one is not self.places[told])


async def try_once(place: Place) -> None:
    """Keep a few bytes, read them again and let them go. Raises Unavailable, which says why not."""
    body = secrets.token_bytes(32)
    name = _name_of(body)
    await place.put(name, body)
    try:
        piece = await place.read(name, 0, len(body))
    finally:
        await place.drop(name)
    if piece is None or piece.body != body:
        raise Unavailable("files that are written cannot be read again")


def _name_of(body: bytes) -> str:
    return sha256(body).hexdigest()


def _folders(folder: Path) -> list[Path]:
    try:
        found = [one for one in folder.iterdir() if _SHORT.fullmatch(one.name)]
        return sorted(one for one in found if one.is_dir())
    except FileNotFoundError:
        return []


def _blobs(folder: Path) -> list[Found]:
    found = []
    for one in sorted(folder.iterdir()):
        if NAME.fullmatch(one.name):
            with contextlib.suppress(FileNotFoundError):
                known = one.stat()
                found.append(Found(one.name, known.st_size, known.st_mtime))
    return found


def _sync(folder: Path) -> None:
    """Put on disk that a file is there."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""Make one set of all that a node is: database, files of its people, key and settings."""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from fedcop import __version__, clock
from fedcop import settings as house
from fedcop.errors import Misconfigured, Unavailable
from fedcop.keeping import on_postgresql, on_sqlite
from fedcop.keeping.age import read_recipient
from fedcop.keeping.packing import Packer, Step, only_run, written
from fedcop.keeping.patience import patiently
from fedcop.keeping.sets import ABOUT, KEY, MEDIA, PART, SETTINGS, SQLITE, About, Made, name_of
from fedcop.settings import Settings
from fedcop.store.connection import sqlite_path
from fedcop.store.files import Piece
from fedcop.transport.blobs import Bucket, NoAnswer, account_of

_PIECE: Final = 2 << 20  # of a file in a bucket, fetched in one go
_AT_ONCE: Final = 8
_BLOB: Final = re.compile(r"[0-9a-f]{64}")
_COPIES: Final = (
    "SELECT hash FROM media WHERE used > 0 AND hash <> ''"
    " UNION SELECT small_hash FROM media WHERE used > 0 AND small_hash <> ''"
    " EXCEPT SELECT hash FROM media WHERE used = 0"
    " EXCEPT SELECT small_hash FROM media WHERE used = 0"
)
_OWN: Final = (
    "SELECT hash FROM media WHERE used = 0 AND hash <> ''"
    " UNION SELECT small_hash FROM media WHERE used = 0 AND small_hash <> ''"
)
_NOT_SAID: Final = (
    "backup_recipient: is not set, so nothing could be encrypted; `fedcop backup key` makes a"
    " pair, or say --unencrypted"
)


@dataclass(frozen=True, slots=True)
class Wish:
    """Where a set goes, and who may open it; nobody named is a set that anybody opens."""

    folder: Path
    recipients: tuple[str, ...]

    @classmethod
    def usual(
        cls, settings: Settings, folder: Path | None = None, *, open_to_all: bool = False
    ) -> "Wish":
        """Wish for what the settings say. Raises Misconfigured without a recipient."""
        if not settings.backup_recipient and not open_to_all:
            raise Misconfigured(_NOT_SAID)
        recipients = () if open_to_all else (settings.backup_recipient,)
        return cls(folder or settings.backup_folder, recipients)


def estimate(settings: Settings) -> int:
    """Say about how many bytes there are, to show how far it has come."""
    database = sqlite_path(settings.database)
    total = database.stat().st_size if database and database.exists() else 0
    folder = settings.data / settings.media_folder
    return total + sum(entry.stat().st_size for _, entry in _walk(folder))


async def create(settings: Settings, wish: Wish, step: Step) -> Made:
    """Make a set; whole and on disk, or not at all. Raises Unavailable, Misconfigured, Locked."""
    recipients = [read_recipient(one) for one in wish.recipients]
    key = settings.master_key or settings.key_file.read_text("ascii").strip()
    house.read_master_key(settings)
    try:
        with only_run(wish.folder):
            return await _create(settings, wish.folder, recipients, key, step)
    except OSError as error:
        raise Unavailable(
            f"{wish.folder}: {error.strerror or error}; nothing was kept of this backup, older"
            " ones are as they were"
        ) from error


async def _create(
    settings: Settings, folder: Path, recipients: list[bytes], key: str, step: Step
) -> Made:
    began = clock.now_ms()
    path = folder / name_of(settings.host, began, encrypted=bool(recipients))
    if path.exists():
        raise Unavailable(f"{path} is there already; wait a second")
    database = sqlite_path(settings.database)
    with written(path, recipients, step) as packer:
        desk = _Desk(settings, key, packer)
        if database:
            copy = folder / f".{path.name}{PART}.db"
            try:
                await patiently(partial(desk.pack_sqlite, database, copy))
            finally:
                copy.unlink(missing_ok=True)
        else:
            await desk.pack_postgresql()
        await desk.pack_bucket()
    manifest = packer.manifest
    seconds = (clock.now_ms() - began) / 1000
    size = path.stat().st_size
    return Made(path, size, desk.taken, seconds, manifest.media, manifest.missing)


class _Desk:
    """Where one set is put together."""

    def __init__(self, settings: Settings, key: str, packer: Packer) -> None:
        self.taken = 0
        self._settings = settings
        self._key = key
        self._packer = packer
        self._blobs = settings.data / settings.media_folder
        self._bucket = bool(settings.s3_bucket) and settings.backup_bucket
        self._copies: set[bytes] = set()

    def pack_sqlite(self, database: Path, copy: Path) -> None:
        """Pack a node on SQLite."""
        self.taken = clock.now_ms()
        on_sqlite.snapshot(database, copy)
        with on_sqlite.read_only(copy) as link:
            self._begin("sqlite", on_sqlite.list_schema(link))
            self._packer.manifest.counts = on_sqlite.count_rows(link)
            self._copies = {bytes.fromhex(row[0]) for row in link.execute(_COPIES)}
            self._miss(row[0] for row in link.execute(_OWN))
        with copy.open("rb", 0) as file:
            self._packer.put_file(SQLITE, file)
        copy.unlink()
        self._pack_blobs()

    async def pack_postgresql(self) -> None:
        """Pack a node on PostgreSQL."""
        async with on_postgresql.snapped(self._settings.database) as snapshot:
            self.taken = clock.now_ms()
            self._begin("postgresql", snapshot.schema)
            self._copies = {bytes.fromhex(row[0]) async for row in snapshot.link.cursor(_COPIES)}
            async for row in snapshot.link.cursor(_OWN):
                self._miss([row[0]])
            await snapshot.copy_into(self._packer)
        await patiently(self._pack_blobs)

    async def pack_bucket(self) -> None:
        """Pack what people put up and a bucket keeps, as far as the folder does not."""
        if not self._bucket:
            return
        bucket, few = Bucket(account_of(self._settings)), []
        try:
            async for found in bucket.list_names():
                if bytes.fromhex(found.name) not in self._copies and not self._is_here(found.name):
                    few.append(found.name)
                if len(few) == _AT_ONCE:
                    await self._pack_few(bucket, few)
                    few = []
            await self._pack_few(bucket, few)
        except NoAnswer as error:
            raise Unavailable(
                f"{error.why}; nothing was kept of this backup, older ones are as they were"
            ) from error
        finally:
            bucket.close()

    async def _pack_few(self, bucket: Bucket, names: list[str]) -> None:
        """Pack some files; their beginnings are fetched at once, which most of them are."""
        begun = await asyncio.gather(*(bucket.read(name, 0, _PIECE) for name in names))
        for name, first in zip(names, begun, strict=True):
            if first is not None:  # else it was let go of in this moment
                path = f"{MEDIA}{name[:2]}/{name[2:4]}/{name}"
                await self._packer.put_pieces(path, first.size, _rest(bucket, name, first))

    def _begin(self, dialect: str, schema: tuple[str, ...]) -> None:
        media = "s3" if self._settings.s3_bucket and not self._bucket else "folder"
        about = About(self._settings.origin, self.taken, __version__, dialect, schema, media)
        self._packer.put(ABOUT, about.dump())
        self._packer.put(SETTINGS, house.write_text(self._settings).encode())
        self._packer.put(KEY, f"{self._key}\n".encode())

    def _miss(self, names: Iterable[str]) -> None:
        """Count the files of people that should be there and are not."""
        for name in () if self._settings.s3_bucket else names:
            self._packer.manifest.missing += not self._is_here(name)

    def _is_here(self, name: str) -> bool:
        return (self._blobs / name[:2] / name[2:4] / name).exists()

    def _pack_blobs(self) -> None:
        """Pack what people put up; copies of what stands elsewhere can be had again."""
        for name, entry in _walk(self._blobs):
            if bytes.fromhex(entry.name) not in self._copies:
                # What was let go in this moment is in no need of a copy.
                with suppress(FileNotFoundError), Path(entry.path).open("rb", 0) as file:
                    self._packer.put_blob(name, file)


async def _rest(bucket: Bucket, name: str, first: Piece) -> AsyncIterator[bytes]:
    """Read a file of a bucket piece by piece, from its first on."""
    at = len(first.body)
    yield first.body
    while at < first.size:
        found = await bucket.read(name, at, at + _PIECE)
        if found is None or not found.body:
            return
        at += len(found.body)
        yield found.body


def _walk(folder: Path) -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    """Walk the files of people in their order."""
    for first in _sorted(folder):
        for second in _sorted(Path(first.path)):
            for blob in _sorted(Path(second.path)):
                if _BLOB.fullmatch(blob.name):
                    yield f"{MEDIA}{first.name}/{second.name}/{blob.name}", blob


def _sorted(folder: Path) -> "list[os.DirEntry[str]]":
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return []

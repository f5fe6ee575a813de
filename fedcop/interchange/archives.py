"""ZIP files of strangers: opened with suspicion, read piece by piece, never unpacked to disk."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from fedcop.errors import Malformed

MOST_ENTRIES: Final = 100_000
MOST_BYTES: Final = 64 << 20  # of one piece
MOST_IN_ALL: Final = 16 << 30
_RATIO: Final = 400  # a piece that grows more than that is a bomb
_SMALL: Final = 1 << 20
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class Archive:
    """A ZIP file whose pieces are read by name. Everything here blocks: call it off the loop."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        infos = file.infolist()
        if len(infos) > MOST_ENTRIES:
            raise Malformed(f"archive: it holds more than {MOST_ENTRIES} files")
        if sum(info.file_size for info in infos) > MOST_IN_ALL:
            raise Malformed("archive: it would be larger than 16 GB unpacked")
        self._infos = {info.filename: info for info in infos if _is_plain(info)}

    @property
    def names(self) -> list[str]:
        """List its files, those with odd names left out."""
        return sorted(self._infos)

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def read(self, name: str, most: int = MOST_BYTES) -> bytes:
        """Read one file of at most so many bytes. Raises Malformed."""
        info = self._infos.get(name)
        if info is None:
            raise Malformed(f"archive: {name[:200]} is missing")
        if info.file_size > most:
            raise Malformed(f"archive: {name[:200]} is larger than {most >> 20} MB")
        if info.file_size > _SMALL and info.file_size > _RATIO * max(1, info.compress_size):
            raise Malformed(f"archive: {name[:200]} is packed too well to be true")
        try:
            with self._file.open(info) as piece:
                data = piece.read(most + 1)
        except _BROKEN as error:
            raise Malformed(f"archive: {name[:200]} cannot be read ({error})") from error
        if len(data) > most:
            raise Malformed(f"archive: {name[:200]} is larger than it says")
        return data

    def text(self, name: str) -> str:
        """Read one file as text. Raises Malformed."""
        try:
            return self.read(name).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Malformed(f"archive: {name[:200]} is no UTF-8 text") from error


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open a ZIP file. Raises Malformed."""
    try:
        file = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise Malformed(f"{path.name}: it is no ZIP file that can be read ({error})") from error
    with file:
        yield Archive(file)


def _is_plain(info: zipfile.ZipInfo) -> bool:
    """Whether a file has an ordinary name below the top."""
    path = PurePosixPath(info.filename)
    odd = path.is_absolute() or ".." in path.parts or "\\" in info.filename
    return not (info.is_dir() or odd or info.flag_bits & 1)

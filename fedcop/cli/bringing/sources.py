"""Where imports come from: folders, ZIP files, dumps; each opened as long as it is read."""

import gzip
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from fedcop.cli.bringing.past import read_past
from fedcop.errors import Malformed
from fedcop.interchange import (
    archives,
    bookstack,
    discourse,
    discourse_dump,
    library,
    markdown_files,
)
from fedcop.interchange.archives import MOST_BYTES
from fedcop.interchange.items import Bundle

_MOST_FILES: Final = 100_000
_HIDDEN: Final = "."


@contextmanager
def markdown(path: Path, *, history: bool) -> Iterator[Bundle]:
    """Open a folder of Markdown files, or a ZIP file of one. Raises Malformed."""
    if path.is_dir():
        past = read_past(path) if history else {}
        yield markdown_files.read_folder(_names(path), _Folder(path).read, past)
        return
    with archives.opened(path) as archive:
        yield markdown_files.read_folder(archive.names, archive.read)


@contextmanager
def books(path: Path) -> Iterator[Bundle]:
    """Open a portable ZIP of BookStack. Raises Malformed."""
    with archives.opened(path) as archive:
        if not bookstack.is_one(archive):
            raise Malformed(f"{path.name}: there is no data.json in it, as BookStack writes it")
        yield bookstack.read(archive)


@contextmanager
def libraries(path: Path) -> Iterator[Bundle]:
    """Open an export of ours. Raises Malformed."""
    with archives.opened(path) as archive:
        if not library.is_one(archive):
            raise Malformed(f"{path.name}: there is no manifest.json in it, as we write it")
        yield library.read(archive)


@contextmanager
def forums(path: Path) -> Iterator[Bundle]:
    """Open what Discourse gives: JSON in a folder or a ZIP file, or a backup's dump.

    Raises Malformed.
    """
    if path.is_dir():
        yield discourse.read_json(_names(path), _Folder(path).read)
    elif path.suffix == ".zip":
        with archives.opened(path) as archive:
            yield discourse.read_json(archive.names, archive.read)
    else:
        with _dump(path) as lines:
            yield discourse_dump.read_dump(lines)


@contextmanager
def _dump(path: Path) -> Iterator[Iterator[str]]:
    """Open the dump of a backup: packed in a tar file, packed by itself, or plain."""
    try:
        if path.name.endswith((".tar.gz", ".tgz", ".tar")):
            with tarfile.open(path) as tape:
                yield _inside(tape)
        elif path.suffix == ".gz":
            with gzip.open(path, "rt", encoding="utf-8", errors="replace") as file:
                yield iter(file)
        else:
            with path.open(encoding="utf-8", errors="replace") as file:
                yield iter(file)
    except (tarfile.TarError, gzip.BadGzipFile, EOFError) as error:
        raise Malformed(f"{path.name}: it cannot be unpacked ({error})") from error


def _inside(tape: tarfile.TarFile) -> Iterator[str]:
    """Read the dump in a backup of Discourse, without unpacking anything."""
    for member in tape:
        if member.isfile() and Path(member.name).name in {"dump.sql", "dump.sql.gz"}:
            file = tape.extractfile(member)
            if file is None:
                break
            with gzip.open(file) if member.name.endswith(".gz") else file as plain:
                for line in plain:
                    yield line.decode("utf-8", "replace")
            return
    raise Malformed("backup: there is no dump.sql in it")


class _Folder:
    """Reads files of one folder, and none outside of it."""

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()

    def read(self, name: str) -> bytes:
        """Read one file. Raises Malformed."""
        path = (self._path / name).resolve()
        if not path.is_relative_to(self._path):
            raise Malformed(f"{name}: it leads out of the folder")
        if path.stat().st_size > MOST_BYTES:
            raise Malformed(f"{name}: it is larger than {MOST_BYTES >> 20} MB")
        return path.read_bytes()


def _names(folder: Path) -> list[str]:
    """List the files of a folder, those that are hidden left out."""
    found: list[str] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(_HIDDEN) for part in name.parts):
            found.append(name.as_posix())
        if len(found) > _MOST_FILES:
            raise Malformed(f"{folder}: it holds more than {_MOST_FILES} files")
    return found

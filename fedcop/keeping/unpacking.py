"""Read a set from its beginning to its end, and believe nothing before the end was reached."""

import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from fedcop.errors import Misconfigured
from fedcop.keeping.age import MAGIC, Damaged, Opening
from fedcop.keeping.packing import BLOCK
from fedcop.keeping.sets import ABOUT, KEY, MANIFEST, MEDIA, SETTINGS, About, Manifest

_TAR: Final = 512
_MOST: Final = 64 << 20  # of what is read into memory whole
_WHOLE: Final = frozenset({ABOUT, SETTINGS, KEY, MANIFEST})

Wants = Callable[[str], Path | None]


class Source(Protocol):
    """Where bytes come from."""

    def read(self, size: int, /) -> bytes:
        """Read so many bytes, fewer only at the end."""


@dataclass(slots=True)
class Contents:
    """What was found in a set that is whole."""

    about: About
    manifest: Manifest
    settings: str
    key: str
    size: int = 0


@dataclass(slots=True)
class _Found:
    """What was seen so far."""

    texts: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, list[object]] = field(default_factory=dict)
    media: int = 0
    media_bytes: int = 0
    media_digest: str = ""


def unpack(path: Path, identity: bytes | None, wants: Wants) -> Contents:
    """Read a whole set and check it; what is wanted is written to where `wants` says.

    Raises Damaged and Misconfigured. What was written counts only when this returns.
    """
    found, digest = _Found(), sha256()
    with _opened(path, identity) as source:
        for name, size in _headers(source):
            if name == MANIFEST:
                found.texts[name] = _read(source, size, None)[1]
                _end(source)
                break
            _take(source, name, size, found, wants, digest.update)
    found.media_digest = digest.hexdigest()
    return _judge(found, path)


def _take(  # noqa: PLR0913, PLR0917 - what is known of one part of the set
    source: Source,
    name: str,
    size: int,
    found: _Found,
    wants: Wants,
    digest: Callable[[bytes], None],
) -> None:
    """Read one part, and remember what it was."""
    if name in _WHOLE and size > _MOST:
        raise Damaged("the set is damaged: a part is too large")
    into = None if name in _WHOLE else wants(name)
    if into is None and name not in _WHOLE:
        into = Path("/dev/null")
    hashed, text = _read(source, size, into)
    if name in _WHOLE:
        found.texts[name] = text
    if name.startswith(MEDIA):
        digest(f"{name} {size} {hashed}\n".encode())
        found.media += 1
        found.media_bytes += size
    else:
        found.files[name] = [size, hashed]


def _judge(found: _Found, path: Path) -> Contents:
    if MANIFEST not in found.texts or ABOUT not in found.texts:
        raise Damaged("the set is damaged: its end is missing")
    about, manifest = About.load(found.texts[ABOUT]), Manifest.load(found.texts[MANIFEST])
    if found.files != manifest.files:
        wrong = sorted(
            name
            for name in found.files.keys() | manifest.files.keys()
            if found.files.get(name) != manifest.files.get(name)
        )
        raise Damaged(f"the set is damaged: {', '.join(wrong[:3])} is not as it was written")
    media = (found.media, found.media_bytes, found.media_digest)
    if media != (manifest.media, manifest.media_bytes, manifest.media_digest):
        raise Damaged("the set is damaged: its files of people are not as they were written")
    settings, key = (found.texts[name].decode() for name in (SETTINGS, KEY))
    return Contents(about, manifest, settings, key, path.stat().st_size)


def is_sealed(path: Path) -> bool:
    """Whether a set is encrypted."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


@contextmanager
def _opened(path: Path, identity: bytes | None) -> Iterator[Source]:
    with path.open("rb", buffering=BLOCK) as file:
        if path.suffix == ".age" or is_sealed(path):
            if identity is None:
                raise Misconfigured("identity: the set is encrypted; say --identity FILE")
            yield Opening(file, identity)
        else:
            yield file


def _headers(source: Source) -> Iterator[tuple[str, int]]:
    while True:
        header = source.read(_TAR)
        if not header.strip(b"\0"):
            return
        try:
            info = tarfile.TarInfo.frombuf(header, "utf-8", "strict")
        except (tarfile.TarError, ValueError) as error:
            raise Damaged("the set is damaged: a part of it has no name") from error
        if not info.isreg() or ".." in info.name.split("/") or info.name.startswith("/"):
            raise Damaged("the set is damaged: a part of it is no file of ours")
        yield info.name, info.size


def _read(source: Source, size: int, into: Path | None) -> tuple[str, bytes]:
    """Read a part: into a file, or into memory; return its digest, and what is in memory."""
    digest, left, text = sha256(), size, bytearray()
    file: BinaryIO | None = into.open("wb") if into else None
    try:
        while left:
            block = source.read(min(BLOCK, left))
            if not block:
                raise Damaged("the set is damaged: its end is missing")
            digest.update(block)
            left -= len(block)
            if file:
                file.write(block)
            else:
                text += block
    finally:
        if file:
            file.close()
    if len(source.read(-size % _TAR)) != -size % _TAR:
        raise Damaged("the set is damaged: its end is missing")
    return digest.hexdigest(), bytes(text)


def _end(source: Source) -> None:
    """Read on to the end, which is sealed as such."""
    if source.read(2 * _TAR).strip(b"\0") or source.read(1):
        raise Damaged("the set is damaged: something follows its end")

"""What an upload is by its own bytes, before anything decodes it: its kind, its size, its end."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from fedcop.errors import Invalid

MOST_PIXELS: Final = 33_177_600
_LONGEST_SIDE: Final = 16_384
_NO_PICTURE: Final = "Validation failed: File: this is no picture of a kind that is taken here"
_BROKEN: Final = "Validation failed: File: this picture is broken or not complete"
_TWO_THINGS: Final = "Validation failed: File: this is more than a picture"
_TOO_WIDE: Final = "Validation failed: File: this picture has more pixels than are taken here"

# What stands in no honest picture; text in its metadata is no reason to keep it.
_FOREIGN: Final = re.compile(rb"<script|<html|<!doctype|<\?php|<svg[\s>]|<iframe", re.IGNORECASE)
_PDF: Final = b"%PDF-"
_PDF_WITHIN: Final = 1024
_ZIP_END: Final = b"PK\x05\x06\0\0\0\0"
_ZIP_WITHIN: Final = 65_557
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_GIFS: Final = (b"GIF87a", b"GIF89a")
_SIZES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # SOF markers of JPEG
_MARK: Final = 0xFF
_GIF_PICTURE, _GIF_EXTENSION, _GIF_END = 0x2C, 0x21, 0x3B
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})


@dataclass(frozen=True, slots=True)
class Look:
    """What a picture is: "jpeg", "png", "gif" or "webp", and its size."""

    kind: str
    width: int
    height: int


def kind_of(data: bytes) -> str:
    """Name the kind of a picture by how it begins; empty for what is none."""
    if data.startswith(_PNG):
        return "png"
    if data.startswith(_JPEG):
        return "jpeg"
    if data.startswith(_GIFS):
        return "gif"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    return ""


def look_at(data: bytes) -> Look:
    """Walk through a picture from its first byte to its last. Raises Invalid."""
    kind = kind_of(data)
    if not kind:
        raise Invalid(_NO_PICTURE)
    try:
        width, height, end = _WALKS[kind](data)
    except IndexError as error:
        raise Invalid(_BROKEN) from error
    if min(width, height) < 1:
        raise Invalid(_BROKEN)
    if max(width, height) > _LONGEST_SIDE or width * height > MOST_PIXELS:
        raise Invalid(_TOO_WIDE)
    if end < len(data) or _holds_more(data):
        raise Invalid(_TWO_THINGS)
    return Look(kind, width, height)


def _holds_more(data: bytes) -> bool:
    return (
        _PDF in data[:_PDF_WITHIN]
        or _ZIP_END in data[-_ZIP_WITHIN:]
        or _FOREIGN.search(data) is not None
    )


def _number(data: bytes, at: int, size: int, *, little: bool = False) -> int:
    if at + size > len(data):
        raise IndexError(at)
    return int.from_bytes(data[at : at + size], "little" if little else "big")


def _walk_png(data: bytes) -> tuple[int, int, int]:
    if data[12:16] != b"IHDR":
        raise IndexError(12)
    width, height, at = _number(data, 16, 4), _number(data, 20, 4), len(_PNG)
    while True:
        kind = data[at + 4 : at + 8]
        at += 12 + _number(data, at, 4)
        if at > len(data):
            raise IndexError(at)
        if kind == b"IEND":
            return width, height, at


def _walk_gif(data: bytes) -> tuple[int, int, int]:
    width, height = _number(data, 6, 2, little=True), _number(data, 8, 2, little=True)
    at = 13 + _palette(data[10])
    while data[at] != _GIF_END:
        if data[at] == _GIF_PICTURE:
            at += 11 + _palette(data[at + 9])
        elif data[at] == _GIF_EXTENSION:
            at += 2
        else:
            raise IndexError(at)
        while data[at]:  # its blocks, each with its length
            at += 1 + data[at]
        at += 1
    return width, height, at + 1


def _palette(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _walk_webp(data: bytes) -> tuple[int, int, int]:
    size = _number(data, 4, 4, little=True)
    end = 8 + size + size % 2
    if end > len(data):
        raise IndexError(end)
    width, height = _size_of_webp(data)
    return width, height, end


def _size_of_webp(data: bytes) -> tuple[int, int]:
    form = data[12:16]
    if form == b"VP8X":
        return 1 + _number(data, 24, 3, little=True), 1 + _number(data, 27, 3, little=True)
    if form == b"VP8L":
        bits = _number(data, 21, 4, little=True)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if form == b"VP8 ":
        width, height = _number(data, 26, 2, little=True), _number(data, 28, 2, little=True)
        return width & 0x3FFF, height & 0x3FFF
    raise IndexError(12)


def _walk_jpeg(data: bytes) -> tuple[int, int, int]:
    """Find the size. What phones put behind the picture is passed over: it is not kept."""
    if b"\xff\xd9" not in data[-len(data) // 2 :]:
        raise IndexError(len(data))
    at = 2
    while data[at] == _MARK:
        marker = data[at + 1]
        if marker == _MARK or marker in _ALONE:
            at += 1 if marker == _MARK else 2
        elif marker in _SIZES:
            return _number(data, at + 7, 2), _number(data, at + 5, 2), len(data)
        else:
            at += 2 + max(_number(data, at + 2, 2), 2)
    raise IndexError(at)


_WALKS: Final[dict[str, Callable[[bytes], tuple[int, int, int]]]] = {
    "png": _walk_png,
    "jpeg": _walk_jpeg,
    "gif": _walk_gif,
    "webp": _walk_webp,
}

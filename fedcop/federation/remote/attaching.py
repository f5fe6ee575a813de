"""Files beside what others wrote: which of them are shown, and what is said of them."""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from fedcop.activitypub.vocabulary import Attachment, Object
from fedcop.community.drafts import Attached, Beside
from fedcop.community.media import LONGEST_DESCRIPTION

_MOST: Final = 20
_UNKNOWN: Final = "unknown"  # it is linked to, where it stands
_MIMES: Final = {
    "image/jpeg": "image",
    "image/jpg": "image",
    "image/png": "image",
    "image/gif": "image",
    "image/webp": "image",
    "video/mp4": "video",
    "video/quicktime": "video",
    "video/webm": "video",
    "audio/mpeg": "audio",
    "audio/mp3": "audio",
    "audio/mp4": "audio",
    "audio/x-m4a": "audio",
    "audio/aac": "audio",
    "audio/flac": "audio",
    "audio/ogg": "audio",
    "audio/opus": "audio",
    "audio/wav": "audio",
    "audio/x-wav": "audio",
    "audio/webm": "audio",
}
_SUFFIXES: Final = {
    "jpg": "image",
    "jpeg": "image",
    "png": "image",
    "gif": "image",
    "webp": "image",
    "mp4": "video",
    "mov": "video",
    "webm": "video",
    "mp3": "audio",
    "m4a": "audio",
    "aac": "audio",
    "flac": "audio",
    "ogg": "audio",
    "oga": "audio",
    "opus": "audio",
    "wav": "audio",
}
_TYPES: Final = {"Image": "image", "Video": "video", "Audio": "audio"}
_READ: Final = {"text/vtt": "captions", "text/plain": "transcript"}
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_SAYS_NOTHING: Final = frozenset({"", "application/octet-stream"})
_BLURHASH: Final = re.compile(r"[0-9A-Za-z#$%*+,\-.:;=?@\[\]^_{|}~]{6,100}")
_DIGITS: Final = (
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"
)
_LONGEST_SIDE: Final = 100_000
_THOUSAND: Final = 1000


def attached(written: Object) -> tuple[Attached, ...]:
    """Return the files beside a post; its picture, where no other is there (Lemmy, WordPress)."""
    found = [one for one in map(_file, written.attachments) if one]
    if written.image and not any(one.kind == "image" for one in found):
        shown = _file(written.image)
        found = [shown, *found] if shown and shown.kind != _UNKNOWN else found
    return tuple({one.url: one for one in reversed(found)}.values())[::-1][:_MOST]


def links(written: Object) -> Iterable[Attachment]:
    """Return what is attached and is no file: it is named in the text."""
    return (one for one in written.attachments if _file(one) is None)


def blurhash(text: str) -> str:
    """Return a blurhash that clients can draw, or nothing."""
    if not _BLURHASH.fullmatch(text):
        return ""
    flags = _DIGITS.index(text[0])
    parts = (flags % 9 + 1) * (flags // 9 + 1)
    return text if len(text) == 4 + 2 * parts else ""


def _file(one: Attachment) -> Attached | None:
    # WordPress escapes its addresses as if they stood in HTML.
    url = one.url.replace("&#038;", "&")
    mime = (one.media_type or "").partition(";")[0].strip().lower()
    kind = _kind(one, url, mime)
    if kind is None:
        return None
    sized = bool(one.width and one.height and max(one.width, one.height) <= _LONGEST_SIDE)
    x, y = one.focus or (0.0, 0.0)
    return Attached(
        url=url,
        kind=kind,
        mime=mime if mime in _MIMES else "",
        description=(one.name or "").replace("\0", "").strip()[:LONGEST_DESCRIPTION],
        blurhash=blurhash(one.blurhash or ""),
        focus=(round(x * _THOUSAND), round(y * _THOUSAND)),
        wide=(one.width or 0) if sized else 0,
        high=(one.height or 0) if sized else 0,
        parts=tuple(_parts(one)) if kind in {"audio", "video"} else (),
    )


def _parts(one: Attachment) -> Iterable[Beside]:
    """Return what is to be read beside a recording: one text in each language and form."""
    found: dict[tuple[str, str], Beside] = {}
    for caption in one.captions:
        kind = _READ.get(caption.media_type.partition(";")[0].strip().lower())
        if kind and _LANGUAGE.fullmatch(caption.language):
            found.setdefault((kind, caption.language), Beside(caption.url, kind, caption.language))
    return found.values()


def _kind(one: Attachment, url: str, mime: str) -> str | None:
    """Name the kind of a file; None for a link, which is no file unless it says or looks so."""
    if mime not in _SAYS_NOTHING:
        otherwise = None if one.type == "Link" else _UNKNOWN
        return _MIMES.get(mime, otherwise)
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    suffix = path.rpartition(".")[2].lower()
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    return None if one.type == "Link" else _TYPES.get(one.type, _UNKNOWN)

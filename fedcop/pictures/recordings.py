"""What a video or a sound is by its first bytes; they are given out as they came."""

from typing import Final

_STARTS: Final = (
    (b"\x1aE\xdf\xa3", "webm"),
    (b"OggS", "ogg"),
    (b"fLaC", "flac"),
    (b"ID3", "mpeg"),
    (b"\xff\xfb", "mpeg"),
    (b"\xff\xfa", "mpeg"),
    (b"\xff\xf3", "mpeg"),
    (b"\xff\xf2", "mpeg"),
    (b"\xff\xf1", "aac"),
    (b"\xff\xf9", "aac"),
)
_SOUNDS_ALONE: Final = frozenset({"flac", "mpeg", "aac", "wav"})


def mime_of(data: bytes, kind: str) -> str:
    """Name the type of a "video" or an "audio" that begins so; empty for what is neither."""
    form = _form_of(data[:16])
    if not form or (kind == "video" and form in _SOUNDS_ALONE):
        return ""
    return f"{kind}/{form}" if kind in {"video", "audio"} else ""


def _form_of(start: bytes) -> str:
    if start[4:8] == b"ftyp":
        return "mp4"
    if start[:4] == b"RIFF" and start[8:12] == b"WAVE":
        return "wav"
    return next((form for begins, form in _STARTS if start.startswith(begins)), "")

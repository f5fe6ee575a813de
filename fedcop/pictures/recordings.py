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
# By the end of their names: what people here may put up, and what it is then.
TAKEN: Final = {
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "m4a": "audio/mp4",
    "flac": "audio/flac",
    "mp4": "video/mp4",
    "webm": "video/webm",
}
_SOUNDS_ALONE: Final = frozenset({"flac", "mpeg", "aac", "wav"})


def taken_as(data: bytes, suffix: str) -> str:
    """Name the type of a recording by its bytes and its name; empty where they do not agree."""
    said = TAKEN.get(suffix, "")
    return said if said and mime_of(data, said.partition("/")[0]) == said else ""


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
